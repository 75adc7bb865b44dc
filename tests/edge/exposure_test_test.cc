// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/exposure_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "algorithms/kernels/generators.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

double LogChoose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

// P(at least `hits` of `draws` from `all` of which `marked` are marked).
double HypergeometricTail(double all, double marked, double draws, double hits) {
  double sum = 0;
  for (double k = hits; k <= std::min(draws, marked); ++k) {
    if (draws - k > all - marked) continue;
    sum += std::exp(LogChoose(marked, k) + LogChoose(all - marked, draws - k) -
                    LogChoose(all, draws));
  }
  return sum;
}

TEST(TestExposure, AgreesWithTheHypergeometricTail) {
  int small = 0;
  int large = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const TieGraph ties = RandomGraph(60, 0.1, true, seed);
    const std::vector<double> weights(ties.num_arcs(), 0.5);
    std::vector<uint32_t> labels(60);
    std::vector<uint8_t> customer(60);
    for (Node u = 0; u < 60; ++u) {
      labels[u] = u % 4;
      customer[u] = RandomStream(seed, u).Bernoulli(0.3) ? 1 : 0;
    }
    for (const double max_draws : {0.0, 1e9}) {
      ASSERT_OK_AND_ASSIGN(const auto tests, TestExposure(ties, weights, labels, 4, customer,
                                                          {.max_draws = max_draws}));
      std::vector<double> ends(4, 0), hits(4, 0);
      double marked = 0;
      for (Node u = 0; u < 60; ++u) {
        ends[labels[u]] += static_cast<double>(ties.OutDegree(u));
        marked += customer[u] != 0 ? static_cast<double>(ties.OutDegree(u)) : 0;
        for (const Node v : ties.OutNeighbors(u)) hits[labels[u]] += customer[v];
      }
      const auto all = static_cast<double>(ties.num_arcs());
      for (uint32_t c = 0; c < 4; ++c) {
        const double exact = HypergeometricTail(all, marked, ends[c], hits[c]);
        EXPECT_DOUBLE_EQ(tests[c]->expected, marked / all);
        EXPECT_NEAR(tests[c]->p_value, exact, max_draws > 0 ? 0.02 : 0.03) << seed << " " << c;
        EXPECT_GE(tests[c]->q_value, tests[c]->p_value);
        small += exact < 0.05 ? 1 : 0;
        large += exact > 0.5 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(small, 0);
  EXPECT_GT(large, 20);
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
    EXPECT_LT(q[7], 0.01);
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
}  // namespace pullgraph
