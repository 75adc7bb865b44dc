// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/command_fixture.h"

namespace pullgraph {
namespace {

using ::testing::HasSubstr;
using testing::Command;
using testing::Outcome;
using testing::ReadAll;

TEST_F(Command, CompareSaysWhatChangedAndWhy) {
  ASSERT_EQ(Run("rank " + File("c.pull") + " --limit 30 --format pb -o " + File("a.pb")).code, 0);
  ASSERT_EQ(Run("rank " + File("c.pull") + " --limit 30 --half-life 200 --format pb -o " +
                File("b.pb")).code, 0);
  const Outcome table = Run("compare " + File("a.pb") + " " + File("b.pb"));
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("30 opportunities before, 30 now: "));
  EXPECT_THAT(table.out, HasSubstr("half_life_days: 30 -> 200"));
  EXPECT_THAT(table.out, HasSubstr("likelihood "));
  const Outcome same = Run("compare " + File("a.pb") + " " + File("a.pb"));
  EXPECT_THAT(same.out, HasSubstr("0 entered, 0 left, 0 changed"));
  const Outcome json = Run("compare " + File("a.pb") + " " + File("b.pb") + " --format json");
  EXPECT_THAT(json.out, HasSubstr("\"opportunity_change\""));
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
  EXPECT_THAT(edges.err, HasSubstr("results of edges, expected opportunities"));
  EXPECT_EQ(Run("compare " + File("a.pb") + " " + File("c.pull")).code, 3);
  EXPECT_EQ(Run("compare " + File("a.pb") + " " + File("absent.pb")).code, 4);
}

}  // namespace
}  // namespace pullgraph
