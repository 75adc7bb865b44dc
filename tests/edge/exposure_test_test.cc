// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/exposure_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iostream>
#include <limits>
#include <utility>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::exposure_test_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

// P that a shuffle of the customers within members of as many ties (powers of two) gives the
// label at least the weight to customers that is seen: by trying every subset.
double ExactP(const TieGraph& ties, const std::vector<uint32_t>& labels, uint32_t label,
              const std::vector<uint8_t>& customer) {
  const auto n = static_cast<uint32_t>(ties.num_nodes());
  const auto stratum = [&](Node u) {
    int s = 0;
    for (size_t d = ties.OutDegree(u); d > 0; d /= 2) ++s;
    return s;
  };
  const auto key = [&](auto is_customer) {
    std::vector<int> counts(40, 0);
    int hits = 0;
    for (Node u = 0; u < n; ++u) {
      if (!is_customer(u)) continue;
      ++counts[static_cast<size_t>(stratum(u))];
      for (const Node v : ties.OutNeighbors(u)) hits += labels[v] == label ? 1 : 0;
    }
    return std::pair(counts, hits);
  };
  const auto seen = key([&](Node u) { return customer[u] != 0; });
  double worlds = 0, as_far = 0;
  for (uint32_t subset = 0; subset < (1U << n); ++subset) {
    const auto world = key([&](Node u) { return (subset >> u & 1U) != 0; });
    if (world.first != seen.first) continue;
    worlds += 1;
    as_far += world.second >= seen.second ? 1 : 0;
  }
  return as_far / worlds;
}

TEST(TestExposure, AgreesWithEveryShuffle) {
  int small = 0, large = 0;
  for (uint64_t seed = 0; seed < 12; ++seed) {
    constexpr uint32_t kNodes = 13;
    const TieGraph ties = RandomGraph(kNodes, 0.3, true, seed);
    const std::vector<double> weights(ties.num_arcs(), 0.5);
    std::vector<uint32_t> labels(kNodes);
    std::vector<uint8_t> customer(kNodes);
    for (Node u = 0; u < kNodes; ++u) {
      labels[u] = u % 3;
      customer[u] = RandomStream(seed, u).Bernoulli(0.4) ? 1 : 0;
    }
    ASSERT_OK_AND_ASSIGN(const auto drawn, TestExposure(ties, weights, labels, 3, customer));
    ASSERT_OK_AND_ASSIGN(const auto normal,
                         TestExposure(ties, weights, labels, 3, customer, {.max_draws = 0}));
    for (uint32_t c = 0; c < 3; ++c) {
      const double exact = ExactP(ties, labels, c, customer);
      EXPECT_NEAR(drawn[c]->p_value, exact, 0.04) << seed << " " << c;
      EXPECT_NEAR(normal[c]->p_value, exact, 0.25) << seed << " " << c;  // Of thirteen members.
      EXPECT_GE(drawn[c]->q_value, drawn[c]->p_value - 1e-12);
      small += exact < 0.15 ? 1 : 0;
      large += exact > 0.5 ? 1 : 0;
    }
  }
  EXPECT_GT(small, 0);
  EXPECT_GT(large, 5);
}

// Where customers are whoever chance makes them, one community in twenty shows a cluster
// with q below .05.
TEST(TestExposure, FindsNothingInAShuffledWorld) {
  constexpr uint32_t kMembers = 300, kClusters = 10;
  constexpr int kCommunities = 200;
  int drawn = 0, normal = 0;
  for (uint64_t seed = 0; seed < kCommunities; ++seed) {
    const TieGraph ties = PlantedPartitionGraph({.num_nodes = kMembers, .num_arcs = 1500,
                                                 .num_blocks = kClusters, .mixing = 0.2,
                                                 .seed = seed}).value();
    std::vector<double> weights(ties.num_arcs());
    std::vector<uint32_t> labels(kMembers);
    std::vector<uint8_t> customer(kMembers);
    for (Node u = 0; u < kMembers; ++u) {
      labels[u] = u % kClusters;
      customer[u] = RandomStream(seed + 999, u).Bernoulli(0.15) ? 1 : 0;
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        // The same both ways.
        const Node low = std::min(u, ties.Target(arc)), high = std::max(u, ties.Target(arc));
        weights[arc] = RandomStream(seed, uint64_t{low} * kMembers + high).Exponential();
      }
    }
    const auto finds = [&](double max_draws, int worlds) {
      const auto tests = TestExposure(ties, weights, labels, kClusters, customer,
                                      {.worlds = worlds, .max_draws = max_draws}).value();
      return std::any_of(tests.begin(), tests.end(),
                         [](const auto& t) { return t->q_value < 0.05; });
    };
    drawn += finds(1e9, 499) ? 1 : 0;
    normal += finds(0, 499) ? 1 : 0;
  }
  std::cout << "communities with a cluster of q < .05: drawn " << drawn << ", normal " << normal
            << " of " << kCommunities << " (10 expected at most)\n";
  EXPECT_LE(drawn, 14);
  EXPECT_LE(normal, 24);
}

// A block that is tied to the customers is found, and hardly any other.
TEST(TestExposure, FindsThePlantedBlock) {
  const TieGraph ties = PlantedPartitionGraph({.num_nodes = 400, .num_arcs = 3000,
                                               .num_blocks = 20, .mixing = 0.3, .seed = 3}).value();
  std::vector<uint32_t> labels(400);
  std::vector<uint8_t> customer(400, 0);
  for (Node u = 0; u < 400; ++u) labels[u] = u % 20;
  // Every other neighbour of the members of block 7 is a customer, and nobody else.
  for (Node u = 7; u < 400; u += 20) {
    for (size_t k = 0; k < ties.OutDegree(u); k += 2) customer[ties.OutNeighbors(u)[k]] = 1;
  }
  const std::vector<double> weights(ties.num_arcs(), 1);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ASSERT_OK_AND_ASSIGN(const auto tests,
                         TestExposure(ties, weights, labels, 20, customer, {.run = &run}));
    std::vector<double> q;
    for (const auto& test : tests) q.push_back(test->q_value);
    EXPECT_LT(q[7], 0.02);
    EXPECT_LT(std::count_if(q.begin(), q.end(), [](double v) { return v < 0.05; }), 6);
    if (first.empty()) first = q;
    EXPECT_EQ(q, first);
  }
}

TEST(FalseDiscoveryRates, ByHand) {
  // Sorted .01 .02 .03 .5 times 4/1 4/2 4/3 4/4: .04 .04 .04 .5.
  const std::vector<double> q = FalseDiscoveryRates({0.02, 0.5, 0.01, 0.03});
  EXPECT_DOUBLE_EQ(q[0], 0.04);
  EXPECT_DOUBLE_EQ(q[1], 0.5);
  EXPECT_DOUBLE_EQ(q[2], 0.04);
  EXPECT_DOUBLE_EQ(q[3], 0.04);
  EXPECT_TRUE(FalseDiscoveryRates({}).empty());
}

TEST(TestExposure, NamesBadInput) {
  const TieGraph ties = MakeGraph(3, {{0, 1}}, true);
  const std::vector<double> weights(ties.num_arcs(), 1);
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  EXPECT_THAT(TestExposure(ties, {}, {0, 0, 0}, 1, {0, 0, 0}), invalid("weights has 0 entries"));
  EXPECT_THAT(TestExposure(ties, weights, {0, 0}, 1, {0, 0, 0}), invalid("labels and customer"));
  EXPECT_THAT(TestExposure(ties, weights, {0, 2, 0}, 2, {0, 0, 0}), invalid("labels[1] is 2"));
  EXPECT_THAT(TestExposure(ties, weights, {0, 0, 0}, 1, {0, 0, 0}, {.worlds = 5}),
              invalid("worlds is 5"));
  EXPECT_THAT(TestExposure(MakeGraph(3, {{0, 1}}, false), {}, {}, 1, {}), invalid("not symmetric"));
  const auto tests = TestExposure(ties, weights, {0, 0, 1}, 2, {0, 1, 0}).value();
  EXPECT_TRUE(tests[0].has_value());
  EXPECT_FALSE(tests[1].has_value());  // Has no ties.
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(TestExposure(ties, weights, {0, 0, 1}, 2, {0, 1, 0}, {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::exposure_test_test
