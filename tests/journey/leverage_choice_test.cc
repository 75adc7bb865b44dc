// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/leverage_choice.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::leverage_choice_test {
namespace {

using testing::At;
using testing::StatusIs;

// hub -> a, b, c; a -> b. Roles and costs as named.
CommunityGraph Star() {
  CommunityBuilder b;
  const auto member = [&](const char* id, MemberRole role, const char* cost,
                          std::vector<std::string> opted_out = {}) {
    MemberRow row;
    row.role = role;
    row.opted_out = std::move(opted_out);
    if (*cost != 0) row.attributes = {{"price", cost}};
    EXPECT_TRUE(b.DescribeMember(*b.Member(id), row).ok());
  };
  member("a", MemberRole::kCommunity, "2.5");
  member("b", MemberRole::kCommunity, "", {"*"});
  member("c", MemberRole::kStaff, "3");
  member("hub", MemberRole::kCommunity, "4");
  member("robot", MemberRole::kBot, "");
  for (const auto& [from, to] : {std::pair("hub", "a"), std::pair("hub", "b"),
                                 std::pair("hub", "c"), std::pair("a", "b")}) {
    TieRow row;
    row.from = *b.Member(from);
    row.to = *b.Member(to);
    row.directed = true;
    EXPECT_TRUE(b.AddTie(row).ok());
  }
  return *std::move(b).Build();
}

TEST(LeverageChoice, CandidatesAndAudience) {
  const CommunityGraph c = Star();
  const CommunityView view(c);
  // a, b, c, hub, robot.
  EXPECT_EQ(LeverageCandidates(view), (std::vector<uint8_t>{1, 0, 0, 1, 0}));
  EXPECT_EQ(LeverageAudience(view), (std::vector<uint8_t>{1, 1, 1, 1, 0}));
  const std::vector<uint8_t> customers = {1, 0, 0, 0, 0};
  EXPECT_EQ(LeverageCandidates(view, customers), (std::vector<uint8_t>{0, 0, 0, 1, 0}));
  EXPECT_EQ(LeverageAudience(view, customers), (std::vector<uint8_t>{0, 1, 1, 1, 0}));
}

TEST(LeverageChoice, CostsAreAnAttribute) {
  const CommunityGraph c = Star();
  ASSERT_OK_AND_ASSIGN(const std::vector<double> one, ContactCosts(CommunityView(c), ""));
  EXPECT_EQ(one, (std::vector<double>{1, 1, 1, 1, 1}));
  ASSERT_OK_AND_ASSIGN(const std::vector<double> costs, ContactCosts(CommunityView(c), "price"));
  EXPECT_EQ(costs, (std::vector<double>{2.5, 1, 3, 4, 1}));
  EXPECT_THAT(ContactCosts(CommunityView(c), "prize"), StatusIs(absl::StatusCode::kNotFound, ""));
  for (const char* bad : {"0", "-1", "inf", "nan", "dear", ""}) {
    CommunityBuilder b;
    MemberRow row;
    row.attributes = {{"price", bad}};
    ASSERT_TRUE(b.DescribeMember(*b.Member("a"), row).ok());
    ASSERT_OK_AND_ASSIGN(const CommunityGraph built, std::move(b).Build());
    EXPECT_THAT(ContactCosts(CommunityView(built), "price"),
                StatusIs(absl::StatusCode::kInvalidArgument, ""))
        << bad;
  }
}

TEST(LeverageChoice, RivalsFitTheBudget) {
  const CommunityGraph c = Star();
  ASSERT_OK_AND_ASSIGN(const InfluenceGraph influence, BuildInfluenceGraph(CommunityView(c)));
  const std::vector<double> costs = {2.5, 1, 3, 4, 1};
  const Node a = 0, b = 1, staff = 2, hub = 3;
  EXPECT_EQ(BestConnectedWithinBudget(influence, costs, 6.5), (std::vector<Node>{hub, a}));
  // The hub is too dear and passed over.
  EXPECT_EQ(BestConnectedWithinBudget(influence, costs, 3.5), (std::vector<Node>{a, b}));
  EXPECT_EQ(BestConnectedWithinBudget(influence, costs, 3.5, std::vector<uint8_t>{0, 0, 1, 1, 0}),
            (std::vector<Node>{staff}));
  EXPECT_TRUE(BestConnectedWithinBudget(influence, costs, 0.5).empty());
}

TEST(LeverageChoice, EachSourceGivesItsProbabilities) {
  const CommunityGraph c = Star();
  const CommunityView view(c);
  const auto build = [&](InfluenceSource source) {
    InfluenceOptions options;
    options.source = source;
    options.p = 0.25;
    return BuildInfluenceGraph(view, options);
  };
  // a > b, hub > a, hub > b, hub > c.
  ASSERT_OK_AND_ASSIGN(const InfluenceGraph constant, build(InfluenceSource::kConstant));
  EXPECT_EQ(constant.probability, (std::vector<float>{0.25F, 0.25F, 0.25F, 0.25F}));
  ASSERT_OK_AND_ASSIGN(const InfluenceGraph cascade, build(InfluenceSource::kWeightedCascade));
  EXPECT_EQ(cascade.probability, (std::vector<float>{0.5F, 1, 0.5F, 1}));
  ASSERT_OK_AND_ASSIGN(const InfluenceGraph ties, build(InfluenceSource::kTies));
  for (const float p : ties.probability) EXPECT_NEAR(p, 0.2953, 1e-4);
  EXPECT_THAT(build(InfluenceSource::kLearned),
              StatusIs(absl::StatusCode::kFailedPrecondition, ""));
}

}  // namespace
}  // namespace pullgraph::leverage_choice_test
