// SPDX-License-Identifier: Apache-2.0
#include "graph/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace pullgraph::random_test {
namespace {

static_assert(std::uniform_random_bit_generator<RandomStream>);

TEST(RandomStream, SameKeysSameNumbersEverywhere) {
  RandomStream a(42, 7);
  RandomStream b(42, 7);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a(), b());
  // Written down: a file made with a seed on one machine is made again on another.
  RandomStream pinned(kDefaultSeed, 0);
  const uint64_t first = pinned();
  RandomStream again(kDefaultSeed, 0);
  EXPECT_EQ(first, again());
  EXPECT_EQ(MixBits(0), 0U);
  EXPECT_EQ(MixBits(1), 0x5692161D100B05E5ULL);
}

TEST(RandomStream, NeighbouringStreamsDiffer) {
  std::set<uint64_t> seen;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    for (uint64_t index = 0; index < 100; ++index) seen.insert(RandomStream(seed, index)());
  }
  EXPECT_EQ(seen.size(), 10'000U);
}

TEST(RandomStream, BelowIsUniform) {
  for (const uint64_t bound : {1U, 2U, 3U, 7U, 10U}) {
    std::vector<int> count(bound, 0);
    RandomStream random(5, bound);
    constexpr int kDraws = 70'000;
    for (int i = 0; i < kDraws; ++i) {
      const uint64_t x = random.Below(bound);
      ASSERT_LT(x, bound);
      ++count[x];
    }
    const double mean = static_cast<double>(kDraws) / static_cast<double>(bound);
    for (const int c : count) EXPECT_NEAR(c, mean, 5 * std::sqrt(mean) + 1);
  }
  RandomStream random(1, 1);
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.Below(UINT64_MAX), UINT64_MAX);
}

TEST(RandomStream, DistributionsHaveTheirMoments) {
  constexpr int kDraws = 200'000;
  double uniform = 0;
  double exponential = 0;
  double normal = 0;
  double normal2 = 0;
  int heads = 0;
  RandomStream random(11, 3);
  for (int i = 0; i < kDraws; ++i) {
    const double u = random.Uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    uniform += u;
    const double e = random.Exponential();
    ASSERT_GE(e, 0);
    exponential += e;
    const double z = random.Normal();
    ASSERT_TRUE(std::isfinite(z));
    normal += z;
    normal2 += z * z;
    heads += random.Bernoulli(0.3);
  }
  EXPECT_NEAR(uniform / kDraws, 0.5, 0.005);
  EXPECT_NEAR(exponential / kDraws, 1, 0.015);
  EXPECT_NEAR(normal / kDraws, 0, 0.015);
  EXPECT_NEAR(normal2 / kDraws, 1, 0.02);
  EXPECT_NEAR(static_cast<double>(heads) / kDraws, 0.3, 0.006);
  EXPECT_FALSE(random.Bernoulli(0));
  EXPECT_TRUE(random.Bernoulli(1));
}

TEST(RandomStream, GammaAndBetaHaveTheirMoments) {
  constexpr int kDraws = 200'000;
  for (const double shape : {0.05, 0.5, 1.0, 3.0, 40.0}) {
    RandomStream random(3, static_cast<uint64_t>(100 * shape));
    double sum = 0, square = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double x = random.Gamma(shape);
      ASSERT_GE(x, 0);
      sum += x, square += x * x;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean / shape, 1, 5 / std::sqrt(shape * kDraws));
    EXPECT_NEAR((square / kDraws - mean * mean) / shape, 1, 0.1);
  }
  for (const auto& [a, b] : {std::pair(0.02, 0.98), std::pair(2.0, 5.0), std::pair(30.0, 1.0)}) {
    RandomStream random(4, static_cast<uint64_t>(100 * a));
    double sum = 0, square = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double x = random.Beta(a, b);
      ASSERT_TRUE(x >= 0 && x <= 1);
      sum += x, square += x * x;
    }
    const double mean = a / (a + b), variance = mean * (1 - mean) / (a + b + 1);
    EXPECT_NEAR(sum / kDraws, mean, 5 * std::sqrt(variance / kDraws));
    EXPECT_NEAR((square / kDraws - mean * mean) / variance, 1, 0.1);
  }
}

TEST(Shuffle, EveryPermutationEquallyOften) {
  std::map<std::vector<int>, int> count;
  constexpr int kDraws = 24'000;
  for (uint64_t i = 0; i < kDraws; ++i) {
    std::vector<int> items = {0, 1, 2, 3};
    RandomStream random(9, i);
    Shuffle(items, random);
    ++count[items];
  }
  EXPECT_EQ(count.size(), 24U);
  for (const auto& [permutation, times] : count) EXPECT_NEAR(times, 1000, 160);
  std::vector<int> none;
  RandomStream random(1, 1);
  Shuffle(none, random);
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace pullgraph::random_test
