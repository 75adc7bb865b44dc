// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/max_coverage.h"

#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cmath>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::max_coverage_test {
namespace {

using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

ReverseSets RandomSets(Node n, size_t count, uint64_t seed) {
  RandomStream random(seed, 3);
  ReverseSets sets;
  for (size_t i = 0; i < count; ++i) {
    for (Node u = 0; u < n; ++u) {
      if (random.Bernoulli(0.25)) sets.nodes.push_back(u);
    }
    sets.offsets.push_back(sets.nodes.size());
  }
  return sets;
}

uint64_t CoveredBy(const ReverseSets& sets, uint32_t chosen) {
  uint64_t covered = 0;
  for (size_t i = 0; i < sets.size(); ++i) {
    bool hit = false;
    for (const Node u : sets[i]) hit = hit || (chosen >> u & 1) != 0;
    covered += hit;
  }
  return covered;
}

// Greedy as one would write it down.
std::vector<Node> PlainGreedy(const ReverseSets& sets, Node n, uint32_t k, uint32_t allowed) {
  std::vector<Node> chosen;
  uint32_t bits = 0;
  while (chosen.size() < k) {
    int best = -1;
    for (Node u = 0; u < n; ++u) {
      if ((allowed >> u & 1) == 0 || (bits >> u & 1) != 0) continue;
      if (best < 0 || CoveredBy(sets, bits | 1U << u) > CoveredBy(sets, bits | 1U << best)) {
        best = static_cast<int>(u);
      }
    }
    if (best < 0) break;
    bits |= 1U << best;
    chosen.push_back(static_cast<Node>(best));
  }
  return chosen;
}

TEST(CoverByCount, IsGreedyAndBoundsTheBest) {
  constexpr Node n = 9;
  int below_best = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    const ReverseSets sets = RandomSets(n, 5 + seed % 30, seed);
    const uint32_t allowed = seed % 2 == 0 ? 0x1FF : 0x1B5;
    std::vector<uint8_t> mask(n);
    for (Node u = 0; u < n; ++u) mask[u] = allowed >> u & 1;
    for (const uint32_t k : {1, 2, 3, 9}) {
      ASSERT_OK_AND_ASSIGN(const MaxCoverage cover,
                           CoverByCount(sets, n, k, 0, {.candidates = mask}));
      EXPECT_EQ(cover.chosen, PlainGreedy(sets, n, k, allowed));
      EXPECT_EQ(cover.covered, CountCovered(sets, n, cover.chosen));
      std::vector<uint64_t> best(k + 1, 0);
      for (uint32_t bits = 0; bits < 512; ++bits) {
        if ((bits & ~allowed) != 0) continue;
        for (uint32_t j = static_cast<uint32_t>(std::popcount(bits)); j <= k; ++j) {
          best[j] = std::max(best[j], CoveredBy(sets, bits));
        }
      }
      EXPECT_GE(cover.most + 1e-9, static_cast<double>(best[k]));
      for (size_t j = 0; j < cover.chosen.size(); ++j) {
        EXPECT_GE(cover.most_by_count[j] + 1e-9, static_cast<double>(best[j + 1]));
        EXPECT_LE(cover.most_by_count[j], static_cast<double>(sets.size()));
      }
      EXPECT_GE(static_cast<double>(cover.covered.back()),
                (1 - std::exp(-1.0)) * static_cast<double>(best[k]));
      below_best += cover.covered.back() < best[k];
    }
  }
  EXPECT_GT(below_best, 0);  // Greedy is not always best: the bound was put to use.
}

TEST(CoverByCount, StopsWhenEnoughIsCovered) {
  const ReverseSets sets = RandomSets(9, 40, 1);
  ASSERT_OK_AND_ASSIGN(const MaxCoverage all, CoverByCount(sets, 9, 9, 0));
  for (uint64_t enough = 1; enough <= all.covered.back(); ++enough) {
    ASSERT_OK_AND_ASSIGN(const MaxCoverage some, CoverByCount(sets, 9, 9, enough));
    EXPECT_GE(some.covered.back(), enough);
    const size_t k = some.covered.size();
    EXPECT_LT(k > 1 ? some.covered[k - 2] : 0, enough);
  }
}

TEST(CoverByBudget, KeepsTheBudgetAndBoundsTheBest) {
  constexpr Node n = 9;
  int single_won = 0, by_ratio = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    ReverseSets sets = RandomSets(n, 5 + seed % 40, seed);
    RandomStream random(seed, 4);
    std::vector<double> cost;
    for (Node u = 0; u < n; ++u) cost.push_back(0.2 + 3 * random.Uniform());
    if (seed % 4 == 0) {  // A dear node that is in nearly all sets, a cheap one in few.
      ReverseSets more;
      for (size_t i = 0; i < 30; ++i) {
        more.nodes.push_back(i == 0 ? 1 : 0);
        more.offsets.push_back(more.nodes.size());
      }
      sets = more;
      cost[0] = 3, cost[1] = 0.05;
    }
    const double budget = 3;
    ASSERT_OK_AND_ASSIGN(const MaxCoverage cover, CoverByBudget(sets, cost, budget));
    double spent = 0;
    for (const Node u : cover.chosen) spent += cost[u];
    EXPECT_LE(spent, budget + 1e-9);
    EXPECT_EQ(cover.covered, CountCovered(sets, n, cover.chosen));
    uint64_t best = 0;
    for (uint32_t bits = 0; bits < 512; ++bits) {
      double sum = 0;
      for (Node u = 0; u < n; ++u) sum += (bits >> u & 1) != 0 ? cost[u] : 0;
      if (sum <= budget) best = std::max(best, CoveredBy(sets, bits));
    }
    EXPECT_GE(cover.most + 1e-9, static_cast<double>(best));
    EXPECT_GE(static_cast<double>(cover.covered.back()),
              (1 - std::exp(-1.0)) / 2 * static_cast<double>(best));
    ++(seed % 4 == 0 && cover.chosen[0] == 0 ? single_won : by_ratio);
  }
  EXPECT_GT(single_won, 0);
  EXPECT_GT(by_ratio, 0);
}

TEST(MaxCoverage, Errors) {
  const ReverseSets sets = RandomSets(4, 10, 1);
  const std::vector<uint8_t> few = {1};
  EXPECT_THAT(CoverByCount(sets, 4, 1, 0, {.candidates = few}), StatusIs(kInvalid, "candidates"));
  EXPECT_THAT(CoverByCount(sets, 2, 1, 0), StatusIs(kInvalid, "expected one in [0, 2)"));
  const std::vector<double> cost = {1, 1, 1, 1};
  EXPECT_THAT(CoverByBudget(sets, cost, 0), StatusIs(kInvalid, "budget"));
  EXPECT_THAT(CoverByBudget(sets, cost, NAN), StatusIs(kInvalid, "budget"));
  EXPECT_THAT(CoverByBudget(sets, std::vector<double>{1, 0, 1, 1}, 1),
              StatusIs(kInvalid, "cost[1]"));
  ASSERT_OK_AND_ASSIGN(const MaxCoverage none, CoverByBudget(sets, cost, 0.5));
  EXPECT_TRUE(none.chosen.empty());
  const std::atomic<bool> stop{true};
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(CoverByCount(sets, 4, 1, 0, {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
}

}  // namespace
}  // namespace pullgraph::max_coverage_test
