// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/list_change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::list_change_test {
namespace {

using testing::StatusIs;

double Effect(const OpportunityChange& change, OpportunityPart part) {
  return change.effect[static_cast<size_t>(part)];
}

TEST(CompareLists, EnteredLeftChangedAndTheSame) {
  const std::vector<ListedOpportunity> before = {{"ada", "r1", 1, 0.5, 0.4, 10, 0, 1},
                                                 {"bob", "r1", 2, 0.2, 0.4, 10, 0, 0},
                                                 {"eve", "r1", 3, 0.1, 0.4, 10, 0, 0}};
  const std::vector<ListedOpportunity> after = {{"ada", "r1", 1, 0.5, 0.4, 10, 0, 1},
                                                {"bob", "r2", 2, 0.3, 0.4, 10, 0, 0},
                                                {"eve", "r1", 3, 0.1, 0.8, 10, 0, 0}};
  ASSERT_OK_AND_ASSIGN(const auto changes, CompareLists(before, after));
  ASSERT_EQ(changes.size(), 3);
  EXPECT_EQ(changes[0].before, nullptr);
  EXPECT_EQ(changes[0].after, &after[1]);
  EXPECT_DOUBLE_EQ(changes[0].difference, 1.2);
  EXPECT_EQ(changes[1].before, &before[1]);
  EXPECT_EQ(changes[1].after, nullptr);
  EXPECT_DOUBLE_EQ(changes[1].difference, -0.8);
  EXPECT_EQ(changes[2].after, &after[2]);
  EXPECT_EQ(changes[2].largest(), OpportunityPart::kAccess);
  EXPECT_NEAR(Effect(changes[2], OpportunityPart::kAccess), 0.4, 1e-12);
  EXPECT_TRUE(CompareLists(before, before).value().empty());
  EXPECT_TRUE(CompareLists({}, {}).value().empty());
}

TEST(CompareLists, EffectsAddUp) {
  const auto draw = [](RandomStream& random) {
    ListedOpportunity o{"ada", "r1", 1, 0, 0, 0, 0, 0};
    o.p_attract = random.Bernoulli(0.2) ? 0 : random.Uniform();
    o.p_access = random.Bernoulli(0.2) ? 0 : random.Uniform();
    o.value = random.Bernoulli(0.2) ? 0 : 100 * random.Normal();
    o.leverage = random.Bernoulli(0.2) ? 0 : 3 * random.Uniform();
    o.cost = random.Uniform();
    return o;
  };
  int broken = 0;
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    RandomStream random(seed, 0);
    const ListedOpportunity a = draw(random);
    ListedOpportunity b = draw(random);
    if (seed % 3 == 0) b.p_access = a.p_access;
    ASSERT_OK_AND_ASSIGN(const auto changes, CompareLists({&a, 1}, {&b, 1}));
    ASSERT_EQ(changes.size(), 1);
    const auto& effect = changes[0].effect;
    EXPECT_NEAR(std::accumulate(effect.begin(), effect.end(), 0.0), changes[0].difference, 1e-9);
    EXPECT_NEAR(changes[0].difference, b.expected_value() - a.expected_value(), 1e-12);
    if (seed % 3 == 0) {
      EXPECT_EQ(Effect(changes[0], OpportunityPart::kAccess), 0);
    }
    broken += a.expected_value() + a.cost == 0 ? 1 : 0;
  }
  EXPECT_GT(broken, 100);
  EXPECT_LT(broken, 1900);
}

// Doubling one factor and halving another cancel; a factor alone bears it all.
TEST(CompareLists, EffectsAreTheirOwn) {
  const ListedOpportunity a{"ada", "r1", 1, 0.2, 0.4, 10, 0, 0};
  const ListedOpportunity b{"ada", "r1", 1, 0.4, 0.2, 10, 0, 0};
  const auto changes = CompareLists({&a, 1}, {&b, 1}).value();
  EXPECT_NEAR(Effect(changes[0], OpportunityPart::kAttract), 0.8 * std::log(2), 1e-12);
  EXPECT_NEAR(Effect(changes[0], OpportunityPart::kAccess), -0.8 * std::log(2), 1e-12);
  EXPECT_EQ(changes[0].difference, 0);
  const ListedOpportunity gone{"ada", "r1", 1, 0, 0.4, 10, 0, 0};
  EXPECT_NEAR(Effect(CompareLists({&a, 1}, {&gone, 1}).value()[0], OpportunityPart::kAttract),
              -0.8, 1e-12);
}

TEST(CompareLists, NamesBadInput) {
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  const ListedOpportunity good{"ada", "r1", 1, 0.2, 0.4, 10, 0, 0};
  EXPECT_THAT(CompareLists({good, good}, {}), invalid("before: ada with r1 is there twice"));
  const auto with = [&](auto change) {
    ListedOpportunity bad = good;
    change(bad);
    return CompareLists({}, {bad}).status();
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(with([](auto& o) { o.p_attract = 1.5; }), invalid("after: ada with r1: p_attract is"));
  EXPECT_THAT(with([&](auto& o) { o.p_access = nan; }), invalid("p_access is nan"));
  EXPECT_THAT(with([&](auto& o) { o.value = nan; }), invalid("value is nan"));
  EXPECT_THAT(with([](auto& o) { o.leverage = -2; }), invalid("leverage is -2"));
  EXPECT_THAT(with([&](auto& o) { o.cost = nan; }), invalid("cost is nan"));
}

}  // namespace
}  // namespace pullgraph::list_change_test
