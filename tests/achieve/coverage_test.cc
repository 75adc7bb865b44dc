// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <set>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::coverage_test {
namespace {

using testing::StatusIs;

struct Case {
  std::vector<double> weights;
  std::vector<Complements> candidates;
};

// On a coarse grid, so that gains tie.
Case RandomCase(uint64_t seed, size_t needs, size_t candidates) {
  RandomStream random(seed, 4);
  Case c;
  for (size_t j = 0; j < needs; ++j) c.weights.push_back(static_cast<double>(random.Below(4)));
  c.candidates.resize(candidates);
  for (Complements& candidate : c.candidates) {
    for (uint32_t j = 0; j < needs; ++j) {
      if (random.Bernoulli(0.4)) {
        candidate.push_back({j, static_cast<double>(random.Below(5)) / 4});
      }
    }
  }
  return c;
}

// f, word for word.
double Value(const Case& c, uint32_t set) {
  double sum = 0;
  for (size_t j = 0; j < c.weights.size(); ++j) {
    double none = 1;
    for (uint32_t i = 0; i < c.candidates.size(); ++i) {
      if ((set >> i & 1) == 0) continue;
      for (const Complement& x : c.candidates[i]) {
        if (x.need == j) none *= 1 - x.cover;
      }
    }
    sum += c.weights[j] * (1 - none);
  }
  return sum;
}

TEST(Coverage, GreedyPicksInItsOrderAndKeepsItsPromise) {
  int at_best = 0, below_best = 0, ties = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Case c = RandomCase(seed, 1 + seed % 6, 1 + seed % 10);
    for (const int k : {1, 2, 3, 10}) {
      CoverageOptions options;
      options.max_picks = k;
      ASSERT_OK_AND_ASSIGN(const Coverage found, CoverNeeds(c.weights, c.candidates, options));
      // Greedy by definition, by brute force; all figures are sums of multiples of
      // powers of 1/4, so they are exact.
      uint32_t set = 0;
      size_t picks = 0;
      while (picks < static_cast<size_t>(k)) {
        uint32_t best = 99;
        double best_gain = 0;
        for (uint32_t i = 0; i < c.candidates.size(); ++i) {
          const double gain = Value(c, set | 1U << i) - Value(c, set);
          if (best != 99 && gain == best_gain) ++ties;
          if (gain > best_gain) best = i, best_gain = gain;
        }
        if (best == 99) break;
        ASSERT_LT(picks, found.picks.size()) << seed;
        EXPECT_EQ(found.picks[picks].candidate, best) << seed;
        EXPECT_EQ(found.picks[picks].gain, best_gain);
        EXPECT_EQ(found.picks[picks].alone, Value(c, 1U << best));
        set |= 1U << best;
        EXPECT_EQ(found.picks[picks].covered, Value(c, set));
        ++picks;
      }
      EXPECT_EQ(found.picks.size(), picks);
      EXPECT_EQ(found.covered, Value(c, set));
      double best = 0;
      for (uint32_t s = 0; s < 1U << c.candidates.size(); ++s) {
        if (std::popcount(s) <= k) best = std::max(best, Value(c, s));
      }
      EXPECT_GE(found.covered, (1 - 1 / std::exp(1.0)) * best);
      EXPECT_LE(found.covered, best);
      (found.covered == best ? at_best : below_best)++;
    }
  }
  EXPECT_GT(at_best, 100);
  EXPECT_GT(below_best, 5);
  EXPECT_GT(ties, 100);
}

TEST(Coverage, TellsHowEachNeedIsCovered) {
  const Case c{{2, 1, 1}, {{{0, 0.5}, {1, 1}}, {{0, 0.5}}, {{2, 0}}}};
  ASSERT_OK_AND_ASSIGN(const Coverage found, CoverNeeds(c.weights, c.candidates));
  ASSERT_EQ(found.picks.size(), 2U);  // The third gains nothing.
  EXPECT_EQ(found.picks[0].candidate, 0U);
  EXPECT_EQ(found.picks[1].gain, 0.5);
  EXPECT_EQ(found.picks[1].alone, 1);
  EXPECT_THAT(found.need_covered, ::testing::ElementsAre(0.75, 1, 0));
  EXPECT_THAT(found.need_picks, ::testing::ElementsAre(2, 1, 0));
  EXPECT_EQ(found.weight, 4);
  EXPECT_EQ(CoverageOf(c.weights, c.candidates, {0, 1}).value(), found.covered);
  CoverageOptions options;
  options.min_gain = 0.5;
  EXPECT_EQ(CoverNeeds(c.weights, c.candidates, options).value().picks.size(), 1U);
}

TEST(RedundantCover, CoversEachNeedThatOftenWithFewEnough) {
  int more_than_fewest = 0, fewest = 0, short_needs = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const auto needs = static_cast<uint32_t>(1 + seed % 5);
    const Case c = RandomCase(seed, needs, 1 + seed % 9);
    for (const int k : {1, 2, 3}) {
      RedundantCoverOptions options;
      options.redundancy = k;
      ASSERT_OK_AND_ASSIGN(const RedundantCover found,
                           CoverRedundantly(needs, c.candidates, options));
      const auto counts = [&](uint32_t set) {
        std::vector<int> count(needs, 0);
        for (uint32_t i = 0; i < c.candidates.size(); ++i) {
          if ((set >> i & 1) == 0) continue;
          for (const Complement& x : c.candidates[i]) count[x.need] += x.cover >= 0.05;
        }
        return count;
      };
      const uint32_t everybody = (1U << c.candidates.size()) - 1;
      const std::vector<int> most = counts(everybody);
      const auto is_cover = [&](uint32_t set) {
        const std::vector<int> count = counts(set);
        for (uint32_t j = 0; j < needs; ++j) {
          if (count[j] < std::min(k, most[j])) return false;
        }
        return true;
      };
      uint32_t set = 0;
      for (const uint32_t pick : found.picks) set |= 1U << pick;
      EXPECT_TRUE(is_cover(set)) << seed;
      int best = 99;
      for (uint32_t s = 0; s <= everybody; ++s) {
        if (is_cover(s)) best = std::min(best, std::popcount(s));
      }
      double harmonic = 0;
      for (uint32_t d = 1; d <= needs; ++d) harmonic += 1.0 / d;
      EXPECT_LE(static_cast<double>(found.picks.size()), harmonic * best);
      (static_cast<int>(found.picks.size()) == best ? fewest : more_than_fewest)++;
      for (uint32_t j = 0; j < needs; ++j) {
        EXPECT_EQ(found.need_picks[j], static_cast<uint32_t>(counts(set)[j]));
        const bool is_short = most[j] < k;
        short_needs += is_short;
        EXPECT_EQ(std::count(found.short_of.begin(), found.short_of.end(), j), is_short ? 1 : 0);
      }
    }
  }
  EXPECT_GT(fewest, 300);
  EXPECT_GT(more_than_fewest, 0);
  EXPECT_GT(short_needs, 50);
}

TEST(Coverage, NamesBadInput) {
  using absl::StatusCode;
  const auto bad = [](std::vector<double> weights, std::vector<Complements> candidates,
                      CoverageOptions options, const char* piece) {
    EXPECT_THAT(CoverNeeds(weights, candidates, options),
                StatusIs(StatusCode::kInvalidArgument, piece));
  };
  bad({-1}, {}, {}, "weights[0] = -1");
  bad({std::numeric_limits<double>::quiet_NaN()}, {}, {}, "weights[0] = nan");
  bad({1}, {{{1, 0.5}}}, {}, "covers need 1");
  bad({1}, {{{0, 1.5}}}, {}, "by 1.5");
  bad({1, 1}, {{{1, 0.5}, {0, 0.5}}}, {}, "need 0 after need 1");
  bad({1, 1}, {{{1, 0.5}, {1, 0.5}}}, {}, "need 1 after need 1");
  bad({1}, {}, {.max_picks = 0}, "max_picks is 0");
  bad({1}, {}, {.min_gain = -1}, "min_gain is -1");
  EXPECT_THAT(CoverRedundantly(1, {}, {.redundancy = 0}),
              StatusIs(StatusCode::kInvalidArgument, "redundancy is 0"));
  EXPECT_THAT(CoverRedundantly(1, {}, {.min_cover = 0}),
              StatusIs(StatusCode::kInvalidArgument, "min_cover is 0"));
  EXPECT_THAT(CoverageOf({1.0}, {}, {3}), StatusIs(StatusCode::kOutOfRange, "pick 3"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(CoverNeeds({1.0}, {}, {.run = &run}), StatusIs(StatusCode::kCancelled, ""));
  EXPECT_TRUE(CoverNeeds({}, {}).value().picks.empty());
}

}  // namespace
}  // namespace pullgraph::coverage_test
