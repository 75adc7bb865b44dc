// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/reverse_sets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::reverse_sets_test {
namespace {

using testing::MakeGraph;
using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// `degree` nodes point at node 0; how often each is in a set of node 0 must match its
// probability, and two of them must be independent.
void ExpectFrequencies(const std::vector<float>& p, SpreadModel model, uint64_t seed) {
  const auto degree = static_cast<Node>(p.size());
  std::vector<std::pair<Node, Node>> arcs;
  for (Node u = 1; u <= degree; ++u) arcs.emplace_back(u, 0);
  const TieGraph graph = MakeGraph(degree + 1, arcs, false);
  ASSERT_OK_AND_ASSIGN(const ReverseSampler sampler, ReverseSampler::Build(graph, p, model));
  constexpr int kSets = 40'000;
  ReverseSets sets;
  ASSERT_TRUE(ExtendReverseSets(sampler, {0}, kSets, {.seed = seed}, sets).ok());
  std::vector<int> count(degree + size_t{1}, 0);
  int both = 0;
  for (size_t i = 0; i < sets.size(); ++i) {
    ASSERT_EQ(sets[i][0], 0U);
    for (const Node u : sets[i]) ++count[u];
    both += std::count(sets[i].begin(), sets[i].end(), 1U) == 1 &&
            std::count(sets[i].begin(), sets[i].end(), 2U) == 1;
  }
  EXPECT_EQ(count[0], kSets);
  const auto z = [&](double p_of, int hits) {
    const double deviation = std::sqrt(std::max(1.0, kSets * p_of * (1 - p_of)));
    return std::fabs(hits - kSets * p_of) / deviation;
  };
  for (Node u = 1; u <= degree; ++u) EXPECT_LT(z(p[u - 1], count[u]), 4.8) << u;
  const bool cascade = model == SpreadModel::kIndependentCascade;
  EXPECT_LT(z(cascade ? p[0] * p[1] : 0, both), 4.8);
}

TEST(ReverseSampler, DrawsEachInArcWithItsProbability) {
  for (const size_t degree : {2, 10, 40, 300}) {
    std::vector<float> equal(degree, 1.0F / static_cast<float>(degree));
    std::vector<float> mixed, steep;
    RandomStream random(7, degree);
    double sum = 0;
    for (size_t i = 0; i < degree; ++i) {
      mixed.push_back(static_cast<float>(random.Uniform()));
      steep.push_back(static_cast<float>(std::exp2(-static_cast<double>(i % 60))));
      sum += mixed.back();
    }
    mixed[degree / 2] = 1;
    sum += 1;
    for (const auto& p : {equal, mixed, steep}) {
      ExpectFrequencies(p, SpreadModel::kIndependentCascade, degree);
    }
    for (float& p : mixed) p = static_cast<float>(p / sum * 0.8);
    ExpectFrequencies(equal, SpreadModel::kLinearThreshold, degree);
    ExpectFrequencies(mixed, SpreadModel::kLinearThreshold, degree);
  }
}

TEST(ReverseSets, SameForAnyThreadsAndAnyNumberOfCalls) {
  const TieGraph graph = testing::RandomGraph(300, 0.02, false, 1);
  const std::vector<float> p(graph.num_arcs(), 0.15F);
  ASSERT_OK_AND_ASSIGN(const ReverseSampler sampler,
                       ReverseSampler::Build(graph, p, SpreadModel::kIndependentCascade));
  ReverseSets expected;
  ASSERT_TRUE(ExtendReverseSets(sampler, {}, 5000, {}, expected).ok());
  EXPECT_GT(expected.nodes.size(), 6000U);
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ReverseSets sets;
    for (const size_t count : {1, 100, 1001, 5000}) {
      ASSERT_TRUE(ExtendReverseSets(sampler, {}, count, {.run = &run}, sets).ok());
      EXPECT_EQ(sets.size(), count);
    }
    EXPECT_EQ(sets.nodes, expected.nodes);
    EXPECT_EQ(sets.offsets, expected.offsets);
  }
  ReverseSets other;
  ASSERT_TRUE(ExtendReverseSets(sampler, {}, 5000, {.stride = 2, .offset = 1}, other).ok());
  EXPECT_NE(other.nodes, expected.nodes);
}

TEST(ReverseSets, RootsInTurn) {
  const TieGraph graph = MakeGraph(5, {{0, 1}}, false);
  ASSERT_OK_AND_ASSIGN(const ReverseSampler sampler,
                       ReverseSampler::Build(graph, std::vector<float>{0.5F},
                                             SpreadModel::kIndependentCascade));
  const std::vector<Node> roots = {4, 1, 3};
  ReverseSets sets;
  ASSERT_TRUE(ExtendReverseSets(sampler, roots, 1000, {.in_turn = true}, sets).ok());
  int with_both = 0;
  for (size_t i = 0; i < sets.size(); ++i) {
    EXPECT_EQ(sets[i][0], roots[i % 3]);
    with_both += sets[i].size() == 2;
  }
  EXPECT_NEAR(with_both, 333 / 2, 40);
}

TEST(ReverseSets, Errors) {
  const TieGraph graph = MakeGraph(3, {{0, 1}, {2, 1}}, false);
  const auto cascade = SpreadModel::kIndependentCascade;
  const auto build = [&](std::vector<float> p, SpreadModel model) {
    return ReverseSampler::Build(graph, p, model).status();
  };
  EXPECT_THAT(build({0.5F}, cascade), StatusIs(kInvalid, "1 entries"));
  EXPECT_THAT(build({0.5F, NAN}, cascade), StatusIs(kInvalid, "probability[1]"));
  EXPECT_THAT(build({0.5F, -1}, cascade), StatusIs(kInvalid, "[0, 1]"));
  EXPECT_THAT(build({0.7F, 0.7F}, SpreadModel::kLinearThreshold), StatusIs(kInvalid, "node 1"));
  EXPECT_TRUE(build({0.7F, 0.7F}, cascade).ok());
  ASSERT_OK_AND_ASSIGN(const ReverseSampler sampler,
                       ReverseSampler::Build(graph, std::vector<float>{1, 1}, cascade));
  ReverseSets sets;
  EXPECT_THAT(ExtendReverseSets(sampler, {3}, 1, {}, sets),
              StatusIs(absl::StatusCode::kOutOfRange, "node 3"));
  EXPECT_THAT(ExtendReverseSets(sampler, {}, 1, {.stride = 0}, sets), StatusIs(kInvalid, "stride"));
  EXPECT_THAT(ExtendReverseSets(sampler, {}, 100, {.max_nodes = 5}, sets),
              StatusIs(absl::StatusCode::kResourceExhausted, "max_nodes"));
  const std::atomic<bool> stop{true};
  RunControl run;
  run.cancelled = &stop;
  ReverseSets none;
  EXPECT_THAT(ExtendReverseSets(sampler, {}, 1, {.run = &run}, none),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
  EXPECT_THAT(ReverseSampler::Build(graph, std::vector<float>{1, 1}, cascade, &run),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
}

}  // namespace
}  // namespace pullgraph::reverse_sets_test
