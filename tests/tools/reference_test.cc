// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/command_fixture.h"

namespace pullgraph {
namespace {

using ::testing::HasSubstr;
using testing::Command;
using testing::Outcome;

TEST_F(Command, ManualNamesEveryVerb) {
  const Outcome page = Run("reference man");
  ASSERT_EQ(page.code, 0) << page.err;
  std::istringstream help(Run("--help").out);
  bool verbs = false;
  int found = 0;
  for (std::string line; std::getline(help, line);) {
    if (verbs && line.rfind("  ", 0) == 0) {
      const std::string verb = line.substr(2, line.find(' ', 2) - 2);
      EXPECT_THAT(page.out, HasSubstr("\n.SS " + verb + "\n"));
      ++found;
    }
    verbs = verbs || line.rfind("Subcommands:", 0) == 0;
  }
  EXPECT_GT(found, 10);
  EXPECT_THAT(page.out, HasSubstr(".B \\-\\-threads"));
}

TEST_F(Command, BashCompletesVerbsAndOptions) {
  ASSERT_EQ(Run("reference bash -o " + File("completion")).code, 0);
  const auto complete = [&](const std::string& words, int at) {
    const std::string line = "bash -c 'source " + File("completion") + "; COMP_WORDS=(" + words +
                             "); COMP_CWORD=" + std::to_string(at) +
                             "; _pullgraph; echo \"${COMPREPLY[@]}\"' > " + File("reply");
    EXPECT_EQ(std::system(line.c_str()), 0);
    return testing::ReadAll(File("reply"));
  };
  EXPECT_EQ(complete("pullgraph ra", 1), "rank\n");
  EXPECT_EQ(complete("pullgraph rank x --thr", 3), "--threads\n");
  EXPECT_EQ(complete("pullgraph import stackex", 2), "stackexchange\n");
  EXPECT_EQ(complete("pullgraph import edges x --direc", 4), "--directed\n");
}

}  // namespace
}  // namespace pullgraph
