// SPDX-License-Identifier: Apache-2.0
#include "io/import/slack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "io/import/json_items.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_slack_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;
using Files = std::map<std::string, std::string>;

Files TinySlack() {
  return {
      {"users.json",
       R"([{"id":"U1","name":"ann","is_bot":false,"profile":{"display_name":"Ann","real_name":"Ann A."}},
           {"id":"U2","name":"bob","deleted":true,"real_name":"Bob","profile":{"display_name":""}},
           {"id":"B1","name":"hal","is_bot":true,"profile":{}}])"},
      {"channels.json", R"([{"id":"C1","name":"general"}])"},
      {"dms.json", R"([{"id":"D1","members":["U1","U2"]}])"},
      {"general/2020-01-01.json",
       R"([{"type":"message","user":"U1","text":"Hi <@U2>, <@U9|nine> and <@U1>!","ts":"1577836800.000100",
            "thread_ts":"1577836800.000100","reactions":[{"name":"x","users":["U2"],"count":3},{"name":"y","users":["U2"]}]},
           {"type":"message","subtype":"channel_join","user":"U1","ts":"1577836801.000000"},
           {"type":"message","subtype":"bot_message","bot_id":"B7","username":"builds","text":"","ts":"1577836802.000000"}])"},
      {"general/2020-01-02.json",
       R"([{"type":"message","user":"U2","text":"<@U1>","ts":"1577923200.000000","thread_ts":"1577836800.000100"}])"},
      {"D1/2020-01-03.json", R"([{"type":"message","user":"U2","ts":"1578009600","bot_id":"B9"}])"},
      {"general/canvas.json", "not read"}};
}

absl::StatusOr<ImportResult> Import(Files files) {
  return ImportSlackFolder(InputFolder::FromMemory(std::move(files)), {.name = "tiny"});
}

CommunityGraph ExpectedSlack() {
  CommunityBuilder b("tiny", "pullgraph");
  const auto member = [&](const char* id, const char* name, MemberRole role, std::vector<std::string> tags) {
    const MemberId m = b.Member(id).value();
    const MemberKind kind = role == MemberRole::kBot ? MemberKind::kUnspecified : MemberKind::kPerson;
    EXPECT_THAT(b.DescribeMember(m, {.display_name = name, .kind = kind, .role = role, .tags = std::move(tags)}), IsOk());
    return m;
  };
  const MemberId ann = member("U1", "Ann", MemberRole::kCommunity, {});
  const MemberId bob = member("U2", "Bob", MemberRole::kCommunity, {"deleted"});
  const MemberId nine = member("U9", "", MemberRole::kCommunity, {});
  member("B1", "hal", MemberRole::kBot, {});
  const MemberId builds = member("B7", "builds", MemberRole::kBot, {});
  const TopicId general = b.Topic("C1").value(), direct = b.Topic("D1").value();
  EXPECT_THAT(b.DescribeTopic(general, {"general", TopicId()}), IsOk());
  const auto thread = [&](const char* id, TopicId topic, Time at) {
    const ResourceId r = b.Resource(id).value();
    EXPECT_THAT(b.DescribeResource(r, {"", ResourceKind::kContent, {topic}, at}), IsOk());
    return r;
  };
  const Time first = At("2020-01-01T00:00:00.0001"), second = At("2020-01-02"), third = At("2020-01-03");
  const ResourceId hi = thread("C1/1577836800.000100", general, first);
  const ResourceId build = thread("C1/1577836802.000000", general, At("2020-01-01T00:00:02"));
  const ResourceId dm = thread("D1/1578009600", direct, third);
  const auto signal = [&](MemberId who, ResourceId what, SignalKind kind, Time at, float weight = 1) {
    SignalRow row;
    row.member = who;
    row.object = what.value();
    row.kind = kind;
    row.at = at;
    row.weight = weight;
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  signal(ann, hi, SignalKind::kPost, first);
  signal(builds, build, SignalKind::kPost, At("2020-01-01T00:00:02"));
  signal(bob, hi, SignalKind::kReply, second);
  signal(bob, dm, SignalKind::kPost, third);
  signal(bob, hi, SignalKind::kVote, first);
  signal(MemberId(), hi, SignalKind::kVote, first, 2);
  const auto tie = [&](MemberId from, MemberId to, TieKind kind, Time at) {
    TieRow row;
    row.from = from;
    row.to = to;
    row.kind = kind;
    row.directed = true;
    row.at = {at};
    EXPECT_THAT(b.AddTie(row), IsOk());
  };
  tie(ann, bob, TieKind::kMentioned, first);
  tie(ann, nine, TieKind::kMentioned, first);
  tie(bob, ann, TieKind::kCommented, second);
  tie(bob, ann, TieKind::kMessaged, third);
  return std::move(b).Build().value();
}

TEST(ImportSlack, TinyExportIsWhatItSays) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(TinySlack()));
  EXPECT_TRUE(result.community == ExpectedSlack());
  ASSERT_EQ(result.report.notes().size(), 1U);  // The join.
  EXPECT_EQ(result.report.notes()[0].example, "general/2020-01-01.json:3:12 channel_join");
  // The same within a folder of its own.
  Files moved;
  for (const auto& [name, content] : TinySlack()) moved["export/" + name] = content;
  ASSERT_OK_AND_ASSIGN(const ImportResult again, Import(moved));
  EXPECT_TRUE(again.community == result.community);
  EXPECT_TRUE(LooksLikeSlack(InputFolder::FromMemory(moved)));
}

TEST(ImportSlack, WhatIsNeededAndWhatIsNot) {
  const auto without = [](const char* name) {
    Files files = TinySlack();
    files.erase(name);
    return files;
  };
  EXPECT_THAT(Import(without("users.json")), StatusIs(absl::StatusCode::kDataLoss, "no users.json"));
  EXPECT_FALSE(LooksLikeSlack(InputFolder::FromMemory(without("users.json"))));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(without("channels.json")));
  EXPECT_TRUE(result.community.FindTopic("general").has_value());
  Files odd = TinySlack();
  odd["general/2020-01-04.json"] =
      R"([1, {}, {"type":"message"}, {"type":"message","ts":"x"}, {"type":"message","ts":"1","user":{}},
          {"type":"message","ts":"99999999999999","user":"U1"}, {"type":"message","ts":"2","user":"U1","text":7,
           "reactions":{"a":1},"thread_ts":[]}, {"type":"message","ts":"3","n":1e999,"user":"U1"}])";
  odd["users.json"] = R"([{"name":"x"}, null])";
  odd["channels.json"] = R"([{"name":"x"}])";
  ASSERT_OK_AND_ASSIGN(const ImportResult survived, Import(odd));
  EXPECT_EQ(survived.report.CountOf("messages"), 6);
  EXPECT_FALSE(LooksLikeSlack(InputFolder::FromMemory(odd)));
  Files broken = TinySlack();
  broken["general/2020-01-02.json"] = "[{\"type\":\n";
  EXPECT_THAT(Import(broken), StatusIs(absl::StatusCode::kDataLoss, "general/2020-01-02.json:2:1: the JSON ends"));
}

TEST(ImportSlack, AFolderOnDiskIsWhatItIsInMemory) {
  const std::filesystem::path root = ::testing::TempDir() + "slack_on_disk";
  std::filesystem::remove_all(root);
  for (const auto& [name, content] : TinySlack()) {
    std::filesystem::create_directories((root / name).parent_path());
    std::ofstream(root / name) << content;
  }
  // Deep down is a file like others; a link to a folder is none of its files.
  std::filesystem::create_directories(root / "a/b/c/d/e/f/g/h");
  std::ofstream(root / "a/b/c/d/e/f/g/h/deep") << "x";
  std::filesystem::create_directory_symlink(root, root / "again");
  ASSERT_OK_AND_ASSIGN(const InputFolder folder, InputFolder::Open(root.string() + "/"));
  std::vector<std::string> names;
  for (const auto& [name, content] : TinySlack()) names.push_back(name);
  names.push_back("a/b/c/d/e/f/g/h/deep");
  std::sort(names.begin(), names.end());
  EXPECT_EQ(folder.Names(), names);
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportSlack(root.string(), {.name = "tiny"}));
  EXPECT_TRUE(result.community == ExpectedSlack());
  std::filesystem::remove_all(root);
  EXPECT_THAT(InputFolder::Open(root.string()), StatusIs(absl::StatusCode::kNotFound, "cannot open"));
}

TEST(ImportSlack, RealExport) {
  const std::string zip = std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/exports/slack/source_export.zip";
  if (!std::filesystem::exists(zip)) GTEST_SKIP() << "NO DATA: ../shared/data/exports/slack is not there";
  const std::string folder = ::testing::TempDir() + "slack_export";
  std::filesystem::remove_all(folder);
  const std::string command = "unzip -qo '" + zip + "' -d '" + folder + "' 2>/dev/null";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "NO DATA: unzip cannot be run";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportSlack(folder));
  EXPECT_EQ(result.report.CountOf("messages"), 14);
  EXPECT_EQ(result.community.num_topics(), 1);
  ASSERT_OK_AND_ASSIGN(const InputFolder opened, InputFolder::Open(folder));
  EXPECT_TRUE(LooksLikeSlack(opened));
  std::filesystem::remove_all(folder);
}

std::string Items(const std::string& text) {
  auto source = ByteSource::FromMemory(text, "f");
  ImportReport report;
  std::string out;
  const absl::Status s = ReadJsonItems(*std::move(source), nullptr, report,
                                       [&](std::string_view key, const JsonValue& value, const Place& place) {
                                         out += std::string(key) + "=" + value.id() + "@" + std::to_string(place.line) +
                                                ":" + std::to_string(place.column) + " ";
                                         return absl::OkStatus();
                                       });
  for (const ImportNote& note : report.notes()) out += note.what.substr(0, 4) + note.example + " ";
  return s.ok() ? out : std::string(s.message());
}

TEST(JsonItems, PiecesOfArraysAndObjects) {
  EXPECT_EQ(Items("\xEF\xBB\xBF [1, \"a\\\"]\",\n {\"x\":[\"}\"]} ] \n"), "=1@1:3 =a\"]@1:6 =@2:2 ");
  EXPECT_EQ(Items("{\"a\" : [ ], \"b\":[1,2], \"c\\u0064\":{\"x\":1}, \"d\": 7}"), "b=1@1:18 b=2@1:20 cd=@1:34 d=7@1:48 ");
  EXPECT_EQ(Items("[]"), "");
  EXPECT_EQ(Items("{}"), "");
  EXPECT_EQ(Items("[1e999,2]"), "=2@1:8 JSONf:1 ");
  for (const char* text : {"", " ", "1", "[", "{", "[1", "[1,", "[1,]", "[1 2]", "{1:2}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
                           "[1}", "{\"a\":1]", "[\"", "[\"\\", "[{]", "[{\"a\":1]]", "[1] 2", "{\"a\":[}", "[tru]", "[,]", "]",
                           "[\"\xFF\"]"}) {
    EXPECT_EQ(Items(text).substr(0, 2), "f:") << text;
  }
  std::string deep(100, '[');
  EXPECT_NE(Items(deep + std::string(100, ']')).find("nested deeper than 64"), std::string::npos);
}

}  // namespace
}  // namespace pullgraph::import_slack_test
