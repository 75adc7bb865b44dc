// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/bfs.h"

#include <algorithm>
#include <atomic>
#include <boost/graph/breadth_first_search.hpp>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "graph/tie_graph_boost.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::bfs_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

// Boost.Graph's distances, from every source in turn.
std::vector<int32_t> Oracle(const TieGraph& graph, const std::vector<Node>& sources) {
  std::vector<int32_t> best(graph.num_nodes(), -1);
  for (const Node s : sources) {
    std::vector<int32_t> distance(graph.num_nodes(), -1);
    distance[s] = 0;
    boost::breadth_first_search(
        graph, s,
        boost::visitor(boost::make_bfs_visitor(
            boost::record_distances(distance.data(), boost::on_tree_edge()))));
    for (Node v = 0; v < graph.num_nodes(); ++v) {
      if (distance[v] < 0) continue;
      best[v] = best[v] < 0 ? distance[v] : std::min(best[v], distance[v]);
    }
  }
  return best;
}

TieGraph Reversed(const TieGraph& graph) {
  std::vector<std::pair<Node, Node>> arcs;
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (const Node v : graph.OutNeighbors(u)) arcs.emplace_back(v, u);
  }
  return MakeGraph(graph.num_nodes(), arcs, false);
}

// Parents follow from the distances by definition.
std::vector<Node> ParentsByDefinition(const TieGraph& graph,
                                      const std::vector<int32_t>& distance) {
  std::vector<Node> parent(graph.num_nodes(), kNoNode);
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    if (distance[v] == 0) parent[v] = v;
    if (distance[v] <= 0) continue;
    for (const Node u : graph.InNeighbors(v)) {
      if (distance[u] == distance[v] - 1) parent[v] = std::min(parent[v], u);
    }
  }
  return parent;
}

void ExpectRight(const TieGraph& graph, const std::vector<Node>& sources) {
  const std::vector<int32_t> distance = Oracle(graph, sources);
  const std::vector<Node> parent = ParentsByDefinition(graph, distance);
  Node reached = 0;
  for (const int32_t d : distance) reached += d >= 0;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ASSERT_OK_AND_ASSIGN(BfsResult found, BreadthFirstSearch(graph, sources, {.run = &run}));
    EXPECT_EQ(found.distance, distance);
    EXPECT_EQ(found.parent, parent);
    EXPECT_EQ(found.num_reached, reached);
    EXPECT_EQ(found.max_distance,
              std::max(0, *std::max_element(distance.begin(), distance.end())));
    ASSERT_OK_AND_ASSIGN(BfsResult lean,
                         BreadthFirstSearch(graph, sources, {.parents = false, .run = &run}));
    EXPECT_EQ(lean.distance, distance);
    EXPECT_TRUE(lean.parent.empty());
  }
}

TEST(Bfs, AgreesWithBoostOnSmallGraphs) {
  int unreached = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    RandomStream random(seed, 9);
    const TieGraph graph =
        RandomGraph(3 + static_cast<Node>(random.Below(130)), 0.03, seed % 2 == 0, seed);
    std::vector<Node> sources(1 + random.Below(4));
    for (Node& s : sources) s = static_cast<Node>(random.Below(graph.num_nodes()));
    ExpectRight(graph, sources);
    for (const int32_t d : Oracle(graph, sources)) unreached += d < 0;
  }
  EXPECT_GT(unreached, 0);
}

TEST(Bfs, AgreesWithBoostWhereTheDirectionTurns) {
  const TieGraph kronecker = KroneckerGraph({.scale = 12}).value();
  ExpectRight(kronecker, {0});
  ExpectRight(kronecker, {17, 4000, 17});
  ArcListOptions directed;
  const TieGraph arcs =
      BuildTieGraph(4096, KroneckerArcs({.scale = 12}).value(), directed).value();
  ExpectRight(arcs, {5});
  const TieGraph reversed = Reversed(arcs);
  EXPECT_EQ(BreadthFirstSearch(arcs, {5}, {.reverse = true}).value().distance,
            BreadthFirstSearch(reversed, {5}).value().distance);
  EXPECT_EQ(BreadthFirstSearch(arcs, {5}, {.reverse = true}).value().parent,
            BreadthFirstSearch(reversed, {5}).value().parent);
  EXPECT_NE(BreadthFirstSearch(arcs, {5}).value().distance,
            BreadthFirstSearch(reversed, {5}).value().distance);
}

TEST(Bfs, LongPathsStayLinear) {
  constexpr Node kNodes = 200000;  // Walked bottom-up, this would take hours.
  std::vector<std::pair<Node, Node>> arcs;
  for (Node u = 0; u < 50; ++u) {
    for (Node v = 0; v < u; ++v) arcs.emplace_back(u, v);
  }
  for (Node u = 50; u < kNodes; ++u) arcs.emplace_back(u - 1, u);
  const TieGraph graph = MakeGraph(kNodes, arcs, true);
  const BfsResult found = BreadthFirstSearch(graph, {0}).value();
  EXPECT_EQ(found.max_distance, static_cast<int32_t>(kNodes - 49));
  EXPECT_EQ(found.num_reached, kNodes);
}

TEST(Bfs, StopsAtTheDistanceAsked) {
  const TieGraph graph = KroneckerGraph({.scale = 10}).value();
  const Node source = graph.Target(0);
  const BfsResult whole = BreadthFirstSearch(graph, {source}).value();
  ASSERT_GE(whole.max_distance, 3);
  for (int32_t limit = 0; limit <= whole.max_distance; ++limit) {
    const BfsResult found =
        BreadthFirstSearch(graph, {source}, {.max_distance = limit}).value();
    EXPECT_EQ(found.max_distance, limit);
    for (Node v = 0; v < graph.num_nodes(); ++v) {
      const bool near = whole.distance[v] >= 0 && whole.distance[v] <= limit;
      EXPECT_EQ(found.distance[v], near ? whole.distance[v] : -1);
      EXPECT_EQ(found.parent[v], near ? whole.parent[v] : kNoNode);
    }
  }
}

TEST(Bfs, EdgeCases) {
  const TieGraph empty;
  EXPECT_EQ(BreadthFirstSearch(empty, {}).value().num_reached, 0U);
  const TieGraph loops = MakeGraph(3, {{0, 0}, {0, 1}, {0, 1}}, false);
  const BfsResult found = BreadthFirstSearch(loops, {0}).value();
  EXPECT_EQ(found.distance, (std::vector<int32_t>{0, 1, -1}));
  EXPECT_EQ(found.parent, (std::vector<Node>{0, 0, kNoNode}));
  EXPECT_EQ(BreadthFirstSearch(loops, {}).value().distance, (std::vector<int32_t>{-1, -1, -1}));
  EXPECT_THAT(BreadthFirstSearch(loops, {1, 3}),
              StatusIs(absl::StatusCode::kOutOfRange, "sources[1] is 3"));
  EXPECT_THAT(BreadthFirstSearch(loops, {1}, {.max_distance = -1}),
              StatusIs(absl::StatusCode::kInvalidArgument, "max_distance is -1"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(BreadthFirstSearch(loops, {0}, {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::bfs_test
