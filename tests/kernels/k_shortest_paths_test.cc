// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/k_shortest_paths.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "graph/random.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::k_shortest_paths_test {
namespace {

using testing::IsOk;
using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::StatusIs;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
__extension__ using Wide = __int128;

// All paths, by exact arithmetic of its own: multiples of 2^-60.
class Enumeration {
 public:
  Enumeration(const TieGraph& graph, const std::vector<double>& costs, Node goal, int max_hops)
      : graph_(graph), costs_(costs), goal_(goal), max_hops_(max_hops) {}

  std::vector<RankedPath> From(Node source) {
    Visit(source, 0);
    std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first < b.first;
      if (a.second.nodes.size() != b.second.nodes.size()) {
        return a.second.nodes.size() < b.second.nodes.size();
      }
      return a.second.nodes < b.second.nodes;
    });
    std::vector<RankedPath> paths;
    for (auto& [cost, path] : found_) {
      path.cost = std::ldexp(static_cast<double>(cost), -60);
      paths.push_back(path);
    }
    return paths;
  }

 private:
  double Cost(ArcIndex arc) const { return costs_.empty() ? 1.0 : costs_[arc]; }

  void Visit(Node u, Wide cost) {
    path_.nodes.push_back(u);
    if (u == goal_) {
      found_.emplace_back(cost, path_);
    } else if (max_hops_ == 0 || path_.arcs.size() < static_cast<size_t>(max_hops_)) {
      for (Node v = 0; v < graph_.num_nodes(); ++v) {
        if (std::count(path_.nodes.begin(), path_.nodes.end(), v) > 0) continue;
        ArcIndex best = graph_.num_arcs();
        for (ArcIndex arc = graph_.OutBegin(u); arc < graph_.OutEnd(u); ++arc) {
          if (graph_.Target(arc) != v || Cost(arc) == kInfinity) continue;
          if (best == graph_.num_arcs() || Cost(arc) < Cost(best)) best = arc;
        }
        if (best == graph_.num_arcs()) continue;
        path_.arcs.push_back(best);
        Visit(v, cost + static_cast<Wide>(std::ldexp(Cost(best), 60)));
        path_.arcs.pop_back();
      }
    }
    path_.nodes.pop_back();
  }

  const TieGraph& graph_;
  const std::vector<double>& costs_;
  Node goal_;
  int max_hops_;
  RankedPath path_;
  std::vector<std::pair<Wide, RankedPath>> found_;
};

enum class Costs { kNone, kTiedIntegers, kTenths, kRandom, kWithZerosAndGaps };

std::vector<double> MakeCosts(Costs kind, ArcIndex m, RandomStream& random) {
  std::vector<double> costs;
  if (kind == Costs::kNone) return costs;
  for (ArcIndex arc = 0; arc < m; ++arc) {
    switch (kind) {
      case Costs::kNone:
        break;
      case Costs::kTiedIntegers:
        costs.push_back(static_cast<double>(random.Below(3)));
        break;
      case Costs::kTenths:  // .1 + .2 + .3 and .3 + .2 + .1 differ as doubles.
        costs.push_back(0.1 * static_cast<double>(1 + random.Below(3)));
        break;
      case Costs::kRandom:
        costs.push_back(0.05 + random.Uniform());
        break;
      case Costs::kWithZerosAndGaps:
        costs.push_back(random.Bernoulli(0.15)  ? kInfinity
                        : random.Bernoulli(0.5) ? 0.0
                                                : static_cast<double>(random.Below(2)));
        break;
    }
  }
  return costs;
}

// 4 to 7 nodes, a third of the graphs symmetric, with parallel arcs and loops.
TieGraph RandomMultigraph(RandomStream& random) {
  const auto n = static_cast<Node>(4 + random.Below(4));
  const double density = 0.25 + 0.5 * random.Uniform();
  const bool symmetric = random.Bernoulli(0.33);
  std::vector<std::pair<Node, Node>> arcs;
  for (Node u = 0; u < n; ++u) {
    for (Node v = 0; v < n; ++v) {
      if (symmetric && v < u) continue;
      for (int copy = 0; copy < 2; ++copy) {
        if (random.Bernoulli(copy == 0 ? density : 0.1)) arcs.emplace_back(u, v);
      }
    }
  }
  return MakeGraph(n, arcs, symmetric);
}

TEST(KShortestPathsTest, EqualsEnumerationOnThousandGraphsForEveryK) {
  int ties = 0, unreachable = 0, hop_limited = 0, most = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    RandomStream random(seed, 3);
    const TieGraph graph = RandomMultigraph(random);
    const std::vector<double> costs =
        MakeCosts(static_cast<Costs>(seed % 5), graph.num_arcs(), random);
    ASSERT_OK_AND_ASSIGN(KShortestPaths paths, KShortestPaths::Create(graph, costs));
    for (int pair = 0; pair < 3; ++pair) {
      const auto source = static_cast<Node>(random.Below(graph.num_nodes()));
      const auto goal = static_cast<Node>(random.Below(graph.num_nodes()));
      for (const int max_hops : {0, 2, 3, 5}) {
        const std::vector<RankedPath> all =
            Enumeration(graph, costs, goal, max_hops).From(source);
        const int total = static_cast<int>(all.size());
        KShortestPathsOptions options;
        options.max_hops = max_hops;
        for (int k = 1; k <= total + 1; k += k < 25 ? 1 : std::max(1, total - k)) {
          ASSERT_OK_AND_ASSIGN(const std::vector<RankedPath> got,
                               paths.Find(source, goal, k, options));
          ASSERT_EQ(got.size(), static_cast<size_t>(std::min(k, total))) << seed;
          ASSERT_TRUE(std::equal(got.begin(), got.end(), all.begin()))
              << "seed " << seed << " " << source << "->" << goal << " k " << k << " max_hops "
              << max_hops;
        }
        for (int i = 1; i < total; ++i) ties += all[i].cost == all[i - 1].cost;
        unreachable += all.empty();
        hop_limited += max_hops > 0 && !all.empty();
        most = std::max(most, total);
      }
    }
  }
  EXPECT_GT(ties, 10000);
  EXPECT_GT(unreachable, 100);
  EXPECT_GT(hop_limited, 3000);
  EXPECT_GT(most, 150);
}

// Larger graphs with long paths: grids are all ties.
TEST(KShortestPathsTest, EqualsEnumerationOnGrids) {
  constexpr Node kWide = 4, kHigh = 4;
  std::vector<std::pair<Node, Node>> arcs;
  for (Node y = 0; y < kHigh; ++y) {
    for (Node x = 0; x < kWide; ++x) {
      if (x + 1 < kWide) arcs.emplace_back(y * kWide + x, y * kWide + x + 1);
      if (y + 1 < kHigh) arcs.emplace_back(y * kWide + x, (y + 1) * kWide + x);
    }
  }
  const TieGraph graph = MakeGraph(kWide * kHigh, arcs, true);
  for (const bool weighted : {false, true}) {
    std::vector<double> costs;
    if (weighted) {
      for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
        costs.push_back((graph.Source(arc) + graph.Target(arc)) % 3 == 0 ? 0.0 : 1.0);
      }
    }
    const std::vector<RankedPath> all = Enumeration(graph, costs, 15, 0).From(0);
    ASSERT_EQ(all.size(), 184U);  // Self-avoiding corner-to-corner walks, OEIS A007764.
    for (int k = 1; k <= 185; k += k < 40 ? 1 : 29) {
      ASSERT_OK_AND_ASSIGN(const auto got, FindKShortestPaths(graph, costs, 0, 15, k));
      ASSERT_TRUE(std::equal(got.begin(), got.end(), all.begin())) << weighted << k;
    }
  }
}

// The three searches answer one contract: with costs all 1, with none, by layers.
TEST(KShortestPathsTest, SearchesAgreeOnAScaleFreeGraph) {
  const TieGraph graph = PreferentialGraph(3000, 3, 11);
  const std::vector<double> ones(graph.num_arcs(), 1.0);
  ASSERT_OK_AND_ASSIGN(KShortestPaths hops, KShortestPaths::Create(graph));
  ASSERT_OK_AND_ASSIGN(KShortestPaths costs, KShortestPaths::Create(graph, ones));
  RandomStream random(5, 0);
  for (int trial = 0; trial < 40; ++trial) {
    const auto source = static_cast<Node>(random.Below(3000));
    const auto goal = static_cast<Node>(random.Below(3000));
    if (source == goal) continue;
    ASSERT_OK_AND_ASSIGN(const auto a, hops.Find(source, goal, 20));
    ASSERT_OK_AND_ASSIGN(const auto b, costs.Find(source, goal, 20));
    EXPECT_EQ(a, b);
    KShortestPathsOptions options;
    options.max_hops = 4;
    ASSERT_OK_AND_ASSIGN(const auto c, hops.Find(source, goal, 20, options));
    ASSERT_OK_AND_ASSIGN(const auto d, costs.Find(source, goal, 20, options));
    EXPECT_EQ(c, d);
    for (size_t i = 0; i < c.size(); ++i) EXPECT_EQ(c[i], a[i]);
  }
}

// A hop limit keeps just the short ones of the unlimited order.
TEST(KShortestPathsTest, HopLimitFiltersTheOrder) {
  const TieGraph graph = PreferentialGraph(400, 3, 12);
  RandomStream random(6, 0);
  std::vector<double> costs;
  for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
    costs.push_back(static_cast<double>(1 + random.Below(20)));
  }
  ASSERT_OK_AND_ASSIGN(KShortestPaths paths, KShortestPaths::Create(graph, costs));
  int dropped = 0, kept = 0;
  for (int trial = 0; trial < 20; ++trial) {
    const auto source = static_cast<Node>(random.Below(400));
    const auto goal = static_cast<Node>((source + 1 + random.Below(399)) % 400);
    ASSERT_OK_AND_ASSIGN(const auto all, paths.Find(source, goal, 60));
    for (const int max_hops : {3, 4, 5, 6}) {
      KShortestPathsOptions options;
      options.max_hops = max_hops;
      ASSERT_OK_AND_ASSIGN(const auto few, paths.Find(source, goal, 60, options));
      size_t at = 0;
      for (const RankedPath& path : all) {
        if (path.arcs.size() > static_cast<size_t>(max_hops)) {
          ++dropped;
          continue;
        }
        ASSERT_LT(at, few.size());
        EXPECT_EQ(few[at++], path);
        ++kept;
      }
    }
  }
  EXPECT_GT(dropped, 100);
  EXPECT_GT(kept, 100);
}

TEST(KShortestPathsTest, ExtremeCostsKeepTheirOrder) {
  // Two ways 0 -> 3 of equal hops; the costs span 600 orders of magnitude.
  const TieGraph graph = MakeGraph(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}, false);
  for (const double unit : {1e-300, 1e-5, 1.0, 1e300, 5e-324}) {
    ASSERT_OK_AND_ASSIGN(
        const auto got,
        FindKShortestPaths(graph, std::vector<double>{4 * unit, unit, unit, 2 * unit}, 0, 3,
                           5));
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0].nodes, (std::vector<Node>{0, 2, 3}));
    EXPECT_EQ(got[0].cost, 3 * unit);
    EXPECT_EQ(got[1].cost, 5 * unit);
  }
}

TEST(KShortestPathsTest, SourceIsGoal) {
  const TieGraph graph = MakeGraph(2, {{0, 1}, {0, 0}}, true);
  ASSERT_OK_AND_ASSIGN(const auto got, FindKShortestPaths(graph, {}, 1, 1, 3));
  EXPECT_EQ(got, (std::vector<RankedPath>{{{1}, {}, 0.0}}));
}

TEST(KShortestPathsTest, RejectsBadInput) {
  const TieGraph graph = MakeGraph(3, {{0, 1}, {1, 2}}, false);
  EXPECT_THAT(FindKShortestPaths(graph, {}, 3, 0, 1),
              StatusIs(absl::StatusCode::kOutOfRange, "source is node 3"));
  EXPECT_THAT(FindKShortestPaths(graph, {}, 0, 7, 1),
              StatusIs(absl::StatusCode::kOutOfRange, "goal is node 7"));
  EXPECT_THAT(FindKShortestPaths(graph, {}, 0, 1, 0),
              StatusIs(absl::StatusCode::kInvalidArgument, "k is 0"));
  KShortestPathsOptions options;
  options.max_hops = -1;
  EXPECT_THAT(FindKShortestPaths(graph, {}, 0, 1, 1, options),
              StatusIs(absl::StatusCode::kInvalidArgument, "max_hops is -1"));
  EXPECT_THAT(FindKShortestPaths(graph, std::vector<double>{1}, 0, 1, 1),
              StatusIs(absl::StatusCode::kInvalidArgument, "1 entries"));
  EXPECT_THAT(FindKShortestPaths(graph, std::vector<double>{1, -0.5}, 0, 1, 1),
              StatusIs(absl::StatusCode::kInvalidArgument, "costs[1]"));
  EXPECT_THAT(FindKShortestPaths(graph, std::vector<double>{std::nan(""), 1}, 0, 1, 1),
              StatusIs(absl::StatusCode::kInvalidArgument, "costs[0]"));
}

TEST(KShortestPathsTest, CanBeCancelledAndReportsProgress) {
  const TieGraph graph = PreferentialGraph(200, 3, 1);
  std::atomic<bool> cancelled = false;
  RunControl run;
  run.cancelled = &cancelled;
  double last = 0;
  run.progress = [&](double fraction) {
    EXPECT_GE(fraction, last);
    last = fraction;
    if (fraction >= 0.5) cancelled = true;
  };
  KShortestPathsOptions options;
  options.run = &run;
  EXPECT_THAT(FindKShortestPaths(graph, {}, 0, 150, 10, options),
              StatusIs(absl::StatusCode::kCancelled, ""));
  EXPECT_GE(last, 0.5);
  cancelled = false;
  run.progress = nullptr;
  EXPECT_THAT(FindKShortestPaths(graph, {}, 0, 150, 10, options), IsOk());
}

}  // namespace
}  // namespace pullgraph::k_shortest_paths_test
