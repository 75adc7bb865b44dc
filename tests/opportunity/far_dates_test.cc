// SPDX-License-Identifier: Apache-2.0
// One row of the year 2052 in a community of today: what is planned changes nothing of
// what is said of today.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "algorithms/journey/windows.h"
#include "algorithms/opportunity/opportunity.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::far_dates_test {
namespace {

const CommunityGraph& Today() {
  static const CommunityGraph community = [] {
    GenerateOptions options;
    options.members = 300;
    options.ties = 2000;
    options.signals = 5000;
    options.resources = 200;
    return GenerateCommunity(options).value();
  }();
  return community;
}

Time Far() { return *ParseTime("2052-01-01"); }

// The community with `change` made to its parts.
template <class Change>
CommunityGraph With(Change change) {
  CommunityParts parts = Today().parts();
  change(parts);
  return CommunityGraph::FromParts(std::move(parts)).value();
}

OpportunityList Rank(const CommunityGraph& c) {
  OpportunityOptions options;
  options.limit = 50;
  return RankOpportunities(CommunityView(c), options).value();
}

const OpportunityList& RankToday() {
  static const OpportunityList list = Rank(Today());
  return list;
}

// The list as text, the same if and only if every figure is.
std::vector<std::string> Lines(const OpportunityList& list) {
  std::vector<std::string> lines;
  for (const Opportunity& o : list.opportunities) {
    lines.push_back(std::to_string(o.member.value()) + " " + std::to_string(o.resource.value()) +
                    " " + std::to_string(o.expected_value) + " " + std::to_string(o.low));
  }
  return lines;
}

TEST(FarDates, APlannedTouchChangesNothing) {
  const CommunityGraph c = With([](CommunityParts& p) {
    p.touches.member.push_back(MemberId(0));
    p.touches.resource.push_back(ResourceId(0));
    p.touches.sent_at.push_back(Far());
    p.touches.campaign.Append(0);
    p.touches.channel.Append(0);
    p.touches.cost.Append(0);
    p.touches.outcome.Append(TouchOutcome::kUnspecified);
    p.touches.value.Append(0);
    p.touches.holdout.Append(0);
  });
  const OpportunityList& before = RankToday();
  ASSERT_GT(before.opportunities.size(), 20U);
  EXPECT_EQ(Lines(Rank(c)), Lines(before));
  ASSERT_OK_AND_ASSIGN(const std::vector<Window> now, MakeWindows(CommunityView(Today())));
  ASSERT_OK_AND_ASSIGN(const std::vector<Window> then, MakeWindows(CommunityView(c)));
  EXPECT_EQ(then.back().until, now.back().until);
}

TEST(FarDates, AResourceOf2052IsNotOffered) {
  const ResourceId first = RankToday().opportunities.front().resource;
  const CommunityGraph c =
      With([&](CommunityParts& p) { p.resources.published_at.Set(first.value(), Far()); });
  const OpportunityList list = Rank(c);
  ASSERT_FALSE(list.opportunities.empty());
  for (const Opportunity& o : list.opportunities) EXPECT_NE(o.resource, first);
}

TEST(FarDates, WhoJoinsOrBuysIn2052DoesNotYet) {
  const OpportunityList& before = RankToday();
  const MemberId first = before.opportunities.front().member;
  const CommunityGraph c = With([&](CommunityParts& p) {
    p.members.joined_at.Set(first.value(), Far());
    bool is_first = true;
    for (size_t i = 0; i < p.memberships.size(); ++i) {
      if (p.memberships.status[i] != MarketStatus::kCustomer) continue;
      if (std::exchange(is_first, false)) continue;  // Somebody has to introduce.
      p.memberships.valid_from[i] = Far();
      p.memberships.valid_to[i] = Time();
    }
  });
  const OpportunityList list = Rank(c);
  EXPECT_EQ(list.gates.not_yet_known, before.gates.not_yet_known + 1);
  EXPECT_GT(before.customers, 1U);
  EXPECT_EQ(list.customers, 1U);
}

}  // namespace
}  // namespace pullgraph::far_dates_test
