// SPDX-License-Identifier: Apache-2.0
#include "io/import/github.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/import/github_mentions.h"
#include "tests/testing/community_facts.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_github_test {
namespace {

using testing::At;
using testing::FactCounts;
using testing::Noted;
using testing::SignalFacts;
using testing::TieFacts;
using testing::StatusIs;

// A line of an archive.
std::string Event(const std::string& type, int actor, const std::string& login,
                  const std::string& payload, const std::string& at,
                  const std::string& repository = R"({"id":7,"name":"acme/anvil"})") {
  return absl::StrCat(R"({"id":"1","type":")", type, R"(","actor":{"id":)", actor,
                      R"(,"login":")", login, R"("},"repo":)", repository, R"(,"payload":)",
                      payload, R"(,"public":true,"created_at":")", at, "\"}\n");
}

std::string User(int id, const std::string& login, const std::string& type = "User") {
  return absl::StrCat(R"({"login":")", login, R"(","id":)", id, R"(,"type":")", type, "\"}");
}

std::string Issue(int number, const std::string& more = "") {
  return absl::StrCat(R"({"number":)", number, R"(,"title":"It breaks","user":)", User(1, "ann"),
                      R"(,"created_at":"2024-01-01T00:00:00Z","labels":[{"name":"bug"}],)",
                      R"("html_url":"https://github.com/acme/anvil/issues/)", number, "\"", more,
                      "}");
}

std::string CommentOf(int id, int user, const std::string& login, const std::string& at,
                    const std::string& body = "", const std::string& more = "") {
  return absl::StrCat(R"({"id":)", id, R"(,"user":)", User(user, login), R"(,"created_at":")", at,
                      R"(","body":")", body, "\"", more, "}");
}

std::string Archive() {
  return absl::StrCat(
      Event("WatchEvent", 2, "bob", R"({"action":"started"})", "2024-01-02T00:00:00Z"),
      Event("ForkEvent", 2, "bob", "{}", "2024-01-02T01:00:00Z"),
      Event("PushEvent", 1, "ann", R"({"ref":"refs/heads/main"})", "2024-01-02T02:00:00Z"),
      // The issue itself was opened before the archive begins.
      Event("IssueCommentEvent", 2, "bob",
            absl::StrCat(R"({"action":"created","issue":)", Issue(12), R"(,"comment":)",
                         CommentOf(100, 2, "bob", "2024-01-03T00:00:00Z", "Like so, @Ann"), "}"),
            "2024-01-03T00:00:00Z"),
      Event("IssueCommentEvent", 9, "ci[bot]",
            absl::StrCat(R"({"action":"created","issue":)", Issue(12), R"(,"comment":)",
                         CommentOf(101, 9, "ci[bot]", "2024-01-03T01:00:00Z"), "}"),
            "2024-01-03T01:00:00Z"),
      Event("IssuesEvent", 1, "ann",
            absl::StrCat(R"({"action":"closed","issue":)",
                         Issue(12, R"(,"state_reason":"completed")"), "}"),
            "2024-01-04T00:00:00Z"),
      // As since 2025-10-07: neither author nor title.
      Event("PullRequestEvent", 1, "ann",
            R"({"action":"opened","number":13,"pull_request":{"id":5,"number":13}})",
            "2025-11-01T00:00:00Z"),
      Event("PullRequestReviewEvent", 2, "bobby",
            absl::StrCat(R"({"action":"created","pull_request":{"number":13},"review":{"id":55,)",
                         R"("user":)", User(2, "bobby"),
                         R"(,"state":"approved","submitted_at":"2025-11-02T00:00:00Z"}})"),
            "2025-11-02T00:00:00Z"),
      Event("PullRequestReviewCommentEvent", 2, "bobby",
            absl::StrCat(R"({"action":"created","pull_request":{"number":13},"comment":)",
                         CommentOf(200, 2, "bobby", "2025-11-02T00:00:01Z", "",
                                 R"(,"pull_request_review_id":55)"),
                         "}"),
            "2025-11-02T00:00:01Z"),
      Event("PullRequestReviewCommentEvent", 1, "ann",
            absl::StrCat(R"({"action":"created","pull_request":{"number":13},"comment":)",
                         CommentOf(201, 1, "ann", "2025-11-02T01:00:00Z", "",
                                 R"(,"in_reply_to_id":200)"),
                         "}"),
            "2025-11-02T01:00:00Z"),
      Event("ReleaseEvent", 1, "ann",
            R"({"action":"published","release":{"tag_name":"v1","name":"First",)"
            R"("published_at":"2025-11-03T00:00:00Z","html_url":"https://github.com/r"}})",
            "2025-11-03T00:00:00Z"),
      Event("DiscussionEvent", 3, "cyd",
            absl::StrCat(R"({"action":"created","discussion":{"number":14,"title":"How?","user":)",
                         User(3, "cyd"), R"(,"created_at":"2025-11-04T00:00:00Z",)",
                         R"("category":{"name":"Q&A","is_answerable":true}}})"),
            "2025-11-04T00:00:00Z"),
      Event("CommitCommentEvent", 3, "cyd",
            absl::StrCat(R"({"comment":)",
                         CommentOf(300, 3, "cyd", "2025-11-05T00:00:00Z", "",
                                 R"(,"commit_id":"0123456789abcdef0123")"),
                         "}"),
            "2025-11-05T00:00:00Z"),
      Event("CreateEvent", 3, "cyd", R"({"ref_type":"tag"})", "2025-11-06T00:00:00Z"));
}

absl::StatusOr<ImportResult> Import(const std::string& text, GithubOptions options = {}) {
  auto source = ByteSource::FromMemory(text, "hour.json");
  if (!source.ok()) return source.status();
  return ImportGithubFrom(*std::move(source), options);
}

TEST(ImportGithub, AnArchiveIsWhatItSays) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(Archive()));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(TieFacts(c), (FactCounts{{"bob answered ann", 1},
                                     {"ci[bot] commented ann", 1},
                                     {"bob reviewed ann", 1},
                                     {"bob commented ann", 1},
                                     {"ann commented bob", 1}}));
  EXPECT_EQ(SignalFacts(c), (FactCounts{{"bob favourite acme/anvil", 1},
                                        {"bob use acme/anvil", 1},
                                        {"ann post acme/anvil", 1},
                                        {"ann ask acme/anvil#12 <- bob", 1},
                                        {"bob answer acme/anvil#12", 1},
                                        {"ci[bot] reply acme/anvil#12", 1},
                                        {"ann post acme/anvil#13", 1},
                                        {"bob reply acme/anvil#13", 2},
                                        {"ann reply acme/anvil#13", 1},
                                        {"ann post acme/anvil@v1", 1},
                                        {"cyd ask acme/anvil#14", 1},
                                        {"cyd reply acme/anvil@0123456789ab", 1}}));
  EXPECT_EQ(result.report.CountOf("events"), 14);
  EXPECT_EQ(result.report.CountOf("repositories"), 1);
  EXPECT_EQ(Noted(result.report, "CreateEvent"), 1);
  EXPECT_EQ(result.report.notes().size(), 1);
  // Bob became bobby.
  EXPECT_EQ(c.MemberLabel(*c.FindMember("bob")), "bobby");
  EXPECT_EQ(c.members().role[c.FindMember("ci[bot]")->value()], MemberRole::kBot);
  const auto issue = c.FindResource("acme/anvil#12");
  ASSERT_TRUE(issue.has_value());
  EXPECT_EQ(c.ResourceLabel(*issue), "It breaks");
  EXPECT_EQ(c.resources().kind[issue->value()], ResourceKind::kQuestion);
  EXPECT_EQ(c.resources().published_at[issue->value()], At("2024-01-01"));
  EXPECT_EQ(c.resources().kind[c.FindResource("acme/anvil")->value()], ResourceKind::kProduct);
  EXPECT_EQ(c.num_topics(), 3);  // acme/anvil, bug, Q&A.
}

TEST(ImportGithub, OnlyDoneIssuesAreAnswered) {
  const auto thread = [](const std::string& close) {
    const auto comment = [](int id, int user, const char* login, const char* at) {
      return Event("IssueCommentEvent", user, login,
                   absl::StrCat(R"({"action":"created","issue":)", Issue(12), R"(,"comment":)",
                                CommentOf(id, user, login, at), "}"), at);
    };
    return absl::StrCat(comment(1, 2, "bob", "2024-01-02T00:00:00Z"), comment(2, 1, "ann", "2024-01-03T00:00:00Z"),
                        comment(3, 3, "cyd", "2024-01-09T00:00:00Z"), close);
  };
  const auto closed = [](const char* reason, const char* at = "2024-01-05T00:00:00Z") {
    return Event("IssuesEvent", 1, "ann",
                 absl::StrCat(R"({"action":"closed","issue":)", Issue(12, absl::StrCat(R"(,"state_reason":)", reason)), "}"), at);
  };
  const std::string reopened =
      Event("IssuesEvent", 1, "ann", absl::StrCat(R"({"action":"reopened","issue":)", Issue(12), "}"), "2024-01-06T00:00:00Z");
  const std::pair<std::string, const char*> cases[] = {
      {closed("\"completed\""), "ann ask acme/anvil#12 <- bob"},
      {closed("\"not_planned\""), "ann ask acme/anvil#12"},
      {closed("null"), "ann ask acme/anvil#12"},
      {closed("\"completed\"") + reopened, "ann ask acme/anvil#12"},
      {reopened + closed("\"completed\""), "ann ask acme/anvil#12"},
      {closed("\"completed\"") + reopened + closed("\"completed\"", "2024-01-10T00:00:00Z"), "ann ask acme/anvil#12 <- cyd"}};
  for (const auto& [close, ask] : cases) {
    ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(thread(close)));
    EXPECT_EQ(SignalFacts(result.community).count(ask), 1U) << close;
  }
  ASSERT_OK_AND_ASSIGN(const ImportResult old, Import(thread(closed("null"))));
  EXPECT_EQ(Noted(old.report, "closed without a reason"), 1U);
}

TEST(ImportGithub, WhoAndWhatChangesItsName) {
  const std::string text = absl::StrCat(
      Event("WatchEvent", 1, "ann", "{}", "2024-01-01T00:00:00Z"),
      Event("WatchEvent", 1, "anna", "{}", "2024-01-02T00:00:00Z", R"({"id":7,"name":"acme/hammer"})"),
      // Another account takes the login that became free.
      Event("WatchEvent", 2, "Ann", "{}", "2024-01-03T00:00:00Z", R"({"id":8,"name":"acme/anvil"})"));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(SignalFacts(c), (FactCounts{{"ann favourite acme/anvil", 2}, {"Ann (2) favourite acme/anvil (8)", 1}}));
  EXPECT_EQ(c.MemberLabel(*c.FindMember("ann")), "anna");
  EXPECT_EQ(c.MemberLabel(*c.FindMember("Ann (2)")), "Ann");
  EXPECT_EQ(c.ResourceLabel(*c.FindResource("acme/anvil")), "acme/hammer");
}

TEST(ImportGithub, OnlySomeRepositories) {
  const std::string text = absl::StrCat(
      Event("WatchEvent", 1, "ann", "{}", "2024-01-01T00:00:00Z"),
      Event("WatchEvent", 2, "bob", "{}", "2024-01-01T00:00:00Z", R"({"id":8,"name":"ACME/rocket"})"),
      Event("WatchEvent", 3, "cyd", "{}", "2024-01-01T00:00:00Z", R"({"id":9,"name":"other/acme"})"));
  const std::pair<std::vector<std::string>, uint64_t> cases[] = {
      {{}, 3}, {{"Acme"}, 2}, {{"acme/Anvil"}, 1}, {{"acme/rocket", "other"}, 2}, {{"nobody"}, 0}};
  for (const auto& [only, members] : cases) {
    GithubOptions options;
    options.only = only;
    ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text, options));
    EXPECT_EQ(result.community.num_members(), members);
    EXPECT_EQ(Noted(result.report, "other repositories"), 3 - members);
  }
  for (const char* bad : {"", "/", "acme/", "/anvil", "a/b/c"}) {
    GithubOptions options;
    options.only = {bad};
    EXPECT_THAT(Import(text, options), StatusIs(absl::StatusCode::kInvalidArgument, "expected 'owner'"));
  }
}

TEST(ImportGithub, OldArchives) {
  const std::string repository = R"("repository":{"id":7,"name":"anvil","owner":"acme"})";
  const std::string text = absl::StrCat(
      R"({"type":"WatchEvent","actor":"ann","payload":{"action":"started"},)", repository, R"(,"created_at":"2013-01-01T00:00:00-08:00"})", "\n",
      R"({"type":"IssuesEvent","actor":"ann","payload":{"action":"opened","issue":99,"number":3},)", repository, R"(,"created_at":"2013-01-02T00:00:00Z"})", "\n",
      R"({"type":"IssueCommentEvent","actor":"bob","payload":{"issue_id":99,"comment_id":5},"url":"https://github.com/acme/anvil/issues/3#issuecomment-5",)", repository, R"(,"created_at":"2013-01-03T00:00:00Z"})", "\n",
      R"({"type":"CommitCommentEvent","actor":"bob","payload":{"comment_id":6},)", repository, R"(,"created_at":"2013-01-03T00:00:00Z"})", "\n",
      R"({"type":"GistEvent","actor":"bob","payload":{},"created_at":"2013-01-03T00:00:00Z"})", "\n",
      // The same person, with a number, later.
      Event("ForkEvent", 1, "ann", "{}", "2016-01-01T00:00:00Z"));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text));
  EXPECT_EQ(SignalFacts(result.community),
            (FactCounts{{"ann favourite acme/anvil", 1}, {"ann ask acme/anvil#3", 1}, {"bob reply acme/anvil#3", 1}, {"ann use acme/anvil", 1}}));
  EXPECT_EQ(TieFacts(result.community), (FactCounts{{"bob commented ann", 1}}));
  EXPECT_EQ(Noted(result.report, "from before 2015"), 1U);
  EXPECT_EQ(Noted(result.report, "of no repository"), 1U);
}

TEST(ImportGithub, PagesOfTheApi) {
  const std::string api = "https://api.github.com/repos/acme/anvil";
  const auto object = [&](const std::string& fields, int user, const char* login) {
    return absl::StrCat("{", fields, R"(,"user":)", User(user, login), "}");
  };
  std::map<std::string, std::string> files;
  files["issues.json"] = absl::StrCat("[\n", object(absl::StrCat(R"("url":")", api, R"(/issues/1","id":11,"number":1,"title":"T","state":"closed","state_reason":"completed","closed_at":"2024-01-05T00:00:00Z","created_at":"2024-01-01T00:00:00Z","labels":[{"name":"bug"}])"), 1, "ann"),
                                      ",\n", object(absl::StrCat(R"("url":")", api, R"(/issues/2","id":12,"number":2,"title":"P","state":"open","created_at":"2024-01-01T00:00:00Z","pull_request":{"url":"x"})"), 1, "ann"), "]\n");
  files["comments.json"] = absl::StrCat("[", object(absl::StrCat(R"("id":5,"issue_url":")", api, R"(/issues/1","created_at":"2024-01-02T00:00:00Z","body":"@cyd `@bob` me@bob.org @acme/team")"), 2, "bob"), "]");
  files["reviews.json"] = absl::StrCat("[", object(absl::StrCat(R"("id":6,"pull_request_url":")", api, R"(/pulls/2","submitted_at":"2024-01-03T00:00:00Z","state":"APPROVED")"), 3, "cyd"),
                                       ",", object(absl::StrCat(R"("id":7,"pull_request_url":")", api, R"(/pulls/2","pull_request_review_id":6,"created_at":"2024-01-03T00:00:00Z","path":"x")"), 3, "cyd"), "]");
  files["pull.json"] = absl::StrCat("{\n", R"("url":")", api, R"(/pulls/2","id":13,"number":2,"title":"P","state":"closed","closed_at":"2024-01-06T00:00:00Z","merged_at":"2024-01-06T00:00:00Z","created_at":"2024-01-01T00:00:00Z","head":{},"base":{},"user":)", User(1, "ann"), "\n}");
  files["nonsense.json"] = R"([1, {"a": 1}, {"event":"closed","actor":{"login":"x"}}])";
  files["readme.txt"] = "no JSON";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportGithubFolder(InputFolder::FromMemory(files)));
  EXPECT_EQ(SignalFacts(result.community),
            (FactCounts{{"ann ask acme/anvil#1 <- bob", 1}, {"bob answer acme/anvil#1", 1}, {"ann post acme/anvil#2", 1}, {"cyd reply acme/anvil#2", 2}}));
  EXPECT_EQ(TieFacts(result.community),
            (FactCounts{{"bob answered ann", 1}, {"bob mentioned cyd", 1}, {"cyd reviewed ann", 1}, {"cyd commented ann", 1}}));
  EXPECT_EQ(Noted(result.report, "no objects"), 1U);
  EXPECT_EQ(Noted(result.report, "no issue, comment"), 1U);
  EXPECT_EQ(Noted(result.report, "do not name their issue"), 1U);
  EXPECT_EQ(Noted(result.report, "not JSON by name"), 1U);
  EXPECT_TRUE(LooksLikeGithub(files["issues.json"].append(R"("html_url":"","comments_url":"")")));
}

TEST(ImportGithub, BadInput) {
  const std::string good = Event("WatchEvent", 1, "ann", "{}", "2024-01-01T00:00:00Z");
  const std::string deep = absl::StrCat("{\"a\":", std::string(100, '['), std::string(100, ']'), "}\n");
  const std::pair<std::string, const char*> cases[] = {
      {good + "{\"a\": tru}\n", "hour.json:2:10: this is not JSON"},
      {good + good.substr(0, 40), "hour.json:2:41: the JSON ends too soon"},
      {good + "{\"a\":\"\xff\"}\n", "hour.json:2:7: '\\xFF' is not valid UTF-8"},
      {good + deep, "nested deeper than 64"},
      {"[\n{},\n{]\n", "hour.json:3:2: this is not JSON"}};
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(Import(text), StatusIs(absl::StatusCode::kDataLoss, message));
  }
  // What cannot be represented, or makes no sense, is left out and counted.
  const std::string odd = absl::StrCat(
      "{\"a\":6e66666666}\n{\"a\":\"\\ud800\"}\n\n", Event("WatchEvent", 1, "ann", "[]", "yesterday"),
      Event("IssuesEvent", 1, "ann", R"({"action":"opened","issue":{"number":"x"}})", "2024-01-01T00:00:00Z"),
      Event("ReleaseEvent", 1, "ann", "{}", "2024-01-01T00:00:00Z"),
      Event("WatchEvent", 1, "ann", "{}", "2024-01-01T00:00:00Z", R"({"id":1,"name":"a/b#3"})"),
      Event("StrangeEvent", 1, "ann", "{}", "2024-01-01T00:00:00Z"));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(odd));
  EXPECT_EQ(Noted(result.report, "cannot be represented"), 2U);
  EXPECT_EQ(Noted(result.report, "dates that are none"), 1U);
  EXPECT_EQ(Noted(result.report, "issues without a number"), 1U);
  EXPECT_EQ(Noted(result.report, "releases without a tag"), 1U);
  EXPECT_EQ(Noted(result.report, "of no repository"), 1U);
  EXPECT_EQ(Noted(result.report, "unknown kinds"), 1U);
  EXPECT_EQ(result.community.signals().size(), 1U);
  EXPECT_THAT(ImportGithub("/nowhere.json"), StatusIs(absl::StatusCode::kNotFound, "/nowhere.json"));
  EXPECT_THAT(ImportGithubFolder(InputFolder::FromMemory({{"a.txt", ""}})), StatusIs(absl::StatusCode::kFailedPrecondition, "no file"));
  ASSERT_OK_AND_ASSIGN(const ImportResult nothing, Import(""));
  EXPECT_EQ(nothing.community.num_members(), 0U);
}

TEST(ImportGithub, HoursAreReadInTheirOrder) {
  // The key is the name that came first: hour 9 is before hour 10.
  std::map<std::string, std::string> files;
  files["2024-01-01-10.json"] = Event("WatchEvent", 1, "late", "{}", "2024-01-01T10:00:00Z");
  files["2024-01-01-9.json"] = Event("WatchEvent", 1, "early", "{}", "2024-01-01T09:00:00Z");
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportGithubFolder(InputFolder::FromMemory(files)));
  ASSERT_EQ(result.community.num_members(), 1U);
  EXPECT_EQ(result.community.MemberKey(MemberId(0)), "early");
  EXPECT_EQ(result.community.MemberLabel(MemberId(0)), "late");
  EXPECT_TRUE(LooksLikeGithub(InputFolder::FromMemory(files)));
}

TEST(ImportGithub, AnyNumberOfThreadsGivesTheSame) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += Archive();
  text.append(size_t{5} << 20, ' ').append("\n").append(Archive());
  RunControl run;
  GithubOptions options;
  options.run = &run;
  ASSERT_OK_AND_ASSIGN(const ImportResult one, Import(text, options));
  run.threads = 3;
  ASSERT_OK_AND_ASSIGN(const ImportResult three, Import(text, options));
  EXPECT_TRUE(one.community == three.community);
  EXPECT_EQ(one.report.CountOf("events"), 301 * 14);
  EXPECT_EQ(one.report.notes(), three.report.notes());
}

TEST(GithubMentions, OutsideOfCodeAndQuotes) {
  const std::pair<const char*, std::vector<std::string_view>> cases[] = {
      {"@ann and (@bob-b), @cyd.", {"ann", "bob-b", "cyd"}},
      {"mail a@b.org, @acme/team, @types/node, x/@y, @under_score", {}},
      {"> @quoted\n  @kept\n    @code\n\t@tab\n```\n@block\n```\n`@span` @last", {"kept", "last"}},
      {"@-a @a- @ @@ann @aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", {"ann"}},
      {"", {}}};
  for (const auto& [text, logins] : cases) EXPECT_EQ(GithubMentions(text), logins) << text;
}

TEST(LooksLikeGithub, ClaimsNothingElse) {
  EXPECT_TRUE(LooksLikeGithub(Archive()));
  EXPECT_TRUE(LooksLikeGithub("[\n" + Archive()));
  for (const char* other : {"", "[]", "{}", "graph [", "id,name\n1,ann\n",
                            R"({"type":"track","event":"PushEvent","userId":"1","context":{"page":{"url":"https://github.com"}}})",
                            R"({"topic_list":{"topics":[]}})", R"([{"user":"U1","text":"https://api.github.com/repos/a/b"}])"}) {
    EXPECT_FALSE(LooksLikeGithub(other)) << other;
  }
}

TEST(ImportGithub, RealPages) {
  const std::string folder = std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/exports/github";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "NO DATA: ../shared/data/exports/github is not there";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportGithub(folder));
  EXPECT_EQ(result.community.num_members(), 1U);
  EXPECT_EQ(result.report.CountOf("messages"), 4U);
  EXPECT_EQ(result.report.CountOf("threads"), 2U);
  EXPECT_EQ(Noted(result.report, "no issue, comment"), 1U);
}

}  // namespace
}  // namespace pullgraph::import_github_test
