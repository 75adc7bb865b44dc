// SPDX-License-Identifier: Apache-2.0
#include "io/import/discord.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_discord_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

constexpr char kChannel[] = R"({
 "guild": {"id": "9", "name": "Tiny"},
 "channel": {"id": "10", "type": "GuildTextChat", "categoryId": "8", "category": "Chat", "name": "help"},
 "messages": [
  {"id": "100", "type": "Default", "timestamp": "2020-01-01T02:00:00.1234567+02:00",
   "author": {"id": "1", "name": "ann", "nickname": "Ann", "isBot": false, "roles": [{"id": "5", "name": "mods"}]},
   "reactions": [{"count": 3, "users": [{"id": "2", "name": "bob"}]}], "mentions": []},
  {"id": "101", "type": "Reply", "timestamp": "2020-01-02T00:00:00+00:00",
   "author": {"id": "2", "name": "bob", "isBot": false}, "reference": {"messageId": "100"},
   "mentions": [{"id": "1", "name": "ann"}, {"id": "3", "name": "hal", "isBot": true}]},
  {"id": "101", "type": "Reply", "author": {"id": "2", "name": "bob"}},
  {"id": "102", "type": "GuildMemberJoin", "author": {"id": "4", "name": "dot"}},
  {"id": "103", "type": "Default", "timestamp": "soon", "author": {"id": "0", "name": "Deleted User"}}
 ], "messageCount": 5})";
constexpr char kThread[] = R"({
 "guild": {"id": "9", "name": "Tiny"},
 "channel": {"id": "100", "type": "GuildPublicThread", "categoryId": "10", "category": "help", "name": "Why?"},
 "messages": [{"id": "200", "type": "Default", "timestamp": "2020-01-03T00:00:00+00:00", "author": {"id": "2", "name": "bob"}}]})";

CommunityGraph ExpectedDiscord() {
  CommunityBuilder b("Tiny", "pullgraph");
  const auto member = [&](const char* id, const char* name, MemberRole role, std::vector<std::string> tags = {}) {
    const MemberId m = b.Member(id).value();
    const MemberKind kind = role == MemberRole::kBot ? MemberKind::kUnspecified : MemberKind::kPerson;
    EXPECT_THAT(b.DescribeMember(m, {.display_name = name, .kind = kind, .role = role, .tags = std::move(tags)}), IsOk());
    return m;
  };
  const MemberId ann = member("1", "Ann", MemberRole::kCommunity, {"mods"});
  const MemberId bob = member("2", "bob", MemberRole::kCommunity), hal = member("3", "hal", MemberRole::kBot);
  const TopicId chat = b.Topic("8").value(), help = b.Topic("10").value();
  EXPECT_THAT(b.DescribeTopic(chat, {"Chat", TopicId()}), IsOk());
  EXPECT_THAT(b.DescribeTopic(help, {"help", chat}), IsOk());
  const Time first = At("2020-01-01T00:00:00.123456"), second = At("2020-01-02"), third = At("2020-01-03");
  const ResourceId why = b.Resource("100").value(), lost = b.Resource("103").value();
  EXPECT_THAT(b.DescribeResource(why, {"Why?", ResourceKind::kContent, {help}, first}), IsOk());
  EXPECT_THAT(b.DescribeResource(lost, {"", ResourceKind::kContent, {help}}), IsOk());
  const auto signal = [&](MemberId who, ResourceId what, SignalKind kind, Time at, float weight = 1) {
    SignalRow row;
    row.member = who;
    row.object = what.value();
    row.kind = kind;
    row.at = at;
    row.weight = weight;
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  signal(ann, why, SignalKind::kPost, first);
  signal(bob, why, SignalKind::kVote, first);
  signal(MemberId(), why, SignalKind::kVote, first, 2);
  signal(bob, why, SignalKind::kReply, second);
  signal(bob, why, SignalKind::kReply, third);
  signal(MemberId(), lost, SignalKind::kPost, Time());
  TieRow row;
  row.from = bob;
  row.to = ann;
  row.kind = TieKind::kCommented;
  row.directed = true;
  row.at = {second, third};
  EXPECT_THAT(b.AddTie(row), IsOk());
  row.to = hal;
  row.kind = TieKind::kMentioned;
  row.at = {second};
  EXPECT_THAT(b.AddTie(row), IsOk());
  return std::move(b).Build().value();
}

TEST(ImportDiscord, TinyExportsAreWhatTheySayInAnyOrder) {
  for (const bool thread_first : {false, true}) {
    const auto folder = InputFolder::FromMemory({{thread_first ? "2.json" : "1.json", kChannel},
                                                 {thread_first ? "1.json" : "2.json", kThread},
                                                 {"README.md", "x"}});
    EXPECT_TRUE(LooksLikeDiscord(folder));
    ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportDiscordFolder(folder));
    EXPECT_TRUE(result.community == ExpectedDiscord());
    EXPECT_EQ(result.report.notes().size(), 5U);
  }
}

absl::StatusOr<ImportResult> Import(const std::string& text) {
  auto source = ByteSource::FromMemory(text, "f");
  if (!source.ok()) return source.status();
  return ImportDiscordFrom(*std::move(source));
}

TEST(ImportDiscord, HostileExports) {
  EXPECT_THAT(Import("{}"), StatusIs(absl::StatusCode::kDataLoss, "f: neither 'channel' nor 'messages'"));
  EXPECT_THAT(Import("[1]"), StatusIs(absl::StatusCode::kDataLoss, "neither"));
  EXPECT_THAT(Import("{\"messages\": [{\"id\":"), StatusIs(absl::StatusCode::kDataLoss, "f:1:21: the JSON ends"));
  ASSERT_OK_AND_ASSIGN(const ImportResult odd, Import(R"({"channel": 7, "messages": [3, {}, {"type":"Default"},
      {"type":"Default","id":"1","author":[],"mentions":{},"reactions":[{"count":-5},{"count":1e300},{"users":[{}]}]},
      {"type":"Reply","id":"2","reference":{"messageId":"2"}}]})"));
  EXPECT_EQ(odd.report.CountOf("messages"), 2);
  EXPECT_EQ(odd.report.CountOf("people"), 0);
  const std::string large = "{\"messages\":[{\"type\":\"Default\",\"id\":\"" + std::string(70'000, 'x') + "\"}]}";
  EXPECT_THAT(Import(large), StatusIs(absl::StatusCode::kDataLoss, "f:1:14: message id of 70000 bytes"));
}

TEST(ImportDiscord, LooksLike) {
  EXPECT_TRUE(LooksLikeDiscord(kChannel));
  EXPECT_TRUE(LooksLikeDiscord(std::string_view(kChannel).substr(0, 200)));
  for (const char* text : {"", "{", "[]", "{\"guild\":{\"id\":\"1\",\"name\":\"x\"},\"messages\":[]}",
                           "{\"channel\":{\"id\":\"1\",\"type\":\"x\"}}", "[{\"guild\":1}]"}) {
    EXPECT_FALSE(LooksLikeDiscord(text)) << text;
  }
  const auto other = InputFolder::FromMemory({{"a.json", "{}"}});
  EXPECT_FALSE(LooksLikeDiscord(other));
  EXPECT_THAT(ImportDiscordFolder(other), StatusIs(absl::StatusCode::kDataLoss, "no export of a channel"));
}

TEST(ImportDiscord, RealExport) {
  const std::string file = std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/exports/discord/SV_5A_5M.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "NO DATA: ../shared/data/exports/discord is not there";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportDiscord(file));
  EXPECT_EQ(result.report.CountOf("messages"), 4);  // One comes twice.
  EXPECT_EQ(result.community.num_members(), 1);     // The other is a deleted one.
  EXPECT_EQ(result.community.name(), "DefleMask");
}

}  // namespace
}  // namespace pullgraph::import_discord_test
