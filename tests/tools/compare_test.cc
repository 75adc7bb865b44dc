// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/command_fixture.h"

#include <algorithm>

namespace pullgraph::compare_test {
namespace {

using ::testing::HasSubstr;
using testing::Command;
using testing::Outcome;
using testing::ReadAll;

TEST_F(Command, CompareSaysWhatChangedAndWhy) {
  ASSERT_EQ(Run("rank " + File("c.pull") + " --limit 30 --format pb -o " + File("a.pb")).code, 0);
  ASSERT_EQ(Run("rank " + File("c.pull") + " --limit 30 --half-life 200 --format pb -o " +
                File("b.pb")).code, 0);
  const Outcome table = Run("compare " + File("a.pb") + " " + File("b.pb") + " --limit 100");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("30 opportunities before, 30 now: "));
  EXPECT_THAT(table.out, HasSubstr("half_life:  -> 200"));
  EXPECT_THAT(table.out, HasSubstr("likelihood "));
  const Outcome same = Run("compare " + File("a.pb") + " " + File("a.pb"));
  EXPECT_THAT(same.out, HasSubstr("0 entered, 0 left, 0 changed"));
  const Outcome json = Run("compare " + File("a.pb") + " " + File("b.pb") + " --format json");
  EXPECT_THAT(json.out, HasSubstr("\"opportunity_change\""));
}

TEST_F(Command, CatPrintsResults) {
  ASSERT_EQ(Run("rank " + File("c.pull") + " --limit 3 --format pb -o " + File("a.pb")).code, 0);
  const Outcome all = Run("cat " + File("a.pb"));
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 4);
  EXPECT_THAT(all.out, HasSubstr("{\"manifest\":{\"program\":\"pullgraph\""));
  EXPECT_THAT(all.out, HasSubstr("{\"prospect\":{\"rank\":3"));
  const std::string two = Run("cat " + File("a.pb") + " --limit 2").out;
  EXPECT_EQ(std::count(two.begin(), two.end(), '\n'), 2);
  EXPECT_EQ(two, all.out.substr(0, two.size()));
  const std::string bytes = ReadAll(File("a.pb"));
  std::ofstream(File("cut.pb"), std::ios::binary) << bytes.substr(0, bytes.size() / 2);
  EXPECT_EQ(Run("cat " + File("cut.pb")).code, 3);
}

TEST_F(Command, CompareTakesNothingElse) {
  ASSERT_EQ(Run("rank " + File("c.pull") + " --limit 3 --format pb -o " + File("a.pb")).code, 0);
  const std::string bytes = ReadAll(File("a.pb"));
  for (size_t size = 0; size < bytes.size(); size += size < 40 ? 1 : 97) {
    std::ofstream(File("cut.pb"), std::ios::binary) << bytes.substr(0, size);
    const Outcome cut = Run("compare " + File("a.pb") + " " + File("cut.pb"));
    EXPECT_EQ(cut.code, 3) << size << cut.out;
    EXPECT_THAT(cut.err, HasSubstr("cut.pb")) << size;
  }
  ASSERT_EQ(Run("edges " + File("c.pull") + " --format pb -o " + File("e.pb")).code, 0);
  const Outcome edges = Run("compare " + File("a.pb") + " " + File("e.pb"));
  EXPECT_EQ(edges.code, 3);
  EXPECT_THAT(edges.err, HasSubstr("results of edges, expected those of rank"));
  EXPECT_EQ(Run("compare " + File("a.pb") + " " + File("c.pull")).code, 3);
  EXPECT_EQ(Run("compare " + File("a.pb") + " " + File("absent.pb")).code, 4);
}

}  // namespace
}  // namespace pullgraph::compare_test
