// SPDX-License-Identifier: Apache-2.0
#include "io/import/discourse.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "io/import/pg_dump.h"
#include "tests/testing/community_facts.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_discourse_test {
namespace {

using testing::At;
using testing::FactCounts;
using testing::IsOk;
using testing::Noted;
using testing::SignalFacts;
using testing::StatusIs;
using testing::TieFacts;

std::string Copy(const std::string& table, const std::string& columns, const std::string& rows) {
  return absl::StrCat("COPY public.", table, " (", columns, ") FROM stdin;\n", rows, "\\.\n\n");
}

// In order of their names, as pg_dump writes them.
std::string Dump() {
  return absl::StrCat(
      "--\n-- PostgreSQL database dump\n--\nSET client_encoding = 'UTF8';\n",
      Copy("categories", "slug, id, parent_category_id, name", "help\t1\t\\N\tHelp\nsupport\t2\t1\tSupport\n"),
      Copy("category_custom_fields", "category_id, name, value", "2\tenable_accepted_answers\ttrue\n"),
      Copy("discourse_solved_solved_topics", "topic_id, answer_post_id", "10\t102\n"),
      Copy("group_users", "group_id, user_id", "2\t3\n"),
      Copy("post_actions", "id, post_id, user_id, post_action_type_id, created_at, deleted_at",
           "1\t102\t1\t2\t2020-01-03 00:00:00\t\\N\n2\t102\t3\t2\t2020-01-04 00:00:00\t2020-01-05 00:00:00\n3\t100\t1\t3\t2020-01-04 00:00:00\t\\N\n"),
      Copy("posts", "id, user_id, topic_id, post_number, raw, created_at, post_type, reply_to_post_number, deleted_at",
           "100\t1\t10\t1\twhy\\tis\\nit?\t2020-01-01 00:00:00.5\t1\t\\N\t\\N\n"
           "101\t3\t10\t2\tsee\t2020-01-02 00:00:00\t1\t\\N\t\\N\n"
           "102\t2\t10\t3\tso\t2020-01-02 01:00:00\t1\t2\t\\N\n"
           "103\t1\t10\t4\t\t2020-01-02 02:00:00\t1\t3\t\\N\n"
           "104\t2\t10\t5\tgone\t2020-01-02 03:00:00\t1\t\\N\t2020-01-03 00:00:00\n"
           "105\t-1\t10\t6\tclosed\t2020-01-02 04:00:00\t3\t\\N\t\\N\n"
           "106\t\\N\t11\t1\tnews\t2020-01-05 00:00:00\t1\t\\N\t\\N\n"
           "107\t1\t12\t1\tsecret\t2020-01-05 00:00:00\t1\t\\N\t\\N\n"
           "108\t1\t13\t1\tgone\t2020-01-05 00:00:00\t1\t\\N\t\\N\n"),
      Copy("tags", "id, name", "1\tlinux\n"), Copy("topic_tags", "topic_id, tag_id", "10\t1\n"),
      // The older layout names another answer: the newer one counts.
      Copy("topic_custom_fields", "topic_id, name, value", "10\taccepted_answer_post_id\t101\n11\tother\tx\n"),
      Copy("topics", "id, title, category_id, archetype, deleted_at, slug, user_id, created_at",
           "10\tWhy\\\\?\t2\tregular\t\\N\twhy\t1\t2020-01-01 00:00:00\n11\tNews\t1\tregular\t\\N\tnews\t\\N\t2020-01-05 00:00:00\n"
           "12\tSecret\t\\N\tprivate_message\t\\N\ts\t1\t2020-01-05 00:00:00\n13\tGone\t1\tregular\t2020-01-06 00:00:00\tg\t1\t2020-01-05 00:00:00\n"),
      Copy("uploads", "id, url", "not\tread\tat all\n"),
      Copy("users", "id, username, created_at, name, admin, moderator",
           "1\tann\t2019-01-01 00:00:00\tAnn \\\"A\\\"\tf\tf\n2\tbob\t2019-01-01 00:00:00\t\\N\tt\tf\n3\tcyd\t2019-01-01 00:00:00\t\\N\tf\tf\n-1\tsystem\t2018-01-01 00:00:00\t\\N\tt\tt\n"));
}

absl::StatusOr<ImportResult> Import(const std::string& text, DiscourseOptions options = {}) {
  auto source = ByteSource::FromMemory(text, "dump.sql");
  if (!source.ok()) return source.status();
  return ImportDiscourseFrom(*std::move(source), options);
}

TEST(ImportDiscourse, ADumpIsWhatItSays) {
  DiscourseOptions options;
  options.site = "https://forum.example.org";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(Dump(), options));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(TieFacts(c), (FactCounts{{"cyd commented ann", 1}, {"bob answered ann", 1}, {"ann commented bob", 1}}));
  EXPECT_EQ(SignalFacts(c), (FactCounts{{"ann ask 10 <- bob", 1}, {"cyd reply 10", 1}, {"bob answer 10", 1},
                                        {"ann reply 10", 1}, {"? post 11", 1}, {"ann vote 10", 1}}));
  EXPECT_EQ(c.num_members(), 4U);
  EXPECT_EQ(c.MemberLabel(*c.FindMember("ann")), "Ann \"A\"");
  EXPECT_EQ(c.members().joined_at[c.FindMember("ann")->value()], At("2019-01-01"));
  EXPECT_EQ(c.members().role[c.FindMember("bob")->value()], MemberRole::kStaff);
  EXPECT_EQ(c.members().role[c.FindMember("cyd")->value()], MemberRole::kStaff);  // By the group.
  EXPECT_EQ(c.members().role[c.FindMember("ann")->value()], MemberRole::kCommunity);
  EXPECT_EQ(c.members().role[c.FindMember("system")->value()], MemberRole::kBot);
  const uint32_t topic = c.FindResource("10")->value();
  EXPECT_EQ(c.ResourceLabel(ResourceId(topic)), "Why\\?");
  EXPECT_EQ(c.String(c.resources().url[topic]), "https://forum.example.org/t/why/10");
  EXPECT_EQ(c.resources().published_at[topic], At("2020-01-01T00:00:00.5Z"));
  EXPECT_EQ(c.resources().topics[topic].size(), 2U);
  const auto support = c.FindTopic("help/support");
  ASSERT_TRUE(support.has_value());
  EXPECT_EQ(c.TopicLabel(*support), "Support");
  EXPECT_EQ(c.topics().parent[support->value()], *c.FindTopic("help"));
  for (const char* note : {"deleted posts", "notices", "flags", "taken back", "private messages", "deleted topics"}) {
    EXPECT_EQ(Noted(result.report, note), 1U) << note;
  }
}

TEST(ImportDiscourse, BothLayoutsOfAnswersAndOrderDoNotMatter) {
  ASSERT_OK_AND_ASSIGN(const ImportResult both, Import(Dump()));
  // The tables the other way round.
  std::string reversed;
  std::string rest = Dump();
  for (size_t at = 0; (at = rest.rfind("COPY ")) != std::string::npos; rest.resize(at)) reversed += rest.substr(at);
  ASSERT_OK_AND_ASSIGN(const ImportResult turned, Import(reversed));
  EXPECT_TRUE(both.community == turned.community);
  const std::string old = absl::StrReplaceAll(Dump(), {{"discourse_solved_solved_topics", "something_else"}});
  ASSERT_OK_AND_ASSIGN(const ImportResult before, Import(old));
  EXPECT_EQ(SignalFacts(before.community).count("ann ask 10 <- cyd"), 1U);
  const std::string none = absl::StrReplaceAll(old, {{"accepted_answer_post_id", "nothing"}});
  ASSERT_OK_AND_ASSIGN(const ImportResult open, Import(none));
  EXPECT_EQ(SignalFacts(open.community).count("ann ask 10"), 1U);  // The category lets answers be accepted.
  const std::string plain = absl::StrReplaceAll(none, {{"enable_accepted_answers", "nothing"}});
  ASSERT_OK_AND_ASSIGN(const ImportResult post, Import(plain));
  EXPECT_EQ(SignalFacts(post.community).count("ann post 10"), 1U);
}

TEST(ImportDiscourse, PagesOfTheApi) {
  const char kTopic[] = R"({"id":10,"title":"Why?","slug":"why","category_id":2,"archetype":"regular","created_at":"2020-01-01T00:00:00Z",
    "user_id":1,"tags":["linux",{"name":"gates"}],"accepted_answer":{"post_number":2},"details":{"created_by":{"id":1,"username":"ann"}},
    "post_stream":{"posts":[
    {"id":100,"user_id":1,"username":"ann","name":"Ann","topic_id":10,"post_number":1,"post_type":1,"created_at":"2020-01-01T00:00:00Z","actions_summary":[{"id":2,"count":3},{"id":3,"count":1}]},
    {"id":101,"user_id":2,"username":"bob","admin":true,"topic_id":10,"post_number":2,"post_type":1,"created_at":"2020-01-02T00:00:00Z"},
    {"id":102,"user_id":3,"username":"cyd","topic_id":10,"post_number":3,"post_type":3,"created_at":"2020-01-02T00:00:00Z"},
    {"id":103,"user_id":3,"username":"cyd","topic_id":10,"post_number":4,"reply_to_post_number":2,"created_at":"2020-01-03T00:00:00Z"},
    {"id":104,"post_number":5}]}})";
  const char kList[] = R"({"users":[{"id":3,"username":"cyd"}],"topic_list":{"topics":[
    {"id":10,"title":"Why?","created_at":"2020-01-01T00:00:00Z"},
    {"id":11,"title":"Else","created_at":"2020-01-04T00:00:00Z","category_id":3,"posters":[{"description":"Frequent Poster","user_id":2},{"description":"Original Poster, Most Recent Poster","user_id":3}]}]}})";
  const char kCategories[] = R"({"category_list":{"categories":[{"id":2,"name":"Support","slug":"support"}]}})";
  const InputFolder folder = InputFolder::FromMemory({{"10.json", kTopic}, {"latest.json", kList}, {"categories.json", kCategories}, {"x.json", "{}"}});
  EXPECT_TRUE(LooksLikeDiscourse(folder));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportDiscourseFolder(folder));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(TieFacts(c), (FactCounts{{"bob answered ann", 1}, {"cyd commented bob", 1}}));
  EXPECT_EQ(SignalFacts(c), (FactCounts{{"ann ask 10 <- bob", 1}, {"bob answer 10", 1}, {"cyd reply 10", 1}, {"? vote 10", 1}, {"cyd post 11", 1}}));
  EXPECT_EQ(c.members().role[c.FindMember("bob")->value()], MemberRole::kStaff);
  EXPECT_EQ(c.TopicLabel(*c.FindTopic("support")), "Support");
  EXPECT_TRUE(c.FindTopic("category 3").has_value());
  EXPECT_TRUE(c.FindTopic("gates").has_value());
  EXPECT_EQ(Noted(result.report, "without a number"), 1U);
  EXPECT_EQ(Noted(result.report, "notices"), 1U);
  EXPECT_EQ(Noted(result.report, "pages that hold no"), 1U);
}

TEST(ImportDiscourse, BadInput) {
  const std::string dump = Dump();
  const auto with = [&](const char* from, const char* to) { return absl::StrReplaceAll(dump, {{from, to}}); };
  const std::pair<std::string, const char*> cases[] = {
      {with("101\t3\t10\t2\tsee", "101\t3\t10\t2"), "dump.sql:30: a row of 8 fields in table 'posts', expected 9"},
      {with("101\t3\t10\t2\tsee", "101\tx\t10\t2\tsee"), "dump.sql:30: field 'user_id' has 'x', expected an integer"},
      {with("2020-01-02 01:00:00", "2020-13-02 01:00:00"), "field 'created_at' has '2020-13-02 01:00:00', expected a date"},
      {with("2020-01-02 01:00:00", "infinity"), "expected a date"},
      {with("2020-01-02 01:00:00", "1577930400"), "expected a date"},
      {with("\tann\t", "\tan\xff\t"), "field 'username' has 'an\\xFF', expected UTF-8"},
      {with("\tann\t", "\tan\\377\t"), "expected UTF-8"},
      {dump.substr(0, dump.find("103\t")), "dump.sql:28: the table that begins here never ends"},
      {"SELECT 1;\n", "dump.sql: no table of posts"},
      {"", "dump.sql: no table of posts"},
      {"{\"topic_list\": ", "the JSON ends too soon"}};
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(Import(text), StatusIs(absl::StatusCode::kDataLoss, message));
  }
  std::string packed(512, '\0');
  packed.replace(257, 5, "ustar");
  EXPECT_THAT(Import(packed), StatusIs(absl::StatusCode::kDataLoss, "still packed"));
  EXPECT_THAT(ImportDiscourseFolder(InputFolder::FromMemory({{"a.txt", ""}})), StatusIs(absl::StatusCode::kFailedPrecondition, "no file"));
  // What is odd, and not needed, is left out.
  ASSERT_OK_AND_ASSIGN(const ImportResult odd, Import(with("accepted_answer_post_id\t101", "accepted_answer_post_id\tnone")));
  EXPECT_EQ(Noted(odd.report, "that are no post"), 0U);  // The newer table has one.
  EXPECT_THAT(Import(with("1\t\\N\tHelp", "1\t2\tHelp")), IsOk());  // Categories below each other.
  EXPECT_THAT(Import(with("103\t1\t10\t4\t\t2020-01-02 02:00:00\t1\t3", "103\t1\t10\t4\t\t2020-01-02 02:00:00\t1\t4")), IsOk());
  EXPECT_THAT(Import(absl::StrReplaceAll(dump, {{"\n", "\r\n"}})), IsOk());
}

TEST(PgDump, Escapes) {
  const std::pair<const char*, std::string> cases[] = {
      {"a\\tb\\nc\\\\d\\re\\bf\\fg\\v", "a\tb\nc\\d\re\bf\fg\v"}, {"\\101\\x42\\x4a\\x", "ABJx"},
      {"\\7x\\1234", std::string("\7xS4")}, {"end\\", "end"}, {"\\.\\q", ".q"}, {"", ""}};
  for (const auto& [field, text] : cases) {
    std::string out = "rest of the last";
    UnescapeCopy(field, out);
    EXPECT_EQ(out, text) << field;
  }
}

TEST(PgDump, PiecesMayBeCutAnywhere) {
  const std::string text = Copy("t", "a, \"b\"", "1\tx\n2\t\\N\n") + Copy("other", "a", "9\n") + "COPY t (b, a) FROM stdin;\ny\t3\n\\.";
  for (size_t cut = 0; cut <= text.size(); ++cut) {
    std::string seen;
    PgDumpReader reader("f", {{"t", {"b", "a", "c"}, [&](const PgRow& row) {
                                absl::StrAppend(&seen, row.IsNull(0) ? "-" : row.Text(0).value(), row.Integer(1).value(), row.IsNull(2) ? "." : "!", " ");
                                return absl::OkStatus();
                              }}});
    ASSERT_THAT(reader.Take(std::string_view(text).substr(0, cut)), IsOk());
    ASSERT_THAT(reader.Take(std::string_view(text).substr(cut)), IsOk());
    ASSERT_THAT(reader.Finish(), IsOk());
    EXPECT_EQ(seen, "x1. -2. y3. ");
    EXPECT_TRUE(reader.Saw("t"));
    EXPECT_FALSE(reader.Saw("other"));
  }
}

TEST(LooksLikeDiscourse, ClaimsNothingElse) {
  EXPECT_TRUE(LooksLikeDiscourse(Dump()));
  EXPECT_TRUE(LooksLikeDiscourse("-- PostgreSQL database dump\nCREATE TABLE public.allowed_pm_users (\nCREATE TABLE public.badge_groupings ("));
  EXPECT_TRUE(LooksLikeDiscourse(R"({"post_stream": {"posts": [)"));
  for (const char* other : {"", "{}", "[]", R"({"posts":[]})", "-- PostgreSQL database dump\nCOPY public.posts (id) FROM stdin;\n",
                            "-- MySQL dump\nCREATE TABLE `posts` (post_number, topics, archetype", R"({"topics":["post_stream"]})"}) {
    EXPECT_FALSE(LooksLikeDiscourse(other)) << other;
  }
}

TEST(ImportDiscourse, RealPages) {
  const std::string folder = std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/exports/discourse";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "NO DATA: ../shared/data/exports/discourse is not there";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportDiscourse(folder + "/discourse_topic_1148.json"));
  EXPECT_EQ(result.community.num_members(), 10U);
  EXPECT_EQ(result.report.CountOf("messages"), 20U);
  EXPECT_EQ(result.community.num_ties(), 14U);
  ASSERT_OK_AND_ASSIGN(const ImportResult all, ImportDiscourse(folder));
  EXPECT_EQ(all.report.CountOf("threads"), 2U);
}

}  // namespace
}  // namespace pullgraph::import_discourse_test
