// SPDX-License-Identifier: Apache-2.0
// What is said of likelihoods, on pairs whose truth is planted.
#include "algorithms/attract/forecast_quality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "algorithms/attract/forecast_verdict.h"
#include "algorithms/kernels/metrics.h"
#include "graph/random.h"

namespace pullgraph::forecast_quality_test {
namespace {

using ::testing::HasSubstr;

// Members with a mood of their own, so that their pairs depend on each other. What is
// forecast knows the mean over moods; `height` times that is said.
JudgedPairs Moody(uint64_t seed, double height, uint32_t members = 120) {
  JudgedPairs pairs;
  for (uint32_t m = 0; m < members; ++m) {
    RandomStream random(seed, m);
    const double mood = random.Bernoulli(0.5) ? 1.6 : 0.4;
    for (int k = 0; k < 20; ++k) {
      const double p = 0.01 + 0.3 * std::pow(random.Uniform(), 4);
      pairs.Add(m, 0, std::min(1.0, height * p), random.Bernoulli(mood * p) ? 1 : 0);
    }
  }
  return pairs;
}

TEST(ForecastQuality, TheRatioOfTheTopHoldsWhereForecastsAreTrue) {
  int held = 0, told = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const TopRatio top = JudgeTop(Moody(seed, 1), 100, false, 300, 1);
    EXPECT_EQ(top.pairs, 100U);
    held += top.low <= 1 && top.high >= 1;
    const TopRatio high = JudgeTop(Moody(seed, 2.5), 100, false, 300, 1);
    EXPECT_NEAR(high.ratio, top.ratio / 2.5, 0.15);
    told += !high.holds();
  }
  EXPECT_GE(held, 88);  // Of 95 that are meant.
  EXPECT_GE(told, 95);
}

TEST(ForecastQuality, TopsAreOfEachOriginAndOfEachMember) {
  JudgedPairs pairs;
  pairs.Add(0, 0, 0.9, 1);
  pairs.Add(0, 0, 0.8, 0);
  pairs.Add(1, 0, 0.7, 1);
  pairs.Add(1, 1, 0.1, 1);
  pairs.Add(2, 1, 0.2, 0);
  const TopRatio overall = JudgeTop(pairs, 1, false, 10, 1);
  EXPECT_EQ(overall.pairs, 2U);
  EXPECT_EQ(overall.observed, 1U);
  EXPECT_NEAR(overall.expected, 1.1, 1e-12);
  const TopRatio mine = JudgeTop(pairs, 1, true, 10, 1);
  EXPECT_EQ(mine.pairs, 4U);
  EXPECT_NEAR(mine.expected, 1.9, 1e-12);
  EXPECT_EQ(mine.observed, 3U);
  // None of few expected pulls is no proof against them.
  JudgedPairs none;
  for (uint32_t m = 0; m < 10; ++m) none.Add(m, 0, 0.05, 0);
  EXPECT_TRUE(JudgeTop(none, 10, false, 100, 1).holds());
}

// Moods make the AUC vary more than independent pairs would: its interval knows.
TEST(ForecastQuality, TheIntervalOfTheAucHoldsTheTruth) {
  const double truth = [] {
    const JudgedPairs many = Moody(999, 1, 60'000);
    return RocAuc(many.p, many.pulled);
  }();
  int held = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const JudgedPairs pairs = Moody(seed, 1);
    const ForecastQuality q = JudgeForecast(pairs, 1, 1);
    EXPECT_NEAR(q.auc, RocAuc(pairs.p, pairs.pulled), 1e-12);
    held += q.auc_low <= truth && truth <= q.auc_high;
  }
  EXPECT_GE(held, 180);
  EXPECT_LE(held, 199);
}

TEST(ForecastQuality, SkillIsAgainstTheBaseRate) {
  JudgedPairs flat = Moody(1, 1);
  const double rate = JudgeForecast(flat, 1, 1).base_rate;
  const ForecastQuality good = JudgeForecast(flat, 1, 1);
  EXPECT_GT(good.brier_skill, 0.02);
  EXPECT_GT(good.log_loss_skill, 0.05);
  EXPECT_LT(good.relative_error, 0.35);
  std::fill(flat.p.begin(), flat.p.end(), rate);
  const ForecastQuality none = JudgeForecast(flat, 1, 1);
  EXPECT_NEAR(none.brier_skill, 0, 1e-9);
  EXPECT_NEAR(none.log_loss_skill, 0, 1e-9);
  EXPECT_NEAR(none.relative_error, 0, 1e-9);
  EXPECT_EQ(JudgeForecast({}, 1, 1).auc, 0.5);
  // What is rare is not small by being rare: twice the rate is an error of one.
  std::fill(flat.p.begin(), flat.p.end(), 2 * rate);
  EXPECT_NEAR(JudgeForecast(flat, 1, 1).relative_error, 1, 1e-9);
}

TEST(ForecastVerdict, SaysWhatHistoryBearsOut) {
  const JudgedPairs good = Moody(3, 1, 2'000);
  const auto pulls = [](const JudgedPairs& pairs) {
    return static_cast<uint64_t>(std::count(pairs.pulled.begin(), pairs.pulled.end(), 1));
  };
  EXPECT_THAT(VerdictSentence(JudgeForecast(good), pulls(good)), HasSubstr("bears this out: of"));
  const JudgedPairs high = Moody(3, 3, 2'000);
  EXPECT_THAT(VerdictSentence(JudgeForecast(high), pulls(high)), HasSubstr("not the height"));
  JudgedPairs shuffled = good;
  RandomStream random(5, 0);
  Shuffle(shuffled.pulled, random);
  EXPECT_EQ(JudgeVerdict(JudgeForecast(shuffled), pulls(shuffled)), Verdict::kRefuted);
  EXPECT_EQ(VerdictSentence({}, 3), "There is too little to tell: 3 pulls to judge by.");
  EXPECT_EQ(VerdictSentence({}, 1), "There is too little to tell: 1 pull to judge by.");
}

}  // namespace
}  // namespace pullgraph::forecast_quality_test
