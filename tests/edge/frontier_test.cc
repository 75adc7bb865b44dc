// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/frontier.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::frontier_test {
namespace {

using testing::StatusIs;

// Two cliques of six and a bridge. Of the first, a0 and a1 are customers, a5 is staff.
CommunityGraph TwoCliques(bool with_customers) {
  CommunityBuilder b;
  const auto tie = [&](const std::string& from, const std::string& to) {
    TieRow row;
    row.from = *b.Member(from);
    row.to = *b.Member(to);
    EXPECT_TRUE(b.AddTie(row).ok());
  };
  for (const std::string clique : {"a", "b"}) {
    for (int u = 0; u < 6; ++u) {
      for (int v = 0; v < u; ++v) tie(clique + std::to_string(u), clique + std::to_string(v));
    }
  }
  tie("a2", "b2");
  MemberRow staff;
  staff.role = MemberRole::kStaff;
  EXPECT_TRUE(b.DescribeMember(*b.Member("a5"), staff).ok());
  for (const std::string customer : {"a0", "a1"}) {
    if (!with_customers) break;
    MembershipRow row;
    row.market = *b.Market("shop");
    row.member = *b.Member(customer);
    row.status = MarketStatus::kCustomer;
    EXPECT_TRUE(b.AddMembership(row).ok());
  }
  return std::move(b).Build().value();
}

TEST(FindFrontier, EndsWhereTheTiesThinOut) {
  const CommunityGraph community = TwoCliques(true);
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    FrontierOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const Frontier frontier, FindFrontier(CommunityView(community), options));
    std::set<std::string_view> found;
    for (const FrontierMember& member : frontier.members) {
      found.insert(community.MemberKey(member.member));
      EXPECT_EQ(community.MemberKey(member.bridge.customer).substr(0, 1), "a");
      EXPECT_GT(member.score, 0);
    }
    EXPECT_EQ(found, (std::set<std::string_view>{"a2", "a3", "a4"}));
    EXPECT_EQ(frontier.num_customers, 2);
    EXPECT_NEAR(frontier.conductance, 1.0 / 31, 1e-9);
    // a3 knows five, of whom two are customers.
    EXPECT_NEAR(frontier.members[0].customer_share, 0.4, 1e-6);
  }
}

TEST(FindFrontier, NothingWithoutCustomersAndNamesBadInput) {
  const CommunityGraph none = TwoCliques(false);
  ASSERT_OK_AND_ASSIGN(const Frontier frontier, FindFrontier(CommunityView(none)));
  EXPECT_TRUE(frontier.members.empty());
  EXPECT_EQ(frontier.num_customers, 0);
  const CommunityGraph community = TwoCliques(true);
  FrontierOptions options;
  options.damping = 1;
  EXPECT_THAT(FindFrontier(CommunityView(community), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "damping"));
  options = {};
  options.epsilon = 0;
  EXPECT_THAT(FindFrontier(CommunityView(community), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "epsilon"));
  options = {};
  options.market = MarketId(7);
  EXPECT_THAT(FindFrontier(CommunityView(community), options),
              StatusIs(absl::StatusCode::kOutOfRange, "market = 7"));
}

}  // namespace
}  // namespace pullgraph::frontier_test
