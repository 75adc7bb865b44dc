// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/conversion_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <limits>
#include <vector>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::conversion_test_test {
namespace {

using testing::StatusIs;

struct World {
  std::vector<uint32_t> labels;
  std::vector<uint8_t> prospect, converted, strata;

  auto Test(uint32_t num_labels) const {
    return TestConversions(labels, num_labels, prospect, converted, strata);
  }
};

World Random(uint32_t members, uint32_t clusters, double prospects, double converts, uint64_t seed) {
  World w;
  for (uint32_t u = 0; u < members; ++u) {
    RandomStream random(seed, u);
    w.labels.push_back(static_cast<uint32_t>(random.Below(clusters)));
    w.strata.push_back(static_cast<uint8_t>(random.Below(3)));
    w.prospect.push_back(random.Bernoulli(prospects) ? 1 : 0);
    // Who has more ties converts more often: that must not look like a cluster.
    w.converted.push_back(w.prospect[u] != 0 && random.Bernoulli(converts * (1 + w.strata[u])) ? 1 : 0);
  }
  return w;
}

// P by trying every subset of the prospects as those who converted.
double ExactP(const World& w, uint32_t label) {
  const auto key = [&](auto converts) {
    std::array<int, 3> counts = {};
    int hits = 0;
    for (size_t u = 0; u < w.labels.size(); ++u) {
      if (!converts(u)) continue;
      ++counts[w.strata[u]];
      hits += w.labels[u] == label ? 1 : 0;
    }
    return std::pair(counts, hits);
  };
  const auto seen = key([&](size_t u) { return w.converted[u] != 0; });
  double worlds = 0, as_far = 0;
  for (uint32_t subset = 0; subset < (1U << w.labels.size()); ++subset) {
    const auto in = [&](size_t u) { return (subset >> u & 1U) != 0; };
    bool prospects = true;
    for (size_t u = 0; u < w.labels.size(); ++u) prospects &= !in(u) || w.prospect[u] != 0;
    if (!prospects) continue;
    const auto world = key(in);
    if (world.first != seen.first) continue;
    worlds += 1;
    as_far += world.second >= seen.second ? 1 : 0;
  }
  return as_far / worlds;
}

TEST(TestConversions, AgreesWithEveryShuffle) {
  int small = 0, large = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const World w = Random(13, 3, 0.9, 0.15, seed);
    ASSERT_OK_AND_ASSIGN(const auto tests, w.Test(3));
    for (uint32_t c = 0; c < 3; ++c) {
      if (!tests[c]) continue;
      const double exact = ExactP(w, c);
      EXPECT_NEAR(tests[c]->p_value, exact, 1e-9) << seed << " " << c;
      EXPECT_GE(tests[c]->q_value, tests[c]->p_value - 1e-12);
      small += exact < 0.3 ? 1 : 0;
      large += exact > 0.5 ? 1 : 0;
    }
  }
  EXPECT_GT(small, 0);
  EXPECT_GT(large, 5);
}

TEST(TestConversions, FindsNothingInAShuffledWorld) {
  constexpr int kCommunities = 400;
  int exact = 0, normal = 0;
  for (uint64_t seed = 0; seed < kCommunities; ++seed) {
    const auto finds = [&](uint32_t members, double converts) {
      const auto tests = Random(members, 10, 0.9, converts, seed).Test(10).value();
      return std::any_of(tests.begin(), tests.end(),
                         [](const auto& t) { return t && t->q_value < 0.05; });
    };
    exact += finds(500, 0.05) ? 1 : 0;
    normal += finds(12'000, 0.12) ? 1 : 0;  // More than kMostExact conversions.
  }
  std::cout << "communities with a cluster of q < .05: exact " << exact << ", normal " << normal
            << " of " << kCommunities << " (20 expected at most)\n";
  EXPECT_LE(exact, 28);
  EXPECT_LE(normal, 28);
  EXPECT_GT(exact + normal, 4);
}

TEST(TestConversions, FindsThePlantedCluster) {
  for (const uint32_t members : {1'000U, 30'000U}) {
    World w = Random(members, 20, 1, 0.05, 7);
    for (uint32_t u = 0; u < members; ++u) {
      if (w.labels[u] == 3 && RandomStream(11, u).Bernoulli(0.25)) w.converted[u] = 1;
    }
    ASSERT_OK_AND_ASSIGN(const auto tests, w.Test(20));
    for (uint32_t c = 0; c < 20; ++c) EXPECT_EQ(tests[c]->q_value < 0.05, c == 3) << members << " " << c;
    EXPECT_GT(tests[3]->rate_low, tests[3]->expected / static_cast<double>(tests[3]->prospects));
    double expected = 0, converted = 0;
    for (const auto& t : tests) {
      expected += t->expected;
      converted += static_cast<double>(t->converted);
    }
    EXPECT_NEAR(expected, converted, 1e-6);  // Every member is of some cluster.
  }
}

TEST(TestConversions, NamesBadInput) {
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  EXPECT_THAT(TestConversions({0}, 1, {1}, {}, {0}), invalid("0 and 1 entries, expected 1"));
  EXPECT_THAT(TestConversions({1}, 1, {1}, {0}, {0}), invalid("labels[0] is 1"));
  EXPECT_THAT(TestConversions({0}, 1, {1}, {0}, {64}), invalid("strata[0] is 64"));
  EXPECT_THAT(TestConversions({0}, 1, {0}, {1}, {0}), invalid("converted[0] is 1"));
  // Nobody of a cluster was a prospect: nothing to say of it.
  ASSERT_OK_AND_ASSIGN(const auto tests, TestConversions({0, std::numeric_limits<uint32_t>::max()},
                                                         2, {1, 1}, {0, 1}, {1, 1}));
  ASSERT_TRUE(tests[0].has_value());
  EXPECT_EQ(tests[0]->p_value, 1);
  EXPECT_DOUBLE_EQ(tests[0]->expected, 0.5);
  EXPECT_FALSE(tests[1].has_value());
}

}  // namespace
}  // namespace pullgraph::conversion_test_test
