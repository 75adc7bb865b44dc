// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/logistic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::logistic_test {
namespace {

using testing::StatusIs;

struct Sample {
  std::vector<double> rows;
  std::vector<uint8_t> labels;
};

// log-odds = -1 + 2 x - 0.5 y, with a constant third feature.
Sample Planted(size_t n, uint64_t seed) {
  Sample s;
  RandomStream random(seed, 0);
  for (size_t i = 0; i < n; ++i) {
    const double x = random.Normal();
    const double y = 3 + 2 * random.Normal();
    s.rows.insert(s.rows.end(), {x, y, 7.0});
    const double odds = -1 + 2 * x - 0.5 * y;
    s.labels.push_back(random.Bernoulli(1 / (1 + std::exp(-odds))) ? 1 : 0);
  }
  return s;
}

LogisticOptions Loose() {
  LogisticOptions options;
  options.ridge = 1e-9;
  return options;
}

TEST(Logistic, RecoversPlantedWeights) {
  const Sample s = Planted(200'000, 1);
  ASSERT_OK_AND_ASSIGN(const LogisticModel m, FitLogistic(s.rows, 3, s.labels, {}, Loose()));
  const double x = m.weight[0] / m.scale[0];
  const double y = m.weight[1] / m.scale[1];
  EXPECT_NEAR(x, 2, 0.03);
  EXPECT_NEAR(y, -0.5, 0.02);
  EXPECT_EQ(m.scale[2], 0);
  EXPECT_NEAR(m.intercept - x * m.mean[0] - y * m.mean[1], -1, 0.05);
}

TEST(Logistic, GradientVanishesAtTheFit) {
  const Sample s = Planted(500, 2);
  ASSERT_OK_AND_ASSIGN(const LogisticModel m, FitLogistic(s.rows, 3, s.labels, {}, Loose()));
  double gradient = 0;
  double slope = 0;
  for (size_t i = 0; i < 500; ++i) {
    const absl::Span<const double> row(s.rows.data() + 3 * i, 3);
    gradient += m.Probability(row) - s.labels[i];
    slope += (m.Probability(row) - s.labels[i]) * row[0];
  }
  EXPECT_NEAR(gradient, 0, 1e-3);
  EXPECT_NEAR(slope, 0, 1e-3);
}

TEST(Logistic, WeightTwoIsTheSameAsTwoRows) {
  const Sample s = Planted(300, 3);
  Sample doubled = s;
  doubled.rows.insert(doubled.rows.end(), s.rows.begin(), s.rows.end());
  doubled.labels.insert(doubled.labels.end(), s.labels.begin(), s.labels.end());
  ASSERT_OK_AND_ASSIGN(const LogisticModel a,
                       FitLogistic(s.rows, 3, s.labels, std::vector<double>(300, 2.0)));
  ASSERT_OK_AND_ASSIGN(const LogisticModel b, FitLogistic(doubled.rows, 3, doubled.labels));
  for (size_t k = 0; k < 3; ++k) EXPECT_NEAR(a.weight[k], b.weight[k], 1e-6);
}

TEST(Logistic, OneClassGivesTheSmoothedRate) {
  const std::vector<double> rows = {1, 2, 3};
  ASSERT_OK_AND_ASSIGN(const LogisticModel m,
                       FitLogistic(rows, 1, std::vector<uint8_t>{0, 0, 0}));
  EXPECT_NEAR(m.Probability({2.0}), 0.125, 1e-12);
}

TEST(Logistic, SameForAnyNumberOfThreads) {
  const Sample s = Planted(20'000, 4);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    LogisticOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const LogisticModel m, FitLogistic(s.rows, 3, s.labels, {}, options));
    if (first.empty()) first = m.weight;
    EXPECT_EQ(m.weight, first);
  }
}

TEST(Logistic, NamesBadInput) {
  const std::vector<uint8_t> labels = {0, 1};
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(FitLogistic({1.0}, 1, labels), StatusIs(invalid, "expected 2 rows of 1"));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(FitLogistic({1.0, nan}, 1, labels), StatusIs(invalid, "row 1, feature 0"));
  EXPECT_THAT(FitLogistic({1.0, 2.0}, 1, std::vector<uint8_t>{0, 2}), StatusIs(invalid, "label 2"));
  EXPECT_THAT(FitLogistic({1.0, 2.0}, 1, labels, {1.0, -1.0}), StatusIs(invalid, "row weight -1"));
}

}  // namespace
}  // namespace pullgraph::logistic_test
