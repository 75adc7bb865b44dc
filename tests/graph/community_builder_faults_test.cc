// SPDX-License-Identifier: Apache-2.0
// Rows that a builder refuses, and that leave no trace in it.
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::community_builder_faults_test {
namespace {

using ::absl::StatusCode;
using testing::IsOk;
using testing::StatusIs;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr float kNanFloat = std::numeric_limits<float>::quiet_NaN();
constexpr Time kTooLate(kLatestTime.micros() + 1);
constexpr char kBadText[] = "a\xFF";

TEST(CommunityBuilder, SecondDescriptionIsRefused) {
  CommunityBuilder b;
  const MemberId m = *b.Member("m");
  ASSERT_THAT(b.DescribeMember(m, {}), IsOk());
  EXPECT_THAT(b.DescribeMember(m, {}), StatusIs(StatusCode::kAlreadyExists, "member 'm'"));
  const ResourceId r = *b.Resource("r");
  ASSERT_THAT(b.DescribeResource(r, {}), IsOk());
  EXPECT_THAT(b.DescribeResource(r, {}), StatusIs(StatusCode::kAlreadyExists, "resource 'r'"));
  const TopicId t = *b.Topic("t");
  ASSERT_THAT(b.DescribeTopic(t, {}), IsOk());
  EXPECT_THAT(b.DescribeTopic(t, {}), StatusIs(StatusCode::kAlreadyExists, "topic 't'"));
  const MarketId k = *b.Market("k");
  ASSERT_THAT(b.DescribeMarket(k, "x"), IsOk());
  EXPECT_THAT(b.DescribeMarket(k, "x"), StatusIs(StatusCode::kAlreadyExists, "market 'k'"));
}

TEST(CommunityBuilder, BadIds) {
  CommunityBuilder b;
  EXPECT_THAT(b.Member(""), StatusIs(StatusCode::kInvalidArgument, "member id is empty"));
  EXPECT_THAT(b.Resource(kBadText), StatusIs(StatusCode::kInvalidArgument, "'a\\xFF'"));
  EXPECT_THAT(b.Topic(std::string(65'537, 'x')),
              StatusIs(StatusCode::kInvalidArgument, "65537 bytes, expected at most 65536"));
  EXPECT_THAT(b.Market(std::string(65'536, 'x')), IsOk());
  EXPECT_EQ(b.num_members(), 0U);
}

// Each faulty row is refused with its field named, and leaves no trace.
class FaultyRowTest : public ::testing::Test {
 protected:
  FaultyRowTest() {
    member_ = *b_.Member("m");
    resource_ = *b_.Resource("r");
    topic_ = *b_.Topic("t");
    market_ = *b_.Market("k");
  }
  void TearDown() override {
    EXPECT_EQ(b_.num_signals(), 0U);
    ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b_).Build());
    EXPECT_EQ(c.num_ties() + c.signals().size() + c.touches().size() + c.memberships().size(), 0U);
    EXPECT_EQ(c.strings().size(), 1U);
    EXPECT_TRUE(c.members().kind.is_default());
  }
  template <class Row, class Add>
  void Refuses(const Row& good, const std::function<void(Row&)>& spoil, const char* field,
               Add add) {
    Row row = good;
    spoil(row);
    EXPECT_THAT(add(row), StatusIs(StatusCode::kInvalidArgument, field));
  }

  CommunityBuilder b_;
  MemberId member_;
  ResourceId resource_;
  TopicId topic_;
  MarketId market_;
};

TEST_F(FaultyRowTest, Member) {
  const auto refuse = [&](const std::function<void(MemberRow&)>& spoil, const char* field) {
    Refuses<MemberRow>({.display_name = "leaves no trace"}, spoil, field,
                       [&](const MemberRow& row) { return b_.DescribeMember(member_, row); });
  };
  refuse([](MemberRow& r) { r.display_name = kBadText; }, "display_name 'a\\xFF'");
  refuse([](MemberRow& r) { r.joined_at = kTooLate; }, "joined_at");
  refuse([](MemberRow& r) { r.opted_out = {"x", kBadText}; }, "opted_out");
  refuse([](MemberRow& r) { r.tags = {kBadText}; }, "tags");
  refuse([](MemberRow& r) { r.attributes = {{kBadText, ""}}; }, "attribute name");
  refuse([](MemberRow& r) { r.attributes = {{"", kBadText}}; }, "attribute value");
  refuse([](MemberRow& r) { r.needs = {{TopicId(9), 1, Time()}}; }, "needs.topic is row 9");
  refuse([&](MemberRow& r) { r.needs = {{topic_, -1, Time()}}; }, "needs.weight is -1");
  refuse([&](MemberRow& r) { r.needs = {{topic_, kNanFloat, Time()}}; }, "needs.weight is nan");
  refuse([&](MemberRow& r) { r.needs = {{topic_, 1, kTooLate}}; }, "needs.since");
  refuse([](MemberRow& r) { r.offers = {{TopicId(), 1, Time()}}; }, "offers.topic");
  refuse([&](MemberRow& r) { r.offers = {{topic_, 1.5F, Time()}}; }, "offers.level is 1.5");
  refuse([&](MemberRow& r) { r.offers = {{topic_, kNanFloat, Time()}}; }, "offers.level is nan");
  refuse([&](MemberRow& r) { r.offers = {{topic_, 1, kTooLate}}; }, "offers.since");
  EXPECT_THAT(b_.DescribeMember(MemberId(7), {}),
              StatusIs(StatusCode::kInvalidArgument, "member is row 7, expected one below 1"));
  EXPECT_THAT(b_.DescribeMember(MemberId(), {}), StatusIs(StatusCode::kInvalidArgument, "member"));
}

TEST_F(FaultyRowTest, ResourceTopicMarket) {
  const auto refuse = [&](const std::function<void(ResourceRow&)>& spoil, const char* field) {
    Refuses<ResourceRow>({.title = "x"}, spoil, field, [&](const ResourceRow& row) {
      return b_.DescribeResource(resource_, row);
    });
  };
  refuse([](ResourceRow& r) { r.title = kBadText; }, "title");
  refuse([](ResourceRow& r) { r.url = kBadText; }, "url");
  refuse([](ResourceRow& r) { r.published_at = kTooLate; }, "published_at");
  refuse([](ResourceRow& r) { r.cost = -0.5; }, "cost is -0.5");
  refuse([](ResourceRow& r) { r.cost = kNan; }, "cost is nan");
  refuse([](ResourceRow& r) { r.cost = INFINITY; }, "cost is inf");
  refuse([](ResourceRow& r) { r.topics = {TopicId(1)}; }, "topics is row 1");
  refuse([](ResourceRow& r) { r.offered_by = {MarketId(1)}; }, "offered_by is row 1");
  EXPECT_THAT(b_.DescribeResource(ResourceId(1), {}),
              StatusIs(StatusCode::kInvalidArgument, "resource is row 1"));
  EXPECT_THAT(b_.DescribeTopic(topic_, {.name = kBadText, .parent = {}}),
              StatusIs(StatusCode::kInvalidArgument, "name"));
  EXPECT_THAT(b_.DescribeTopic(topic_, {.name = "", .parent = TopicId(4)}),
              StatusIs(StatusCode::kInvalidArgument, "parent is row 4"));
  EXPECT_THAT(b_.DescribeTopic(TopicId(3), {}), StatusIs(StatusCode::kInvalidArgument, "topic"));
  EXPECT_THAT(b_.DescribeMarket(market_, kBadText), StatusIs(StatusCode::kInvalidArgument, "name"));
  EXPECT_THAT(b_.DescribeMarket(MarketId(2), ""), StatusIs(StatusCode::kInvalidArgument, "market"));
}

TEST_F(FaultyRowTest, Membership) {
  const auto refuse = [&](const std::function<void(MembershipRow&)>& spoil, const char* field) {
    MembershipRow good;
    good.market = market_;
    good.member = member_;
    Refuses<MembershipRow>(good, spoil, field,
                           [&](const MembershipRow& row) { return b_.AddMembership(row); });
  };
  refuse([](MembershipRow& r) { r.market = MarketId(1); }, "market is row 1");
  refuse([](MembershipRow& r) { r.member = MemberId(); }, "member is row");
  refuse([](MembershipRow& r) { r.valid_from = kTooLate; }, "valid_from");
  refuse([](MembershipRow& r) { r.valid_to = kTooLate; }, "valid_to");
  refuse([](MembershipRow& r) { r.valid_from = Time(2), r.valid_to = Time(1); },
         "is before valid_from");
}

TEST_F(FaultyRowTest, Tie) {
  const auto refuse = [&](const std::function<void(TieRow&)>& spoil, const char* field) {
    TieRow good;
    good.from = good.to = member_;
    Refuses<TieRow>(good, spoil, field, [&](const TieRow& row) { return b_.AddTie(row); });
  };
  refuse([](TieRow& r) { r.from = MemberId(5); }, "from is row 5");
  refuse([](TieRow& r) { r.to = MemberId(); }, "to is row");
  refuse([](TieRow& r) { r.count = 0; }, "count is 0");
  refuse([](TieRow& r) { r.strength = 1.5F; }, "strength is 1.5");
  refuse([](TieRow& r) { r.strength = -0.1F; }, "strength is -0.1");
  refuse([](TieRow& r) { r.strength = kNanFloat; }, "strength is nan");
  refuse([](TieRow& r) { r.at = {Time()}; }, "at holds an absent time");
  refuse([](TieRow& r) { r.at = {kTooLate}; }, "at is");
  refuse([](TieRow& r) { r.first_at = kTooLate; }, "first_at is");
  refuse([](TieRow& r) { r.last_at = kTooLate; }, "last_at is");
  refuse([](TieRow& r) { r.first_at = Time(2), r.last_at = Time(1); }, "is before first_at");
  EXPECT_THAT(b_.AddPlainTies({{0, 0}, {0, 1}}, true),
              StatusIs(StatusCode::kOutOfRange, "tie 1 has an end outside the 1 members"));
}

TEST_F(FaultyRowTest, Signal) {
  const auto refuse = [&](const std::function<void(SignalRow&)>& spoil, const char* field) {
    SignalRow good;
    good.member = member_;
    Refuses<SignalRow>(good, spoil, field, [&](const SignalRow& row) { return b_.AddSignal(row); });
  };
  refuse([](SignalRow& r) { r.member = MemberId(5); }, "member is row 5");
  refuse([](SignalRow& r) { r.object_kind = ObjectKind::kUnspecified; }, "object_kind is 0");
  refuse([](SignalRow& r) { r.object_kind = static_cast<ObjectKind>(4); }, "object_kind is 4");
  refuse([](SignalRow& r) { r.object_kind = static_cast<ObjectKind>(-1); }, "object_kind is -1");
  for (const ObjectKind kind : {ObjectKind::kResource, ObjectKind::kTopic, ObjectKind::kMember}) {
    refuse([=](SignalRow& r) { r.object_kind = kind, r.object = 1; }, "object is row 1");
  }
  refuse([](SignalRow& r) { r.at = kTooLate; }, "at is");
  refuse([](SignalRow& r) { r.weight = -1; }, "weight is -1");
  refuse([](SignalRow& r) { r.weight = kNanFloat; }, "weight is nan");
  refuse([](SignalRow& r) { r.topics = {TopicId(1)}; }, "topics is row 1");
  refuse([](SignalRow& r) { r.answered_at = kTooLate; }, "answered_at");
  refuse([](SignalRow& r) { r.answered_by = MemberId(3); }, "answered_by is row 3");
}

TEST_F(FaultyRowTest, Touch) {
  const auto refuse = [&](const std::function<void(TouchRow&)>& spoil, const char* field) {
    TouchRow good;
    good.member = member_;
    good.campaign = "leaves no trace";
    Refuses<TouchRow>(good, spoil, field, [&](const TouchRow& row) { return b_.AddTouch(row); });
  };
  refuse([](TouchRow& r) { r.member = MemberId(); }, "member is row");
  refuse([](TouchRow& r) { r.resource = ResourceId(2); }, "resource is row 2");
  refuse([](TouchRow& r) { r.campaign = kBadText; }, "campaign");
  refuse([](TouchRow& r) { r.channel = kBadText; }, "channel");
  refuse([](TouchRow& r) { r.sent_at = kTooLate; }, "sent_at");
  refuse([](TouchRow& r) { r.cost = -1; }, "cost is -1");
  refuse([](TouchRow& r) { r.value = kNan; }, "value is nan");
}

TEST(CommunityBuilder, NameThatIsNotUtf8) {
  EXPECT_THAT(CommunityBuilder(kBadText, "").Build(),
              StatusIs(StatusCode::kInvalidArgument, "not valid UTF-8"));
}

TEST(CommunityBuilder, TopicsThatAreTheirOwnAncestors) {
  CommunityBuilder b;
  const TopicId t = *b.Topic("t");
  const TopicId u = *b.Topic("u");
  ASSERT_THAT(b.DescribeTopic(t, {.name = "", .parent = u}), IsOk());
  ASSERT_THAT(b.DescribeTopic(u, {.name = "", .parent = t}), IsOk());
  EXPECT_THAT(std::move(b).Build(), StatusIs(StatusCode::kInvalidArgument, "leads back"));
}

}  // namespace
}  // namespace pullgraph::community_builder_faults_test
