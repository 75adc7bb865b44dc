// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "algorithms/kernels/leiden.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::layout_test {
namespace {

using testing::MakeGraph;
using testing::StatusIs;

struct Planted {
  TieGraph graph;
  std::vector<uint32_t> cluster;
  uint32_t clusters = 0;
};

// Rings of `size` nodes with chords, tied in a ring of their own, and `loose` nodes.
Planted Rings(uint32_t rings, uint32_t size, uint32_t loose) {
  std::vector<std::pair<Node, Node>> arcs;
  Planted p;
  p.clusters = rings + 1;
  for (uint32_t r = 0; r < rings; ++r) {
    for (uint32_t i = 0; i < size; ++i) {
      for (const uint32_t step : {1U, 3U}) arcs.emplace_back(r * size + i, r * size + (i + step) % size);
      p.cluster.push_back(r);
    }
    arcs.emplace_back(r * size, (r + 1) % rings * size);
  }
  p.cluster.insert(p.cluster.end(), loose, rings);
  p.graph = BuildTieGraph(rings * size + loose, arcs, {.symmetrize = true, .remove_loops = true}).value();
  return p;
}

LayoutResult Of(const Planted& p, const LayoutOptions& o = {}) {
  absl::StatusOr<LayoutResult> result = LayOut(p.graph, p.cluster, p.clusters, o);
  EXPECT_THAT(result, testing::IsOk());
  return *std::move(result);
}

void ExpectSound(const Planted& p, const LayoutResult& l) {
  ASSERT_EQ(l.x.size(), p.graph.num_nodes());
  ASSERT_EQ(l.discs.size(), p.clusters);
  uint32_t in_strip = 0;
  for (Node v = 0; v < p.graph.num_nodes(); ++v) {
    ASSERT_TRUE(std::isfinite(l.x[v]) && std::isfinite(l.y[v])) << v;
    if (p.graph.OutDegree(v) + p.graph.InDegree(v) == 0) {
      ++in_strip;
      EXPECT_GE(l.y[v], l.strip_top - 1e-3);
      continue;
    }
    const ClusterDisc& d = l.discs[p.cluster[v]];
    EXPECT_LE(std::hypot(l.x[v] - d.x, l.y[v] - d.y), d.radius + 1e-3) << v;
    EXPECT_LT(l.y[v], l.strip_top + 1e-3);
  }
  EXPECT_EQ(in_strip, l.in_strip);
  for (size_t a = 0; a < l.discs.size(); ++a) {
    for (size_t b = 0; b < a; ++b) {
      const ClusterDisc &p1 = l.discs[a], &p2 = l.discs[b];
      if (p1.radius == 0 || p2.radius == 0) continue;
      EXPECT_GE(std::hypot(p1.x - p2.x, p1.y - p2.y), p1.radius + p2.radius - 0.01 * std::min(p1.radius, p2.radius))
          << a << " " << b;
    }
  }
}

TEST(LayOut, ClustersLieApartAndTheLooseInAStrip) {
  for (const auto& [rings, size, loose] : {std::tuple{6U, 20U, 15U}, {1U, 50U, 0U}, {40U, 5U, 300U}, {3U, 2U, 1U}}) {
    const Planted p = Rings(rings, size, loose);
    ExpectSound(p, Of(p));
  }
}

TEST(LayOut, TiedNodesAreNearAndNobodyStandsOnAnother) {
  const Planted p = Rings(6, 30, 0);
  const LayoutResult l = Of(p);
  double tied = 0, ties = 0, all = 0, pairs = 0, nearest = 1e9;
  for (Node v = 0; v < p.graph.num_nodes(); ++v) {
    for (Node u = 0; u < v; ++u) {
      const double d = std::hypot(l.x[u] - l.x[v], l.y[u] - l.y[v]);
      nearest = std::min(nearest, d);
      if (p.cluster[u] != p.cluster[v]) continue;
      all += d, ++pairs;
      if (p.graph.FindArc(u, v)) tied += d, ++ties;
    }
  }
  EXPECT_LT(tied / ties, 0.8 * all / pairs);
  EXPECT_GT(nearest, 0.1);
}

// In a ring of rings each is nearer to its neighbours than to the one across.
TEST(LayOut, TiedClustersAreNear) {
  const Planted p = Rings(8, 25, 0);
  const LayoutResult l = Of(p);
  const auto between = [&](size_t a, size_t b) {
    return std::hypot(l.discs[a].x - l.discs[b].x, l.discs[a].y - l.discs[b].y);
  };
  double next = 0, across = 0;
  for (size_t r = 0; r < 8; ++r) next += between(r, (r + 1) % 8), across += between(r, (r + 4) % 8);
  EXPECT_LT(next, across);
}

// Tens of thousands of pairs by themselves: a place each, in time that grows with their number.
TEST(LayOut, ManyLoneClusters) {
  Planted p = Rings(6, 20, 3);
  constexpr uint32_t kPairs = 400;
  std::vector<std::pair<Node, Node>> arcs;
  for (Node v = 0; v < p.graph.num_nodes(); ++v) {
    for (const Node u : p.graph.OutNeighbors(v)) arcs.emplace_back(v, u);
  }
  Node n = p.graph.num_nodes();
  for (uint32_t i = 0; i < kPairs; ++i, n += 2) {
    arcs.emplace_back(n, n + 1);
    arcs.emplace_back(n + 1, n);
    p.cluster.insert(p.cluster.end(), 2, p.clusters++);
  }
  p.graph = BuildTieGraph(n, arcs).value();
  const LayoutResult l = Of(p);
  ExpectSound(p, l);
  float lowest = -1e9F;
  for (size_t c = 0; c < 6; ++c) lowest = std::max(lowest, l.discs[c].y + l.discs[c].radius);
  for (size_t c = 7; c < p.clusters; ++c) EXPECT_GT(l.discs[c].y, lowest);
}

TEST(LayOut, SameForAnyNumberOfThreads) {
  const TieGraph graph = KroneckerGraph({.scale = 11, .edge_factor = 8}).value();
  const LeidenResult found = FindCommunities(graph).value();
  RunControl one, seven;
  one.threads = 1;
  seven.threads = 7;
  const LayoutResult a = LayOut(graph, found.labels, found.count, {.run = &one}).value();
  const LayoutResult b = LayOut(graph, found.labels, found.count, {.run = &seven}).value();
  EXPECT_EQ(a.x, b.x);
  EXPECT_EQ(a.y, b.y);
  ExpectSound({graph, found.labels, found.count}, a);
}

TEST(LayOut, OddGraphs) {
  for (const Planted& p :
       {Planted{MakeGraph(0, {}, true), {}, 0}, Planted{MakeGraph(1, {}, true), {0}, 1}, Planted{MakeGraph(3, {}, true), {2, 0, 1}, 3},
        Planted{MakeGraph(2, {{0, 1}}, true), {0, 1}, 2}, Planted{MakeGraph(2, {{0, 0}, {1, 1}}, true), {0, 0}, 1},
        Planted{MakeGraph(4, {{0, 1}, {2, 3}}, true), {0, 0, 0, 0}, 7}}) {
    ExpectSound(p, Of(p));
    ExpectSound(p, Of(p, {.cluster_steps = 0, .node_steps = 0}));
  }
}

TEST(LayOut, SaysWhatIsWrong) {
  const TieGraph graph = MakeGraph(2, {{0, 1}}, true);
  EXPECT_THAT(LayOut(graph, std::vector<uint32_t>{0}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument, "is 1, expected one a node, 2"));
  EXPECT_THAT(LayOut(graph, std::vector<uint32_t>{0, 3}, 3),
              StatusIs(absl::StatusCode::kInvalidArgument, "a node's cluster is 3, expected below 3"));
  EXPECT_THAT(LayOut(graph, std::vector<uint32_t>{0, 0}, 1, {.node_steps = -1}),
              StatusIs(absl::StatusCode::kInvalidArgument, "node_steps is -1"));
  std::atomic<bool> cancelled = true;
  RunControl run;
  run.cancelled = &cancelled;
  EXPECT_THAT(LayOut(graph, std::vector<uint32_t>{0, 0}, 1, {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::layout_test
