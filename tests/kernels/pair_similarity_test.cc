// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/pair_similarity.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <set>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::pair_similarity_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;
using PairList = std::vector<std::pair<Node, Node>>;

std::vector<std::set<Node>> NeighborSets(const TieGraph& graph) {
  std::vector<std::set<Node>> sets(graph.num_nodes());
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (const Node v : graph.OutNeighbors(u)) {
      if (u == v) continue;
      sets[u].insert(v);
      sets[v].insert(u);
    }
  }
  return sets;
}

PairSimilarityResult Oracle(const TieGraph& graph, const PairList& pairs) {
  const std::vector<std::set<Node>> sets = NeighborSets(graph);
  PairSimilarityResult result;
  for (const auto& [u, v] : pairs) {
    std::vector<Node> common;
    std::set_intersection(sets[u].begin(), sets[u].end(), sets[v].begin(), sets[v].end(),
                          std::back_inserter(common));
    std::set<Node> all = sets[u];
    all.insert(sets[v].begin(), sets[v].end());
    double adamic_adar = 0;
    double allocation = 0;
    for (const Node z : common) {
      const auto degree = static_cast<double>(sets[z].size());
      adamic_adar += 1 / std::log(degree);
      allocation += 1 / degree;
    }
    result.common_neighbors.push_back(static_cast<uint32_t>(common.size()));
    result.jaccard.push_back(all.empty() ? 0
                                         : static_cast<double>(common.size()) /
                                               static_cast<double>(all.size()));
    result.adamic_adar.push_back(adamic_adar);
    result.resource_allocation.push_back(allocation);
    result.preferential_attachment.push_back(
        static_cast<double>(sets[u].size() * sets[v].size()));
  }
  return result;
}

void ExpectSame(const PairSimilarityResult& a, const PairSimilarityResult& b) {
  EXPECT_EQ(a.common_neighbors, b.common_neighbors);
  EXPECT_EQ(a.jaccard, b.jaccard);
  EXPECT_EQ(a.adamic_adar, b.adamic_adar);
  EXPECT_EQ(a.resource_allocation, b.resource_allocation);
  EXPECT_EQ(a.preferential_attachment, b.preferential_attachment);
}

PairList RandomPairs(Node n, size_t count, uint64_t seed) {
  RandomStream random(seed, 3);
  PairList pairs;
  while (pairs.size() < count) {
    const auto u = static_cast<Node>(random.Below(n));
    const auto v = static_cast<Node>(random.Below(n));
    if (u != v) pairs.emplace_back(u, v);
  }
  return pairs;
}

TEST(PairSimilarity, AgreesWithSetsToTheLastBit) {
  int some = 0;
  int none = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const TieGraph graph = RandomGraph(50, 0.01 * static_cast<double>(seed), seed % 2 == 0, seed);
    const PairList pairs = RandomPairs(50, 300, seed);
    const PairSimilarityResult found = ComputePairSimilarity(graph, pairs).value();
    ExpectSame(found, Oracle(graph, pairs));
    for (const uint32_t c : found.common_neighbors) ++(c > 0 ? some : none);
  }
  EXPECT_GT(some, 100);
  EXPECT_GT(none, 100);
}

TEST(PairSimilarity, HubsSearchedAndMarkedThreadsAndChunks) {
  const TieGraph graph = KroneckerGraph({.scale = 12}).value();
  // Few pairs: the hubs' rows are searched; many: they are marked.
  for (const size_t count : {5, 20000}) {
    const PairList pairs = RandomPairs(graph.num_nodes(), count, 8);
    const PairSimilarityResult expected = Oracle(graph, pairs);
    for (const int threads : {1, 2, 7}) {
      RunControl run;
      run.threads = threads;
      ExpectSame(ComputePairSimilarity(graph, pairs, {.run = &run}).value(), expected);
    }
    PairList turned = pairs;
    for (auto& [u, v] : turned) std::swap(u, v);
    ExpectSame(ComputePairSimilarity(graph, turned).value(), expected);
  }
}

TEST(PairSimilarity, ComputesOnlyWhatIsAskedFor) {
  const TieGraph graph = KroneckerGraph({.scale = 8}).value();
  const PairList pairs = RandomPairs(graph.num_nodes(), 500, 1);
  const PairSimilarityResult all = ComputePairSimilarity(graph, pairs).value();
  const PairSimilarityResult jaccard =
      ComputePairSimilarity(graph, pairs,
                            {.common_neighbors = false,
                             .adamic_adar = false,
                             .resource_allocation = false,
                             .preferential_attachment = false})
          .value();
  EXPECT_EQ(jaccard.jaccard, all.jaccard);
  EXPECT_TRUE(jaccard.common_neighbors.empty());
  EXPECT_TRUE(jaccard.adamic_adar.empty());
  EXPECT_TRUE(jaccard.resource_allocation.empty());
  EXPECT_TRUE(jaccard.preferential_attachment.empty());
}

TEST(PairSimilarity, LoopsParallelTiesAndDirectionsDoNotMatter) {
  const TieGraph noisy = MakeGraph(4, {{0, 2}, {0, 2}, {2, 0}, {2, 1}, {1, 1}, {3, 0}}, false);
  const PairSimilarityResult found = ComputePairSimilarity(noisy, {{0, 1}, {1, 3}}).value();
  EXPECT_EQ(found.common_neighbors, (std::vector<uint32_t>{1, 0}));
  EXPECT_EQ(found.jaccard, (std::vector<double>{0.5, 0}));
  EXPECT_EQ(found.adamic_adar, (std::vector<double>{1 / std::log(2.0), 0}));
  EXPECT_EQ(found.resource_allocation, (std::vector<double>{0.5, 0}));
  EXPECT_EQ(found.preferential_attachment, (std::vector<double>{2, 1}));
}

TEST(PairSimilarity, EdgeCases) {
  const TieGraph graph = MakeGraph(3, {{0, 1}}, true);
  EXPECT_TRUE(ComputePairSimilarity(graph, {}).value().jaccard.empty());
  EXPECT_EQ(ComputePairSimilarity(MakeGraph(2, {}, true), {{0, 1}}).value().jaccard[0], 0);
  EXPECT_THAT(ComputePairSimilarity(graph, {{0, 1}, {0, 3}}),
              StatusIs(absl::StatusCode::kOutOfRange, "pairs[1] holds 3"));
  EXPECT_THAT(ComputePairSimilarity(graph, {{2, 2}}),
              StatusIs(absl::StatusCode::kInvalidArgument, "pairs[0] is (2, 2)"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(ComputePairSimilarity(graph, {{0, 1}}, {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::pair_similarity_test
