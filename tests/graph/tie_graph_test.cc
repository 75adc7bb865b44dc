// SPDX-License-Identifier: Apache-2.0
#include "graph/tie_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::tie_graph_test {
namespace {

using testing::IsOk;
using testing::MakeGraph;
using testing::StatusIs;
using Arcs = std::vector<std::pair<Node, Node>>;

absl::StatusCode constexpr kInvalid = absl::StatusCode::kInvalidArgument;

// The arcs that a graph shows, seen through its out-rows.
Arcs ListArcs(const TieGraph& g) {
  Arcs out;
  for (Node u = 0; u < g.num_nodes(); ++u) {
    for (const Node v : g.OutNeighbors(u)) out.emplace_back(u, v);
  }
  return out;
}

// The arcs that `options` ask for, by their definition.
Arcs NaiveArcs(const Arcs& list, const ArcListOptions& options) {
  Arcs out;
  for (const auto& [u, v] : list) {
    if (u == v && options.remove_loops) continue;
    out.emplace_back(u, v);
    if (options.symmetrize && u != v) out.emplace_back(v, u);
  }
  std::sort(out.begin(), out.end());
  if (options.remove_parallel) out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void ExpectSound(const TieGraph& g) {
  ASSERT_EQ(g.offsets().size(), size_t{g.num_nodes()} + 1);
  ASSERT_EQ(g.targets().size(), g.num_arcs());
  std::map<std::pair<Node, Node>, int> out_count;
  std::map<std::pair<Node, Node>, int> in_count;
  uint64_t in_degrees = 0;
  for (Node u = 0; u < g.num_nodes(); ++u) {
    ASSERT_EQ(g.OutEnd(u) - g.OutBegin(u), g.OutDegree(u));
    const auto out = g.OutNeighbors(u);
    ASSERT_TRUE(std::is_sorted(out.begin(), out.end()));
    for (ArcIndex arc = g.OutBegin(u); arc < g.OutEnd(u); ++arc) {
      ASSERT_EQ(g.Source(arc), u);
      ASSERT_EQ(g.Target(arc), out[arc - g.OutBegin(u)]);
      ++out_count[{u, g.Target(arc)}];
    }
    const auto in = g.InNeighbors(u);
    ASSERT_EQ(in.size(), g.InDegree(u));
    ASSERT_TRUE(std::is_sorted(in.begin(), in.end()));
    in_degrees += in.size();
    for (uint64_t k = 0; k < in.size(); ++k) {
      const ArcIndex arc = g.InArc(u, k);
      const std::pair<Node, Node> ends(g.Source(arc), g.Target(arc));
      // In a symmetric graph the arc behind is the mirror.
      const std::pair<Node, Node> expected =
          g.is_symmetric() ? std::pair(u, in[k]) : std::pair(in[k], u);
      ASSERT_EQ(ends, expected);
      if (!g.is_symmetric() && k > 0 && in[k] == in[k - 1]) {
        ASSERT_GT(arc, g.InArc(u, k - 1));
      }
      ++in_count[{in[k], u}];
    }
  }
  ASSERT_EQ(in_degrees, g.num_arcs());
  ASSERT_EQ(in_count, out_count);
  for (Node u = 0; u < g.num_nodes(); ++u) {
    for (Node v = 0; v < g.num_nodes(); ++v) {
      const auto arc = g.FindArc(u, v);
      const auto row = g.OutNeighbors(u);
      const auto first = std::find(row.begin(), row.end(), v);
      ASSERT_EQ(arc.has_value(), first != row.end());
      if (arc) {
        ASSERT_EQ(*arc, g.OutBegin(u) + static_cast<uint64_t>(first - row.begin()));
      }
    }
  }
}

TEST(TieGraph, DefaultIsEmpty) {
  const TieGraph g;
  EXPECT_EQ(g.num_nodes(), 0U);
  EXPECT_EQ(g.num_arcs(), 0U);
  EXPECT_TRUE(g.is_symmetric());
  EXPECT_TRUE(g == MakeGraph(0, {}, true));
  EXPECT_FALSE(g == MakeGraph(0, {}, false));
}

TEST(TieGraph, SmallGraphByHand) {
  const TieGraph g = MakeGraph(4, {{2, 0}, {0, 1}, {0, 3}, {0, 1}, {3, 3}}, false);
  EXPECT_EQ(g.num_nodes(), 4U);
  EXPECT_EQ(g.num_arcs(), 5U);
  EXPECT_EQ(ListArcs(g), (Arcs{{0, 1}, {0, 1}, {0, 3}, {2, 0}, {3, 3}}));
  EXPECT_EQ(g.OutDegree(0), 3U);
  EXPECT_EQ(g.InDegree(3), 2U);
  EXPECT_EQ(g.InArc(3, 0), 2U);
  EXPECT_EQ(g.InArc(3, 1), 4U);
  EXPECT_EQ(g.FindArc(0, 1), ArcIndex{0});
  EXPECT_EQ(g.FindArc(1, 0), std::nullopt);
  EXPECT_GE(g.memory_bytes(), 2 * 5 * 8U + 5 * 4 + 5 * 4 + 5 * 8);
}

TEST(TieGraph, FaultyRowsAreNamed) {
  const auto build = [](std::vector<uint64_t> offsets, std::vector<Node> targets,
                        bool symmetric = false) {
    return TieGraph::FromSortedRows(std::move(offsets), std::move(targets), symmetric).status();
  };
  EXPECT_THAT(build({0, 1, 1}, {1}), IsOk());
  EXPECT_THAT(build({}, {}), StatusIs(kInvalid, "do not add up"));
  EXPECT_THAT(build({1, 1}, {0}), StatusIs(kInvalid, "do not add up"));
  EXPECT_THAT(build({0, 1}, {0, 0}), StatusIs(kInvalid, "do not add up to the 2 ties"));
  EXPECT_THAT(build({0, 3}, {0, 0}), StatusIs(kInvalid, "do not add up"));
  EXPECT_THAT(build({0, 2, 1, 2}, {0, 1}), StatusIs(kInvalid, "offsets fall at node 1"));
  EXPECT_THAT(build({0, UINT64_MAX, 2}, {0, 1}), StatusIs(kInvalid, "offsets fall at node 1"));
  EXPECT_THAT(build({0, 0, 2}, {1, 0}), StatusIs(kInvalid, "node 1 are not sorted"));
  EXPECT_THAT(build({0, 1, 2}, {1, 2}),
              StatusIs(kInvalid, "node 1 has a tie to node 2, but there are only 2"));
  EXPECT_THAT(build({0, 1, 2}, {UINT32_MAX, 0}), StatusIs(kInvalid, "node 0 has a tie"));
  EXPECT_THAT(build({0, 1, 1}, {1}, true), StatusIs(kInvalid, "node 0 to node 1 has no mirror"));
  EXPECT_THAT(build({0, 2, 3}, {1, 1, 0}, true), StatusIs(kInvalid, "no mirror"));
  EXPECT_THAT(build({0, 2, 4}, {1, 1, 0, 0}, true), IsOk());
  EXPECT_THAT(build({0, 1}, {0}, true), IsOk());  // A loop is its own mirror.
}

TEST(TieGraph, TheLowestFaultIsNamedForAnyThreads) {
  constexpr Node kNodes = 50'000;
  std::vector<uint64_t> offsets(kNodes + 1);
  std::vector<Node> targets;
  for (Node u = 0; u < kNodes; ++u) {
    offsets[u] = targets.size();
    targets.insert(targets.end(), {1, 2});
    if (u == 20'000 || u == 20'001 || u == 45'000) std::swap(targets[2 * u], targets[2 * u + 1]);
  }
  offsets[kNodes] = targets.size();
  for (const int threads : {1, 2, 7}) {
    EXPECT_THAT(TieGraph::FromSortedRows(offsets, targets, false, threads),
                StatusIs(kInvalid, "node 20000 are not sorted"));
  }
}

// Every simple digraph on four nodes: taken for symmetric only if it is.
TEST(TieGraph, MirrorCheckOnAllSmallGraphs) {
  Arcs possible;
  for (Node u = 0; u < 4; ++u) {
    for (Node v = 0; v < 4; ++v) {
      if (u != v) possible.emplace_back(u, v);
    }
  }
  int accepted = 0;
  for (uint32_t subset = 0; subset < 1U << possible.size(); ++subset) {
    std::vector<uint64_t> offsets(5, 0);
    std::vector<Node> targets;
    Arcs arcs;
    for (size_t i = 0; i < possible.size(); ++i) {
      if (subset >> i & 1) arcs.push_back(possible[i]);
    }
    bool symmetric = true;
    for (const auto& [u, v] : arcs) {
      targets.push_back(v);
      ++offsets[u + 1];
      symmetric = symmetric && std::count(arcs.begin(), arcs.end(), std::pair(v, u)) == 1;
    }
    for (size_t u = 0; u < 4; ++u) offsets[u + 1] += offsets[u];
    ASSERT_EQ(TieGraph::FromSortedRows(offsets, targets, true).ok(), symmetric);
    accepted += symmetric;
  }
  EXPECT_EQ(accepted, 1 << 6);
}

// A large graph with one arc taken away or turned elsewhere.
TEST(TieGraph, MirrorCheckCatchesOneMissingArc) {
  const TieGraph g = testing::RandomGraph(300, 0.05, true, 8);
  RandomStream random(8, 1);
  for (int round = 0; round < 300; ++round) {
    std::vector<uint64_t> offsets(g.offsets().begin(), g.offsets().end());
    std::vector<Node> targets(g.targets().begin(), g.targets().end());
    const ArcIndex arc = random.Below(g.num_arcs());
    const Node u = g.Source(arc);
    targets.erase(targets.begin() + static_cast<int64_t>(arc));
    for (size_t v = u + 1; v < offsets.size(); ++v) --offsets[v];
    ASSERT_THAT(TieGraph::FromSortedRows(offsets, targets, true, 1 + round % 3),
                StatusIs(kInvalid, "has no mirror"));
    ASSERT_THAT(TieGraph::FromSortedRows(offsets, targets, false), IsOk());
  }
}

TEST(BuildTieGraph, AgreesWithTheNaiveDefinition) {
  int parallel = 0;
  int loops = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    RandomStream random(seed, 0);
    const auto n = static_cast<Node>(1 + random.Below(12));
    Arcs arcs(random.Below(60));
    for (auto& [u, v] : arcs) {
      u = static_cast<Node>(random.Below(n));
      v = static_cast<Node>(random.Below(n));
      loops += u == v;
    }
    for (int bits = 0; bits < 8; ++bits) {
      ArcListOptions options;
      options.symmetrize = bits & 1;
      options.remove_parallel = bits & 2;
      options.remove_loops = bits & 4;
      ASSERT_OK_AND_ASSIGN(const TieGraph g, BuildTieGraph(n, arcs, options));
      const Arcs expected = NaiveArcs(arcs, options);
      ASSERT_EQ(ListArcs(g), expected);
      ASSERT_EQ(g.is_symmetric(), options.symmetrize);
      ExpectSound(g);
      parallel += std::adjacent_find(expected.begin(), expected.end()) != expected.end();
      for (const int threads : {2, 7}) {
        options.threads = threads;
        ASSERT_OK_AND_ASSIGN(const TieGraph again, BuildTieGraph(n, arcs, options));
        ASSERT_TRUE(g == again);
      }
    }
  }
  EXPECT_GT(parallel, 0);
  EXPECT_GT(loops, 0);
}

TEST(BuildTieGraph, OrderOfTheListDoesNotMatter) {
  RandomStream random(5, 5);
  Arcs arcs;
  for (int i = 0; i < 500; ++i) {
    arcs.emplace_back(static_cast<Node>(random.Below(40)), static_cast<Node>(random.Below(40)));
  }
  const TieGraph g = MakeGraph(40, arcs, true);
  for (int round = 0; round < 5; ++round) {
    Shuffle(arcs, random);
    EXPECT_TRUE(g == MakeGraph(40, arcs, true));
  }
}

TEST(BuildTieGraph, NamesTheFirstBadEnd) {
  EXPECT_THAT(BuildTieGraph(3, Arcs{{0, 1}, {2, 3}, {9, 9}}),
              StatusIs(absl::StatusCode::kOutOfRange, "arc 1 has the end 3, expected one in [0, 3)"));
  EXPECT_THAT(BuildTieGraph(0, Arcs{{0, 0}}),
              StatusIs(absl::StatusCode::kOutOfRange, "arc 0 has the end 0"));
}

TEST(TieGraph, CopiesAreDeepAndEqual) {
  TieGraph g = MakeGraph(3, {{0, 1}, {1, 2}}, false);
  const TieGraph copy = g;
  EXPECT_TRUE(copy == g);
  g = MakeGraph(3, {{0, 1}}, false);
  EXPECT_FALSE(copy == g);
  ExpectSound(copy);
  EXPECT_FALSE(MakeGraph(2, {{0, 1}, {1, 0}}, false) == MakeGraph(2, {{0, 1}}, true));
}

}  // namespace
}  // namespace pullgraph::tie_graph_test
