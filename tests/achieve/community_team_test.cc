// SPDX-License-Identifier: Apache-2.0
// Teams, holes and answer rates as a community asks for them.
#include "algorithms/achieve/community_team.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "algorithms/achieve/answer_rates.h"
#include "algorithms/achieve/structural_holes.h"
#include "graph/build_introduction_graph.h"
#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::community_team_test {
namespace {

using testing::StatusIs;

void AddTie(CommunityBuilder& b, const char* from, const char* to, bool directed) {
  TieRow row;
  row.from = *b.Member(from);
  row.to = *b.Member(to);
  row.directed = directed;
  ASSERT_TRUE(b.AddTie(row).ok());
}

void AddOffer(CommunityBuilder& b, const char* member, const char* topic, MemberRow row = {}) {
  row.offers = {{*b.Topic(topic), 1.0F, Time()}};
  ASSERT_TRUE(b.DescribeMember(*b.Member(member), row).ok());
}

// a offers x, b offers y; a - b and c - d are tied, c - d undirected, directed or both.
CommunityGraph Pairs(bool undirected, bool directed) {
  CommunityBuilder b;
  AddOffer(b, "a", "x");
  AddOffer(b, "b", "y");
  AddTie(b, "a", "b", false);
  if (undirected) AddTie(b, "c", "d", false);
  if (directed) AddTie(b, "c", "d", true);
  return *std::move(b).Build();
}

// The probability that the two of the team pass something on, and that of access.
std::pair<double, double> TeamAndAccess(const CommunityGraph& c) {
  const CommunityView view(c);
  const Team team =
      FindCommunityTeam(view, std::vector<TopicId>{*c.FindTopic("x"), *c.FindTopic("y")}).value();
  EXPECT_EQ(team.members, (std::vector<Node>{c.FindMember("a")->value(),
                                             c.FindMember("b")->value()}));
  const IntroductionGraph access = BuildIntroductionGraph(view).value();
  const ArcIndex arc =
      *access.graph.FindArc(c.FindMember("a")->value(), c.FindMember("b")->value());
  return {std::exp(-team.diameter), access.probability[arc]};
}

TEST(CommunityTeam, ADirectedTieElsewhereChangesNothing) {
  const double p = 1 - std::exp(-0.35);  // 30 %.
  for (const auto& [undirected, directed] :
       {std::pair(true, false), std::pair(false, true), std::pair(true, true)}) {
    const auto [team, access] = TeamAndAccess(Pairs(undirected, directed));
    EXPECT_NEAR(team, p, 1e-7);
    EXPECT_NEAR(access, p, 1e-7);
  }
}

TEST(CommunityTeam, WithAMemberAndWithoutHolders) {
  CommunityBuilder b;
  AddOffer(b, "a", "x");
  AddTie(b, "a", "m", false);
  MemberRow bot;
  bot.role = MemberRole::kBot;
  AddOffer(b, "robot", "z", bot);
  MemberRow late;
  late.needs = {{*b.Topic("x"), 1, Time()}, {*b.Topic("z"), 1, Time(9)}, {*b.Topic("x"), 2, Time()}};
  ASSERT_TRUE(b.DescribeMember(*b.Member("m"), late).ok());
  const CommunityGraph c = *std::move(b).Build();
  const CommunityView view(c, Time(5));
  const MemberId m = *c.FindMember("m");
  const TopicId x = *c.FindTopic("x"), z = *c.FindTopic("z");
  EXPECT_EQ(KnownNeeds(view, m), std::vector<TopicId>{x});
  EXPECT_EQ(KnownNeeds(CommunityView(c, Time(10)), m), (std::vector<TopicId>{x, z}));
  ASSERT_OK_AND_ASSIGN(const Team team, FindCommunityTeam(view, std::vector<TopicId>{x}, m));
  EXPECT_EQ(team.members, (std::vector<Node>{c.FindMember("a")->value(), m.value()}));
  ASSERT_OK_AND_ASSIGN(const Team none, FindCommunityTeam(view, std::vector<TopicId>{x, z}));
  EXPECT_TRUE(none.members.empty());
  EXPECT_EQ(none.without_holder, std::vector<uint32_t>{1});
  EXPECT_THAT(FindCommunityTeam(view, std::vector<TopicId>{TopicId(7)}),
              StatusIs(absl::StatusCode::kOutOfRange, ""));
  EXPECT_THAT(FindCommunityTeam(view, std::vector<TopicId>{x}, MemberId(70)),
              StatusIs(absl::StatusCode::kOutOfRange, ""));
  EXPECT_THAT(FindCommunityTeam(view, std::vector<TopicId>{x}, m, {.min_level = 2}),
              StatusIs(absl::StatusCode::kInvalidArgument, ""));
}

// Burt's constraint of everybody in a triangle, with e tied to a.
std::vector<double> Constraints(bool with_e, bool directed) {
  CommunityBuilder b;
  AddTie(b, "a", "b", false);
  AddTie(b, "b", "c", false);
  AddTie(b, "c", "a", false);
  if (with_e) AddTie(b, "e", "a", directed);
  const CommunityGraph c = *std::move(b).Build();
  std::vector<double> out;
  const auto holes = FindStructuralHoles(CommunityView(c)).value();
  for (const auto& hole : holes) out.push_back(hole->constraint);
  return out;
}

TEST(CommunityHoles, ADirectedTieWeighsAsAnUndirectedOne) {
  EXPECT_EQ(Constraints(false, false), (std::vector<double>{1.125, 1.125, 1.125}));
  // By hand: a gives each of b, c, e a third; b and c give their two contacts a half.
  const double a = 2 * std::pow(1.0 / 3 + 1.0 / 3 / 2, 2) + std::pow(1.0 / 3, 2);
  const double b = std::pow(1.0 / 2 + 1.0 / 2 / 2, 2) + std::pow(1.0 / 2 + 1.0 / 2 / 3, 2);
  const std::vector<double> hand = {a, b, b, 1};
  for (const bool directed : {false, true}) {
    const std::vector<double> got = Constraints(true, directed);
    ASSERT_EQ(got.size(), hand.size());
    for (size_t i = 0; i < hand.size(); ++i) EXPECT_NEAR(got[i], hand[i], 1e-12) << directed << i;
  }
}

TEST(AnswerRates, OfMemberCustomersAndAll) {
  CommunityBuilder b;
  const MemberId ada = *b.Member("ada"), bob = *b.Member("bob"), robot = *b.Member("robot");
  MemberRow bot;
  bot.role = MemberRole::kBot;
  ASSERT_TRUE(b.DescribeMember(robot, bot).ok());
  const auto ask = [&](MemberId who, MemberId by, int day, int days) {
    SignalRow row;
    row.member = who;
    row.kind = SignalKind::kAsk;
    row.object_kind = ObjectKind::kMember;
    row.at = Time(day * kMicrosPerDay);
    row.answered_at = Time((day + days) * kMicrosPerDay);
    row.answered_by = by;
    ASSERT_TRUE(b.AddSignal(row).ok());
  };
  for (int week = 0; week < 8; ++week) ask(ada, bob, 7 * week, 10 - week);
  ask(bob, ada, 3, 2);
  ask(robot, bob, 4, 2);
  ask(bob, ada, 200, 1);  // Now is late enough for the others to be decided.
  const CommunityGraph c = *std::move(b).Build();
  const CommunityView view(c);
  std::vector<uint8_t> customers(c.num_members(), 0);
  ASSERT_OK_AND_ASSIGN(auto rates, FindAnswerRates(view, MemberId::None(), customers));
  ASSERT_EQ(rates.size(), 1U);
  EXPECT_EQ(rates[0].subject, AnswerSubject::kAllAsks);
  EXPECT_EQ(rates[0].times.days.size(), 9U);  // The bot's ask is none.
  customers[c.FindMember("bob")->value()] = 1;
  ASSERT_OK_AND_ASSIGN(rates, FindAnswerRates(view, *c.FindMember("ada"), customers));
  ASSERT_EQ(rates.size(), 4U);
  EXPECT_EQ(rates[0].subject, AnswerSubject::kAsksByMember);
  EXPECT_EQ(rates[0].times.days.size(), 8U);
  EXPECT_GT(rates[0].rate->percent_a_week, 5);  // From ten days to three.
  EXPECT_EQ(rates[1].subject, AnswerSubject::kAnswersByMember);
  EXPECT_EQ(rates[1].times.days.size(), 1U);
  EXPECT_EQ(rates[2].subject, AnswerSubject::kAsksByCustomers);
  EXPECT_EQ(AnswerSubjectName(rates[1].subject, "ada"), "answers by ada");
  EXPECT_THAT(FindAnswerRates(view, MemberId(9), customers),
              StatusIs(absl::StatusCode::kOutOfRange, ""));
}

}  // namespace
}  // namespace pullgraph::community_team_test
