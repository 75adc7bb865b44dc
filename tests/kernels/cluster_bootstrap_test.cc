// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/cluster_bootstrap.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <utility>
#include <vector>

#include "graph/random.h"
#include "graph/run_control.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::cluster_bootstrap_test {
namespace {

using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// Members with a rate of their own, Beta of mean `mean`, and 1 to 40 trials each.
std::vector<ClusterCount> Members(uint64_t seed, uint64_t members, double mean, double alike) {
  RandomStream random(seed, 0);
  std::vector<ClusterCount> counts;
  for (uint64_t m = 0; m < members; ++m) {
    const double rate = random.Beta(mean * alike, (1 - mean) * alike);
    const uint64_t trials = 1 + random.Below(40);
    for (uint64_t t = 0; t < trials; ++t) {
      counts.push_back({m, random.Bernoulli(rate) ? 1.0 : 0.0, 1});
    }
  }
  return counts;
}

Estimate AsIfIndependent(const std::vector<ClusterCount>& counts) {
  uint64_t hits = 0;
  for (const ClusterCount& c : counts) hits += c.hits > 0;
  return BetaShare(hits, counts.size()).value();
}

bool Holds(const Estimate& e, double truth) { return e.low <= truth && truth <= e.high; }

TEST(ClusterBootstrap, CoversWhatWasPlantedWhereRowsOfAMemberAreAlike) {
  int share = 0, ratio = 0, independent = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const auto counts = Members(seed, 60, 0.3, 2);
    share += Holds(ClusterShare(counts).value(), 0.3);
    ratio += Holds(BootstrapRatio(counts, {.resamples = 300}).value(), 0.3);
    independent += Holds(AsIfIndependent(counts), 0.3);
  }
  EXPECT_GE(share, 175);  // 190 are due; 179 it is.
  EXPECT_GE(ratio, 175);
  EXPECT_LE(independent, 130);
}

TEST(ClusterBootstrap, FewClustersAndRareHits) {
  for (const auto& [members, mean] : {std::pair(8, 0.3), std::pair(40, 0.02)}) {
    int share = 0;
    for (uint64_t seed = 0; seed < 200; ++seed) {
      share += Holds(ClusterShare(Members(seed, static_cast<uint64_t>(members), mean, 3)).value(), mean);
    }
    EXPECT_GE(share, 160) << members;  // Of rare hits in few clusters little is known.
  }
}

TEST(ClusterBootstrap, OfIndependentRowsIsTheUsualInterval) {
  double width = 0, usual = 0;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    RandomStream random(seed, 1);
    std::vector<ClusterCount> counts;
    for (uint64_t m = 0; m < 400; ++m) counts.push_back({m, random.Bernoulli(0.4) ? 1.0 : 0.0, 1});
    const Estimate e = ClusterShare(counts).value(), u = AsIfIndependent(counts);
    EXPECT_EQ(e.value, u.value);
    width += e.high - e.low, usual += u.high - u.low;
  }
  EXPECT_NEAR(width / usual, 1, 0.01);
}

TEST(ClusterBootstrap, NothingAndAllHaveAnIntervalOfTheClusters) {
  const std::vector<ClusterCount> none = {{1, 0, 100}, {2, 0, 100}};
  const Estimate zero = ClusterShare(none).value();
  EXPECT_EQ(zero.low, 0);
  EXPECT_EQ(zero.high, BetaShare(0, 2)->high);
  double effective = 0;
  const Estimate one = ClusterShare({{7, 50, 50}}, 0.95, &effective).value();
  EXPECT_EQ(one.high, 1);
  EXPECT_EQ(effective, 1);
  EXPECT_EQ(ClusterShare({}).value(), (Estimate{0.5, 0, 1}));
  EXPECT_TRUE(std::isnan(BootstrapRatio({{1, 0, 0}})->value));
}

TEST(ClusterBootstrap, SameForAnyNumberOfThreads) {
  const auto counts = Members(3, 50, 0.5, 1);
  ClusterBootstrapOptions options;
  const Estimate one = BootstrapRatio(counts, options).value();
  RunControl run;
  run.threads = 4;
  options.run = &run;
  EXPECT_EQ(BootstrapRatio(counts, options).value(), one);
  options.seed = 7;
  EXPECT_NE(BootstrapRatio(counts, options).value(), one);
  // The order of the rows makes no difference.
  std::vector<ClusterCount> reversed(counts.rbegin(), counts.rend());
  EXPECT_EQ(BootstrapRatio(reversed, {}).value(), one);
}

// A statistic that is no ratio of counts.
TEST(ClusterBootstrap, AnyStatistic) {
  int covered = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    RandomStream random(seed, 2);
    std::vector<double> x(81);
    for (double& value : x) value = random.Exponential();
    const auto mean = [&](absl::Span<const uint32_t> weights) {
      double sum = 0;
      for (size_t i = 0; i < x.size(); ++i) sum += weights[i] * x[i];
      return sum / static_cast<double>(x.size());
    };
    covered += Holds(BootstrapClusters(x.size(), mean, {.resamples = 400}).value(), 1);
  }
  EXPECT_GE(covered, 85);
}

TEST(ClusterBootstrap, Errors) {
  EXPECT_THAT(BootstrapRatio({}), StatusIs(kInvalid, "no clusters"));
  EXPECT_THAT(BootstrapRatio({{1, 1, 1}}, {.resamples = 3}), StatusIs(kInvalid, "resamples = 3"));
  EXPECT_THAT(BootstrapRatio({{1, 1, 1}}, {.confidence = 1}), StatusIs(kInvalid, "confidence"));
  EXPECT_THAT(ClusterShare({{1, 2, 1}}), StatusIs(kInvalid, "hits in"));
  EXPECT_THAT(ClusterShare({{1, NAN, 1}}), StatusIs(kInvalid, "finite"));
  std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(BootstrapRatio({{1, 1, 1}}, {.run = &run}), StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::cluster_bootstrap_test
