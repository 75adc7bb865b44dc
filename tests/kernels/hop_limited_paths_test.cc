// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/hop_limited_paths.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "graph/random.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::hop_limited_paths_test {
namespace {

using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;
using testing::StatusIs;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Best path to every node for each number of hops, by walking all simple paths.
// Costs are small integers, so that their sums are exact.
class Enumeration {
 public:
  Enumeration(const TieGraph& graph, const std::vector<double>& costs,
              const std::vector<double>& node_costs, int max_hops)
      : graph_(graph), costs_(costs), node_costs_(node_costs), max_hops_(max_hops) {
    best_.resize(graph.num_nodes());
  }
  void From(Node source) { Visit(source); }
  const std::optional<RankedPath>& Best(Node v) const { return best_[v]; }

 private:
  static bool Less(const RankedPath& a, const RankedPath& b) {
    if (a.cost != b.cost) return a.cost < b.cost;
    if (a.nodes.size() != b.nodes.size()) return a.nodes.size() < b.nodes.size();
    return a.nodes < b.nodes;
  }
  void Visit(Node u) {
    path_.nodes.push_back(u);
    if (!best_[u] || Less(path_, *best_[u])) best_[u] = path_;
    if (path_.arcs.size() < static_cast<size_t>(max_hops_)) {
      for (ArcIndex arc = graph_.OutBegin(u); arc < graph_.OutEnd(u); ++arc) {
        const Node v = graph_.Target(arc);
        if (std::count(path_.nodes.begin(), path_.nodes.end(), v) > 0) continue;
        const double toll = path_.arcs.empty() || node_costs_.empty() ? 0 : node_costs_[u];
        if (costs_[arc] == kInfinity || toll == kInfinity) continue;
        path_.arcs.push_back(arc);
        path_.cost += costs_[arc] + toll;
        Visit(v);
        path_.cost -= costs_[arc] + toll;
        path_.arcs.pop_back();
      }
    }
    path_.nodes.pop_back();
  }

  const TieGraph& graph_;
  const std::vector<double>& costs_;
  const std::vector<double>& node_costs_;
  int max_hops_;
  RankedPath path_;
  std::vector<std::optional<RankedPath>> best_;
};

struct Case {
  TieGraph graph;
  std::vector<double> costs;
  std::vector<double> node_costs;
};

Case RandomCase(uint64_t seed) {
  RandomStream random(seed, 9);
  Case c;
  c.graph = RandomGraph(static_cast<Node>(4 + random.Below(4)), 0.3 + 0.4 * random.Uniform(),
                        random.Bernoulli(0.3), seed);
  for (ArcIndex arc = 0; arc < c.graph.num_arcs(); ++arc) {
    c.costs.push_back(random.Bernoulli(0.1) ? kInfinity
                                            : static_cast<double>(random.Below(4)));
  }
  if (random.Bernoulli(0.5)) {
    for (Node v = 0; v < c.graph.num_nodes(); ++v) {
      c.node_costs.push_back(random.Bernoulli(0.2) ? kInfinity
                                                   : static_cast<double>(random.Below(3)));
    }
  }
  return c;
}

TEST(HopLimitedPathsTest, EqualsEnumeration) {
  int reached = 0, missed = 0, longer_is_better = 0;
  HopLimitedTree tree;  // One workspace for all.
  for (uint64_t seed = 0; seed < 500; ++seed) {
    const Case c = RandomCase(seed);
    ASSERT_OK_AND_ASSIGN(const HopLimitedPaths paths,
                         HopLimitedPaths::Create(c.graph, c.costs, c.node_costs));
    const std::vector<Node> sources =
        seed % 2 == 0 ? std::vector<Node>{1} : std::vector<Node>{3, 0, 3};
    for (const int max_hops : {1, 2, 3, 9}) {
      HopLimitedOptions options;
      options.max_hops = max_hops;
      ASSERT_EQ(paths.Run(sources, options, tree), absl::OkStatus());
      for (int within = 1; within <= std::min(max_hops, 4); ++within) {
        Enumeration oracle(c.graph, c.costs, c.node_costs, within == 4 ? max_hops : within);
        for (const Node source : sources) oracle.From(source);
        for (Node v = 0; v < c.graph.num_nodes(); ++v) {
          const uint32_t entry =
              within == 4 ? tree.Best(v) : tree.BestWithin(v, static_cast<uint32_t>(within));
          const RankedPath got = tree.PathOf(entry);
          ASSERT_EQ(got, oracle.Best(v).value_or(RankedPath{})) << seed << " " << v;
          (got.nodes.empty() ? missed : reached) += 1;
          longer_is_better += entry != tree.Best(v);
        }
      }
    }
  }
  EXPECT_GT(reached, 10000);
  EXPECT_GT(missed, 1000);
  EXPECT_GT(longer_is_better, 100);
}

TEST(HopLimitedPathsTest, GoalAndBoundOnlyPrune) {
  const TieGraph graph = PreferentialGraph(500, 3, 4);
  RandomStream random(1, 0);
  std::vector<double> costs;
  for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) costs.push_back(random.Uniform());
  ASSERT_OK_AND_ASSIGN(const HopLimitedPaths paths, HopLimitedPaths::Create(graph, costs));
  HopLimitedTree all, one;
  HopLimitedOptions options;
  ASSERT_EQ(paths.Run({7}, options, all), absl::OkStatus());
  int within = 0, beyond = 0;
  for (Node goal = 0; goal < graph.num_nodes(); ++goal) {
    options.goal = goal;
    options.max_cost = 1;
    ASSERT_EQ(paths.Run({7}, options, one), absl::OkStatus());
    if (all.Cost(goal) <= 1) {
      EXPECT_EQ(one.PathOf(one.Best(goal)), all.PathOf(all.Best(goal)));
      ++within;
    } else {
      EXPECT_EQ(one.Hops(goal), -1);
      EXPECT_EQ(one.Cost(goal), kInfinity);
      ++beyond;
    }
  }
  EXPECT_GT(within, 20);
  EXPECT_GT(beyond, 20);
}

// The first of the k best paths with the same limits, for every node.
TEST(HopLimitedPathsTest, AgreesWithKShortestPaths) {
  const TieGraph graph = PreferentialGraph(300, 2, 8);
  RandomStream random(2, 0);
  std::vector<double> costs;
  for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
    costs.push_back(0.1 * static_cast<double>(random.Below(5)));
  }
  ASSERT_OK_AND_ASSIGN(const HopLimitedPaths paths, HopLimitedPaths::Create(graph, costs));
  ASSERT_OK_AND_ASSIGN(KShortestPaths ranked, KShortestPaths::Create(graph, costs));
  HopLimitedTree tree;
  for (const int max_hops : {3, 5, 8}) {
    HopLimitedOptions options;
    options.max_hops = max_hops;
    options.max_cost = 0.7;
    KShortestPathsOptions k_options;
    k_options.max_hops = max_hops;
    k_options.max_cost = 0.7;
    ASSERT_EQ(paths.Run({5}, options, tree), absl::OkStatus());
    for (Node goal = 0; goal < 300; ++goal) {
      ASSERT_OK_AND_ASSIGN(const auto first, ranked.Find(5, goal, 1, k_options));
      EXPECT_EQ(tree.PathOf(tree.Best(goal)), first.empty() ? RankedPath{} : first[0]);
    }
  }
}

TEST(HopLimitedPathsTest, RejectsBadInput) {
  const TieGraph graph = MakeGraph(3, {{0, 1}, {1, 2}}, false);
  const auto create = [&](std::vector<double> costs, std::vector<double> node_costs) {
    return HopLimitedPaths::Create(graph, costs, node_costs).status();
  };
  EXPECT_THAT(create({1}, {}), StatusIs(absl::StatusCode::kInvalidArgument, "costs has 1"));
  EXPECT_THAT(create({1, std::nan("")}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, "costs[1]"));
  EXPECT_THAT(create({1, 1}, {1}),
              StatusIs(absl::StatusCode::kInvalidArgument, "node_costs has 1"));
  EXPECT_THAT(create({1, 1}, {0, 0, -1}),
              StatusIs(absl::StatusCode::kInvalidArgument, "node_costs[2]"));
  EXPECT_THAT(create({1e308, 1}, {1e308, 0, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument, "infinity"));
  const std::vector<double> costs = {1, 1};
  ASSERT_OK_AND_ASSIGN(const HopLimitedPaths paths, HopLimitedPaths::Create(graph, costs));
  HopLimitedTree tree;
  HopLimitedOptions options;
  EXPECT_THAT(paths.Run({3}, options, tree),
              StatusIs(absl::StatusCode::kOutOfRange, "source"));
  options.goal = 9;
  EXPECT_THAT(paths.Run({0}, options, tree), StatusIs(absl::StatusCode::kOutOfRange, "goal"));
  options.goal.reset();
  options.max_hops = 0;
  EXPECT_THAT(paths.Run({0}, options, tree),
              StatusIs(absl::StatusCode::kInvalidArgument, "max_hops is 0"));
  options.max_hops = 1;
  options.max_cost = std::nan("");
  EXPECT_THAT(paths.Run({0}, options, tree),
              StatusIs(absl::StatusCode::kInvalidArgument, "max_cost"));
  options.max_cost = 5;
  const std::atomic<bool> cancelled = true;
  RunControl run;
  run.cancelled = &cancelled;
  options.run = &run;
  EXPECT_THAT(paths.Run({0}, options, tree), StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::hop_limited_paths_test
