// SPDX-License-Identifier: Apache-2.0
// Limits of the system, numbers that promise work, inputs without an end.
#include <filesystem>
#include <string>
#include <vector>

#include "tests/tools/command_fixture.h"

namespace pullgraph::limits_test {
namespace {

using ::testing::HasSubstr;

class Limits : public testing::Command {
 protected:
  // Runs it in a shell under `ulimit LIMIT`.
  testing::Outcome Under(const std::string& limit, const std::string& arguments) const {
    return Run("--version >/dev/null; ulimit " + limit + "; " + PULLGRAPH_BINARY + " " + arguments);
  }
  size_t Files() const {
    size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) ++files;
    return files;
  }
};

// One tie of four billion exchanges is one row. A gigabyte is far below what they would take.
TEST_F(Limits, WorkGrowsWithRowsNotWithTheirNumbers) {
  std::filesystem::create_directory(File("t"));
  std::ofstream(File("t/ties.csv")) << "from,to,count,first_at,last_at\na,b,4294967295,2020-01-01,2021-01-01\n";
  ASSERT_EQ(Run("import csv " + File("t") + " --allow-undeclared -o " + File("t.pull") + " -q").code, 0);
  for (const std::string words : {"trajectory", "pace", "pace --of tenure", "edges", "report -o /dev/null", "trajectory --as-of 2020-06-01"}) {
    const testing::Outcome done = Under("-v 1000000", words.substr(0, words.find(' ')) + " " + File("t.pull") +
                                                          (words.find(' ') == std::string::npos ? "" : words.substr(words.find(' '))));
    EXPECT_TRUE(done.code == 0 || done.code == 3) << words << ": " << done.code << done.err;
  }
}

TEST_F(Limits, AFileThatMayNotGrowIsNamedAndNothingIsLeft) {
  const size_t before = Files();
  const testing::Outcome done = Under("-f 1", "cat " + File("c.pull") + " -o " + File("rows.json"));
  EXPECT_EQ(done.code, 4);
  EXPECT_THAT(done.err, HasSubstr("rows.json: cannot write: File too large\n  try: raise the limit"));
  EXPECT_EQ(Files(), before);
}

TEST_F(Limits, WhatHasNoEndIsKnownByItsBeginning) {
  for (const std::string verb : {"cat", "info", "compare /dev/zero"}) {
    const testing::Outcome done = Under("-v 600000", verb + " /dev/zero");
    EXPECT_EQ(done.code, 3) << verb << done.err;
    EXPECT_THAT(done.err, HasSubstr("\n  try: ")) << verb;
  }
}

TEST_F(Limits, TooLittleMemoryIsSaidAndLeavesNothing) {
  const size_t before = Files();
  for (const std::string limit : {"-v 60000", "-v 80000", "-v 120000"}) {
    const testing::Outcome done = Under(limit, "generate community --members 300000 -q -o " + File("big.pull"));
    if (done.code == 127) continue;  // Its loader itself found no room.
    EXPECT_EQ(done.code, 5) << limit << done.err;
    EXPECT_THAT(done.err, HasSubstr("pullgraph: out of memory\n  try: a machine")) << limit;
  }
  EXPECT_EQ(Files(), before);
}

}  // namespace
}  // namespace pullgraph::limits_test
