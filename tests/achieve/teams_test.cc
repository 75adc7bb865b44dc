// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/teams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <limits>

#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::teams_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

constexpr double kFar = std::numeric_limits<double>::infinity();

struct Case {
  TieGraph ties;
  std::vector<double> costs;
  std::vector<std::vector<Node>> holders;
};

Case RandomCase(uint64_t seed) {
  const Node n = 4 + static_cast<Node>(seed % 7);
  Case c{RandomGraph(n, 0.35, true, seed), {}, {}};
  for (Node u = 0; u < n; ++u) {
    for (const Node v : c.ties.OutNeighbors(u)) {
      // On a coarse grid with zeros, so that ties occur.
      RandomStream random(seed, std::min(u, v) * 100ULL + std::max(u, v));
      c.costs.push_back(static_cast<double>(random.Below(5)) / 4);
    }
  }
  RandomStream random(seed, 1'000'000);
  c.holders.resize(1 + seed % 4);
  for (std::vector<Node>& nodes : c.holders) {
    for (Node v = 0; v < n; ++v) {
      if (random.Bernoulli(0.25)) nodes.push_back(v);
    }
  }
  return c;
}

// Diameter and spanning tree of the subgraph of `set`; infinite if unconnected.
std::pair<double, double> Measures(const Case& c, uint32_t set) {
  const Node n = c.ties.num_nodes();
  std::vector<std::vector<double>> d(n, std::vector<double>(n, kFar));
  for (Node u = 0; u < n; ++u) {
    d[u][u] = 0;
    for (ArcIndex a = c.ties.OutBegin(u); a < c.ties.OutEnd(u); ++a) {
      d[u][c.ties.Target(a)] = c.costs[a];
    }
  }
  const auto in = [&](Node v) { return (set >> v & 1) != 0; };
  // Prim by scanning.
  std::vector<double> near(n, kFar);
  double tree = 0;
  uint32_t left = set;
  for (Node v = 0; v < n && left != 0; ++v) {
    Node next = n;
    for (Node u = 0; u < n; ++u) {
      if ((left >> u & 1) != 0 && (next == n || near[u] < near[next])) next = u;
    }
    if (left != set) tree += near[next];
    left &= ~(1U << next);
    for (Node u = 0; u < n; ++u) near[u] = std::min(near[u], d[next][u]);
  }
  for (Node k = 0; k < n; ++k) {
    if (!in(k)) continue;
    for (Node u = 0; u < n; ++u) {
      for (Node v = 0; v < n; ++v) d[u][v] = std::min(d[u][v], d[u][k] + d[k][v]);
    }
  }
  double diameter = 0;
  for (Node u = 0; u < n; ++u) {
    for (Node v = 0; v < n; ++v) {
      if (in(u) && in(v)) diameter = std::max(diameter, d[u][v]);
    }
  }
  return {diameter, tree};
}

bool Fills(const Case& c, uint32_t set) {
  return std::all_of(c.holders.begin(), c.holders.end(), [&](const std::vector<Node>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(), [&](Node v) { return (set >> v & 1) != 0; });
  });
}

// A team that is one, with the figures it states.
void ExpectTeam(const Case& c, const Team& team) {
  uint32_t set = 0;
  for (const Node v : team.members) set |= 1U << v;
  EXPECT_TRUE(std::is_sorted(team.members.begin(), team.members.end()));
  ASSERT_EQ(team.filled_by.size(), c.holders.size());
  for (size_t need = 0; need < c.holders.size(); ++need) {
    const Node v = team.filled_by[need];
    EXPECT_NE(set >> v & 1, 0U);
    EXPECT_EQ(std::count(c.holders[need].begin(), c.holders[need].end(), v), 1);
  }
  const auto [diameter, tree] = Measures(c, set);
  EXPECT_EQ(team.diameter, diameter);
  EXPECT_EQ(team.tree_cost, tree);
}

TEST(Teams, KeepTheirBoundsOverAllTeams) {
  int none = 0, without_holder = 0, best_diameter = 0, best_tree = 0, teams = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Case c = RandomCase(seed);
    double least_diameter = kFar, least_tree = kFar;
    for (uint32_t set = 1; set < 1U << c.ties.num_nodes(); ++set) {
      if (!Fills(c, set)) continue;
      const auto [diameter, tree] = Measures(c, set);
      least_diameter = std::min(least_diameter, diameter);
      least_tree = std::min(least_tree, tree);
    }
    ASSERT_OK_AND_ASSIGN(const Team rarest, FindTeam(c.ties, c.costs, c.holders));
    ASSERT_OK_AND_ASSIGN(const Team steiner, FindTeam(c.ties, c.costs, c.holders,
                                                      {.method = TeamMethod::kTree}));
    ASSERT_EQ(rarest.members.empty(), least_diameter == kFar) << seed;
    ASSERT_EQ(steiner.members.empty(), least_diameter == kFar) << seed;
    if (rarest.members.empty()) {
      (rarest.without_holder.empty() ? none : without_holder)++;
      for (const uint32_t need : rarest.without_holder) EXPECT_TRUE(c.holders[need].empty());
      continue;
    }
    ++teams;
    ExpectTeam(c, rarest);
    ExpectTeam(c, steiner);
    EXPECT_GE(rarest.diameter, least_diameter);
    EXPECT_LE(rarest.diameter, 2 * least_diameter) << seed;
    EXPECT_GE(steiner.tree_cost, least_tree);
    EXPECT_LE(steiner.tree_cost, static_cast<double>(c.holders.size() - 1) * least_tree) << seed;
    best_diameter += rarest.diameter == least_diameter;
    best_tree += steiner.tree_cost == least_tree;
  }
  EXPECT_GT(teams, 100);
  EXPECT_GT(none, 10);
  EXPECT_GT(without_holder, 10);
  EXPECT_GT(best_diameter, teams / 2);
  EXPECT_GT(best_tree, teams * 8 / 10);
  EXPECT_LT(best_diameter, teams);
}

TEST(Teams, TakeThoseInBetweenAndTheSmallerNode) {
  // 0 - 1 - 2, and 0 - 3 - 4: 2 and 4 are equally far; only 0 has need 0.
  const TieGraph ties = MakeGraph(5, {{0, 1}, {1, 2}, {0, 3}, {3, 4}}, true);
  const std::vector<double> costs(ties.num_arcs(), 1);
  for (const TeamMethod method : {TeamMethod::kDiameter, TeamMethod::kTree}) {
    ASSERT_OK_AND_ASSIGN(const Team team,
                         FindTeam(ties, costs, {{0}, {2, 4}}, {.method = method}));
    EXPECT_THAT(team.members, ::testing::ElementsAre(0, 1, 2));
    EXPECT_THAT(team.filled_by, ::testing::ElementsAre(0, 2));
    EXPECT_EQ(team.diameter, 2);
    EXPECT_EQ(team.tree_cost, 2);
  }
}

TEST(Teams, NameBadInput) {
  using absl::StatusCode;
  const TieGraph ties = MakeGraph(3, {{0, 1}, {1, 2}}, true);
  const std::vector<double> costs(4, 1);
  EXPECT_THAT(FindTeam(MakeGraph(2, {{0, 1}}, false), {1.0}, {{0}}),
              StatusIs(StatusCode::kInvalidArgument, "directed"));
  EXPECT_THAT(FindTeam(ties, {1.0}, {{0}}), StatusIs(StatusCode::kInvalidArgument, "costs has 1"));
  EXPECT_THAT(FindTeam(ties, {1.0, 2.0, 1.0, 1.0}, {{0}}),
              StatusIs(StatusCode::kInvalidArgument, "mirror"));
  EXPECT_THAT(FindTeam(ties, {-1.0, -1.0, 1.0, 1.0}, {{0}}),
              StatusIs(StatusCode::kInvalidArgument, "weights[0] = -1"));
  EXPECT_THAT(FindTeam(ties, costs, {}), StatusIs(StatusCode::kInvalidArgument, "holders is empty"));
  EXPECT_THAT(FindTeam(ties, costs, {{7}}), StatusIs(StatusCode::kOutOfRange, "holders[0] is 7"));
  EXPECT_THAT(FindTeam(ties, costs, {{0}}, {.max_starts = 0}),
              StatusIs(StatusCode::kInvalidArgument, "max_starts is 0"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindTeam(ties, costs, {{0}}, {.run = &run}), StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::teams_test
