// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/boosted_trees.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "algorithms/kernels/logistic.h"
#include "algorithms/kernels/metrics.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::boosted_trees_test {
namespace {

using testing::StatusIs;

struct Sample {
  std::vector<double> rows;
  std::vector<uint8_t> labels;
};

// P = 0.9 if x and y are on the same side of 0, else 0.1; the third feature is noise.
Sample ExclusiveOr(size_t n, uint64_t seed) {
  Sample s;
  RandomStream random(seed, 0);
  for (size_t i = 0; i < n; ++i) {
    const double x = random.Normal();
    const double y = random.Normal();
    s.rows.insert(s.rows.end(), {x, y, random.Normal()});
    s.labels.push_back(random.Bernoulli((x > 0) == (y > 0) ? 0.9 : 0.1) ? 1 : 0);
  }
  return s;
}

TEST(BoostedTrees, LearnsWhatNoLineCan) {
  const Sample train = ExclusiveOr(4000, 1);
  const Sample test = ExclusiveOr(4000, 2);
  ASSERT_OK_AND_ASSIGN(const BoostedTrees trees, FitBoostedTrees(train.rows, 3, train.labels));
  ASSERT_OK_AND_ASSIGN(const LogisticModel line, FitLogistic(train.rows, 3, train.labels));
  std::vector<double> p;
  std::vector<double> q;
  for (size_t i = 0; i < test.labels.size(); ++i) {
    p.push_back(trees.Probability({&test.rows[3 * i], 3}));
    q.push_back(line.Probability({&test.rows[3 * i], 3}));
  }
  EXPECT_GT(RocAuc(p, test.labels), 0.88);
  EXPECT_LT(RocAuc(q, test.labels), 0.6);
  EXPECT_LT(ExpectedCalibrationError(p, test.labels), 0.04);
  EXPECT_GT(trees.gain()[0] + trees.gain()[1], 10 * trees.gain()[2]);
}

TEST(BoostedTrees, OneStumpByHand) {
  // Values 0 0 1 1 of labels 0 0 1 1: base 0, gradients +-1/2, hessians 1/4.
  BoostedTreesOptions options;
  options.num_trees = 1;
  options.learning_rate = 1;
  options.max_depth = 1;
  options.min_leaf_weight = 1;
  options.ridge = 1;
  options.row_share = 1;
  options.feature_share = 1;
  ASSERT_OK_AND_ASSIGN(const BoostedTrees trees,
                       FitBoostedTrees({0, 0, 1, 1}, 1, std::vector<uint8_t>{0, 0, 1, 1}, {},
                                       options));
  EXPECT_NEAR(trees.LogOdds({0.0}), -1 / 1.5, 1e-12);
  EXPECT_NEAR(trees.LogOdds({1.0}), 1 / 1.5, 1e-12);
  EXPECT_NEAR(trees.LogOdds({0.49}), -1 / 1.5, 1e-12);
  EXPECT_NEAR(trees.LogOdds({0.51}), 1 / 1.5, 1e-12);
  EXPECT_NEAR(trees.gain()[0], 1 / 1.5, 1e-9);
}

TEST(BoostedTrees, LeavesKeepTheirWeight) {
  BoostedTreesOptions options;
  options.min_leaf_weight = 3;
  options.row_share = 1;
  // Neither side of the only cut can weigh 3.
  ASSERT_OK_AND_ASSIGN(const BoostedTrees trees,
                       FitBoostedTrees({0, 0, 1, 1}, 1, std::vector<uint8_t>{0, 0, 1, 1}, {},
                                       options));
  EXPECT_EQ(trees.LogOdds({0.0}), trees.LogOdds({1.0}));
}

TEST(BoostedTrees, OneClassGivesTheSmoothedRate) {
  ASSERT_OK_AND_ASSIGN(const BoostedTrees trees,
                       FitBoostedTrees({1, 2, 3}, 1, std::vector<uint8_t>{0, 0, 0}));
  EXPECT_EQ(trees.num_trees(), 0U);
  EXPECT_NEAR(trees.Probability({2.0}), 0.125, 1e-12);
}

TEST(BoostedTrees, SameForAnyNumberOfThreads) {
  const Sample s = ExclusiveOr(9000, 3);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    BoostedTreesOptions options;
    options.num_trees = 20;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const BoostedTrees trees, FitBoostedTrees(s.rows, 3, s.labels, {}, options));
    std::vector<double> odds;
    for (size_t i = 0; i < 200; ++i) odds.push_back(trees.LogOdds({&s.rows[3 * i], 3}));
    if (first.empty()) first = odds;
    EXPECT_EQ(odds, first);
  }
}

TEST(BoostedTrees, NamesBadInput) {
  const std::vector<uint8_t> labels = {0, 1};
  const auto invalid = absl::StatusCode::kInvalidArgument;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(FitBoostedTrees({1.0}, 1, labels), StatusIs(invalid, "expected 2 rows of 1"));
  EXPECT_THAT(FitBoostedTrees({1.0, nan}, 1, labels), StatusIs(invalid, "row 1, feature 0"));
  BoostedTreesOptions options;
  options.max_depth = 0;
  EXPECT_THAT(FitBoostedTrees({1.0, 2.0}, 1, labels, {}, options), StatusIs(invalid, "max_depth"));
  options = {};
  options.learning_rate = nan;
  EXPECT_THAT(FitBoostedTrees({1.0, 2.0}, 1, labels, {}, options),
              StatusIs(invalid, "learning_rate"));
}

}  // namespace
}  // namespace pullgraph::boosted_trees_test
