// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "algorithms/attract/metrics.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using testing::StatusIs;

struct Sample {
  std::vector<double> scores;
  std::vector<uint8_t> labels;
};

// Log-odds = 3 score - 1.
Sample Planted(size_t n, uint64_t seed) {
  Sample s;
  RandomStream random(seed, 0);
  for (size_t i = 0; i < n; ++i) {
    const double x = random.Normal();
    s.scores.push_back(x);
    s.labels.push_back(random.Bernoulli(1 / (1 + std::exp(1 - 3 * x))) ? 1 : 0);
  }
  return s;
}

TEST(Platt, RecoversPlantedLine) {
  const Sample s = Planted(100'000, 1);
  ASSERT_OK_AND_ASSIGN(const PlattCalibrator fit, PlattCalibrator::Fit(s.scores, s.labels));
  EXPECT_NEAR(fit.slope(), 3, 0.06);
  EXPECT_NEAR(fit.offset(), -1, 0.04);
}

TEST(Platt, StaysFiniteWhenClassesSeparate) {
  ASSERT_OK_AND_ASSIGN(const PlattCalibrator fit,
                       PlattCalibrator::Fit({-2, -1, 1, 2}, std::vector<uint8_t>{0, 0, 1, 1}));
  // Smoothed targets are 1/4 and 3/4: the fit is symmetric and goes no further.
  EXPECT_NEAR(fit(0), 0.5, 1e-9);
  EXPECT_GT(fit(2), 0.7);
  EXPECT_LT(fit(2), 0.9);
}

TEST(Platt, EqualScoresGiveTheSmoothedRate) {
  ASSERT_OK_AND_ASSIGN(const PlattCalibrator fit,
                       PlattCalibrator::Fit({5, 5, 5, 5}, std::vector<uint8_t>{1, 0, 0, 0}));
  // Mean of the targets (1+1)/(1+2) and, three times, 1/(3+2).
  EXPECT_NEAR(fit(5), (2.0 / 3 + 3 * 0.2) / 4, 1e-6);
  EXPECT_EQ(fit.slope(), 0);
}

TEST(Isotonic, PoolsByHand) {
  // Labels 0 1 0 1 at scores 1..4: the middle two violate and pool to 1/2.
  ASSERT_OK_AND_ASSIGN(const IsotonicCalibrator fit,
                       IsotonicCalibrator::Fit({1, 2, 3, 4}, std::vector<uint8_t>{0, 1, 0, 1}));
  EXPECT_THAT(fit.centres(), ElementsAre(1, 2.5, 4));
  EXPECT_THAT(fit.values(), ElementsAre(0, 0.5, 1));
  EXPECT_EQ(fit(-7), 0);
  EXPECT_EQ(fit(9), 1);
  EXPECT_NEAR(fit(1.75), 0.25, 1e-12);
}

TEST(Isotonic, WeightsCountAsRows) {
  ASSERT_OK_AND_ASSIGN(
      const IsotonicCalibrator fit,
      IsotonicCalibrator::Fit({1, 2}, std::vector<uint8_t>{1, 0}, std::vector<double>{3, 1}));
  EXPECT_THAT(fit.values(), ElementsAre(DoubleNear(0.75, 1e-12)));
}

// Exact least squares: the value at i is max over a <= i of min over b >= i of the
// mean of [a, b].
TEST(Isotonic, EqualsMinimaxFormula) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    RandomStream random(seed, 0);
    std::vector<double> scores;
    std::vector<uint8_t> labels;
    for (int i = 0; i < 25; ++i) {
      scores.push_back(i);
      labels.push_back(random.Bernoulli(0.2 + 0.02 * i) ? 1 : 0);
    }
    ASSERT_OK_AND_ASSIGN(const IsotonicCalibrator fit, IsotonicCalibrator::Fit(scores, labels));
    std::vector<double> distinct;
    for (size_t i = 0; i < 25; ++i) {
      double best = 0;
      for (size_t a = 0; a <= i; ++a) {
        double lowest = 1;
        double sum = 0;
        for (size_t b = a; b < 25; ++b) {
          sum += labels[b];
          if (b >= i) lowest = std::min(lowest, sum / static_cast<double>(b - a + 1));
        }
        best = std::max(best, lowest);
      }
      if (distinct.empty() || best > distinct.back() + 1e-12) distinct.push_back(best);
    }
    ASSERT_EQ(fit.values().size(), distinct.size());
    for (size_t k = 0; k < distinct.size(); ++k) EXPECT_NEAR(fit.values()[k], distinct[k], 1e-12);
  }
}

TEST(Isotonic, CalibratesWhatPlattCannot) {
  // The true rate is a step, which no sigmoid of the score is.
  Sample s;
  RandomStream random(9, 0);
  for (int i = 0; i < 50'000; ++i) {
    const double x = random.Uniform();
    s.scores.push_back(x);
    s.labels.push_back(random.Bernoulli(x < 0.1 ? 0.05 : x < 0.9 ? 0.5 : 0.95) ? 1 : 0);
  }
  ASSERT_OK_AND_ASSIGN(const PlattCalibrator platt, PlattCalibrator::Fit(s.scores, s.labels));
  ASSERT_OK_AND_ASSIGN(const IsotonicCalibrator fit, IsotonicCalibrator::Fit(s.scores, s.labels));
  std::vector<double> p;
  std::vector<double> q;
  for (const double x : s.scores) {
    p.push_back(platt(x));
    q.push_back(fit(x));
  }
  EXPECT_LT(ExpectedCalibrationError(q, s.labels), 0.01);
  EXPECT_GT(ExpectedCalibrationError(p, s.labels), 0.03);
}

TEST(Calibration, NamesBadInput) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(PlattCalibrator::Fit({}, {}), StatusIs(invalid, "at least 1"));
  EXPECT_THAT(IsotonicCalibrator::Fit({1.0, nan}, std::vector<uint8_t>{0, 1}),
              StatusIs(invalid, "score 1"));
  EXPECT_THAT(IsotonicCalibrator::Fit({1.0}, std::vector<uint8_t>{2}), StatusIs(invalid, "label 0"));
  EXPECT_THAT(PlattCalibrator::Fit({1.0}, std::vector<uint8_t>{1}, std::vector<double>{-1}),
              StatusIs(invalid, "weight 0"));
}

TEST(CorrectPrior, EqualsCounting) {
  // 30 positives and 70 of 700 negatives: 0.3 sampled, 30 / 730 in truth.
  EXPECT_NEAR(CorrectPrior(0.3, 0.1), 30.0 / 730, 1e-15);
  EXPECT_EQ(CorrectPrior(0, 0.1), 0);
  EXPECT_DOUBLE_EQ(CorrectPrior(1, 0.1), 1);
  EXPECT_DOUBLE_EQ(CorrectPrior(0.4, 1), 0.4);
}

}  // namespace
}  // namespace pullgraph
