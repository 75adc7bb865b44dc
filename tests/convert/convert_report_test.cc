// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "algorithms/convert/convert_calibration.h"
#include "algorithms/kernels/sigmoid.h"
#include "graph/random.h"

namespace pullgraph::convert_report_test {
namespace {

// Two origins of members 0..n-1, who convert by their own probability.
JudgedRows Draw(const std::vector<double>& p, uint32_t origins, uint64_t seed) {
  JudgedRows rows;
  for (uint32_t o = 0; o < origins; ++o) {
    for (uint32_t m = 0; m < p.size(); ++m) {
      rows.member.push_back(m);
      rows.origin.push_back(o);
      rows.label.push_back(RandomStream(seed + o, m).Bernoulli(p[m]) ? 1 : 0);
    }
  }
  return rows;
}

TEST(JudgeAuc, CountsPairsOfOneOrigin) {
  // Origin 0: 3 of 4 pairs in order and a tie; origin 1: all in order.
  const JudgedRows rows{{0, 1, 2, 3, 0, 1}, {0, 0, 0, 0, 1, 1}, {1, 0, 1, 0, 1, 0}};
  const std::vector<double> scores = {3, 2, 2, 1, 9, 8};
  // Pairs of origin 0: (3,2) 1, (3,1) 1, (2,2) .5, (2,1) 1: of its two conversions 1 and .75.
  EXPECT_NEAR(JudgeAuc(rows, scores).value, (1 + 0.75 + 1) / 3, 1e-12);
  EXPECT_EQ(JudgeAuc({}, {}).value, 0.5);
}

// The interval holds one half where scores say nothing, in about 95 of 100 worlds.
TEST(JudgeAuc, ErrorHoldsWithoutSkill) {
  int held = 0;
  constexpr int kWorlds = 200;
  for (uint64_t seed = 0; seed < kWorlds; ++seed) {
    std::vector<double> p(300, 0.05), scores;
    const JudgedRows rows = Draw(p, 3, 1000 * seed);
    // Of a member the same at each origin: rows depend on each other.
    for (const uint32_t m : rows.member) scores.push_back(RandomStream(seed, m).Uniform());
    const AucEstimate auc = JudgeAuc(rows, scores);
    held += std::abs(auc.value - 0.5) < 1.96 * auc.error ? 1 : 0;
  }
  EXPECT_GE(held, 180);
  EXPECT_LE(held, 199);
}

TEST(JudgeTop, SumsTheFirstOfEachOrigin) {
  const JudgedRows rows{{0, 1, 2, 0, 1}, {0, 0, 0, 1, 1}, {1, 0, 1, 0, 1}};
  const std::vector<double> p = {0.5, 0.2, 0.5, 0.1, 0.4};
  const TopReport top = JudgeTop(rows, p, 1);
  EXPECT_DOUBLE_EQ(top.expected, 0.9);  // Of equal ones member 0.
  EXPECT_EQ(top.happened, 2U);
  EXPECT_LT(top.ratio_low, top.ratio);
  EXPECT_GT(top.ratio_high, top.ratio);
}

// Scores that overstate the top are set right there, and those that are right are left alone.
TEST(ConvertCalibration, MendsTheTop) {
  std::vector<double> truth, scores;
  for (uint32_t m = 0; m < 2000; ++m) {
    const double x = -5 + 4 * RandomStream(3, m).Uniform();
    truth.push_back(Sigmoid(x));
    scores.push_back(x < -2 ? x : x + 2 * (x + 2));  // Too steep beyond -2.
  }
  const JudgedRows rows = Draw(truth, 8, 5);
  std::vector<double> all;
  for (const uint32_t m : rows.member) all.push_back(scores[m]);
  const std::vector<double> p = CrossCalibrated(rows, all);
  const TopReport top = JudgeTop(rows, p, 100);
  EXPECT_GT(top.ratio, 0.8);
  EXPECT_LT(top.ratio, 1.25);
  const ConvertCalibration c = ConvertCalibration::Fit(rows, all);
  for (double x = -6; x < 1; x += 0.1) EXPECT_LE(c.LogOdds(x), c.LogOdds(x + 0.1) + 1e-12) << x;
}

}  // namespace
}  // namespace pullgraph::convert_report_test
