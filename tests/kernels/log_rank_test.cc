// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/log_rank.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::log_rank_test {
namespace {

using testing::StatusIs;

// Remission of acute leukaemia in weeks (Freireich et al. 1963), the trial that
// Cox 1972 made the standard example of: 6-MP, then placebo.
struct Leukaemia {
  std::vector<double> times = {6,  6,  6,  6,  7,  9,  10, 10, 11, 13, 16, 17, 19, 20,
                               22, 23, 25, 32, 32, 34, 35, 1,  1,  2,  2,  3,  4,  4,
                               5,  5,  8,  8,  8,  8,  11, 11, 12, 12, 15, 17, 22, 23};
  std::vector<uint8_t> observed = {1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0,
                                   1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1,
                                   1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  std::vector<uint8_t> placebo = std::vector<uint8_t>(42, 0);
  Leukaemia() { std::fill(placebo.begin() + 21, placebo.end(), uint8_t{1}); }
};

TEST(LogRank, EqualsTheTextbook) {
  const Leukaemia d;
  ASSERT_OK_AND_ASSIGN(const LogRank test, TestLogRank(d.times, d.observed, d.placebo));
  // R's survdiff: 21 observed, 10.7 expected; chi-squared 16.8, p 4e-05.
  EXPECT_EQ(test.observed, 21u);
  EXPECT_NEAR(test.expected, 10.75, 0.005);
  EXPECT_NEAR(test.z * test.z, 16.79, 0.005);
  EXPECT_NEAR(test.p_value, 4.17e-5, 2e-7);
  EXPECT_GT(test.z, 0);
}

TEST(LogRank, IsTheSameFromBothSides) {
  Leukaemia d;
  ASSERT_OK_AND_ASSIGN(const LogRank one, TestLogRank(d.times, d.observed, d.placebo));
  for (uint8_t& flag : d.placebo) flag = 1 - flag;
  ASSERT_OK_AND_ASSIGN(const LogRank other, TestLogRank(d.times, d.observed, d.placebo));
  EXPECT_NEAR(one.z, -other.z, 1e-12);
  EXPECT_EQ(one.observed + other.observed, 30u);
  EXPECT_NEAR(one.expected + other.expected, 30, 1e-9);
}

TEST(LogRank, RejectsAsOftenAsItStates) {
  int rejected = 0, found = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    RandomStream random(seed, 8);
    std::vector<double> same, faster;
    std::vector<uint8_t> observed, group;
    for (int i = 0; i < 120; ++i) {
      group.push_back(i % 3 == 0);
      const double wait = random.Exponential(), stop = 2 * random.Exponential();
      observed.push_back(wait <= stop);
      same.push_back(std::min(wait, stop));
      faster.push_back(group.back() ? same.back() / 3 : same.back());
    }
    ASSERT_OK_AND_ASSIGN(const LogRank null, TestLogRank(same, observed, group));
    ASSERT_OK_AND_ASSIGN(const LogRank effect, TestLogRank(faster, observed, group));
    rejected += null.p_value < 0.05;
    found += effect.p_value < 0.05;
  }
  EXPECT_NEAR(rejected, 20, 13);  // Three deviations of 400 draws.
  EXPECT_GT(found, 380);
}

TEST(LogRank, ComparesNothingWithNothing) {
  ASSERT_OK_AND_ASSIGN(const LogRank none, TestLogRank({}, {}, {}));
  EXPECT_EQ(none.p_value, 1);
  const std::vector<double> times = {1, 2};
  const std::vector<uint8_t> zero = {0, 0}, one = {1, 1};
  ASSERT_OK_AND_ASSIGN(const LogRank alone, TestLogRank(times, one, one));
  EXPECT_EQ(alone.p_value, 1);
  EXPECT_EQ(alone.observed, 2u);
  ASSERT_OK_AND_ASSIGN(const LogRank waiting, TestLogRank(times, zero, one));
  EXPECT_EQ(waiting.p_value, 1);
}

TEST(LogRank, RejectsBadInput) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  const std::vector<double> times = {1, 2}, wrong = {1, -2};
  const std::vector<uint8_t> flags = {0, 1}, two = {0, 2};
  EXPECT_THAT(TestLogRank(wrong, flags, flags), StatusIs(kInvalid, "times[1]"));
  EXPECT_THAT(TestLogRank(times, two, flags), StatusIs(kInvalid, "entry 1"));
  EXPECT_THAT(TestLogRank(times, flags, two), StatusIs(kInvalid, "entry 1"));
  EXPECT_THAT(TestLogRank(absl::MakeSpan(times).subspan(1), flags, flags),
              StatusIs(kInvalid, "the same"));
}

// Two groups of one hazard that enter at different ages: without the entries the late ones
// look slower by far.
TEST(LogRank, DelayedEntryIsNoDifference) {
  int different = 0, naive = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed, 5);
    std::vector<double> times, entry;
    std::vector<uint8_t> group;
    while (times.size() < 120) {
      const bool late = times.size() % 2 == 1;
      const double life = 10 * std::sqrt(random.Exponential()), begin = late ? 10 : 0;
      if (life <= begin) continue;
      times.push_back(life), entry.push_back(begin), group.push_back(late ? 1 : 0);
    }
    const std::vector<uint8_t> observed(times.size(), 1);
    different += TestLogRank(times, observed, group, entry)->p_value < 0.05;
    naive += TestLogRank(times, observed, group)->p_value < 0.05;
  }
  EXPECT_LE(different, 20);  // 10 of 200 are due.
  EXPECT_GE(naive, 150);  // Whoever came late has lived for long.
}

}  // namespace
}  // namespace pullgraph::log_rank_test
