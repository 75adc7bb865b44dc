// SPDX-License-Identifier: Apache-2.0
#include "graph/community_check.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::community_check_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr Time kTooLate(kLatestTime.micros() + 1);

// A community with two of everything, every column filled.
CommunityParts GoodParts() {
  CommunityBuilder b("name", "producer");
  for (const char* id : {"1", "2"}) {
    const TopicId t = *b.Topic(id);
    const MemberId m = *b.Member(id);
    const ResourceId r = *b.Resource(id);
    const MarketId k = *b.Market(id);
    EXPECT_THAT(b.DescribeTopic(t, {.name = "topic", .parent = {}}), IsOk());
    MemberRow member;
    member.display_name = "Ada";
    member.kind = MemberKind::kPerson;
    member.role = MemberRole::kStaff;
    member.joined_at = Time(1);
    member.opted_out = {"mail"};
    member.tags = {"tag"};
    member.attributes = {{"name", "value"}};
    member.needs = {{t, 2, Time(3)}};
    member.offers = {{t, 0.5, Time(3)}};
    EXPECT_THAT(b.DescribeMember(m, member), IsOk());
    EXPECT_THAT(b.DescribeResource(r, {"title", ResourceKind::kEvent, {t}, Time(4), 5, "url", {k}}),
                IsOk());
    EXPECT_THAT(b.DescribeMarket(k, "market"), IsOk());
    EXPECT_THAT(b.AddMembership({k, m, MarketStatus::kCustomer, Time(1), Time(9)}), IsOk());
    SignalRow signal;
    signal.member = m;
    signal.object = r.value();
    signal.kind = SignalKind::kAsk;
    signal.at = Time(10 + m.value());
    signal.weight = 2;
    signal.topics = {t};
    signal.answered_at = Time(12);
    signal.answered_by = m;
    EXPECT_THAT(b.AddSignal(signal), IsOk());
    TouchRow touch;
    touch.member = m;
    touch.resource = r;
    touch.sent_at = Time(20 + m.value());
    touch.campaign = "campaign";
    touch.channel = "mail";
    touch.cost = 1;
    touch.value = 2;
    touch.outcome = TouchOutcome::kSent;
    touch.holdout = true;
    EXPECT_THAT(b.AddTouch(touch), IsOk());
  }
  TieRow tie;
  tie.from = *b.Member("1");
  tie.to = *b.Member("2");
  tie.kind = TieKind::kKnows;
  tie.strength = 0.5;
  tie.at = {Time(5), Time(6)};
  EXPECT_THAT(b.AddTie(tie), IsOk());
  return std::move(b).Build()->parts();
}

void ExpectFault(const std::function<void(CommunityParts&)>& spoil, const char* where) {
  CommunityParts parts = GoodParts();
  ASSERT_THAT(CheckCommunity(parts), IsOk());
  spoil(parts);
  EXPECT_THAT(CheckCommunity(parts), StatusIs(absl::StatusCode::kInvalidArgument, where));
  EXPECT_FALSE(CommunityGraph::FromParts(parts).ok());
}

StringTable Table(const std::vector<std::string>& rows) {
  StringTable table;
  for (const std::string& row : rows) table.Append(row);
  return table;
}

TEST(CommunityCheck, Strings) {
  ExpectFault([](auto& p) { p.strings = StringTable(); }, "string 0");
  ExpectFault([](auto& p) { p.strings = Table({"x"}); }, "string 0");
  ExpectFault([](auto& p) { p.strings.Append("\xFF"); }, "not valid UTF-8");
  // Sound as a blob, cut through a character.
  ExpectFault([](auto& p) { p.strings.Append("\xC3"), p.strings.Append("\xA9"); },
              "not valid UTF-8");
  ExpectFault([](auto& p) { p.name = "\xFF"; }, "community 0");
  ExpectFault([](auto& p) { p.producer = "\xFF"; }, "community 0");
}

TEST(CommunityCheck, Ids) {
  ExpectFault([](auto& p) { p.members.id = Table({"1", "1"}); }, "member 1: id '1' is a duplicate");
  ExpectFault([](auto& p) { p.members.id = Table({"10", "9"}); }, "member 1: id '9'");
  ExpectFault([](auto& p) { p.resources.id = Table({"a", "1"}); }, "resource 1: id");
  ExpectFault([](auto& p) { p.topics.id = Table({"", "a"}); }, "topic 0: id is empty");
  ExpectFault([](auto& p) { p.markets.id = Table({"a", "b\xFF"}); }, "market 1: id is not valid");
  ExpectFault([](auto& p) { p.members.id.Append("3"); }, "has 2 rows, expected 3");
}

TEST(CommunityCheck, Topics) {
  ExpectFault([](auto& p) { p.topics.name.Append(0); }, "topic 3: name has 3 rows, expected 2");
  ExpectFault([](auto& p) { p.topics.name.Set(1, 99); }, "topic 1: name is 99");
  ExpectFault([](auto& p) { p.topics.parent.Set(1, TopicId(2)); }, "topic 1: parent is 2");
  ExpectFault([](auto& p) { p.topics.parent.Set(1, TopicId(1)); }, "leads back");
  ExpectFault(
      [](auto& p) {
        p.topics.parent.Set(0, TopicId(1));
        p.topics.parent.Set(1, TopicId(0));
      },
      "leads back");
  ExpectFault([](auto& p) { p.markets.name.Set(0, 99); }, "market 0: name is 99");
}

TEST(CommunityCheck, LongChainsOfTopicsAreNoCycles) {
  CommunityParts p = GoodParts();
  for (int i = 3; i <= 1000; ++i) {
    p.topics.id.Append(std::to_string(i));
    p.topics.name.Append(0);
    p.topics.parent.Append(TopicId(static_cast<uint32_t>(i % 7 == 0 ? 0 : i - 2)));
  }
  EXPECT_THAT(CheckCommunity(p), IsOk());
  p.topics.parent.Set(0, TopicId(999));
  EXPECT_THAT(CheckCommunity(p),
              StatusIs(absl::StatusCode::kInvalidArgument, "leads back to the topic itself"));
}

TEST(CommunityCheck, Resources) {
  ExpectFault([](auto& p) { p.resources.title.Set(0, 99); }, "resource 0: title");
  ExpectFault([](auto& p) { p.resources.url.Set(0, 99); }, "resource 0: url");
  ExpectFault([](auto& p) { p.resources.kind.Append({}); }, "kind has 3 rows");
  ExpectFault([](auto& p) { p.resources.published_at.Set(1, kTooLate); }, "resource 1: published");
  ExpectFault([](auto& p) { p.resources.cost.Set(1, -1); }, "resource 1: cost is -1");
  ExpectFault([](auto& p) { p.resources.cost.Set(1, kNan); }, "resource 1: cost is nan");
  ExpectFault([](auto& p) { p.resources.cost.Set(1, HUGE_VAL); }, "resource 1: cost is inf");
  ExpectFault(
      [](auto& p) {
        p.resources.topics = {};
        p.resources.topics.AppendDefaults(1);
        p.resources.topics.Append(std::vector<TopicId>{TopicId(2)});
      },
      "resource 1: topics is 2");
  ExpectFault(
      [](auto& p) {
        p.resources.offered_by = {};
        p.resources.offered_by.AppendDefaults(1);
        p.resources.offered_by.Append(std::vector<MarketId>{MarketId(2)});
      },
      "resource 1: offered_by is 2");
}

template <class T>
void Replace(Ragged<T>& column, const T& value) {
  column = {};
  column.AppendDefaults(1);
  column.Append(std::vector<T>{value});
}

TEST(CommunityCheck, Members) {
  ExpectFault([](auto& p) { p.members.display_name.Set(1, 99); }, "member 1: display_name is 99");
  ExpectFault([](auto& p) { p.members.kind.Append({}); }, "member 3: kind has 3 rows");
  ExpectFault([](auto& p) { p.members.role.Append({}); }, "member 3: role has 3 rows");
  ExpectFault([](auto& p) { p.members.joined_at.Set(1, kTooLate); }, "member 1: joined_at");
  ExpectFault([](auto& p) { Replace(p.members.opted_out, StringId{99}); }, "member 1: opted_out");
  ExpectFault([](auto& p) { Replace(p.members.tags, StringId{99}); }, "member 1: tags is 99");
  ExpectFault([](auto& p) { Replace(p.members.attributes, {99, {}, 0, {}}); }, "member 1: attributes");
  ExpectFault([](auto& p) { Replace(p.members.attributes, {0, {}, 99, {}}); }, "member 1: attributes");
  ExpectFault([](auto& p) { Replace(p.members.attributes, {0, kTooLate, 0, {}}); }, "attributes.valid_from");
  ExpectFault([](auto& p) { Replace(p.members.attributes, {0, {}, 0, kTooLate}); }, "attributes.valid_to");
  ExpectFault([](auto& p) { Replace(p.members.attributes, {0, Time(2), 0, Time(1)}); }, "valid_to is before valid_from");
  const TopicId t(0);
  ExpectFault([](auto& p) { Replace(p.members.needs, {TopicId(), 1, {}}); }, "needs.topic");
  ExpectFault([&](auto& p) { Replace(p.members.needs, {t, -1, {}}); }, "needs.weight is -1");
  ExpectFault([&](auto& p) { Replace(p.members.needs, {t, 1, kTooLate}); }, "needs.since");
  ExpectFault([](auto& p) { Replace(p.members.offers, {TopicId(2), 1, {}}); }, "offers.topic is 2");
  ExpectFault([&](auto& p) { Replace(p.members.offers, {t, 1.1F, {}}); }, "offers.level is 1.1");
  ExpectFault([&](auto& p) { Replace(p.members.offers, {t, static_cast<float>(kNan), {}}); },
              "offers.level is nan");
  ExpectFault([&](auto& p) { Replace(p.members.offers, {t, 1, kTooLate}); }, "offers.since");
}

TEST(CommunityCheck, Memberships) {
  ExpectFault([](auto& p) { p.memberships.member.pop_back(); }, "member has 1 rows, expected 2");
  ExpectFault([](auto& p) { p.memberships.status.pop_back(); }, "status has 1 rows");
  ExpectFault([](auto& p) { p.memberships.valid_from.pop_back(); }, "valid_from has 1 rows");
  ExpectFault([](auto& p) { p.memberships.valid_to.pop_back(); }, "valid_to has 1 rows");
  ExpectFault([](auto& p) { p.memberships.market[1] = MarketId(2); }, "membership 1: market is 2");
  ExpectFault([](auto& p) { p.memberships.member[1] = MemberId(); }, "membership 1: member is");
  ExpectFault([](auto& p) { p.memberships.valid_from[1] = kTooLate; }, "membership 1: valid_from");
  ExpectFault([](auto& p) { p.memberships.valid_to[1] = kTooLate; }, "membership 1: valid_to");
  ExpectFault([](auto& p) { p.memberships.valid_to[1] = Time(0); }, "valid_to is before valid_from");
  ExpectFault([](auto& p) { std::swap(p.memberships.market[0], p.memberships.market[1]); },
              "membership 1: order falls");
}

TEST(CommunityCheck, Ties) {
  ExpectFault([](auto& p) { p.graph = TieGraph(); }, "rows are for 0 members, expected 2");
  ExpectFault([](auto& p) { p.graph = testing::MakeGraph(2, {}, true); }, "has 2 rows, expected 0");
  ExpectFault([](auto& p) { p.ties.kind.Append({}); }, "kind has 3 rows, expected 2");
  ExpectFault([](auto& p) { p.ties.at.AppendDefaults(1); }, "at has 3 rows");
  ExpectFault([](auto& p) { p.ties.count.Set(1, 0); }, "tie 1: count is 0");
  ExpectFault([](auto& p) { p.ties.count.Set(1, 7); }, "tie 1: at does not agree");
  ExpectFault([](auto& p) { p.ties.first_at.Set(1, kTooLate); }, "tie 1: first_at lies outside");
  ExpectFault([](auto& p) { p.ties.last_at.Set(1, kTooLate); }, "tie 1: last_at lies outside");
  ExpectFault([](auto& p) { p.ties.last_at.Set(1, Time(1)); }, "tie 1: last_at is before first_at");
  ExpectFault([](auto& p) { p.ties.first_at.Set(1, Time(1)); }, "tie 1: at does not agree");
  ExpectFault([](auto& p) { p.ties.strength.Set(1, 1.5F); }, "tie 1: strength is 1.5");
  ExpectFault([](auto& p) { p.ties.strength.Set(1, -0.5F); }, "tie 1: strength is -0.5");
  ExpectFault([](auto& p) { p.ties.strength.Set(1, static_cast<float>(kNan)); }, "strength is nan");
  ExpectFault([](auto& p) { p.ties.mirrored.Set(1, 2); }, "tie 1: mirrored is 2");
  const auto dates = [](std::vector<Time> first) {
    return [first](CommunityParts& p) {
      p.ties.at = {};
      p.ties.at.Append(first);
      p.ties.at.AppendDefaults(1);
    };
  };
  ExpectFault(dates({Time(6), Time(5)}), "tie 0: at is not ascending");
  ExpectFault(dates({Time(), Time(6)}), "tie 0: at holds an absent time");
  ExpectFault(dates({Time(5), kTooLate}), "tie 0: at lies outside");
  ExpectFault(dates({Time(5), Time(7)}), "tie 0: at does not agree");
}

TEST(CommunityCheck, ArcsOfAnUndirectedTieHoldTheSame) {
  ExpectFault([](auto& p) { p.ties.kind.Set(1, TieKind::kFollows); }, "tie 0: mirror differs");
  ExpectFault([](auto& p) { p.ties.strength.Set(0, 0.25F); }, "tie 0: mirror differs");
  // With directed ties beside: 0 -> 1 and 1 -> 0 mirrored, 0 -> 2 directed, 2 - 2.
  CommunityParts good = GoodParts();
  good.members = MemberColumns();
  good.members.id = Table({"1", "2", "3"});
  good.members.display_name.AppendDefaults(3);
  good.members.kind.AppendDefaults(3);
  good.members.role.AppendDefaults(3);
  good.members.joined_at.AppendDefaults(3);
  good.members.opted_out.AppendDefaults(3);
  good.members.tags.AppendDefaults(3);
  good.members.attributes.AppendDefaults(3);
  good.members.needs.AppendDefaults(3);
  good.members.offers.AppendDefaults(3);
  good.graph = testing::MakeGraph(3, {{0, 1}, {0, 2}, {1, 0}, {2, 2}}, false);
  good.ties = TieColumns();
  good.ties.kind.AppendDefaults(4);
  good.ties.count.AppendDefaults(4);
  good.ties.first_at.AppendDefaults(4);
  good.ties.last_at.AppendDefaults(4);
  good.ties.strength.AppendDefaults(4);
  good.ties.at.AppendDefaults(4);
  for (const bool m : {true, false, true, true}) good.ties.mirrored.Append(m);
  ASSERT_THAT(CheckCommunity(good), IsOk());
  EXPECT_EQ(CommunityGraph::FromParts(good)->num_ties(), 3U);
  for (const ArcIndex arc : {0, 1, 2}) {
    CommunityParts bad = good;
    bad.ties.mirrored.Set(arc, uint8_t{good.ties.mirrored[arc] == 0});
    EXPECT_THAT(CheckCommunity(bad),
                StatusIs(absl::StatusCode::kInvalidArgument, "mirror is missing"))
        << arc;
  }
  CommunityParts bad = good;
  bad.ties.count.Set(2, 5);
  EXPECT_THAT(CheckCommunity(bad), StatusIs(absl::StatusCode::kInvalidArgument, "mirror differs"));
  bad.ties.count.Set(0, 5);
  EXPECT_THAT(CheckCommunity(bad), IsOk());
}

TEST(CommunityCheck, Signals) {
  ExpectFault([](auto& p) { p.signals.object_kind.pop_back(); }, "object_kind has 1 rows");
  ExpectFault([](auto& p) { p.signals.object.pop_back(); }, "object has 1 rows");
  ExpectFault([](auto& p) { p.signals.kind.pop_back(); }, "kind has 1 rows");
  ExpectFault([](auto& p) { p.signals.at.pop_back(); }, "at has 1 rows");
  ExpectFault([](auto& p) { p.signals.member[1] = MemberId(2); }, "signal 1: member is 2");
  ExpectFault([](auto& p) { p.signals.at[1] = kTooLate; }, "signal 1: at lies outside");
  ExpectFault([](auto& p) { p.signals.at[1] = Time(9); }, "signal 1: at falls");
  ExpectFault([](auto& p) { p.signals.object_kind[1] = ObjectKind::kUnspecified; },
              "signal 1: object_kind is 0");
  ExpectFault([](auto& p) { p.signals.object_kind[1] = static_cast<ObjectKind>(9); },
              "signal 1: object_kind is 9");
  for (const ObjectKind kind : {ObjectKind::kResource, ObjectKind::kTopic, ObjectKind::kMember}) {
    ExpectFault([=](auto& p) { p.signals.object_kind[1] = kind, p.signals.object[1] = 2; },
                "signal 1: object is 2");
  }
  ExpectFault([](auto& p) { p.signals.weight.Set(1, -1); }, "signal 1: weight is -1");
  ExpectFault([](auto& p) { p.signals.weight.Append(1); }, "weight has 3 rows");
  ExpectFault([](auto& p) { Replace(p.signals.topics, TopicId(2)); }, "signal 1: topics is 2");
  ExpectFault([](auto& p) { p.signals.answered_at.Set(1, kTooLate); }, "signal 1: answered_at");
  ExpectFault([](auto& p) { p.signals.answered_by.Set(1, MemberId(2)); }, "answered_by is 2");
  CommunityParts p = GoodParts();
  p.signals.member[1] = MemberId::None();  // Somebody unknown is no fault.
  EXPECT_THAT(CheckCommunity(p), IsOk());
}

TEST(CommunityCheck, Touches) {
  ExpectFault([](auto& p) { p.touches.resource.pop_back(); }, "resource has 1 rows");
  ExpectFault([](auto& p) { p.touches.sent_at.pop_back(); }, "sent_at has 1 rows");
  ExpectFault([](auto& p) { p.touches.member[1] = MemberId(); }, "touch 1: member is");
  ExpectFault([](auto& p) { p.touches.resource[1] = ResourceId(2); }, "touch 1: resource is 2");
  ExpectFault([](auto& p) { p.touches.sent_at[1] = kTooLate; }, "touch 1: sent_at lies outside");
  ExpectFault([](auto& p) { p.touches.sent_at[1] = Time(1); }, "touch 1: sent_at falls");
  ExpectFault([](auto& p) { p.touches.campaign.Set(1, 99); }, "touch 1: campaign is 99");
  ExpectFault([](auto& p) { p.touches.channel.Set(1, 99); }, "touch 1: channel is 99");
  ExpectFault([](auto& p) { p.touches.cost.Set(1, -1); }, "touch 1: cost is -1");
  ExpectFault([](auto& p) { p.touches.outcome.Append({}); }, "outcome has 3 rows");
  ExpectFault([](auto& p) { p.touches.value.Set(1, kNan); }, "touch 1: value is nan, expected a number from -1e15 to 1e15");
  ExpectFault([](auto& p) { p.touches.holdout.Set(1, 2); }, "touch 1: holdout is 2");
  CommunityParts p = GoodParts();
  p.touches.resource[1] = ResourceId::None();
  EXPECT_THAT(CheckCommunity(p), IsOk());
}

TEST(CommunityCheck, ValuesOfLaterVersionsAreNoFaults) {
  CommunityParts p = GoodParts();
  p.members.kind.Set(0, static_cast<MemberKind>(77));
  p.signals.kind[0] = static_cast<SignalKind>(77);
  p.touches.outcome.Set(0, static_cast<TouchOutcome>(77));
  EXPECT_THAT(CheckCommunity(p), IsOk());
}

}  // namespace
}  // namespace pullgraph::community_check_test
