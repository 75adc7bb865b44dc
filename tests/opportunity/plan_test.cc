// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "algorithms/opportunity/leverage_lift.h"
#include "algorithms/opportunity/worth.h"
#include "graph/string_table.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::plan_test {
namespace {

using testing::StatusIs;

class PlanTest : public ::testing::Test {
 protected:
  void SetUp() override {
    GenerateOptions options;
    options.members = 200;
    options.ties = 900;
    options.signals = 4000;
    options.resources = 120;
    options.offers = 0.6;
    ASSERT_OK_AND_ASSIGN(community_, GenerateCommunity(options));
    options_.value = 10;
    options_.contact_cost = 0.02;
    ASSERT_OK_AND_ASSIGN(list_, RankOpportunities(CommunityView(community_), options_));
    ASSERT_GT(list_.opportunities.size(), 40u);
  }
  OpportunityPlan Plan(const OpportunityPlanOptions& plan) {
    return PlanOpportunities(CommunityView(community_), list_, options_, plan).value();
  }

  CommunityGraph community_;
  OpportunityOptions options_;
  OpportunityList list_;
};

TEST_F(PlanTest, WithoutLimitsIsTheList) {
  const OpportunityPlan plan = Plan({});
  ASSERT_EQ(plan.chosen.size(), list_.opportunities.size());
  double worth = 0;
  for (size_t i = 0; i < plan.chosen.size(); ++i) {
    EXPECT_EQ(plan.chosen[i].index, i);
    EXPECT_EQ(plan.chosen[i].opportunity.path.members, list_.opportunities[i].path.members);
    worth += list_.opportunities[i].expected_value;
  }
  EXPECT_NEAR(plan.expected_value, worth, 1e-9);
  EXPECT_NEAR(plan.best_possible, worth, 1e-9);
  EXPECT_EQ(plan.no_capacity + plan.worthless + plan.beyond_budget, 0u);
}

TEST_F(PlanTest, NobodyIsAskedTooOften) {
  const OpportunityPlan free = Plan({});
  ASSERT_GT(free.asks.front().second, 2) << "no broker is in demand: nothing is tested";
  uint64_t left_out = 0;
  for (const auto& [most, hops] : {std::pair(1, 4), std::pair(2, 4), std::pair(1, 1)}) {
    options_.max_hops = hops;  // At 1 only customers can introduce, and they are few.
    const OpportunityPlan plan = Plan({.asks_per_broker = most});
    std::map<MemberId, int> asked;
    size_t rerouted = 0;
    for (const PlannedOpportunity& p : plan.chosen) {
      const Opportunity& o = p.opportunity;
      const Opportunity& was = list_.opportunities[p.index];
      EXPECT_EQ(o.member, was.member);
      if (o.path.members.empty()) continue;
      EXPECT_EQ(o.path.members[o.path.members.size() - 2], p.broker);
      EXPECT_EQ(o.path.members.back(), o.member);
      EXPECT_LE(++asked[p.broker], most);
      EXPECT_LE(o.access, was.access + 1e-12);
      EXPECT_NEAR(o.expected_value, o.attract.p * o.access * o.value - o.cost, 1e-9);
      rerouted += o.path.members != was.path.members;
    }
    EXPECT_TRUE(rerouted > 0 || hops == 1);
    for (const auto& [broker, count] : plan.asks) EXPECT_EQ(asked[broker], count);
    EXPECT_EQ(plan.chosen.size() + plan.no_capacity + plan.worthless + plan.beyond_budget,
              list_.opportunities.size());
    left_out += plan.no_capacity + plan.worthless;
  }
  EXPECT_GT(left_out, 0u);
}

// Costs of their own, so that contacts, brokers and money have to be chosen together.
TEST_F(PlanTest, ALargerLimitNeverGivesLessAndNoPlanBeatsTheBound) {
  RandomStream random(3, 2);
  for (Opportunity& o : list_.opportunities) {
    o.cost += 0.3 * random.Uniform() * o.expected_value;
    SetWorth(o);
  }
  for (const double budget : {std::numeric_limits<double>::infinity(), 1.0}) {
    double before = 0, most = 0, lowest = HUGE_VAL;
    for (const int limit : {1, 2, 3, 5, 8, 13, 20, 40, 80, 1000}) {
      const OpportunityPlan plan = Plan({.budget = budget, .asks_per_broker = 1, .limit = limit});
      EXPECT_GE(plan.expected_value, before);
      EXPECT_LE(plan.expected_value, plan.best_possible);
      EXPECT_GE(plan.expected_value, 0.9 * plan.best_possible) << limit;
      if (std::isinf(budget)) {
        EXPECT_NEAR(plan.expected_value, plan.best_possible, 1e-9) << limit;
      }
      EXPECT_LE(plan.chosen.size(), static_cast<size_t>(limit));
      before = plan.expected_value;
      most = std::max(most, plan.expected_value);
      if (limit == 1000) lowest = plan.best_possible;
    }
    EXPECT_LE(most, lowest);
    EXPECT_GT(most, 0);
  }
}

TEST_F(PlanTest, ReasonsNameWhoeverIsAsked) {
  int told = 0, others = 0;
  for (const PlannedOpportunity& p : Plan({.asks_per_broker = 1}).chosen) {
    if (p.broker.is_none()) continue;
    const std::string broker(AbslView(community_.MemberLabel(p.broker)));
    const Opportunity& was = list_.opportunities[p.index];
    others += was.path.members != p.opportunity.path.members;
    for (const std::string& reason : p.opportunity.reasons) {
      if (reason.find(" can introduce us") == std::string::npos) continue;
      EXPECT_EQ(reason.substr(0, reason.find(" can introduce us")), broker);
      ++told;
    }
    EXPECT_GE(p.opportunity.expected_value, p.price - 1e-9);
  }
  EXPECT_GT(told, 10);
  EXPECT_GT(others, 3) << "nobody was replaced: nothing is tested";
}

// Exhaustive search over the first 14 opportunities with costs of their own.
TEST_F(PlanTest, KeepsWithinTheBudgetAndItsBound) {
  list_.opportunities.resize(14);
  RandomStream random(3, 1);
  for (Opportunity& o : list_.opportunities) {
    const double cost = 0.5 * o.expected_value * (0.2 + random.Uniform());
    o.expected_value -= cost - o.cost;
    o.cost = cost;
  }
  double total = 0;
  for (const Opportunity& o : list_.opportunities) total += o.cost;
  int exact = 0;
  for (int step = 1; step < 20; ++step) {
    const double budget = total * step / 20;
    double best = 0;
    for (uint32_t set = 0; set < (1U << 14); ++set) {
      double cost = 0, worth = 0;
      for (size_t i = 0; i < 14; ++i) {
        if ((set >> i & 1) == 0) continue;
        cost += list_.opportunities[i].cost;
        worth += list_.opportunities[i].expected_value;
      }
      if (cost <= budget) best = std::max(best, worth);
    }
    const OpportunityPlan plan = Plan({.budget = budget});
    EXPECT_LE(plan.cost, budget);
    EXPECT_LE(plan.expected_value, best + 1e-9);
    EXPECT_GE(plan.best_possible, best - 1e-9);
    EXPECT_GE(plan.expected_value, 0.5 * best);
    exact += plan.expected_value > best - 1e-9;
  }
  EXPECT_GT(exact, 2);
  EXPECT_LT(exact, 19);
  EXPECT_TRUE(Plan({.budget = 0}).chosen.empty());
  EXPECT_EQ(Plan({.limit = 3}).chosen.size(), 3u);
}

TEST_F(PlanTest, SoManyOfEachResource) {
  std::map<ResourceId, int> before;
  for (const Opportunity& o : list_.opportunities) ++before[o.resource];
  const auto most = [](const std::map<ResourceId, int>& count) {
    int top = 0;
    for (const auto& [resource, n] : count) top = std::max(top, n);
    return top;
  };
  ASSERT_GT(most(before), 2) << "nothing is tested";
  options_.per_resource = 2;
  ASSERT_OK_AND_ASSIGN(const OpportunityList few,
                       RankOpportunities(CommunityView(community_), options_));
  std::map<ResourceId, int> after;
  std::map<MemberId, int> of_member;
  for (const Opportunity& o : few.opportunities) ++after[o.resource], ++of_member[o.member];
  EXPECT_EQ(most(after), 2);
  EXPECT_GT(after.size(), before.size());
  for (const auto& [member, n] : of_member) EXPECT_EQ(n, 1);
  for (size_t i = 1; i < few.opportunities.size(); ++i) {
    EXPECT_GE(few.opportunities[i - 1].low, few.opportunities[i].low);
  }
  options_.per_resource = -1;
  EXPECT_THAT(RankOpportunities(CommunityView(community_), options_),
              StatusIs(absl::StatusCode::kInvalidArgument, "per_resource"));
}

TEST_F(PlanTest, RejectsBadOptions) {
  const CommunityView view(community_);
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(PlanOpportunities(view, list_, options_, {.budget = -1}), StatusIs(kInvalid, "budget"));
  EXPECT_THAT(PlanOpportunities(view, list_, options_, {.budget = std::nan("")}),
              StatusIs(kInvalid, "budget"));
  EXPECT_THAT(PlanOpportunities(view, list_, options_, {.asks_per_broker = -1}),
              StatusIs(kInvalid, "asks_per_broker"));
  EXPECT_THAT(PlanOpportunities(view, list_, options_, {.limit = 0}), StatusIs(kInvalid, "limit"));
}

TEST_F(PlanTest, LeverageRaisesWhatOthersFollow) {
  ASSERT_OK_AND_ASSIGN(const LeverageLift lifts, LeverageLifts(CommunityView(community_)));
  ASSERT_EQ(lifts.lift.size(), 200u);
  ASSERT_EQ(lifts.log_error.size(), 200u);
  EXPECT_GT(*std::max_element(lifts.lift.begin(), lifts.lift.end()), 0.1);
  EXPECT_GT(*std::max_element(lifts.log_error.begin(), lifts.log_error.end()), 0.01);
  for (const double lift : lifts.lift) EXPECT_GE(lift, 0);
  RunControl run;
  run.threads = 7;
  ASSERT_OK_AND_ASSIGN(const LeverageLift same,
                       LeverageLifts(CommunityView(community_), {.run = &run}));
  EXPECT_EQ(lifts.lift, same.lift);
  EXPECT_EQ(lifts.log_error, same.log_error);
  options_.leverage = true;
  ASSERT_OK_AND_ASSIGN(const OpportunityList with,
                       RankOpportunities(CommunityView(community_), options_));
  int complements = 0;
  for (const Opportunity& o : with.opportunities) {
    EXPECT_EQ(o.leverage, lifts.lift[o.member.value()]);
    EXPECT_NEAR(o.expected_value, o.attract.p * o.access * o.value * (1 + o.leverage) - o.cost, 1e-9);
    for (const std::string& reason : o.reasons) {
      complements += reason.find("lack") != std::string::npos ||
                     reason.find("covers a need") != std::string::npos;
    }
  }
  EXPECT_GT(complements, 5);
  EXPECT_THAT(LeverageLifts(CommunityView(community_), {.sets = 0}),
              StatusIs(absl::StatusCode::kInvalidArgument, "sets"));
  EXPECT_THAT(LeverageLifts(CommunityView(community_), {.rounds = 1}),
              StatusIs(absl::StatusCode::kInvalidArgument, "rounds"));
}

}  // namespace
}  // namespace pullgraph::plan_test
