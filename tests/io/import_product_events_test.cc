// SPDX-License-Identifier: Apache-2.0
#include "io/import/product_events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/import/product_words.h"
#include "tests/testing/community_facts.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_product_events_test {
namespace {

using testing::At;
using testing::FactCounts;
using testing::Noted;
using testing::SignalFacts;
using testing::StatusIs;

// {"type":...,"timestamp":"2024-01-0DAYT00:00:00Z",...}
std::string Event(const std::string& type, const std::string& fields, int day = 1) {
  return absl::StrCat(R"({"type":")", type, R"(","timestamp":"2024-01-0)", day, R"(T00:00:00Z",)", fields, "}\n");
}

std::vector<std::string> Lines() {
  return {
      Event("page", R"("anonymousId":"dev1","properties":{"url":"https://x.org/docs/?q=1#a","title":"Docs","category":"help"},"context":{"campaign":{"name":"spring","source":"news","medium":"email"}})"),
      Event("identify", R"("userId":"ann","anonymousId":"dev1","traits":{"firstName":"Ann","lastName":"Lee","email":"ann@x.org","plan":"free","createdAt":"2023-05-01T00:00:00Z","company":{"name":"Acme"},"address":{"city":"Köln"}})", 2),
      Event("identify", R"("userId":"ann","traits":{"plan":"pro","age":41,"score":1.5,"beta":true,"none":null})", 3),
      Event("track", R"("userId":"ann","event":"Product Viewed","properties":{"product_id":"p1","name":"Anvil"})", 3),
      Event("track", R"("userId":"ann","event":"Order Completed","properties":{"products":[{"sku":"p1"},{"product_id":2,"name":"Rocket"},{}]})", 4),
      Event("track", R"("userId":"ann","event":"Signed Up","context":{"campaign":{"source":"ad"}})", 4),
      Event("track", R"("userId":"bob","event":"fileDownloaded","properties":{"path":"/a.pdf"})", 4),
      Event("screen", R"("userId":7,"name":"Home")", 5),
      Event("group", R"("userId":7,"groupId":"g1","traits":{"name":"Bolt"})", 5),
      Event("alias", R"("previousId":"bob","userId":"bob@x.org")", 6),
      Event("track", R"("anonymousId":"dev2","event":"Products Searched")", 6)};
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

absl::StatusOr<ImportResult> Import(const std::string& text, const ProductEventsOptions& options = {}) {
  auto source = ByteSource::FromMemory(text, "events.json");
  if (!source.ok()) return source.status();
  return ImportProductEventsFrom(*std::move(source), options);
}

std::map<std::string, std::string> Attributes(const CommunityGraph& c, const char* member) {
  std::map<std::string, std::string> out;
  const auto id = c.FindMember(member);
  if (!id) return out;
  for (const Attribute& attribute : c.members().attributes[id->value()]) {
    out[std::string(c.String(attribute.name))] = c.String(attribute.value);
  }
  return out;
}

TEST(ImportProductEvents, TinyEventsAreWhatTheySay) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(Joined(Lines())));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(SignalFacts(c), (FactCounts{{"ann view https://x.org/docs", 1}, {"ann view p1", 1}, {"ann purchase p1", 1},
                                        {"ann purchase 2", 1}, {"ann sign_up topic Signed Up", 1}, {"bob@x.org download /a.pdf", 1},
                                        {"7 view Home", 1}, {"dev2 search topic Products Searched", 1}}));
  EXPECT_EQ(c.num_members(), 4U);
  EXPECT_EQ(c.MemberLabel(*c.FindMember("ann")), "Ann Lee");
  EXPECT_EQ(c.members().joined_at[c.FindMember("ann")->value()], At("2023-05-01"));
  EXPECT_EQ(Attributes(c, "ann"), (std::map<std::string, std::string>{
                                      {"email", "ann@x.org"}, {"plan", "pro"}, {"organization", "Acme"}, {"age", "41"}, {"score", "1.5"}, {"beta", "true"}}));
  EXPECT_EQ(Attributes(c, "7"), (std::map<std::string, std::string>{{"organization", "Bolt"}}));
  EXPECT_EQ(Noted(result.report, "no single value"), 1U);
  EXPECT_EQ(result.report.notes().size(), 1U);
  EXPECT_EQ(result.report.CountOf("events"), 11U);
  const uint32_t docs = c.FindResource("https://x.org/docs")->value();
  EXPECT_EQ(c.ResourceLabel(ResourceId(docs)), "Docs");
  EXPECT_EQ(c.String(c.resources().url[docs]), "https://x.org/docs");
  EXPECT_EQ(c.resources().kind[docs], ResourceKind::kContent);
  EXPECT_EQ(c.ResourceLabel(*c.FindResource("2")), "Rocket");
  EXPECT_EQ(c.resources().kind[c.FindResource("p1")->value()], ResourceKind::kProduct);
  EXPECT_TRUE(c.FindTopic("help").has_value());
  ASSERT_EQ(c.touches().size(), 2U);
  EXPECT_EQ(c.MemberKey(c.touches().member[0]), "ann");  // On dev1, before she had a name.
  EXPECT_EQ(c.String(c.touches().campaign[0]), "spring");
  EXPECT_EQ(c.String(c.touches().channel[0]), "email");
  EXPECT_EQ(c.touches().outcome[0], TouchOutcome::kClicked);
  EXPECT_EQ(c.ResourceKey(c.touches().resource[0]), "https://x.org/docs");
  EXPECT_EQ(c.String(c.touches().campaign[1]), "ad");
}

TEST(ImportProductEvents, OrderFormAndThreadsDoNotMatter) {
  std::vector<std::string> lines = Lines();
  ASSERT_OK_AND_ASSIGN(const ImportResult expected, Import(Joined(lines)));
  for (int turn = 0; turn < 11; ++turn) {
    std::rotate(lines.begin(), lines.begin() + 1, lines.end());
    ASSERT_OK_AND_ASSIGN(const ImportResult turned, Import(Joined(lines)));
    EXPECT_TRUE(turned.community == expected.community);
  }
  std::string list;
  for (const std::string& line : lines) absl::StrAppend(&list, list.empty() ? "" : ",", line);
  RunControl run;
  run.threads = 3;
  ProductEventsOptions options;
  options.run = &run;
  for (const std::string& text : {absl::StrCat("[", list, "]"), absl::StrCat("{\"batch\":[", list, "]}"), Joined(lines)}) {
    ASSERT_OK_AND_ASSIGN(const ImportResult same, Import(text, options));
    EXPECT_TRUE(same.community == expected.community) << text;
  }
  // An event comes twice, and again in another file.
  const std::string once = Event("track", R"("userId":"ann","messageId":"m1","event":"Used")");
  ASSERT_OK_AND_ASSIGN(const ImportResult twice, ImportProductEventsFolder(InputFolder::FromMemory({{"1.json", once + once}, {"2.json", once}})));
  EXPECT_EQ(twice.community.signals().size(), 1U);
  EXPECT_EQ(Noted(twice.report, "a second time"), 2U);
}

TEST(ImportProductEvents, OnePersonUnderSeveralIds) {
  const auto use = [](const std::string& ids, int day) { return Event("track", absl::StrCat(ids, R"(,"event":"Used")"), day); };
  // Two people on one device: what nobody logged in did is of the first, and they stay two.
  const std::string shared = absl::StrCat(use(R"("anonymousId":"tv")", 1), use(R"("anonymousId":"tv","userId":"bob")", 3),
                                          use(R"("anonymousId":"tv","userId":"ann")", 2), use(R"("anonymousId":"tv")", 4));
  ASSERT_OK_AND_ASSIGN(const ImportResult two, Import(shared));
  EXPECT_EQ(SignalFacts(two.community), (FactCounts{{"ann use topic Used", 3}, {"bob use topic Used", 1}}));
  EXPECT_EQ(Noted(two.report, "several users"), 1U);
  // Aliases chain; a circle of them is one person too.
  const auto alias = [](const char* older, const char* newer) {
    return Event("alias", absl::StrCat(R"("previousId":")", older, R"(","userId":")", newer, "\""));
  };
  ASSERT_OK_AND_ASSIGN(const ImportResult chain, Import(absl::StrCat(alias("a", "b"), alias("b", "c"), use(R"("anonymousId":"a")", 1), use(R"("userId":"b")", 2))));
  EXPECT_EQ(SignalFacts(chain.community), (FactCounts{{"c use topic Used", 2}}));
  ASSERT_OK_AND_ASSIGN(const ImportResult circle, Import(absl::StrCat(alias("a", "b"), alias("b", "a"), alias("a", "a"), use(R"("userId":"b")", 2))));
  EXPECT_EQ(SignalFacts(circle.community), (FactCounts{{"a use topic Used", 1}}));
  // An alias alone is nobody.
  ASSERT_OK_AND_ASSIGN(const ImportResult none, Import(alias("a", "b")));
  EXPECT_EQ(none.community.num_members(), 0U);
}

TEST(ImportProductEvents, ACampaignCountsOnceADay) {
  const auto page = [](const char* id, int day, const char* campaign) {
    return Event("page", absl::StrCat(id, R"(,"name":"Home","context":{"campaign":)", campaign, "}"), day);
  };
  const char kSpring[] = R"({"name":"spring","medium":"email"})";
  const std::string text = absl::StrCat(
      page(R"("userId":"ann")", 1, kSpring), page(R"("userId":"ann")", 1, kSpring), page(R"("userId":"ann")", 2, kSpring),
      page(R"("anonymousId":"dev","userId":"ann")", 2, kSpring), page(R"("anonymousId":"dev")", 2, kSpring),
      page(R"("userId":"ann")", 2, R"({"name":"spring","medium":"ad"})"), page(R"("userId":"bob")", 1, "{}"));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text));
  EXPECT_EQ(result.community.touches().size(), 3U);
}

TEST(ImportProductEvents, BadInput) {
  EXPECT_THAT(Import(Joined(Lines()) + "{\"type\":\n"), StatusIs(absl::StatusCode::kDataLoss, "events.json:12:9: the JSON ends too soon"));
  EXPECT_THAT(Import("[{}, 1"), StatusIs(absl::StatusCode::kDataLoss, "events.json:1:7: the JSON ends too soon"));
  EXPECT_THAT(ImportProductEvents("/nowhere.json"), StatusIs(absl::StatusCode::kNotFound, "/nowhere.json"));
  const std::string huge(2000, 'x');
  const std::string text = absl::StrCat(
      "1\n{}\n", R"({"type":"delete"})", "\n{\"n\":1e400}\n", Event("track", R"("event":"Used")"), Event("track", R"("userId":"ann")"),
      Event("page", R"("userId":"ann")"), Event("alias", R"("userId":"ann")"),
      Event("track", absl::StrCat(R"("userId":")", huge, R"(","event":"Used")")),
      Event("identify", absl::StrCat(R"("userId":"ann","traits":{"bio":")", huge, R"("})")),
      R"({"type":"track","userId":"ann","event":"Used","timestamp":"soon","sentAt":1704067200000})", "\n",
      R"({"type":"track","userId":"ann","event":"Used","properties":[],"context":7})", "\n");
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text));
  const std::pair<const char*, uint64_t> notes[] = {
      {"no event", 3}, {"cannot be represented", 1}, {"of nobody", 2}, {"without a name", 1}, {"without address", 1},
      {"without both ids", 1}, {"1,024 bytes", 1}, {"long texts", 1}, {"dates that are none", 1}};
  for (const auto& [note, count] : notes) EXPECT_EQ(Noted(result.report, note), count) << note;
  ASSERT_EQ(result.community.signals().size(), 2U);
  EXPECT_FALSE(result.community.signals().at[0].is_present());
  EXPECT_EQ(result.community.signals().at[1], At("2024-01-01"));
  std::string traits;
  for (int i = 0; i < 70; ++i) absl::StrAppend(&traits, i == 0 ? "" : ",", "\"t", i, "\":1");
  ASSERT_OK_AND_ASSIGN(const ImportResult many, Import(Event("identify", absl::StrCat(R"("userId":"ann","traits":{)", traits, "}"))));
  EXPECT_EQ(Noted(many.report, "beyond 64"), 6U);
}

TEST(ProductWords, KindsOfEvents) {
  EXPECT_EQ(WordsOfEvent("orderCompleted"), "order completed");
  EXPECT_EQ(WordsOfEvent(" PDF_downloaded-now "), "pdf downloaded now");
  const std::pair<const char*, SignalKind> cases[] = {
      {"Order Completed", SignalKind::kPurchase}, {"plan_purchased", SignalKind::kPurchase}, {"Signed Up", SignalKind::kSignUp},
      {"userSignedUp", SignalKind::kSignUp}, {"Products Searched", SignalKind::kSearch}, {"Product List Viewed", SignalKind::kView},
      {"Whitepaper Downloaded", SignalKind::kDownload}, {"Webinar Attended", SignalKind::kAttend},
      {"Product Added to Wishlist", SignalKind::kFavourite}, {"Button Clicked", SignalKind::kUse}, {"Reviewed", SignalKind::kUse},
      {"Purchase Failed", SignalKind::kUse}, {"Product Removed from Wishlist", SignalKind::kUse}, {"", SignalKind::kUse}};
  for (const auto& [name, kind] : cases) EXPECT_EQ(KindOfEvent(name), kind) << name;
  EXPECT_EQ(PlainAddress("https://x.org/a/?b#c"), "https://x.org/a");
  EXPECT_EQ(PlainAddress("/"), "/");
  EXPECT_EQ(PlainAddress("?a"), "");
}

TEST(LooksLikeProductEvents, ClaimsNothingElse) {
  EXPECT_TRUE(LooksLikeProductEvents(Lines()[0]));
  EXPECT_TRUE(LooksLikeProductEvents("[\n {\"type\" : \"track\", \"userId\": 1, \"sentAt\": \"x\"}"));
  for (const char* other : {"", "{}", "[]", R"({"type":"track","event":"x"})", R"({"type":"PushEvent","actor":{},"timestamp":1,"userId":2})",
                            R"({"guild":{},"messages":[{"type":"Default","timestamp":"x","userId":1}]})", "type,userId,timestamp\ntrack,1,2\n"}) {
    EXPECT_FALSE(LooksLikeProductEvents(other)) << other;
  }
}

}  // namespace
}  // namespace pullgraph::import_product_events_test
