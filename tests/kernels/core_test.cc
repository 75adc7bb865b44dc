// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/core.h"

#include <algorithm>
#include <atomic>
#include <boost/graph/core_numbers.hpp>
#include <set>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "algorithms/kernels/simple_ties.h"
#include "graph/tie_graph_boost.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::core_test {
namespace {

using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;
using testing::StatusIs;

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

// The definition, word for word: peel in rounds whatever has at most `core` left.
CoreResult Peel(const TieGraph& graph) {
  std::vector<std::set<Node>> left = NeighborSets(graph);
  CoreResult result;
  result.core.assign(graph.num_nodes(), 0);
  result.layer.assign(graph.num_nodes(), 0);
  std::set<Node> alive;
  for (Node u = 0; u < graph.num_nodes(); ++u) alive.insert(u);
  uint32_t core = 0;
  while (!alive.empty()) {
    size_t least = SIZE_MAX;
    for (const Node u : alive) least = std::min(least, left[u].size());
    core = std::max(core, static_cast<uint32_t>(least));
    ++result.num_layers;
    std::vector<Node> round;
    for (const Node u : alive) {
      if (left[u].size() <= core) round.push_back(u);
    }
    for (const Node u : round) {
      result.core[u] = core;
      result.layer[u] = result.num_layers;
      alive.erase(u);
      for (const Node v : left[u]) left[v].erase(u);
    }
  }
  result.max_core = core;
  return result;
}

void ExpectRight(const TieGraph& graph) {
  const CoreResult expected = Peel(graph);
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ASSERT_OK_AND_ASSIGN(CoreResult found, FindCores(graph, {.layers = true, .run = &run}));
    EXPECT_EQ(found.core, expected.core);
    EXPECT_EQ(found.layer, expected.layer);
    EXPECT_EQ(found.max_core, expected.max_core);
    EXPECT_EQ(found.num_layers, expected.num_layers);
  }
  ASSERT_OK_AND_ASSIGN(CoreResult lean, FindCores(graph));
  EXPECT_EQ(lean.core, expected.core);
  EXPECT_TRUE(lean.layer.empty());
  EXPECT_EQ(lean.num_layers, 0U);
}

TEST(Core, AgreesWithTheDefinition) {
  std::set<uint32_t> cores;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const TieGraph graph = RandomGraph(60, 0.01 * static_cast<double>(seed % 10), seed % 2 == 0,
                                       seed);
    ExpectRight(graph);
    const CoreResult found = FindCores(graph).value();
    cores.insert(found.core.begin(), found.core.end());
  }
  EXPECT_GT(cores.size(), 3U);
  ExpectRight(PreferentialGraph(400, 4, 7));
  ExpectRight(MakeGraph(1, {}, true));
}

TEST(Core, AgreesWithBoost) {
  const TieGraph graph = KroneckerGraph({.scale = 11}).value();
  std::vector<uint32_t> core(graph.num_nodes());
  boost::core_numbers(graph, boost::make_iterator_property_map(
                                 core.begin(), get(boost::vertex_index, graph)));
  EXPECT_EQ(FindCores(graph).value().core, core);
  EXPECT_GT(*std::max_element(core.begin(), core.end()), 20U);
}

TEST(Core, LoopsAndParallelTiesAreFolded) {
  // A triangle with a tail; doubled arcs, loops and directions change nothing.
  const TieGraph plain = MakeGraph(5, {{0, 1}, {1, 2}, {0, 2}, {2, 3}}, true);
  const TieGraph noisy = MakeGraph(
      5, {{0, 1}, {1, 0}, {2, 1}, {2, 1}, {0, 2}, {3, 2}, {3, 3}, {4, 4}, {4, 4}}, false);
  const TieGraph doubled = MakeGraph(5, {{0, 1}, {0, 1}, {1, 2}, {0, 2}, {2, 3}, {3, 3}}, true);
  for (const TieGraph* graph : {&plain, &noisy, &doubled}) {
    const CoreResult found = FindCores(*graph, {.layers = true}).value();
    EXPECT_EQ(found.core, (std::vector<uint32_t>{2, 2, 2, 1, 0}));
    EXPECT_EQ(found.layer, (std::vector<uint32_t>{3, 3, 3, 2, 1}));
    EXPECT_TRUE(SimpleTies::Of(*graph).value().graph() == plain);
    EXPECT_EQ(SimpleTies::Of(*graph).value().is_copy(), graph != &plain);
  }
}

TEST(Core, LayersPeelATreeFromItsLeaves) {
  const CoreResult path =
      FindCores(MakeGraph(5, {{0, 1}, {1, 2}, {2, 3}, {3, 4}}, true), {.layers = true}).value();
  EXPECT_EQ(path.layer, (std::vector<uint32_t>{1, 2, 3, 2, 1}));
  EXPECT_EQ(path.num_layers, 3U);
}

TEST(Core, EdgeCases) {
  EXPECT_TRUE(FindCores(TieGraph()).value().core.empty());
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindCores(MakeGraph(2, {{0, 1}}, true), {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
  EXPECT_THAT(FindCores(MakeGraph(2, {{0, 1}}, false), {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::core_test
