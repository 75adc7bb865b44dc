// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/sssp.h"

#include <algorithm>
#include <atomic>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "algorithms/kernels/bfs.h"
#include "algorithms/kernels/generators.h"
#include "graph/random.h"
#include "graph/tie_graph_boost.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::sssp_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

uint64_t Unreached(uint32_t) { return kUnreachedDistance; }
double Unreached(double) { return kInfinity; }
bool IsAbsent(uint32_t cost) { return cost == kAbsentCost; }
bool IsAbsent(double cost) { return cost == kInfinity; }

// Bellman and Ford: relax every arc until nothing improves. Integers in 64 bits.
template <class Cost, class Distance>
std::vector<Distance> DistancesByDefinition(const TieGraph& graph,
                                            const std::vector<Cost>& costs,
                                            const std::vector<Node>& sources) {
  std::vector<Distance> distance(graph.num_nodes(), Unreached(Cost{}));
  for (const Node s : sources) distance[s] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (Node u = 0; u < graph.num_nodes(); ++u) {
      if (distance[u] == Unreached(Cost{})) continue;
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        if (IsAbsent(costs[arc])) continue;
        const Distance sum = distance[u] + costs[arc];
        if (!(sum < distance[graph.Target(arc)])) continue;
        distance[graph.Target(arc)] = sum;
        changed = true;
      }
    }
  }
  return distance;
}

// The rule of the header: strictly nearer ones first; the others by how many arcs of
// cost 0 lead to them.
template <class Cost, class Distance>
std::vector<Node> ParentsByDefinition(const TieGraph& graph, const std::vector<Cost>& costs,
                                      const std::vector<Distance>& distance,
                                      const std::vector<Node>& sources) {
  const Node n = graph.num_nodes();
  std::vector<Node> parent(n, kNoNode);
  std::vector<int> rank(n, -1);  // Arcs of cost 0 behind it.
  for (const Node s : sources) parent[s] = s;
  for (int round = 0; round <= static_cast<int>(n); ++round) {
    for (Node v = 0; v < n; ++v) {
      if (round == 0 && parent[v] == v) rank[v] = 0;
      // A sum may overflow to infinity, which is no way.
      if (rank[v] >= 0 || distance[v] == Unreached(Cost{})) continue;
      for (Node u = 0; u < n; ++u) {
        if (distance[u] == Unreached(Cost{})) continue;
        if (round == 0 ? !(distance[u] < distance[v]) : rank[u] != round - 1) continue;
        for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
          if (graph.Target(arc) != v || IsAbsent(costs[arc])) continue;
          if (distance[u] + costs[arc] != distance[v] || parent[v] != kNoNode) continue;
          parent[v] = u;
          rank[v] = round;
        }
      }
    }
  }
  return parent;
}

template <class Cost>
void ExpectRight(const TieGraph& graph, const std::vector<Cost>& costs,
                 const std::vector<Node>& sources, bool check_parents = true) {
  using Distance = std::conditional_t<std::is_integral_v<Cost>, uint64_t, double>;
  const auto distance = DistancesByDefinition<Cost, Distance>(graph, costs, sources);
  std::vector<Node> parent;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    const absl::Span<const Cost> span = costs;
    ASSERT_OK_AND_ASSIGN(SsspResult<Distance> found,
                         ShortestPaths(graph, span, sources, {.run = &run}));
    EXPECT_EQ(found.distance, distance);
    if (parent.empty()) {
      parent = check_parents ? ParentsByDefinition(graph, costs, distance, sources)
                             : found.parent;
    }
    EXPECT_EQ(found.parent, parent);
    EXPECT_EQ(found.num_reached,
              graph.num_nodes() - static_cast<Node>(std::count(
                                      distance.begin(), distance.end(), Unreached(Cost{}))));
    ASSERT_OK_AND_ASSIGN(SsspResult<Distance> lean,
                         ShortestPaths(graph, span, sources, {.parents = false, .run = &run}));
    EXPECT_EQ(lean.distance, distance);
    EXPECT_TRUE(lean.parent.empty());
  }
}

// Shapes of costs that take different ways through the search.
enum class Shape { kSmall, kZeros, kWide, kSkewed, kAbsent, kOverflow };
constexpr Shape kShapes[] = {Shape::kSmall,  Shape::kZeros,  Shape::kWide,
                             Shape::kSkewed, Shape::kAbsent, Shape::kOverflow};

uint32_t DrawInteger(Shape shape, RandomStream& random) {
  switch (shape) {
    case Shape::kSmall:
      return static_cast<uint32_t>(1 + random.Below(5));
    case Shape::kZeros:
      return static_cast<uint32_t>(random.Below(2));
    case Shape::kWide:
      return static_cast<uint32_t>(random.Below(100000));
    case Shape::kSkewed:
      return random.Bernoulli(0.3) ? 10000000 : static_cast<uint32_t>(random.Below(10));
    case Shape::kAbsent:
      return random.Bernoulli(0.3) ? kAbsentCost : static_cast<uint32_t>(random.Below(10));
    case Shape::kOverflow:
      return kAbsentCost - 1 - static_cast<uint32_t>(random.Below(10));
  }
  return 0;
}

double DrawReal(Shape shape, RandomStream& random) {
  switch (shape) {
    case Shape::kSmall:
      return 0.1 * static_cast<double>(1 + random.Below(5));  // Sums round.
    case Shape::kZeros:
      return random.Bernoulli(0.5) ? 0 : 1e-300;
    case Shape::kWide:
      return random.Uniform();
    case Shape::kSkewed:
      return std::exp(40 * random.Normal());
    case Shape::kAbsent:
      return random.Bernoulli(0.3) ? kInfinity : static_cast<double>(random.Below(10));
    case Shape::kOverflow:
      return random.Bernoulli(0.3) ? 1.5e308 : 1;
  }
  return 0;
}

TEST(Sssp, AgreesWithBellmanFord) {
  int unreached = 0;
  for (uint64_t seed = 0; seed < 48; ++seed) {
    RandomStream random(seed, 4);
    const Shape shape = kShapes[seed % 6];
    const TieGraph graph =
        RandomGraph(2 + static_cast<Node>(random.Below(60)), 0.08, seed % 4 < 2, seed);
    std::vector<Node> sources(1 + random.Below(3));
    for (Node& s : sources) s = static_cast<Node>(random.Below(graph.num_nodes()));
    std::vector<uint32_t> integers;
    std::vector<double> reals;
    for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
      integers.push_back(DrawInteger(shape, random));
      reals.push_back(DrawReal(shape, random));
    }
    ExpectRight(graph, integers, sources);
    ExpectRight(graph, reals, sources);
    for (const double d : DistancesByDefinition<double, double>(graph, reals, sources)) {
      unreached += d == kInfinity;
    }
  }
  EXPECT_GT(unreached, 0);
}

TEST(Sssp, LargeGraphsInManyBuckets) {
  const TieGraph graph = KroneckerGraph({.scale = 12}).value();
  for (const Shape shape : kShapes) {
    std::vector<uint32_t> integers;
    std::vector<double> reals;
    for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
      RandomStream random(5, arc);
      integers.push_back(DrawInteger(shape, random));
      reals.push_back(DrawReal(shape, random));
    }
    ExpectRight(graph, integers, {graph.Target(0)}, /*check_parents=*/false);
    ExpectRight(graph, reals, {graph.Target(0), 9}, /*check_parents=*/false);
  }
}

TEST(Sssp, AgreesWithBoost) {
  const TieGraph graph = KroneckerGraph({.scale = 11}).value();
  std::vector<double> costs;
  for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
    costs.push_back(RandomStream(6, arc).Uniform());
  }
  const Node source = graph.Target(0);
  std::vector<double> distance(graph.num_nodes());
  boost::dijkstra_shortest_paths(
      graph, source,
      boost::distance_map(distance.data())
          .weight_map(ArcPropertyMap<double>(costs))
          .distance_inf(kInfinity));
  EXPECT_EQ(ShortestPaths(graph, absl::MakeConstSpan(costs), {source}).value().distance,
            distance);
}

TEST(Sssp, UnitCostsAreHops) {
  const TieGraph graph = KroneckerGraph({.scale = 12}).value();
  const std::vector<uint32_t> costs(graph.num_arcs(), 1);
  const BfsResult hops = BreadthFirstSearch(graph, {3, 77}).value();
  const SsspResult<uint64_t> found =
      ShortestPaths(graph, absl::MakeConstSpan(costs), {3, 77}).value();
  EXPECT_EQ(found.parent, hops.parent);
  EXPECT_EQ(found.num_reached, hops.num_reached);
}

// A long path, whose distances outgrow 32 bits and take many windows of buckets.
TEST(Sssp, LongPaths) {
  constexpr Node kNodes = 100000;
  std::vector<std::pair<Node, Node>> arcs;
  std::vector<uint32_t> integers;
  std::vector<double> reals;
  uint64_t sum = 0;
  for (Node u = 0; u + 1 < kNodes; ++u) {
    arcs.emplace_back(u, u + 1);
    integers.push_back(100000 + u % 7);
    reals.push_back(integers.back());
    sum += integers.back();
  }
  const TieGraph path = MakeGraph(kNodes, arcs, false);
  EXPECT_GT(sum, uint64_t{UINT32_MAX});
  EXPECT_EQ(ShortestPaths(path, absl::MakeConstSpan(integers), {0}).value().distance.back(), sum);
  EXPECT_EQ(ShortestPaths(path, absl::MakeConstSpan(reals), {0}).value().distance.back(),
            static_cast<double>(sum));
}

TEST(Sssp, EdgeCases) {
  EXPECT_TRUE(ShortestPaths(TieGraph(), absl::Span<const double>(), {}).value().distance.empty());
  const TieGraph graph = MakeGraph(3, {{0, 1}, {0, 1}, {1, 1}}, false);
  const std::vector<uint32_t> costs = {3, 2, 0};
  const SsspResult<uint64_t> found =
      ShortestPaths(graph, absl::MakeConstSpan(costs), {0}).value();
  EXPECT_EQ(found.distance, (std::vector<uint64_t>{0, 2, kUnreachedDistance}));
  EXPECT_EQ(found.parent, (std::vector<Node>{0, 0, kNoNode}));
  EXPECT_EQ(found.num_reached, 2U);
  EXPECT_EQ(ShortestPaths(graph, absl::MakeConstSpan(costs), {}).value().num_reached, 0U);
  const auto with = [&](std::vector<double> reals, Node source) {
    return ShortestPaths(graph, absl::MakeConstSpan(reals), {source}).status();
  };
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  EXPECT_THAT(with({1, 1, 1}, 3), StatusIs(absl::StatusCode::kOutOfRange, "sources[0] is 3"));
  EXPECT_THAT(with({1, 1}, 0), invalid("costs has 2 entries, expected 3"));
  EXPECT_THAT(with({1, -0.5, 1}, 0), invalid("costs[1] is -0.5"));
  EXPECT_THAT(with({1, 1, std::numeric_limits<double>::quiet_NaN()}, 0),
              invalid("costs[2] is nan"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(ShortestPaths(graph, absl::MakeConstSpan(costs), {0}, {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::sssp_test
