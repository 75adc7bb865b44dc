// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/leverage.h"

#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cmath>

#include "algorithms/journey/spread.h"
#include "tests/testing/exact_spread.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::leverage_test {
namespace {

using testing::ExactSpread;
using testing::RandomInfluence;
using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kModels = {SpreadModel::kIndependentCascade, SpreadModel::kLinearThreshold};

uint32_t BitsOf(const Leverage& leverage) {
  uint32_t bits = 0;
  for (const LeverageSeed& seed : leverage.seeds) bits |= 1U << seed.node;
  return bits;
}

std::vector<Node> NodesOf(const Leverage& leverage) {
  std::vector<Node> nodes;
  for (const LeverageSeed& seed : leverage.seeds) nodes.push_back(seed.node);
  return nodes;
}

// All that a result states, against all worlds. False where a bound failed.
bool BoundsHold(const Leverage& got, const ExactSpread& exact, double best, uint32_t audience) {
  const double spread = exact.Of(BitsOf(got), audience);
  uint32_t bits = 0;
  bool holds = spread >= got.spread_low - 1e-6 && spread <= got.spread_high + 1e-6 &&
               best <= got.best_high + 1e-6 && spread >= got.ratio * best - 1e-6;
  for (const LeverageSeed& seed : got.seeds) {
    bits |= 1U << seed.node;
    const double so_far = exact.Of(bits, audience);
    holds = holds && so_far >= seed.spread_low - 1e-6 && so_far <= seed.spread_high + 1e-6;
  }
  return holds;
}

TEST(Leverage, AgainstAllWorlds) {
  constexpr Node n = 7;
  int not_best = 0;
  for (const SpreadModel model : kModels) {
    for (uint64_t seed = 0; seed < 40; ++seed) {
      const InfluenceGraph influence = RandomInfluence(n, 12, model, seed);
      const ExactSpread exact(influence);
      const uint32_t audience = seed % 3 == 2 ? 0x5B : 0x7F;
      const uint32_t allowed = seed % 4 == 3 ? 0x37 : 0x7F;
      std::vector<uint8_t> may(n), counts(n);
      for (Node u = 0; u < n; ++u) may[u] = allowed >> u & 1, counts[u] = audience >> u & 1;
      LeverageOptions options;
      options.epsilon = 0.05;
      options.delta = 1e-4;
      options.candidates = may;
      options.audience = counts;
      options.seed = seed;
      for (const uint32_t k : {1, 2, 3}) {
        double best = 0;
        for (uint32_t bits = 0; bits < 1U << n; ++bits) {
          if ((bits & ~allowed) != 0 || std::popcount(bits) != static_cast<int>(k)) continue;
          best = std::max(best, exact.Of(bits, audience));
        }
        ASSERT_OK_AND_ASSIGN(const Leverage got, FindLeverage(influence, k, options));
        EXPECT_EQ(got.seeds.size(), k);
        EXPECT_EQ(BitsOf(got) & ~allowed, 0U);
        EXPECT_TRUE(got.certified);
        EXPECT_TRUE(BoundsHold(got, exact, best, audience)) << seed << " " << k;
        const double spread = exact.Of(BitsOf(got), audience);
        EXPECT_GE(spread, got.target_ratio * best - 1e-9);
        EXPECT_NEAR(got.spread, spread, 0.25 * spread);
        not_best += spread < best - 1e-9;
      }
    }
  }
  EXPECT_GT(not_best, 0);
}

TEST(Leverage, WithinABudgetAgainstAllWorlds) {
  constexpr Node n = 7;
  for (const SpreadModel model : kModels) {
    for (uint64_t seed = 0; seed < 40; ++seed) {
      const InfluenceGraph influence = RandomInfluence(n, 12, model, seed);
      const ExactSpread exact(influence);
      RandomStream random(seed, 5);
      std::vector<double> cost;
      for (Node u = 0; u < n; ++u) cost.push_back(0.5 + 2 * random.Uniform());
      const double budget = 1.5 + 3 * random.Uniform();
      const auto cost_of = [&](uint32_t bits) {
        double sum = 0;
        for (Node u = 0; u < n; ++u) sum += (bits >> u & 1) != 0 ? cost[u] : 0;
        return sum;
      };
      double best = 0;
      for (uint32_t bits = 0; bits < 1U << n; ++bits) {
        if (cost_of(bits) <= budget) best = std::max(best, exact.Of(bits));
      }
      ASSERT_OK_AND_ASSIGN(
          const Leverage got,
          FindLeverageWithinBudget(influence, cost, budget, {.delta = 1e-4, .seed = seed}));
      EXPECT_LE(cost_of(BitsOf(got)), budget + 1e-9);
      EXPECT_TRUE(got.certified);
      EXPECT_TRUE(BoundsHold(got, exact, best, 0x7F)) << seed;
      EXPECT_GE(exact.Of(BitsOf(got)), (1 - std::exp(-1.0)) / 2 * best);
    }
  }
}

TEST(Leverage, ContactSetsReachWhatTheySay) {
  constexpr Node n = 7;
  int more_than_one = 0, out_of_reach = 0, minimal = 0;
  for (const SpreadModel model : kModels) {
    for (uint64_t seed = 0; seed < 40; ++seed) {
      const InfluenceGraph influence = RandomInfluence(n, 12, model, seed);
      const ExactSpread exact(influence);
      std::vector<uint8_t> may(n, 1);
      uint32_t allowed = 0x7F;
      if (seed % 3 == 0) allowed = 0x3, may.assign({1, 1, 0, 0, 0, 0, 0});
      const double reach = 1 + static_cast<double>(seed % 5);
      LeverageOptions options;
      options.delta = 1e-4;
      options.candidates = may;
      options.max_sets = 1 << 18;
      ASSERT_OK_AND_ASSIGN(const Leverage got, FindMinimalContactSet(influence, reach, options));
      int fewest = n + 1;
      for (uint32_t bits = 0; bits < 1U << n; ++bits) {
        if ((bits & ~allowed) != 0 || exact.Of(bits) < reach) continue;
        fewest = std::min(fewest, std::popcount(bits));
      }
      if (!got.certified) {
        ++out_of_reach;
        EXPECT_LT(exact.Of(allowed), reach * 1.03) << seed;
        continue;
      }
      EXPECT_GE(exact.Of(BitsOf(got)), reach - 1e-9) << seed;
      EXPECT_LE(static_cast<int>(got.fewest), fewest);
      EXPECT_LE(static_cast<int>(got.fewest), static_cast<int>(got.seeds.size()));
      EXPECT_LE(static_cast<int>(got.seeds.size()), fewest + 1);
      more_than_one += got.seeds.size() > 1;
      minimal += static_cast<int>(got.seeds.size()) == fewest;
    }
  }
  EXPECT_GT(more_than_one, 0);
  EXPECT_GT(out_of_reach, 0);
  EXPECT_GT(minimal, 40);
}

InfluenceGraph Cascade(const TieGraph& ties, SpreadModel model) {
  TieGraph directed = TieGraph::FromSortedRows({ties.offsets().begin(), ties.offsets().end()},
                                               {ties.targets().begin(), ties.targets().end()},
                                               false).value();
  std::vector<float> p = WeightedCascadeProbabilities(directed);
  return MakeInfluenceGraph(std::move(directed), std::move(p), model).value();
}

TEST(Leverage, ForwardCascadesLieInTheInterval) {
  for (const SpreadModel model : kModels) {
    int inside = 0, met = 0;
    for (uint64_t seed = 0; seed < 100; ++seed) {
      const InfluenceGraph influence =
          Cascade(testing::PreferentialGraph(2000, 3, seed), model);
      ASSERT_OK_AND_ASSIGN(const Leverage got, FindLeverage(influence, 10, {.seed = seed}));
      SpreadOptions options;
      options.runs = 500;
      options.seed = seed + 1000;
      ASSERT_OK_AND_ASSIGN(const Spread spread, SimulateSpread(influence, NodesOf(got), options));
      // The cascades themselves are known to three standard errors only.
      const double slack = 3 * spread.deviation / std::sqrt(options.runs);
      inside += spread.mean >= got.spread_low - slack && spread.mean <= got.spread_high + slack;
      met += got.certified && got.ratio >= 1 - std::exp(-1.0) - 0.1 &&
             got.spread_low / got.best_high >= got.ratio - 1e-12;
      EXPECT_LE(got.spread_low, got.spread);
      EXPECT_GE(got.spread_high, got.spread);
    }
    EXPECT_GE(inside, 99);
    EXPECT_GE(met, 99);
  }
}

TEST(Leverage, BeatsTheBestConnectedWhereTheyOverlap) {
  // Two hubs share their fans; a smaller hub has its own.
  std::vector<std::pair<Node, Node>> arcs;
  for (Node v = 3; v < 43; ++v) arcs.emplace_back(0, v), arcs.emplace_back(1, v);
  for (Node v = 43; v < 63; ++v) arcs.emplace_back(2, v);
  TieGraph graph = testing::MakeGraph(63, arcs, false);
  std::vector<float> p(graph.num_arcs(), 0.9F);
  const InfluenceGraph influence =
      MakeInfluenceGraph(std::move(graph), std::move(p), SpreadModel::kIndependentCascade).value();
  EXPECT_EQ(BestConnected(influence, 2), (std::vector<Node>{0, 1}));
  ASSERT_OK_AND_ASSIGN(const Leverage got, FindLeverage(influence, 2));
  EXPECT_EQ(NodesOf(got)[1], 2U);
  std::vector<uint8_t> not_first(63, 1);
  not_first[0] = 0;
  EXPECT_EQ(BestConnected(influence, 2, not_first), (std::vector<Node>{1, 2}));
}

TEST(Leverage, SameForAnyThreads) {
  const InfluenceGraph influence = Cascade(testing::PreferentialGraph(1500, 3, 9),
                                           SpreadModel::kIndependentCascade);
  std::vector<double> cost(1500);
  for (size_t u = 0; u < cost.size(); ++u) cost[u] = 1 + static_cast<double>(u % 5);
  const auto text = [](const Leverage& l) {
    std::string out = std::to_string(l.sets) + " " + std::to_string(l.best_high);
    for (const LeverageSeed& s : l.seeds) {
      out += " " + std::to_string(s.node) + ":" + std::to_string(s.spread_low);
    }
    return out;
  };
  std::string expected;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    LeverageOptions options;
    options.run = &run;
    SpreadOptions forward;
    forward.runs = 2000;
    forward.run = &run;
    const std::string all = text(FindLeverage(influence, 20, options).value()) + "\n" +
                            text(FindLeverageWithinBudget(influence, cost, 30, options).value()) +
                            "\n" + text(FindMinimalContactSet(influence, 200, options).value()) +
                            "\n" + std::to_string(SimulateSpread(influence, {1, 5}, forward)->mean);
    if (threads == 1) expected = all;
    EXPECT_EQ(all, expected);
  }
}

TEST(Leverage, ErrorsAndLimits) {
  const InfluenceGraph influence = RandomInfluence(7, 12, SpreadModel::kIndependentCascade, 1);
  const std::vector<uint8_t> few(3, 1), nobody(7, 0);
  EXPECT_THAT(FindLeverage(influence, 0), StatusIs(kInvalid, "k is 0"));
  for (const double bad : {0.0, 0.7, -1.0, std::nan("")}) {
    EXPECT_THAT(FindLeverage(influence, 1, {.epsilon = bad}), StatusIs(kInvalid, "epsilon"));
  }
  for (const double bad : {0.0, 1.0, std::nan("")}) {
    EXPECT_THAT(FindLeverage(influence, 1, {.delta = bad}), StatusIs(kInvalid, "delta"));
  }
  EXPECT_THAT(FindLeverage(influence, 1, {.candidates = few}), StatusIs(kInvalid, "candidates"));
  EXPECT_THAT(FindLeverage(influence, 1, {.audience = few}), StatusIs(kInvalid, "audience"));
  EXPECT_THAT(FindLeverage(influence, 1, {.candidates = nobody}), StatusIs(kInvalid, "candidate"));
  EXPECT_THAT(FindLeverage(influence, 1, {.audience = nobody}), StatusIs(kInvalid, "audience"));
  EXPECT_THAT(FindLeverage(influence, 1, {.max_sets = 0}), StatusIs(kInvalid, "max_sets"));
  EXPECT_THAT(FindLeverage(influence, 1, {.max_nodes = 10}),
              StatusIs(absl::StatusCode::kResourceExhausted, "max_nodes"));
  const std::vector<double> cost(7, 1), zero(7, 0);
  EXPECT_THAT(FindLeverageWithinBudget(influence, cost, -1), StatusIs(kInvalid, "budget"));
  EXPECT_THAT(FindLeverageWithinBudget(influence, zero, 1), StatusIs(kInvalid, "cost[0]"));
  EXPECT_THAT(FindLeverageWithinBudget(influence, {}, 1), StatusIs(kInvalid, "cost has 0"));
  for (const double bad : {0.0, 7.5, std::nan("")}) {
    EXPECT_THAT(FindMinimalContactSet(influence, bad), StatusIs(kInvalid, "reach"));
  }
  ASSERT_OK_AND_ASSIGN(const Leverage rough, FindLeverage(influence, 2, {.max_sets = 3}));
  EXPECT_FALSE(rough.certified);
  EXPECT_EQ(rough.sets, 6U);
  for (const uint64_t least : {1000, 20'000}) {
    const LeverageOptions more{.min_sets = least};
    EXPECT_GE(FindLeverage(influence, 2, more)->sets, 2 * least);
    EXPECT_GE(FindLeverageWithinBudget(influence, cost, 2, more)->sets, 2 * least);
    EXPECT_GE(FindMinimalContactSet(influence, 3, more)->sets, 2 * least);
  }
  ASSERT_OK_AND_ASSIGN(const Leverage all, FindLeverage(influence, 100));
  EXPECT_EQ(all.seeds.size(), 7U);
  EXPECT_EQ(all.spread_low, 7);
  EXPECT_EQ(all.ratio, 1);
  const std::atomic<bool> stop{true};
  RunControl run;
  run.cancelled = &stop;
  const LeverageOptions stopped{.run = &run};
  const auto cancelled = StatusIs(absl::StatusCode::kCancelled, "interrupted");
  EXPECT_THAT(FindLeverage(influence, 1, stopped), cancelled);
  EXPECT_THAT(FindLeverageWithinBudget(influence, cost, 1, stopped), cancelled);
  EXPECT_THAT(FindMinimalContactSet(influence, 1, stopped), cancelled);
}

TEST(Spread, AgainstAllWorlds) {
  for (const SpreadModel model : kModels) {
    int outside = 0;
    for (uint64_t seed = 0; seed < 100; ++seed) {
      const InfluenceGraph influence = RandomInfluence(7, 12, model, seed);
      const ExactSpread exact(influence);
      std::vector<uint8_t> audience = {1, 1, 0, 1, 1, 0, 1};
      SpreadOptions options;
      options.runs = 2000;
      options.seed = seed;
      options.audience = audience;
      ASSERT_OK_AND_ASSIGN(const Spread got, SimulateSpread(influence, {2, 4, 2}, options));
      const double truth = exact.Of(0x14, 0x5B);
      outside += truth < got.low - 1e-5 || truth > got.high + 1e-5;
      EXPECT_NEAR(got.mean, truth, 0.2 + 1e-9);
    }
    EXPECT_LE(outside, 13);  // Of 100 intervals of 95 %.
  }
}

TEST(Spread, Errors) {
  const InfluenceGraph influence = RandomInfluence(7, 12, SpreadModel::kLinearThreshold, 1);
  EXPECT_THAT(SimulateSpread(influence, {7}), StatusIs(absl::StatusCode::kOutOfRange, "node 7"));
  EXPECT_THAT(SimulateSpread(influence, {1}, {.runs = 1}), StatusIs(kInvalid, "runs"));
  EXPECT_THAT(SimulateSpread(influence, {1}, {.delta = 0}), StatusIs(kInvalid, "delta"));
  const std::vector<uint8_t> few(3, 1);
  EXPECT_THAT(SimulateSpread(influence, {1}, {.audience = few}), StatusIs(kInvalid, "audience"));
  InfluenceGraph bad = influence;
  bad.probability[0] = NAN;
  EXPECT_THAT(SimulateSpread(bad, {1}), StatusIs(kInvalid, "probability[0]"));
  EXPECT_THAT(FindLeverage(bad, 1), StatusIs(kInvalid, "probability[0]"));
  ASSERT_OK_AND_ASSIGN(const Spread none, SimulateSpread(influence, {}));
  EXPECT_EQ(none.mean, 0);
}

}  // namespace
}  // namespace pullgraph::leverage_test
