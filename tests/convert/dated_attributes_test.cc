// SPDX-License-Identifier: Apache-2.0
// Whether what somebody was at each moment is learned from, and nothing where it says nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/convert/convert_model.h"
#include "graph/attributes.h"
#include "graph/community_builder.h"
#include "graph/string_table.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::dated_attributes_test {
namespace {

constexpr int kDays = 540;
constexpr double kHot = .0015, kCold = .0002;  // Chance of a day to become a customer.

Time Day(int day) { return Time((20'000 + int64_t{day}) * kMicrosPerDay); }

// Members of five firms, who change some day; of two firms they become customers more often while
// they are there. In a world of chance the same careers belong to other members.
CommunityGraph World(int members, unsigned seed, bool chance) {
  std::mt19937 random(seed);
  const auto uniform = [&] { return std::uniform_real_distribution<double>()(random); };
  CommunityBuilder b;
  const MarketId market = *b.Market("customers");
  std::vector<int> owner(static_cast<size_t>(members));
  for (int m = 0; m < members; ++m) owner[static_cast<size_t>(m)] = m;
  if (chance) std::shuffle(owner.begin(), owner.end(), random);
  for (int m = 0; m < members; ++m) EXPECT_TRUE(b.Member(absl::StrCat("m", 10000 + m)).ok());
  const auto id = [&](int m) { return *b.Member(absl::StrCat("m", 10000 + m)); };
  for (int m = 0; m < members; ++m) {
    MemberRow row;
    row.joined_at = Day(0);
    EXPECT_TRUE(b.DescribeMember(id(m), row).ok());
    const int firm[2] = {static_cast<int>(random() % 5), static_cast<int>(random() % 5)};
    const int change = static_cast<int>(random() % kDays);
    for (int k = 0; k < 2; ++k) {
      EXPECT_TRUE(b.AddAttribute({id(owner[static_cast<size_t>(m)]), "firm", absl::StrCat("f", firm[k]), k == 0 ? Day(0) : Day(change),
                                  k == 0 ? Day(change) : Time()}).ok());
    }
    for (int day = 1; day < kDays; ++day) {
      if (uniform() >= (firm[day < change ? 0 : 1] < 2 ? kHot : kCold)) continue;
      EXPECT_TRUE(b.AddMembership({market, id(m), MarketStatus::kCustomer, Day(day), {}}).ok());
      break;
    }
    for (int k = 0; k < 5; ++k) {
      SignalRow signal;
      signal.member = id(m);
      signal.object = b.Resource(absl::StrCat("r", random() % 20))->value();
      signal.kind = SignalKind::kView;
      signal.at = Day(static_cast<int>(random() % kDays));
      EXPECT_TRUE(b.AddSignal(signal).ok());
    }
  }
  return std::move(b).Build().value();
}

TEST(DatedAttributes, WhatWasPlantedIsFound) {
  double said[2] = {0, 0}, count[2] = {0, 0};
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const CommunityGraph c = World(3000, seed, false);
    const CommunityView view(c);
    ConvertOptions options;
    options.horizon_days = 30;
    ASSERT_OK_AND_ASSIGN(const ConvertModel model, TrainConvertModel(view, options));
    EXPECT_TRUE(model.tells()) << model.report().sentence;
    EXPECT_FALSE(model.uses_attributes());
    ASSERT_OK_AND_ASSIGN(const ConversionForecast forecast, ForecastConversions(view, model));
    for (size_t i = 0; i < forecast.member.size(); ++i) {
      const AttributeList held = AttributesAt(view, MemberId(forecast.member[i]));
      ASSERT_EQ(held.size(), 1U);
      const int cold = c.String(held[0].value) > "f1" ? 1 : 0;
      said[cold] += forecast.chance[i].p;
      count[cold] += 1;
    }
  }
  const double is[2] = {1 - std::pow(1 - kHot, 30), 1 - std::pow(1 - kCold, 30)};
  std::cout << "at the firms that matter: said " << said[0] / count[0] << ", true " << is[0] << "; elsewhere: said "
            << said[1] / count[1] << ", true " << is[1] << "\n";
  EXPECT_NEAR(said[0] / count[0] / is[0], 1, .25);
  EXPECT_NEAR(said[1] / count[1] / is[1], 1, .5);
}

TEST(DatedAttributes, NothingIsFoundWhereCareersBelongToOthers) {
  constexpr unsigned kWorlds = 20;
  int found = 0;
  for (unsigned seed = 1; seed <= kWorlds; ++seed) {
    const CommunityGraph c = World(600, 100 + seed, true);
    ASSERT_OK_AND_ASSIGN(const ConvertModel model, TrainConvertModel(CommunityView(c)));
    found += model.tells() ? 1 : 0;
  }
  std::cout << "found something in " << found << " of " << kWorlds << " worlds of chance\n";
  EXPECT_LE(found, 1);
}

}  // namespace
}  // namespace pullgraph::dated_attributes_test
