// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/improvement_rate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::improvement_rate_test {
namespace {

using testing::StatusIs;

constexpr int64_t kWeek = 7 * kMicrosPerDay;
const Time kStart(1'500'000'000LL * kMicrosPerSecond);

Performance After(double weeks, double value) {
  return {Time(kStart.micros() + static_cast<int64_t>(weeks * static_cast<double>(kWeek))), value};
}

// All slopes of log performance a week, in order.
std::vector<double> AllSlopes(const std::vector<Performance>& p) {
  std::vector<double> slopes;
  for (size_t i = 0; i < p.size(); ++i) {
    for (size_t j = i + 1; j < p.size(); ++j) {
      if (p[i].at == p[j].at) continue;
      slopes.push_back((std::log(p[j].value) - std::log(p[i].value)) /
                       (DaysBetween(p[i].at, p[j].at) / 7));
    }
  }
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

double Percent(double slope) { return 100 * std::expm1(slope); }

TEST(ImprovementRate, IsTheMedianOfAllSlopes) {
  int bounded = 0, unbounded = 0, absent = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed, 2);
    std::vector<Performance> p;
    for (uint64_t i = 0; i < 1 + seed % 25; ++i) {
      // Whole weeks, so that times and values tie.
      p.push_back(After(static_cast<double>(random.Below(12)),
                        seed % 2 == 0 ? std::exp(random.Normal())
                                      : static_cast<double>(1 + random.Below(3))));
    }
    ASSERT_OK_AND_ASSIGN(const auto found, FindImprovementRate(p));
    const std::vector<double> slopes = AllSlopes(p);
    ASSERT_EQ(found.has_value(), !slopes.empty());
    if (!found) {
      ++absent;
      continue;
    }
    const size_t n = slopes.size();
    const double median = (slopes[n / 2] + slopes[(n - 1) / 2]) / 2;
    EXPECT_NEAR(found->percent_a_week, Percent(median), 1e-9 * (1 + std::abs(Percent(median))));
    EXPECT_EQ(found->observations, p.size());
    if (!found->low) {
      ++unbounded;
      continue;
    }
    ++bounded;
    EXPECT_LE(*found->low, found->percent_a_week);
    EXPECT_GE(*found->high, found->percent_a_week);
    const auto is_slope = [&](double percent) {
      return std::any_of(slopes.begin(), slopes.end(), [&](double slope) {
        return std::abs(Percent(slope) - percent) <= 1e-9 * (1 + std::abs(percent));
      });
    };
    EXPECT_TRUE(is_slope(*found->low)) << *found->low;
    EXPECT_TRUE(is_slope(*found->high)) << *found->high;
  }
  EXPECT_GT(bounded, 100);
  EXPECT_GT(unbounded, 10);
  EXPECT_GT(absent, 3);
}

// Sen's interval of ten points without ties: V = 10 * 9 * 25 / 18 = 125, C = 1.96
// sqrt(125) = 21.91, floor((45 - C) / 2) = 11: the 11th slope from either end.
TEST(ImprovementRate, IntervalIsSens) {
  std::vector<Performance> p;
  for (int i = 0; i < 10; ++i) p.push_back(After(i, std::exp(std::sin(3.0 * i))));
  const std::vector<double> slopes = AllSlopes(p);
  ASSERT_OK_AND_ASSIGN(const auto found, FindImprovementRate(p));
  EXPECT_NEAR(*found->low, Percent(slopes[10]), 1e-9);
  EXPECT_NEAR(*found->high, Percent(slopes[34]), 1e-9);
}

TEST(ImprovementRate, FindsTheRateThroughWildValuesAndKeepsItsConfidence) {
  int covered = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    RandomStream random(seed, 3);
    std::vector<Performance> p;
    for (int i = 0; i < 40; ++i) {
      const double noise = i % 8 == 0 ? 100 * random.Uniform() : std::exp(random.Normal());
      p.push_back(After(i + random.Uniform(), noise * std::pow(1.05, i)));
    }
    const auto found = FindImprovementRate(p).value();
    covered += *found->low <= 5 && 5 <= *found->high;
  }
  EXPECT_GE(covered, 276);  // 92 %, three deviations below 95 % of 300.
  EXPECT_LT(covered, 300);
}

TEST(ImprovementRate, LessMayBeBetterAndOrderDoesNotMatter) {
  std::vector<Performance> p;
  for (int i = 0; i < 9; ++i) p.push_back(After(i, std::pow(0.9, i)));
  ImprovementOptions options;
  EXPECT_NEAR(FindImprovementRate(p, options).value()->percent_a_week, -10, 1e-8);
  options.higher_is_better = false;
  EXPECT_NEAR(FindImprovementRate(p, options).value()->percent_a_week, 100 / 0.9 - 100, 1e-8);
  const double before = FindImprovementRate(p).value()->percent_a_week;
  std::reverse(p.begin(), p.end());
  EXPECT_EQ(FindImprovementRate(p).value()->percent_a_week, before);
  for (Performance& x : p) x.value = 3;
  EXPECT_NEAR(FindImprovementRate(p).value()->percent_a_week, 0, 1e-9);
}

TEST(ImprovementRate, NamesBadInput) {
  using absl::StatusCode;
  EXPECT_FALSE(FindImprovementRate({}).value().has_value());
  for (const double bad : {0.0, -1.0, std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THAT(FindImprovementRate({After(0, 1), After(1, bad)}),
                StatusIs(StatusCode::kInvalidArgument, "performances[1].value"));
  }
  EXPECT_THAT(FindImprovementRate({After(0, 1), {Time::Absent(), 1}}),
              StatusIs(StatusCode::kInvalidArgument, "performances[1].at"));
  EXPECT_THAT(FindImprovementRate({}, {.confidence = 1}),
              StatusIs(StatusCode::kInvalidArgument, "confidence is 1"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindImprovementRate({After(0, 1), After(1, 2)}, {.run = &run}),
              StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::improvement_rate_test
