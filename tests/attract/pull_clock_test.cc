// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/attract/forecast_quality.h"
#include "algorithms/attract/pull_likeness.h"
#include "algorithms/attract/pull_model.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::pull_clock_test {
namespace {

CommunityGraph Made(uint64_t signals, int days, double influence = 0.3,
                    double attraction = 0.5, uint32_t resources = 400) {
  GenerateOptions options;
  options.members = 500;
  options.ties = 2'000;
  options.signals = signals;
  options.resources = resources;
  options.days = days;
  options.influence = influence;
  options.attraction = attraction;
  return GenerateCommunity(options).value();
}

double Horizon(const CommunityGraph& c) {
  return ChoosePullClock(CommunityView(c), {}, {}).horizon_days;
}

TEST(PullClock, ThePaceOfTheCommunitySetsIt) {
  EXPECT_EQ(Horizon(Made(5'000, 365)), 30);
  EXPECT_EQ(Horizon(Made(5'000, 60)), 7);  // A sixth of history at most.
  // About 12 pulls a month: a hundred take most of a year.
  EXPECT_GE(Horizon(Made(1'500, 3650)), 270);
  EXPECT_EQ(Horizon(Made(60, 3650)), 365);
  EXPECT_EQ(Horizon(CommunityGraph()), 30);
}

TEST(PullClock, WhatIsGivenStays) {
  const CommunityGraph c = Made(1'000, 365);
  const PullClock clock = ChoosePullClock(CommunityView(c), 9, {});
  EXPECT_EQ(clock.horizon_days, 9);
  EXPECT_EQ(clock.half_life_days, 9);
  EXPECT_EQ(ChoosePullClock(CommunityView(c), 9, 4).half_life_days, 4);
}

TEST(PullModel, SaysItsClockAndItsRecall) {
  const CommunityGraph c = Made(6'000, 365);
  ASSERT_OK_AND_ASSIGN(const PullModel model, TrainPullModel(CommunityView(c)));
  EXPECT_EQ(model.horizon_days(), 30);
  EXPECT_EQ(model.half_life_days(), 30);
  const PullModelReport& r = model.report();
  EXPECT_GT(r.wanted, 300U);
  EXPECT_GT(r.candidate_recall, 0.9);
  EXPECT_GT(r.quality.auc_low, 0.55);
  EXPECT_LE(r.quality.auc_low, r.auc);
  EXPECT_GE(r.quality.auc_high, r.auc);
  ASSERT_EQ(r.quality.top.size(), 4U);
  for (const TopRatio& top : r.quality.top) {
    EXPECT_TRUE(top.holds()) << top.places << ": " << top.observed << " of " << top.expected;
  }
}

// Anybody pulls anything at any time.
CommunityGraph Uniform(uint64_t seed) {
  CommunityBuilder builder;
  RandomStream random(seed, 0);
  for (int k = 0; k < 5'000; ++k) {
    SignalRow row;
    row.member = *builder.Member("m" + std::to_string(random.Below(300)));
    row.object_kind = ObjectKind::kResource;
    row.object = builder.Resource("r" + std::to_string(random.Below(300)))->value();
    row.at = Time(static_cast<int64_t>(random.Uniform() * 365 * kMicrosPerDay));
    EXPECT_TRUE(builder.AddSignal(row).ok());
  }
  return *std::move(builder).Build();
}

// Nothing is found, and the likeliest are said to be no likelier than they are.
TEST(PullModel, FindsNothingWhereThereIsNothing) {
  for (const uint64_t seed : {1, 2}) {
    const CommunityGraph c = Uniform(seed);
    ASSERT_OK_AND_ASSIGN(const PullModel model, TrainPullModel(CommunityView(c)));
    const PullModelReport& r = model.report();
    EXPECT_NEAR(r.auc, 0.5, 0.08);
    EXPECT_LT(r.quality.log_loss_skill, 0.02);
    for (const TopRatio& top : r.quality.top) {
      EXPECT_TRUE(top.holds()) << top.places << ": " << top.observed << " of " << top.expected;
    }
  }
}

// Likeness against a count of all pairs.
TEST(PullLikeness, EqualsACountOfAllPairs) {
  const CommunityGraph c = Made(3'000, 365, 0.3, 0.5, 40);
  const CommunityView view(c);
  const PullHistory history(view, 30, [](uint32_t, uint32_t) { return false; });
  const PullLikeness likeness(history, c.num_resources(), 1);
  std::vector<std::vector<uint8_t>> pulled(c.num_members(),
                                           std::vector<uint8_t>(c.num_resources()));
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (c.signals().member[i].is_none() ||
        c.signals().object_kind[i] != ObjectKind::kResource) {
      continue;
    }
    pulled[c.signals().member[i].value()][c.signals().object[i]] = 1;
  }
  size_t compared = 0;
  for (uint32_t a = 0; a < c.num_resources(); ++a) {
    float last = 2;
    for (const LikeResource& like : likeness.Of(a)) {
      double both = 0, weight = 0, of_a = 0, of_b = 0;
      for (const std::vector<uint8_t>& row : pulled) {
        const double things = static_cast<double>(std::count(row.begin(), row.end(), 1));
        of_a += row[a];
        of_b += row[like.resource];
        if (row[a] == 0 || row[like.resource] == 0) continue;
        ++both;
        weight += 1 / std::log2(1 + things);
      }
      EXPECT_NEAR(like.likeness, weight / std::sqrt(of_a * of_b) * both / (both + 1), 1e-4);
      EXPECT_LE(like.likeness, last);
      last = like.likeness;
      ++compared;
    }
  }
  EXPECT_GT(compared, 500U);
}

}  // namespace
}  // namespace pullgraph::pull_clock_test
