// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/leverage_backtest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "algorithms/journey/influence_graph.h"
#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::leverage_backtest_test {
namespace {

using testing::StatusIs;

// Cascades over `graph` with probability p(v) of each arc of v: a few begin, and who is set in
// motion follows within days. Actions begin all the time.
std::vector<ActionEntry> Cascades(const TieGraph& graph, const std::vector<double>& p,
                                  uint32_t actions, uint64_t seed) {
  std::vector<ActionEntry> log;
  for (uint32_t a = 0; a < actions; ++a) {
    RandomStream random(seed, a);
    const double begin = a * 3.0;
    std::vector<double> at(graph.num_nodes(), -1);
    std::vector<Node> queue;
    for (int i = 0; i < 3; ++i) {
      const auto v = static_cast<Node>(random.Below(graph.num_nodes()));
      if (at[v] < 0) at[v] = begin + random.Uniform(), queue.push_back(v);
    }
    for (size_t i = 0; i < queue.size(); ++i) {
      const Node v = queue[i];
      for (const Node u : graph.OutNeighbors(v)) {
        if (at[u] >= 0 || !random.Bernoulli(p[v])) continue;
        at[u] = at[v] + 0.1 + random.Uniform();
        queue.push_back(u);
      }
    }
    for (Node v = 0; v < graph.num_nodes(); ++v) {
      if (at[v] >= 0) log.push_back({a, v, Time(static_cast<int64_t>(at[v] * 8.64e10))});
    }
  }
  std::sort(log.begin(), log.end(), [](const ActionEntry& x, const ActionEntry& y) {
    return std::tie(x.action, x.at, x.member) < std::tie(y.action, y.at, y.member);
  });
  return log;
}

struct Totals {
  int covered = 0, naive_covered = 0;
  double expected[3] = {}, seen[3] = {};
};

// Probabilities differ by member if `alike` is 0, else all are the same: then whoever looks
// best is chance.
Totals Play(bool alike) {
  Totals totals;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const TieGraph graph = testing::RandomGraph(80, 0.08, false, seed);
    RandomStream random(seed, 7);
    std::vector<double> p(80, 0.1);
    for (double& each : p) {
      if (!alike) each = random.Beta(0.5, 4.5);
    }
    const auto log = Cascades(graph, p, 160, seed);
    const LeverageBacktest result = BacktestLeverage(graph, {}, log).value();
    EXPECT_EQ(result.checks.size(), 3u);
    for (size_t b = 0; b < 3; ++b) {
      totals.expected[b] += result.checks[b].expected;
      totals.seen[b] += result.checks[b].seen;
    }
    const auto holds = [](const Estimate& e) { return e.low <= 1 && 1 <= e.high; };
    totals.covered += holds(result.checks[0].ratio);
    totals.naive_covered += holds(result.checks[2].ratio);
  }
  return totals;
}

// Finding: the ten seeds were expected to have 76.4 direct followers, and had 34.1.
TEST(LeverageBacktest, AFittedPriorKeepsItsPromises) {
  for (const bool alike : {false, true}) {
    const Totals t = Play(alike);
    const double fitted = t.seen[0] / t.expected[0], naive = t.seen[2] / t.expected[2];
    EXPECT_NEAR(fitted, 1, 0.12) << alike;
    EXPECT_LT(naive, 0.93) << alike;
    EXPECT_LT(naive, fitted - 0.05) << alike;
    EXPECT_GE(t.covered, 16) << alike;
    EXPECT_GE(t.covered, t.naive_covered) << alike;
    // And those chosen have no fewer followers.
    EXPECT_GT(t.seen[0], 0.95 * t.seen[2]) << alike;
  }
}

TEST(LeverageBacktest, ALogWithoutTwoHalves) {
  const TieGraph graph = testing::RandomGraph(5, 0.5, false, 1);
  constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;
  EXPECT_THAT(BacktestLeverage(graph, {}, {}), StatusIs(kFailed, "two halves"));
  const std::vector<ActionEntry> once = {{0, 1, Time(5)}};
  EXPECT_THAT(BacktestLeverage(graph, {}, once), StatusIs(kFailed, "two halves"));
  LeverageBacktestOptions options;
  options.seeds = 0;
  EXPECT_THAT(BacktestLeverage(graph, {}, once, options),
              StatusIs(absl::StatusCode::kInvalidArgument, "seeds"));
}

}  // namespace
}  // namespace pullgraph::leverage_backtest_test
