// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/opportunity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "algorithms/opportunity/backtest.h"
#include "io/generate_community.h"
#include "io/import/stackexchange.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::opportunity_test {
namespace {

using testing::StatusIs;

const CommunityGraph& Generated() {
  static const CommunityGraph community = [] {
    GenerateOptions options;
    options.members = 400;
    options.ties = 3000;
    options.signals = 8000;
    options.resources = 300;
    return GenerateCommunity(options).value();
  }();
  return community;
}

OpportunityOptions Small() {
  OpportunityOptions options;
  options.limit = 50;
  return options;
}

TEST(Opportunity, EveryRecordAddsUp) {
  const CommunityView view(Generated());
  ASSERT_OK_AND_ASSIGN(const OpportunityList list, RankOpportunities(view, Small()));
  ASSERT_GT(list.opportunities.size(), 20U);
  const std::vector<uint8_t> customer = view.Customers();
  std::set<uint32_t> members;
  for (size_t i = 0; i < list.opportunities.size(); ++i) {
    const Opportunity& o = list.opportunities[i];
    EXPECT_EQ(customer[o.member.value()], 0);
    EXPECT_TRUE(members.insert(o.member.value()).second) << "one a member";
    EXPECT_GT(o.attract.p, 0);
    EXPECT_LE(o.attract.low, o.attract.p);
    EXPECT_GE(o.attract.high, o.attract.p);
    EXPECT_DOUBLE_EQ(o.expected_value, o.attract.p * o.access * o.value - o.cost);
    EXPECT_LE(o.low, o.expected_value);
    EXPECT_GE(o.high, o.expected_value);
    EXPECT_EQ(o.path.members.back(), o.member);
    EXPECT_EQ(customer[o.path.members.front().value()], 1);
    EXPECT_DOUBLE_EQ(o.path.probability, o.access);
    EXPECT_FALSE(o.reasons.empty());
    EXPECT_FALSE(o.counterfactual.empty());
    if (i > 0) {
      EXPECT_LE(o.low, list.opportunities[i - 1].low);
    }
  }
}

TEST(Opportunity, NothingPulledAlreadyIsOffered) {
  const CommunityView view(Generated());
  ASSERT_OK_AND_ASSIGN(const OpportunityList list, RankOpportunities(view, Small()));
  std::set<std::pair<uint32_t, uint32_t>> pulled;
  const SignalColumns& s = Generated().signals();
  for (size_t i = 0; i < s.size(); ++i) pulled.emplace(s.member[i].value(), s.object[i]);
  for (const Opportunity& o : list.opportunities) {
    EXPECT_EQ(pulled.count({o.member.value(), o.resource.value()}), 0U);
  }
}

TEST(Opportunity, GatesAddUpToAllMembers) {
  const CommunityView view(Generated());
  ASSERT_OK_AND_ASSIGN(const OpportunityList list, RankOpportunities(view, Small()));
  const GateCounts& g = list.gates;
  EXPECT_EQ(g.members, Generated().num_members());
  EXPECT_EQ(g.not_yet_known + g.not_community + g.wrong_audience + g.opted_out +
                g.touched_lately + g.out_of_reach + g.passed,
            g.members);
  EXPECT_EQ(g.wrong_audience, list.customers);
}

TEST(Opportunity, CostAboveWorthEmptiesTheList) {
  OpportunityOptions options = Small();
  options.contact_cost = 10;
  ASSERT_OK_AND_ASSIGN(const OpportunityList list,
                       RankOpportunities(CommunityView(Generated()), options));
  EXPECT_TRUE(list.opportunities.empty());
}

TEST(Opportunity, SameForAnyNumberOfThreads) {
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    OpportunityOptions options = Small();
    options.model.run = &run;
    ASSERT_OK_AND_ASSIGN(const OpportunityList list,
                         RankOpportunities(CommunityView(Generated()), options));
    std::vector<double> all;
    for (const Opportunity& o : list.opportunities) {
      all.insert(all.end(), {double{1} * o.member.value(), double{1} * o.resource.value(), o.low,
                             o.expected_value, o.high});
    }
    if (first.empty()) first = all;
    EXPECT_EQ(all, first) << threads;
  }
}

TEST(Opportunity, AsOfSeesNothingOfTheFuture) {
  // The same history, cut by as_of and cut by leaving the rest away.
  const Time cut = AddMicros(Generated().last_time(), -60 * kMicrosPerDay);
  ASSERT_OK_AND_ASSIGN(const OpportunityList list,
                       RankOpportunities(CommunityView(Generated(), cut), Small()));
  CommunityParts parts = Generated().parts();
  SignalColumns kept;
  for (size_t i = 0; i < parts.signals.size() && parts.signals.at[i] < cut; ++i) {
    kept.member.push_back(parts.signals.member[i]);
    kept.object_kind.push_back(parts.signals.object_kind[i]);
    kept.object.push_back(parts.signals.object[i]);
    kept.kind.push_back(parts.signals.kind[i]);
    kept.at.push_back(parts.signals.at[i]);
  }
  kept.weight.AppendDefaults(kept.size());
  kept.topics.AppendDefaults(kept.size());
  kept.answered_at.AppendDefaults(kept.size());
  kept.answered_by.AppendDefaults(kept.size());
  ASSERT_LT(kept.size(), parts.signals.size());
  parts.signals = kept;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph shorter, CommunityGraph::FromParts(std::move(parts)));
  ASSERT_OK_AND_ASSIGN(const OpportunityList other,
                       RankOpportunities(CommunityView(shorter, cut), Small()));
  ASSERT_EQ(list.opportunities.size(), other.opportunities.size());
  for (size_t i = 0; i < list.opportunities.size(); ++i) {
    EXPECT_EQ(list.opportunities[i].member, other.opportunities[i].member);
    EXPECT_EQ(list.opportunities[i].low, other.opportunities[i].low);
  }
}

TEST(Opportunity, NamesBadOptionsAndEmptyMarkets) {
  OpportunityOptions options;
  options.max_hops = 0;
  EXPECT_THAT(RankOpportunities(CommunityView(Generated()), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "max_hops is 0"));
  const CommunityGraph empty;
  EXPECT_THAT(RankOpportunities(CommunityView(empty)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "nobody is a customer"));
}

TEST(Backtest, LearnsWhatWasPlanted) {
  BacktestOptions options;
  options.bootstrap = 200;
  ASSERT_OK_AND_ASSIGN(const BacktestReport report,
                       Backtest(CommunityView(Generated()), options));
  ASSERT_EQ(report.origins.size(), 3U);
  const auto ndcg = [&](Ranking r) { return report.rankings[static_cast<size_t>(r)].ndcg_at_10; };
  EXPECT_GT(ndcg(Ranking::kModel), ndcg(Ranking::kPopularity));
  EXPECT_GT(ndcg(Ranking::kModel), ndcg(Ranking::kRecency));
  EXPECT_GT(ndcg(Ranking::kModel), 3 * ndcg(Ranking::kRandom));
  EXPECT_LE(report.ece, 0.03);
  ASSERT_EQ(report.lift_by_decile.size(), 10U);
  EXPECT_GT(report.lift_by_decile.front(), 2);
  for (const RankingQuality& q : report.rankings) {
    EXPECT_LE(q.ndcg_low, q.ndcg_at_10);
    EXPECT_GE(q.ndcg_high, q.ndcg_at_10);
  }
}

TEST(Backtest, SaysWhenHistoryIsTooShort) {
  BacktestOptions options;
  options.origins = 50;
  EXPECT_THAT(Backtest(CommunityView(Generated()), options),
              StatusIs(absl::StatusCode::kFailedPrecondition, "horizons"));
}

// Needs the data beside the project; it is not part of it.
TEST(Backtest, BeatsTheBaselinesOnARealCommunity) {
  const std::string dump = PULLGRAPH_SOURCE_DIR "/../shared/data/stackexchange-quantum";
  if (!std::filesystem::exists(dump)) GTEST_SKIP() << "SKIPPED: no data at " << dump;
  ASSERT_OK_AND_ASSIGN(const ImportResult imported, ImportStackExchange(dump));
  BacktestOptions options;
  options.bootstrap = 100;
  ASSERT_OK_AND_ASSIGN(const BacktestReport report,
                       Backtest(CommunityView(imported.community), options));
  ASSERT_GE(report.origins.size(), 3U);
  for (size_t r = 1; r < kNumRankings; ++r) {
    EXPECT_GT(report.rankings[0].ndcg_at_10, report.rankings[r].ndcg_at_10) << RankingName(r);
  }
  EXPECT_LE(report.ece, 0.03);
}

}  // namespace
}  // namespace pullgraph::opportunity_test
