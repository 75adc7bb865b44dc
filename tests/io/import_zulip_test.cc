// SPDX-License-Identifier: Apache-2.0
#include "io/import/zulip.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_zulip_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;
using Files = std::map<std::string, std::string>;

Files TinyZulip() {
  return {
      {"realm.json",
       R"({"zerver_realm":[{"id":1,"name":"Tiny"}],
        "zerver_userprofile":[{"id":11,"full_name":"Ann","is_bot":false,"is_active":true,"date_joined":1546300800.5},
                              {"id":12,"full_name":"Bob","is_active":false},{"id":13,"full_name":"Hal","is_bot":true}],
        "zerver_userprofile_crossrealm":[{"id":14,"email":"x@x"}],
        "zerver_stream":[{"id":7,"name":"help"}],
        "zerver_recipient":[{"id":31,"type":2,"type_id":7},{"id":32,"type":1,"type_id":12},{"id":33,"type":3,"type_id":5}],
        "zerver_subscription":[{"recipient":33,"user_profile":11},{"recipient":33,"user_profile":12},{"recipient":33,"user_profile":14}],
        "zerver_reaction":[{"user_profile":12,"message":101},{"user_profile":12,"message":101},{"user_profile":12,"message":999}],
        "zerver_other":[{"id":1}]})"},
      {"messages-000001.json",
       R"({"zerver_usermessage":[{"id":1}],"zerver_message":[
        {"id":101,"sender":11,"recipient":31,"subject":"Why?","content":"@**Bob** @**Nobody** @_**Hal** @**","date_sent":1577836800.25},
        {"id":102,"sender":12,"recipient":31,"subject":"✔ Why?","content":"@**X|13**","date_sent":1577923200},
        {"id":103,"sender":11,"recipient":99,"date_sent":1577923200}]})"},
      {"messages-000002.json",
       R"({"zerver_message":[{"id":104,"sender":11,"recipient":32,"subject":"","date_sent":1578009600},
                             {"id":105,"sender":14,"recipient":33,"subject":"","date_sent":"x"}],
           "zerver_reaction":[{"user_profile":13,"message":104}]})"}};
}

absl::StatusOr<ImportResult> Import(Files files) {
  return ImportZulipFolder(InputFolder::FromMemory(std::move(files)));
}

CommunityGraph ExpectedZulip() {
  CommunityBuilder b("Tiny", "pullgraph");
  const auto member = [&](const char* id, MemberRow row) {
    if (row.role != MemberRole::kBot) row.kind = MemberKind::kPerson;
    const MemberId m = b.Member(id).value();
    EXPECT_THAT(b.DescribeMember(m, row), IsOk());
    return m;
  };
  const MemberId ann = member("11", {.display_name = "Ann", .joined_at = At("2019-01-01T00:00:00.5")});
  const MemberId bob = member("12", {.display_name = "Bob", .tags = {"deactivated"}});
  const MemberId hal = member("13", {.display_name = "Hal", .role = MemberRole::kBot}), other = member("14", {});
  const TopicId help = b.Topic("7").value();
  EXPECT_THAT(b.DescribeTopic(help, {"help", TopicId()}), IsOk());
  const Time first = At("2020-01-01T00:00:00.25"), second = At("2020-01-02"), third = At("2020-01-03");
  const auto thread = [&](const char* id, const char* title, std::vector<TopicId> topics, Time at) {
    const ResourceId r = b.Resource(id).value();
    EXPECT_THAT(b.DescribeResource(r, {title, ResourceKind::kContent, std::move(topics), at}), IsOk());
    return r;
  };
  const ResourceId why = thread("7/Why?", "Why?", {help}, first), group = thread("group/33", "", {}, Time());
  const ResourceId direct = thread("direct/11,12", "", {}, third);
  const auto signal = [&](MemberId who, ResourceId what, SignalKind kind, Time at) {
    SignalRow row;
    row.member = who;
    row.object = what.value();
    row.kind = kind;
    row.at = at;
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  signal(ann, why, SignalKind::kPost, first);
  signal(bob, why, SignalKind::kVote, first);
  signal(bob, why, SignalKind::kReply, second);
  signal(ann, direct, SignalKind::kPost, third);
  signal(hal, direct, SignalKind::kVote, third);
  signal(other, group, SignalKind::kPost, Time());
  const auto tie = [&](MemberId from, MemberId to, TieKind kind, std::vector<Time> at) {
    TieRow row;
    row.from = from;
    row.to = to;
    row.kind = kind;
    row.directed = true;
    row.at = std::move(at);
    EXPECT_THAT(b.AddTie(row), IsOk());
  };
  tie(ann, bob, TieKind::kMentioned, {first});
  tie(bob, ann, TieKind::kCommented, {second});
  tie(bob, hal, TieKind::kMentioned, {second});
  tie(ann, bob, TieKind::kMessaged, {third});
  tie(other, ann, TieKind::kMessaged, {});
  tie(other, bob, TieKind::kMessaged, {});
  return std::move(b).Build().value();
}

TEST(ImportZulip, TinyExportIsWhatItSays) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(TinyZulip()));
  EXPECT_TRUE(result.community == ExpectedZulip());
  EXPECT_EQ(result.report.notes().size(), 3U);  // A recipient, a date, a reaction.
  Files moved;
  for (const auto& [name, content] : TinyZulip()) moved["export/" + name] = content;
  EXPECT_TRUE(LooksLikeZulip(InputFolder::FromMemory(moved)));
  ASSERT_OK_AND_ASSIGN(const ImportResult again, Import(moved));
  EXPECT_TRUE(again.community == result.community);
}

TEST(ImportZulip, HostileExports) {
  EXPECT_THAT(Import({}), StatusIs(absl::StatusCode::kDataLoss, "no realm.json"));
  Files files = TinyZulip();
  files.erase("messages-000001.json");
  EXPECT_FALSE(LooksLikeZulip(InputFolder::FromMemory(files)));
  files.erase("messages-000002.json");
  EXPECT_THAT(Import(files), StatusIs(absl::StatusCode::kDataLoss, "no messages-000001.json"));
  files["messages-000001.json"] = R"({"zerver_message":[1,{},{"id":"a","sender":1.5,"recipient":31},
      {"id":7,"sender":11,"recipient":31,"subject":[],"date_sent":-1},{"id":8,"sender":11,"recipient":31,"date_sent":1e300}],
      "zerver_reaction":[3,{}],"zerver_recipient":{"id":31}})";
  ASSERT_OK_AND_ASSIGN(const ImportResult odd, Import(files));
  EXPECT_EQ(odd.report.CountOf("messages"), 2);
  files["realm.json"] = "{\"zerver_realm\":";
  EXPECT_THAT(Import(files), StatusIs(absl::StatusCode::kDataLoss, "realm.json:1:17: the JSON ends"));
  files["realm.json"] = "{\"other\":1}";
  EXPECT_FALSE(LooksLikeZulip(InputFolder::FromMemory(files)));
}

}  // namespace
}  // namespace pullgraph::import_zulip_test
