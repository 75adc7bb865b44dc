// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/count_intervals.h"

#include <gtest/gtest.h>

#include <cmath>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::count_intervals_test {
namespace {

using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// P(X <= x) of Beta(a, b), by Simpson's rule in the angle: x = sin^2 t makes the
// integrand smooth for a, b >= 1/2.
double BetaBelow(double a, double b, double x) {
  const int n = 20'000;
  const double end = std::asin(std::sqrt(x)), h = end / n;
  const auto f = [&](double t) {
    return 2 * std::pow(std::sin(t), 2 * a - 1) * std::pow(std::cos(t), 2 * b - 1);
  };
  double sum = f(0) + f(end);
  for (int i = 1; i < n; ++i) sum += (i % 2 == 1 ? 4 : 2) * f(i * h);
  return sum * h / 3 / std::exp(std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b));
}

// P(X <= x) of Gamma(k + 1/2, 1): erf and the recurrence over k.
double GammaBelow(uint64_t k, double x) {
  double p = std::erf(std::sqrt(x));
  for (uint64_t i = 0; i < k; ++i) {
    const double shape = static_cast<double>(i) + 0.5;
    p -= std::exp(shape * std::log(x) - x - std::lgamma(shape + 1));
  }
  return p;
}

TEST(BetaShare, CutsEqualTails) {
  for (const auto& [hits, trials] : {std::pair(1, 10), std::pair(15, 148), std::pair(81, 263)}) {
    ASSERT_OK_AND_ASSIGN(const Estimate e, BetaShare(hits, trials));
    EXPECT_DOUBLE_EQ(e.value, static_cast<double>(hits) / trials);
    EXPECT_NEAR(BetaBelow(hits + 0.5, trials - hits + 0.5, e.low), 0.025, 1e-9);
    EXPECT_NEAR(BetaBelow(hits + 0.5, trials - hits + 0.5, e.high), 0.975, 1e-9);
  }
}

TEST(BetaShare, EndsAndErrors) {
  EXPECT_EQ(BetaShare(0, 7)->low, 0);
  EXPECT_EQ(BetaShare(7, 7)->high, 1);
  EXPECT_NEAR(BetaShare(7, 7)->low, 1 - BetaShare(0, 7)->high, 1e-12);
  EXPECT_EQ(*BetaShare(0, 0), (Estimate{0.5, 0, 1}));
  EXPECT_LT(BetaShare(500'000'000, 1'000'000'000)->high, 0.5001);
  EXPECT_THAT(BetaShare(4, 3), StatusIs(kInvalid, "hits = 4"));
  EXPECT_THAT(BetaShare(1, 3, 1), StatusIs(kInvalid, "confidence = 1"));
}

TEST(GammaRate, CutsEqualTails) {
  for (const uint64_t k : {1u, 4u, 43u}) {
    ASSERT_OK_AND_ASSIGN(const Estimate e, GammaRate(k, 8));
    EXPECT_DOUBLE_EQ(e.value, static_cast<double>(k) / 8);
    EXPECT_NEAR(GammaBelow(k, 8 * e.low), 0.025, 1e-9);
    EXPECT_NEAR(GammaBelow(k, 8 * e.high), 0.975, 1e-9);
  }
  EXPECT_EQ(GammaRate(0, 2)->low, 0);
  EXPECT_NEAR(GammaBelow(0, 2 * GammaRate(0, 2)->high), 0.975, 1e-9);
  EXPECT_THAT(GammaRate(1, 0), StatusIs(kInvalid, "exposure = 0"));
  EXPECT_THAT(GammaRate(1, std::nan("")), StatusIs(kInvalid, "exposure = nan"));
  EXPECT_THAT(GammaRate(1, 1, 0), StatusIs(kInvalid, "confidence = 0"));
}

TEST(ShareDifference, PublishedValues) {
  // Newcombe 1998, table II, method 10.
  struct Row {
    uint64_t hits1, trials1, hits0, trials0;
    double low, high;
  };
  for (const Row& r : {Row{56, 70, 48, 80, .0524, .3339}, Row{9, 10, 3, 10, .1705, .8090},
                       Row{6, 7, 2, 7, .0582, .8062}, Row{5, 56, 0, 29, -.0381, .1926},
                       Row{10, 10, 0, 20, .6791, 1.0}}) {
    ASSERT_OK_AND_ASSIGN(const Estimate e,
                         ShareDifference(r.hits1, r.trials1, r.hits0, r.trials0));
    EXPECT_NEAR(e.low, r.low, 5e-5) << r.hits1;
    EXPECT_NEAR(e.high, r.high, 5e-5) << r.hits1;
  }
  EXPECT_THAT(ShareDifference(0, 0, 1, 2), StatusIs(kInvalid, "a group is empty"));
  EXPECT_THAT(ShareDifference(3, 2, 1, 2), StatusIs(kInvalid, "hits = 3"));
}

TEST(MeanDifference, ByHand) {
  Moments one, zero;
  for (const double x : {1.0, 2.0, 3.0, 6.0}) one.Add(x);  // Mean 3, variance 14/3.
  for (const double x : {0.0, 2.0}) zero.Add(x);           // Mean 1, variance 2.
  ASSERT_OK_AND_ASSIGN(const Estimate e, MeanDifference(one, zero));
  EXPECT_DOUBLE_EQ(e.value, 2);
  EXPECT_NEAR(e.high - 2, 1.959963984540054 * std::sqrt(14.0 / 12 + 1), 1e-12);
  EXPECT_NEAR(2 - e.low, e.high - 2, 1e-12);
  EXPECT_THAT(MeanDifference(one, {}), StatusIs(kInvalid, "a group is empty"));
}

TEST(Intervals, HoldTheTruthAsOftenAsTheySay) {
  int share = 0, difference = 0;
  constexpr int kRuns = 2000;
  for (int run = 0; run < kRuns; ++run) {
    RandomStream random(3, static_cast<uint64_t>(run));
    uint64_t a = 0, b = 0;
    for (int i = 0; i < 60; ++i) a += random.Bernoulli(0.3), b += random.Bernoulli(0.15);
    const Estimate s = *BetaShare(a, 60), d = *ShareDifference(a, 60, b, 60);
    share += s.low <= 0.3 && 0.3 <= s.high;
    difference += d.low <= 0.15 && 0.15 <= d.high;
  }
  for (const int held : {share, difference}) {
    EXPECT_GT(held, 0.93 * kRuns);
    EXPECT_LT(held, 0.975 * kRuns);
  }
}

}  // namespace
}  // namespace pullgraph::count_intervals_test
