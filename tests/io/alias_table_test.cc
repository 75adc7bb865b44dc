// SPDX-License-Identifier: Apache-2.0
#include "io/import/alias_table.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "graph/community_builder.h"
#include "io/community_rows.h"
#include "io/import/merge.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::alias_table_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

absl::StatusOr<AliasTable> Read(const std::string& text) {
  const std::string path = ::testing::TempDir() + "/aliases_" +
                           ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".csv";
  std::ofstream(path) << text;
  return ReadAliasTable(path);
}

TEST(AliasTable, FollowsChainsToTheEnd) {
  ASSERT_OK_AND_ASSIGN(const AliasTable table, Read("rank,alias,person\n1,a,b\n2,b,c\n3,,x\n4,d,d\n"));
  EXPECT_EQ(table.PersonOf("a"), "c");
  EXPECT_EQ(table.PersonOf("b"), "c");
  EXPECT_EQ(table.PersonOf("d"), "d");
  EXPECT_EQ(table.PersonOf("nobody"), "nobody");
  EXPECT_EQ(table.size(), 2U);
}

TEST(AliasTable, NamesWhatIsWrong) {
  EXPECT_THAT(Read("alias,person\na,b\na,c\n"),
              StatusIs(absl::StatusCode::kDataLoss, ":3:1: 'a' is an account of 'b' and of 'c'"));
  EXPECT_THAT(Read("alias,person\na,b\nb,a\n"),
              StatusIs(absl::StatusCode::kDataLoss, "in the end, an account of itself"));
  EXPECT_THAT(Read("from,to\na,b\n"), StatusIs(absl::StatusCode::kDataLoss, "no columns 'alias' and"));
  EXPECT_THAT(Read(""), StatusIs(absl::StatusCode::kDataLoss, "no columns 'alias' and"));
}

// Ada under three ids, and Bob.
CommunityGraph Accounts() {
  CommunityBuilder b;
  const MemberId ada = *b.Member("ada"), mail = *b.Member("ada@x.org"), chat = *b.Member("U1"), bob = *b.Member("bob");
  MemberRow row;
  row.display_name = "Ada";
  row.joined_at = Time(50);
  EXPECT_TRUE(b.DescribeMember(ada, row).ok());
  row.display_name = "A. Lovelace";
  row.joined_at = Time(20);
  row.opted_out = {"email"};
  row.role = MemberRole::kStaff;
  row.attributes = {{"city", "London"}};
  EXPECT_TRUE(b.DescribeMember(mail, row).ok());
  const auto tie = [&](MemberId from, MemberId to, int64_t at) {
    TieRow t;
    t.from = from;
    t.to = to;
    t.kind = TieKind::kMessaged;
    t.directed = true;
    t.at = {Time(at)};
    EXPECT_TRUE(b.AddTie(t).ok());
  };
  tie(ada, bob, 100);
  tie(mail, bob, 200);
  tie(bob, chat, 300);
  tie(ada, mail, 400);  // To herself.
  const MarketId market = *b.Market("m");
  EXPECT_TRUE(b.AddMembership({market, chat, MarketStatus::kCustomer, Time(10), Time()}).ok());
  return std::move(b).Build().value();
}

CommunityGraph Merged(const CommunityGraph& c, const AliasTable& aliases) {
  MergeOptions options;
  options.aliases = &aliases;
  return MergeCommunities({&c}, options).value().community;
}

TEST(MergeWithAliases, WhatAnAccountDidItsPersonDid) {
  ASSERT_OK_AND_ASSIGN(const AliasTable table, Read("alias,person\nada@x.org,ada\nU1,ada\n"));
  const CommunityGraph c = Merged(Accounts(), table);
  ASSERT_EQ(c.num_members(), 2U);
  const MemberId ada = c.FindMember("ada").value(), bob = c.FindMember("bob").value();
  EXPECT_EQ(c.MemberLabel(ada), "Ada");
  EXPECT_EQ(c.members().joined_at[ada.value()], Time(20));
  EXPECT_EQ(c.members().role[ada.value()], MemberRole::kStaff);
  ASSERT_EQ(c.members().opted_out[ada.value()].size(), 1U);  // Nobody is written to who said no.
  EXPECT_EQ(c.num_ties(), 2U);
  ASSERT_EQ(c.graph().OutDegree(ada.value()), 1U);
  EXPECT_EQ(c.ties().count[c.graph().OutBegin(ada.value())], 2U);
  EXPECT_EQ(c.graph().OutDegree(bob.value()), 1U);
  ASSERT_EQ(c.memberships().size(), 1U);
  EXPECT_EQ(c.memberships().member[0], ada);
  std::string accounts;
  for (const Attribute& a : c.members().attributes[ada.value()]) {
    if (c.String(a.name) == "accounts") accounts = std::string(c.String(a.value));
  }
  EXPECT_EQ(accounts, "U1 ada@x.org");
}

TEST(MergeWithAliases, ChangesNothingWithoutOne) {
  ASSERT_OK_AND_ASSIGN(const AliasTable none, Read("alias,person\nx,y\n"));
  const CommunityGraph c = Accounts();
  EXPECT_EQ(Merged(c, none).parts().members, c.parts().members);
  EXPECT_EQ(Merged(c, none).num_ties(), c.num_ties());
}

// Where the parts do not contradict each other.
TEST(MergeWithAliases, TheOrderOfPartsDoesNotMatter) {
  ASSERT_OK_AND_ASSIGN(const AliasTable table, Read("alias,person\nada@x.org,ada\nU1,ada\n"));
  CommunityBuilder other;
  const MemberId mail = *other.Member("ada@x.org"), zoe = *other.Member("zoe");
  TieRow tie;
  tie.from = mail;
  tie.to = zoe;
  tie.kind = TieKind::kMessaged;
  tie.at = {Time(500)};
  ASSERT_THAT(other.AddTie(tie), IsOk());
  const CommunityGraph a = Accounts(), b = std::move(other).Build().value();
  MergeOptions options;
  options.aliases = &table;
  options.name = "all";
  const CommunityGraph ab = MergeCommunities({&a, &b}, options).value().community;
  const CommunityGraph ba = MergeCommunities({&b, &a}, options).value().community;
  EXPECT_EQ(ab.num_members(), 3U);
  EXPECT_TRUE(ab == ba);
}

TEST(MergeCommunities, NumbersOfTwoPlatformsStayApart) {
  CommunityBuilder x, y;
  EXPECT_TRUE(x.Member("7").ok() && x.Member("ada").ok());
  EXPECT_TRUE(y.Member("7").ok() && y.Member("ada").ok());
  const CommunityGraph a = std::move(x).Build().value(), b = std::move(y).Build().value();
  MergeOptions options;
  options.number_prefixes = {"zulip", "discord"};
  const CommunityGraph c = MergeCommunities({&a, &b}, options).value().community;
  EXPECT_EQ(c.num_members(), 3U);
  EXPECT_TRUE(c.FindMember("zulip:7") && c.FindMember("discord:7") && c.FindMember("ada"));
}

}  // namespace
}  // namespace pullgraph::alias_table_test
