// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "graph/random.h"

namespace pullgraph::metrics_test {
namespace {

struct Sample {
  std::vector<double> scores;
  std::vector<uint8_t> labels;
};

Sample RandomSample(uint64_t seed, size_t n, uint64_t grid) {
  RandomStream random(seed, 0);
  Sample s;
  for (size_t i = 0; i < n; ++i) {
    s.scores.push_back(static_cast<double>(random.Below(grid)) / static_cast<double>(grid));
    s.labels.push_back(random.Bernoulli(0.3) ? 1 : 0);
  }
  return s;
}

TEST(RocAuc, EqualsCountingAllPairs) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const Sample s = RandomSample(seed, 60, seed % 2 == 0 ? 7 : 100'000);
    double wins = 0;
    double pairs = 0;
    for (size_t i = 0; i < 60; ++i) {
      for (size_t j = 0; j < 60; ++j) {
        if (s.labels[i] != 1 || s.labels[j] != 0) continue;
        ++pairs;
        if (s.scores[i] > s.scores[j]) wins += 1;
        if (s.scores[i] == s.scores[j]) wins += 0.5;
      }
    }
    ASSERT_GT(pairs, 0);
    EXPECT_NEAR(RocAuc(s.scores, s.labels), wins / pairs, 1e-12);
  }
}

TEST(RocAuc, OneClassIsAHalf) {
  EXPECT_EQ(RocAuc({0.1, 0.9}, std::vector<uint8_t>{1, 1}), 0.5);
  EXPECT_EQ(RocAuc({}, {}), 0.5);
}

TEST(AveragePrecision, KnownValues) {
  // Positives at places 1 and 3: (1/1 + 2/3) / 2.
  EXPECT_NEAR(AveragePrecision({0.9, 0.8, 0.7, 0.1}, std::vector<uint8_t>{1, 0, 1, 0}),
              (1 + 2.0 / 3) / 2, 1e-12);
  EXPECT_EQ(AveragePrecision({0.9, 0.8}, std::vector<uint8_t>{0, 0}), 0);
  EXPECT_EQ(AveragePrecision({0.9, 0.8}, std::vector<uint8_t>{1, 1}), 1);
}

TEST(AveragePrecision, OrderOfTiesDoesNotCount) {
  EXPECT_EQ(AveragePrecision({0.5, 0.5, 0.5}, std::vector<uint8_t>{1, 0, 0}),
            AveragePrecision({0.5, 0.5, 0.5}, std::vector<uint8_t>{0, 0, 1}));
}

TEST(BrierScore, KnownValues) {
  EXPECT_NEAR(BrierScore({0.8, 0.3}, std::vector<uint8_t>{1, 0}), (0.04 + 0.09) / 2, 1e-12);
  EXPECT_EQ(BrierScore({}, {}), 0);
}

TEST(Calibration, PerfectAndWrong) {
  std::vector<double> p;
  std::vector<uint8_t> labels;
  for (int i = 0; i < 100; ++i) {
    p.push_back(0.25);
    labels.push_back(i < 25 ? 1 : 0);
  }
  EXPECT_NEAR(ExpectedCalibrationError(p, labels), 0, 1e-12);
  for (double& v : p) v = 0.75;
  EXPECT_NEAR(ExpectedCalibrationError(p, labels), 0.5, 1e-12);
  const std::vector<ReliabilityBin> table = ReliabilityTable(p, labels, 10, false);
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table[0].count, 100U);
  EXPECT_NEAR(table[0].observed, 0.25, 1e-12);
}

TEST(Calibration, EqualMassBinsCoverEveryPairOnce) {
  const Sample s = RandomSample(3, 1003, 1'000'000);
  const std::vector<ReliabilityBin> table = ReliabilityTable(s.scores, s.labels, 10, true);
  ASSERT_EQ(table.size(), 10U);
  uint64_t total = 0;
  for (size_t b = 0; b < table.size(); ++b) {
    total += table[b].count;
    EXPECT_LE(table[b].low, table[b].predicted);
    EXPECT_LE(table[b].predicted, table[b].high);
    if (b > 0) {
      EXPECT_GE(table[b].low, table[b - 1].high);
    }
  }
  EXPECT_EQ(total, 1003U);
}

TEST(LiftByDecile, AllPositivesOnTop) {
  std::vector<double> scores;
  std::vector<uint8_t> labels;
  for (int i = 0; i < 100; ++i) {
    scores.push_back(-i);
    labels.push_back(i < 10 ? 1 : 0);
  }
  EXPECT_THAT(LiftByDecile(scores, labels),
              ::testing::ElementsAre(10, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  labels.assign(100, 0);
  EXPECT_TRUE(LiftByDecile(scores, labels).empty());
}

}  // namespace
}  // namespace pullgraph::metrics_test
