// SPDX-License-Identifier: Apache-2.0
// Runs the command as its users do.
#include "tests/tools/command_fixture.h"

#include <algorithm>

namespace pullgraph::command_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

using testing::Command;
using testing::Outcome;
using testing::ReadAll;

TEST_F(Command, EveryVerbIsTheSameForAnyNumberOfThreads) {
  for (const std::string verb : {"info", "access", "attract", "attract --report", "edges --all",
                                 "rank", "rank --explain 1", "rank --goal pulls", "backtest",
                                 "backtest --pulls", "cat"}) {
    const Outcome one = Run(verb + " " + File("c.pull") + " --threads 1");
    EXPECT_EQ(one.code, 0) << verb << one.err;
    EXPECT_GT(one.out.size(), 100U) << verb;
    for (const std::string threads : {"2", "7"}) {
      EXPECT_EQ(Run(verb + " " + File("c.pull") + " --threads " + threads).out, one.out) << verb;
    }
  }
}

TEST_F(Command, FormatsCarryTheSameList) {
  const Outcome table = Run("rank " + File("c.pull") + " --limit 3");
  const Outcome csv = Run("rank " + File("c.pull") + " --limit 3 --format csv");
  const Outcome json = Run("rank " + File("c.pull") + " --limit 3 --format json");
  const Outcome pb = Run("rank " + File("c.pull") + " --limit 3 --format pb");
  EXPECT_THAT(table.out, HasSubstr("generated: who becomes a customer"));
  EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 4);
  // rank,member,member_name,...
  const size_t from = csv.out.find("\n1,") + 3;
  const std::string member = csv.out.substr(from, csv.out.find(',', from) - from);
  ASSERT_EQ(member.substr(0, 1), "m");
  EXPECT_THAT(table.out, HasSubstr("(" + member + ")"));
  EXPECT_THAT(json.out, HasSubstr("\"member\":\"" + member + "\""));
  EXPECT_THAT(pb.out, HasSubstr(member));
}

TEST_F(Command, UsageErrorsSayTheNearestWord) {
  const Outcome flag = Run("rank " + File("c.pull") + " --limt 3");
  EXPECT_EQ(flag.code, 2);
  EXPECT_THAT(flag.err, HasSubstr("try: --limit"));
  const Outcome verb = Run("rnak x");
  EXPECT_EQ(verb.code, 2);
  EXPECT_THAT(verb.err, HasSubstr("try: pullgraph rank"));
  const Outcome none = Run("");
  EXPECT_EQ(none.code, 2);
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(Run("rank " + File("c.pull") + " --horizon -3").code, 2);
  EXPECT_EQ(Run("rank " + File("c.pull") + " --as-of yesterday").code, 2);
  EXPECT_EQ(Run("rank " + File("c.pull") + " --format yaml").code, 2);
  EXPECT_EQ(Run("rank " + File("c.pull") + " --explain nobody").code, 2);
  EXPECT_EQ(Run("access " + File("c.pull") + " --to nobody").code, 2);
}

TEST_F(Command, HelpOpensWithAnExampleOnStandardOutput) {
  const Outcome help = Run("rank --help");
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("pullgraph rank q.pull"));
  EXPECT_EQ(help.err, "");
  EXPECT_THAT(Run("--version").out, StartsWith("pullgraph "));
}

TEST_F(Command, BadInputNamesTheFileAndThePlace) {
  const std::string whole = ReadAll(File("c.pull"));
  std::ofstream(File("cut.pull"), std::ios::binary) << whole.substr(0, whole.size() / 2);
  std::ofstream(File("empty.pull"));
  std::ofstream(File("text.pull")) << "not a community file at all, but long enough to be read";
  for (const std::string name : {"cut.pull", "empty.pull", "text.pull"}) {
    const Outcome bad = Run("info " + File(name));
    EXPECT_EQ(bad.code, 3) << name;
    EXPECT_THAT(bad.err, HasSubstr(name)) << name;
    EXPECT_EQ(std::count(bad.err.begin(), bad.err.end(), '\n'), 2) << bad.err;
    EXPECT_EQ(bad.out, "") << name;
    EXPECT_EQ(Run("validate " + File(name)).code, 1) << name;
  }
  EXPECT_EQ(Run("validate " + File("c.pull")).code, 0);
}

TEST_F(Command, IoErrorsAreFour) {
  EXPECT_EQ(Run("info " + File("absent.pull")).code, 4);
  EXPECT_EQ(Run("info " + folder_).code, 4);
  EXPECT_EQ(Run("info " + File("c.pull") + " -o " + folder_).code, 4);
  EXPECT_EQ(Run("info " + File("c.pull") + " -o " + File("no/such/folder")).code, 4);
  if (std::filesystem::exists("/dev/full")) {
    EXPECT_EQ(Run("info " + File("c.pull") + " -o /dev/full").code, 4);
  }
}

TEST_F(Command, AFailureLeavesTheOutputAlone) {
  std::ofstream(File("kept")) << "as it was";
  EXPECT_EQ(Run("rank " + File("absent.pull") + " -o " + File("kept")).code, 4);
  EXPECT_EQ(ReadAll(File("kept")), "as it was");
  EXPECT_EQ(Run("info " + File("c.pull") + " -o " + File("kept")).code, 0);
  EXPECT_THAT(ReadAll(File("kept")), HasSubstr("members"));
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    EXPECT_EQ(entry.path().filename().string().find("kept."), std::string::npos);
  }
}

TEST_F(Command, PipesInAndOut) {
  const std::string binary = PULLGRAPH_BINARY;
  const Outcome piped = Run("cat " + File("c.pull") + " | " + binary + " import rows - -q -o - | " +
                            binary + " info -");
  EXPECT_EQ(piped.code, 0) << piped.err;
  EXPECT_EQ(piped.out, Run("info " + File("c.pull")).out);
  EXPECT_EQ(Run("cat " + File("c.pull") + " | " + binary + " import rows - -q -o " +
                File("copy.pull")).code, 0);
  EXPECT_EQ(ReadAll(File("copy.pull")), ReadAll(File("c.pull")));
  // The reader goes after one line; nothing is said of it.
  const Outcome early = Run("cat " + File("c.pull") + " | head -n 1");
  EXPECT_EQ(early.code, 0);
  EXPECT_EQ(early.err, "");
}

}  // namespace
}  // namespace pullgraph::command_test
