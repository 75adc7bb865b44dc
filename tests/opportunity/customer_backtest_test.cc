// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/customer_backtest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <numeric>

#include "io/generate_community.h"
#include "tests/opportunity/customer_worlds.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::customer_backtest_test {
namespace {

using testing::MakeUndated;
using testing::StatusIs;

CommunityGraph Dated(double contrast) {
  GenerateOptions o;
  o.members = 600;
  o.ties = 3000;
  o.signals = 12'000;
  o.conversions = 0.03;
  o.contrast = contrast;
  return GenerateCommunity(o).value();
}

uint64_t Hidden(const CustomerBacktest& b) {
  return std::accumulate(b.origins.begin(), b.origins.end(), uint64_t{0},
                         [](uint64_t sum, const CustomerOrigin& o) { return sum + o.became; });
}

TEST(CustomerBacktest, CountsWhoBecameACustomerAfterEachMoment) {
  const CommunityGraph c = Dated(1);
  const CommunityView view(c);
  CustomerBacktestOptions options;
  options.list.convert.horizon_days = 30;
  ASSERT_OK_AND_ASSIGN(const CustomerBacktest b, BacktestCustomers(view, options));
  ASSERT_EQ(b.origins.size(), 5);
  EXPECT_FALSE(b.hiding);
  const Conversions conversions = FindConversions(view);
  for (const CustomerOrigin& o : b.origins) {
    const Time end = AddMicros(o.origin, 30 * kMicrosPerDay);
    EXPECT_LE(end, AddMicros(conversions.now, 1));
    uint64_t became = 0;
    for (uint32_t m = 0; m < c.num_members(); ++m) became += conversions.ConvertsIn(m, o.origin, end);
    EXPECT_EQ(o.became, became);
    EXPECT_LE(o.on_the_list, o.became);  // Some were not there yet.
    EXPECT_LE(o.listed, c.num_members());
  }
  ASSERT_EQ(b.top.size(), 3);
  std::cout << "list: AUC " << b.scores[0].auc << "; of the first 500 " << b.top[2].expected
            << " expected, " << b.top[2].happened << " happened\n";
  EXPECT_GT(b.scores[0].auc_high, 0.6);
  EXPECT_NEAR(static_cast<double>(b.top[2].happened) / b.top[2].expected, 1, 0.4);
  for (const ListScore& s : b.scores) {
    EXPECT_LE(s.auc_low, s.auc);
    EXPECT_GE(s.auc_high, s.auc);
    EXPECT_LE(s.found_at_20, s.found_at_100);
  }
}

// The first moments have too little past of their own; with none left there is no answer.
TEST(CustomerBacktest, ShortHistory) {
  const CommunityGraph c = Dated(1);
  CustomerBacktestOptions options;
  options.list.convert.horizon_days = 90;
  ASSERT_OK_AND_ASSIGN(const CustomerBacktest b, BacktestCustomers(CommunityView(c), options));
  EXPECT_LE(b.origins.size(), 2);
  options.list.convert.horizon_days = 150;
  EXPECT_THAT(BacktestCustomers(CommunityView(c), options),
              StatusIs(absl::StatusCode::kFailedPrecondition, "three horizons of 150 days"));
}

TEST(CustomerBacktest, FindsHiddenCustomersWhereThereIsSomethingToFind) {
  const CommunityGraph c = MakeUndated({});
  CustomerBacktestOptions options;
  options.origins = 10;
  ASSERT_OK_AND_ASSIGN(const CustomerBacktest b, BacktestCustomers(CommunityView(c), options));
  EXPECT_TRUE(b.hiding);
  EXPECT_TRUE(b.top.empty());
  const std::vector<uint8_t> customer = CommunityView(c).Customers();
  // Ten tenths are all.
  EXPECT_EQ(Hidden(b), static_cast<uint64_t>(std::count(customer.begin(), customer.end(), 1)));
  std::cout << Hidden(b) << " hidden; in the first 100: " << b.scores[0].found_at_100
            << ", by chance " << b.scores.back().found_at_100 << "; AUC " << b.scores[0].auc << "\n";
  EXPECT_GT(b.scores[0].auc_low, 0.7);
  EXPECT_GT(b.scores[0].found_at_100, 2 * b.scores.back().found_at_100);
}

// Every customer used what is ours; that must not be what they are found by.
TEST(CustomerBacktest, FindsNothingInAWorldOfChance) {
  int held = 0;
  double auc = 0;
  constexpr int kWorlds = 10;
  for (uint64_t seed = 1; seed <= kWorlds; ++seed) {
    const CommunityGraph c = MakeUndated({.fans_share = 0.1, .others_share = 0.1, .seed = seed});
    ASSERT_OK_AND_ASSIGN(const CustomerBacktest b, BacktestCustomers(CommunityView(c)));
    auc += b.scores[1].auc / kWorlds;
    for (const CustomerOrigin& o : b.origins) {
      held += o.verdict == ConversionVerdict::kHolds || o.verdict == ConversionVerdict::kSimple;
    }
  }
  std::cout << "AUC " << auc << "; something found in " << held << " of 50 lists\n";
  EXPECT_NEAR(auc, 0.5, 0.06);
  EXPECT_LE(held, 6);
}

TEST(CustomerBacktest, TheEdgeNeedsDates) {
  const CommunityGraph c = MakeUndated({});
  EXPECT_THAT(BacktestEdges(CommunityView(c), {}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "nothing says when"));
}

TEST(SpearmanCorrelation, KnownValues) {
  EXPECT_EQ(SpearmanCorrelation(std::vector<double>{1, 2, 3}, std::vector<double>{5, 7, 70}), 1);
  EXPECT_EQ(SpearmanCorrelation(std::vector<double>{1, 2, 3}, std::vector<double>{3, 2, 1}), -1);
  EXPECT_EQ(SpearmanCorrelation(std::vector<double>{1, 1}, std::vector<double>{3, 2}), 0);
  // Tied ranks share their mean: 1.5, 1.5, 3 against 1, 2, 3.
  EXPECT_NEAR(SpearmanCorrelation(std::vector<double>{4, 4, 9}, std::vector<double>{1, 2, 3}),
              0.8660254, 1e-6);
}

}  // namespace
}  // namespace pullgraph::customer_backtest_test
