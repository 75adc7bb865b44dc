// SPDX-License-Identifier: Apache-2.0
// Likelihoods against planted truth: they hold where lists are made of them.
#include "algorithms/attract/pull_calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "algorithms/attract/forecast_quality.h"
#include "graph/random.h"

namespace pullgraph::pull_calibration_test {
namespace {

double Logistic(double x) { return 1 / (1 + std::exp(-x)); }

// What is pulled with a probability that stays flat where scores go on to rise.
double Truth(double score) { return Logistic(std::min(score, -2.5)); }

ScoredPairs Draw(uint64_t seed, uint32_t members, double shift = 0) {
  ScoredPairs pairs;
  for (uint32_t m = 0; m < members; ++m) {
    RandomStream random(seed, m);
    for (int k = 0; k < 40; ++k) {
      const double score = -5 + 1.5 * random.Normal();
      pairs.Add(m, m % 3, score, random.Bernoulli(Logistic(std::log(Truth(score)) + shift)) ? 1 : 0);
    }
  }
  return pairs;
}

TopRatio TopOf(const ScoredPairs& pairs, const PullCalibration* curve, uint64_t places) {
  JudgedPairs judged;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const double x = pairs.score[i];
    judged.Add(pairs.member[i], 0, Logistic(curve == nullptr ? x : curve->LogOdds(x)),
               pairs.pulled[i]);
  }
  return JudgeTop(judged, places, false, 300, 1);
}

TEST(PullCalibration, HoldsAtTheTopWhereScoresAreTooHigh) {
  int held = 0, before = 0;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const PullCalibration curve = FitPullCalibration(Draw(seed, 1'000));
    const ScoredPairs fresh = Draw(seed + 100, 1'000);
    for (const uint64_t places : {10, 100, 1000}) {
      held += TopOf(fresh, &curve, places).holds();
      before += TopOf(fresh, nullptr, places).holds();
    }
  }
  EXPECT_GE(held, 26);  // Of 30.
  EXPECT_LT(before, 15);
}

TEST(PullCalibration, RisesAndIsContinuous) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const PullCalibration curve = FitPullCalibration(Draw(seed, 300));
    double last = curve.LogOdds(-20);
    for (double x = -20; x < 10; x += 0.01) {
      const double y = curve.LogOdds(x + 0.01);
      EXPECT_GT(y, last);
      EXPECT_LT(y - last, 0.5);
      EXPECT_GT(curve.Slope(x), 0);
      EXPECT_GT(curve.Error(x), 0);
      last = y;
    }
  }
}

// Where little is known the curve stays near the scores, and knows little.
TEST(PullCalibration, LittleEvidenceMovesLittle) {
  EXPECT_EQ(FitPullCalibration({}).LogOdds(-3), -3);
  ScoredPairs few;
  for (uint32_t m = 0; m < 100; ++m) few.Add(m, 0, -4, 0);
  const PullCalibration curve = FitPullCalibration(few);
  EXPECT_LT(curve.LogOdds(-4), -4);
  EXPECT_GT(curve.LogOdds(-4), -5.5);
  EXPECT_GT(curve.Error(-4), 3 * FitPullCalibration(Draw(1, 3'000)).Error(-4));
}

// The 80 % interval of the curve, over fresh draws, some horizons livelier than others.
TEST(PullCalibration, ItsErrorCoversTheTruth) {
  int inside = 0, all = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const PullCalibration curve = FitPullCalibration(Draw(seed, 400));
    for (const double score : {-6.0, -5.0, -4.0, -3.0}) {
      const double truth = std::log(Truth(score) / (1 - Truth(score)));
      inside += std::abs(curve.LogOdds(score) - truth) <= 1.2816 * curve.Error(score);
      ++all;
    }
  }
  EXPECT_GE(inside, all * 7 / 10);
}

TEST(PullCalibration, CrossedHalvesKnowNothingOfTheirOwn) {
  // Scores that are the outcome itself would be found out by their own half only.
  ScoredPairs noise = Draw(3, 500);
  RandomStream random(9, 0);
  Shuffle(noise.pulled, random);
  const std::vector<double> p = CrossCalibratedPairs(noise);
  JudgedPairs judged;
  for (size_t i = 0; i < p.size(); ++i) judged.Add(noise.member[i], 0, p[i], noise.pulled[i]);
  for (const TopRatio& top : JudgeForecast(judged, 300, 1).top) EXPECT_TRUE(top.holds());
}

}  // namespace
}  // namespace pullgraph::pull_calibration_test
