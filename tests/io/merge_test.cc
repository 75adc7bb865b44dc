// SPDX-License-Identifier: Apache-2.0
#include "io/import/merge.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "io/community_rows.h"
#include "io/generate_community.h"
#include "io/import/pseudonyms.h"
#include "io/import/rebuild.h"
#include "io/import/row_adder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::merge_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

std::vector<std::string> RowsOf(const CommunityGraph& c) {
  std::vector<std::string> rows;
  EXPECT_TRUE(ForEachRow(c, [&](const v1::Row& row) {
                if (!row.has_community()) rows.push_back(row.ShortDebugString());
                return absl::OkStatus();
              }).ok());
  return rows;
}

CommunityGraph Generated() {
  GenerateOptions o;
  o.members = 120;
  o.ties = 500;
  o.signals = 1500;
  o.resources = 40;
  o.asks = 100;
  o.touches = 200;
  return GenerateCommunity(o).value();
}

CommunityGraph Merge(const std::vector<const CommunityGraph*>& parts) {
  return MergeCommunities(parts).value().community;
}

TEST(MergeCommunities, OfOneWithItselfIsTheSame) {
  for (const CommunityGraph& c : {testing::TinyCommunity(), Generated()}) {
    EXPECT_EQ(RowsOf(Merge({&c, &c, &c})), RowsOf(c));
    EXPECT_EQ(RowsOf(Merge({&c})), RowsOf(c));
  }
}

// Cut by a moment, and by members.
TEST(MergeCommunities, PutsPiecesTogetherAgain) {
  const CommunityGraph c = Generated();
  SelectOptions before, after;
  before.until = after.since = *ParseTime("2025-07-01");
  // What has no list of its dates would not be known to lie on one side.
  ASSERT_OK_AND_ASSIGN(const ImportResult dated, RebuildCommunity(c, [](v1::Row& row) {
    if (row.has_tie() && row.tie().has_first_at()) {
      row.mutable_tie()->add_at(row.tie().first_at());
      if (row.tie().last_at() != row.tie().first_at()) row.mutable_tie()->add_at(row.tie().last_at());
      row.mutable_tie()->clear_first_at();
      row.mutable_tie()->clear_last_at();
      row.mutable_tie()->clear_count();
    }
    return true;
  }));
  ASSERT_OK_AND_ASSIGN(const ImportResult a, SelectCommunity(dated.community, before));
  ASSERT_OK_AND_ASSIGN(const ImportResult b, SelectCommunity(dated.community, after));
  EXPECT_LT(a.community.signals().size(), c.signals().size());
  EXPECT_LT(b.community.signals().size(), c.signals().size());
  EXPECT_EQ(RowsOf(Merge({&a.community, &b.community})), RowsOf(dated.community));
  EXPECT_EQ(RowsOf(Merge({&b.community, &a.community})), RowsOf(dated.community));
}

TEST(MergeCommunities, TheLaterWinsAndListsAreJoined) {
  const auto make = [](const char* name, const char* tag, const char* city) {
    CommunityBuilder b(name, "test");
    MemberRow row;
    row.display_name = name;
    row.tags = {"both", tag};
    row.attributes = {{"city", city}};
    EXPECT_TRUE(b.DescribeMember(b.Member("ann").value(), row).ok());
    return std::move(b).Build().value();
  };
  const CommunityGraph a = make("Ann", "first", "Rome"), b = make("Anna", "second", "Oslo");
  const std::vector<const CommunityGraph*> parts = {&a, &b};
  ASSERT_OK_AND_ASSIGN(const ImportResult r, MergeCommunities(parts));
  ASSERT_EQ(r.community.num_members(), 1U);
  EXPECT_EQ(r.community.MemberLabel(MemberId(0)), "Anna");
  EXPECT_EQ(r.community.name(), "Ann");  // That of the first part.
  EXPECT_EQ(RowsOf(r.community)[0],
            "member { id: \"ann\" display_name: \"Anna\" role: MEMBER_ROLE_COMMUNITY tags: \"both\" tags: \"first\" tags: \"second\" "
            "attributes { key: \"city\" value: \"Oslo\" } }");
  ASSERT_EQ(r.report.notes().size(), 2U);
  EXPECT_EQ(r.report.notes()[0].count, 1U);
}

TEST(SelectCommunity, KeepsMembersAndThoseAroundThem) {
  const CommunityGraph c = Generated();
  SelectOptions o;
  o.members = {MemberId(3)};
  ASSERT_OK_AND_ASSIGN(const ImportResult one, SelectCommunity(c, o));
  EXPECT_EQ(one.community.num_members(), 1U);
  o.hops = 1;
  ASSERT_OK_AND_ASSIGN(const ImportResult near, SelectCommunity(c, o));
  std::vector<uint8_t> around(c.num_members());
  around[3] = 1;
  for (const Node v : c.graph().OutNeighbors(3)) around[v] = 1;
  for (const Node v : c.graph().InNeighbors(3)) around[v] = 1;
  EXPECT_EQ(near.community.num_members(),
            static_cast<uint32_t>(std::count(around.begin(), around.end(), 1)));
  EXPECT_GT(near.community.num_ties(), one.community.num_ties());
  o.hops = -1;
  EXPECT_THAT(SelectCommunity(c, o), StatusIs(absl::StatusCode::kInvalidArgument, "hops is -1"));
  o = {};
  o.members = {MemberId(c.num_members())};
  EXPECT_THAT(SelectCommunity(c, o), StatusIs(absl::StatusCode::kOutOfRange, "not in the community"));
  o = {};
  o.since = o.until = *ParseTime("2025-07-01");
  EXPECT_THAT(SelectCommunity(c, o), StatusIs(absl::StatusCode::kInvalidArgument, "nothing lies"));
}

TEST(EraseMembers, LeavesNothingOfThem) {
  CommunityGraph c = Generated();
  const std::string id(c.MemberKey(MemberId(7))), name(c.MemberLabel(MemberId(7)));
  const auto holds = [&](const CommunityGraph& where) {
    for (const std::string& row : RowsOf(where)) {
      for (const std::string& text : {id, name}) {
        if (row.find("\"" + text + "\"") != std::string::npos) return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(holds(c));
  ASSERT_OK_AND_ASSIGN(const ImportResult without, EraseMembers(c, {MemberId(7)}));
  EXPECT_FALSE(holds(without.community));
  EXPECT_EQ(without.community.num_members(), c.num_members() - 1);
  EXPECT_EQ(without.report.CountOf("members erased"), 1U);
  EXPECT_GT(without.report.CountOf("signals erased"), 0U);
  EXPECT_EQ(without.community.signals().size() + without.report.CountOf("signals erased"),
            c.signals().size());
  EXPECT_THAT(EraseMembers(c, {MemberId(9999)}), StatusIs(absl::StatusCode::kOutOfRange, "9999"));
}

// A community of these rows, in proto text.
CommunityGraph FromRows(const std::vector<std::string>& rows) {
  RowAdder adder;
  for (const std::string& text : rows) {
    v1::Row row;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &row)) << text;
    EXPECT_THAT(adder.Add(row), IsOk());
  }
  adder.builder().SetName(adder.name(), adder.producer());
  absl::StatusOr<CommunityGraph> c = std::move(adder.builder()).Build();
  EXPECT_THAT(c, IsOk());
  return *std::move(c);
}

CommunityGraph Telling() {
  return FromRows({
      "community { name: 'friends of adalove' }",
      "member { id: 'adalove' display_name: 'Ada Love' }",
      "member { id: 'bob' tags: 'knows:adalove' attributes { key: 'boss' value: 'Ada Love' } }",
      "member { id: 'cyd' attributes { key: 'boss' value: 'Ada Lovely' } }",
      "member { id: 'dan' dated_attributes { name: 'boss' value: 'Ada Love' valid_from: 1 } }",
      "resource { id: 'r1' title: 'Ada Love on tour' topics: 'club/adalove' }",
      "topic { id: 'club/adalove' name: 'The club of Ada Love' }",
      "topic { id: 'plain' parent: 'club/adalove' }",
      "market { id: 'customers' name: 'Customers of Bob' }",
      "membership { market: 'customers' member: 'bob' status: MARKET_STATUS_CUSTOMER }",
      "signal { member: 'bob' object_kind: OBJECT_KIND_TOPIC object: 'plain' kind: SIGNAL_KIND_ASK at: 1 topics: 'plain' }",
      "touch { member: 'bob' campaign: 'for-adalove' channel: 'email' outcome: TOUCH_OUTCOME_SENT sent_at: 2 }",
      "touch { member: 'cyd' campaign: 'for-adalove' channel: 'email' outcome: TOUCH_OUTCOME_SENT sent_at: 2 }",
  });
}

TEST(EraseMembers, CountsWhatOthersSayOfThem) {
  const CommunityGraph c = Telling();
  ASSERT_OK_AND_ASSIGN(const ImportResult without, EraseMembers(c, {*c.FindMember("adalove")}));
  ASSERT_EQ(without.report.notes().size(), 1U);
  // The community's name, bob, dan, the resource, its topic, the campaign; not Ada Lovely.
  EXPECT_EQ(without.report.notes()[0].count, 6U);
}

TEST(AnonymiseCommunity, HidesTopicsCampaignsAndTheCommunity) {
  const CommunityGraph c = Telling();
  AnonymiseOptions o;
  o.key = "0123456789abcdef";
  ASSERT_OK_AND_ASSIGN(const Anonymised hidden, AnonymiseCommunity(c, o));
  for (const std::string& row : RowsOf(hidden.result.community)) {
    for (const char* word : {"Ada", "adalove", "bob", "Bob", "cyd", "r1", "plain"}) {
      EXPECT_EQ(row.find(word), std::string::npos) << row;
    }
  }
  ASSERT_OK_AND_ASSIGN(const ImportResult back, RestoreIds(hidden.result.community, hidden.names));
  EXPECT_TRUE(back.community.FindTopic("club/adalove").has_value());
  EXPECT_EQ(back.community.String(back.community.touches().campaign[0]), "for-adalove");
  o.keep_topics = true;
  ASSERT_OK_AND_ASSIGN(const Anonymised kept, AnonymiseCommunity(c, o));
  EXPECT_TRUE(kept.result.community.FindTopic("club/adalove").has_value());
  EXPECT_EQ(kept.result.community.String(kept.result.community.touches().campaign[0]), "for-adalove");
}

TEST(AnonymiseCommunity, HidesAndRestores) {
  const CommunityGraph c = Generated();
  AnonymiseOptions o;
  o.key = "0123456789abcdef";
  ASSERT_OK_AND_ASSIGN(const Anonymised hidden, AnonymiseCommunity(c, o));
  const CommunityGraph& h = hidden.result.community;
  EXPECT_EQ(h.num_ties(), c.num_ties());
  EXPECT_EQ(h.signals().size(), c.signals().size());
  for (const std::string& row : RowsOf(h)) {
    EXPECT_EQ(row.find("Member "), std::string::npos) << row;
    EXPECT_EQ(row.find("Resource "), std::string::npos) << row;
  }
  // The same key gives the same names, another one others.
  ASSERT_OK_AND_ASSIGN(const Anonymised again, AnonymiseCommunity(c, o));
  EXPECT_EQ(again.names, hidden.names);
  o.key = "0123456789abcdeg";
  ASSERT_OK_AND_ASSIGN(const Anonymised other, AnonymiseCommunity(c, o));
  EXPECT_NE(other.names[0].first, hidden.names[0].first);
  // Back again: all but the free text.
  ASSERT_OK_AND_ASSIGN(const ImportResult back, RestoreIds(h, hidden.names));
  ASSERT_OK_AND_ASSIGN(const ImportResult bare, RebuildCommunity(c, [](v1::Row& row) {
    if (row.has_member()) {
      row.mutable_member()->clear_display_name();
      row.mutable_member()->clear_tags();
      row.mutable_member()->clear_attributes();
    }
    if (row.has_resource()) row.mutable_resource()->clear_title(), row.mutable_resource()->clear_url();
    if (row.has_topic()) row.mutable_topic()->clear_name();
    if (row.has_market()) row.mutable_market()->clear_name();
    if (row.has_community()) row.mutable_community()->clear_name();
    return true;
  }));
  EXPECT_EQ(RowsOf(back.community), RowsOf(bare.community));
  o.key = "short";
  EXPECT_THAT(AnonymiseCommunity(c, o).status(), StatusIs(absl::StatusCode::kInvalidArgument, "the key has 5 bytes, expected at least 16\na longer one"));
}

TEST(AnonymiseCommunity, CoarsensTimesAndKeepsTheOrder) {
  const CommunityGraph c = Generated();
  AnonymiseOptions o;
  o.key = "0123456789abcdef";
  o.coarse_days = 7;
  o.keep_order = true;
  ASSERT_OK_AND_ASSIGN(const Anonymised hidden, AnonymiseCommunity(c, o));
  for (const Time t : hidden.result.community.signals().at) {
    if (t.is_present()) {
      EXPECT_EQ(t.micros() % (7 * kMicrosPerDay), 0);
    }
  }
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    EXPECT_EQ(hidden.names[m].second, c.MemberKey(MemberId(m)));
    EXPECT_EQ(hidden.result.community.MemberKey(MemberId(m)), hidden.names[m].first);
  }
}

}  // namespace
}  // namespace pullgraph::merge_test
