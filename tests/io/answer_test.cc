// SPDX-License-Identifier: Apache-2.0
// One message, every form: what the column options say is what people and programs get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "graph/random.h"
#include "io/answer/columns.h"
#include "io/answer/figures.h"
#include "io/answer/forms.h"
#include "io/answer/text_page.h"
#include "io/answer/text_table.h"
#include "io/answer/text_width.h"
#include "io/result_stream.h"
#include "pullgraph/v1/results.pb.h"

namespace pullgraph::answer_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

v1::Opportunity Sample(uint32_t rank, const std::string& name = "Ada, \"Countess\"") {
  v1::Opportunity o;
  o.set_rank(rank);
  o.set_member("m" + std::to_string(rank));
  o.set_member_name(name);
  o.set_resource("r1");
  o.set_resource_name("A title that is long enough to have to be cut somewhere");
  o.set_url("https://example.org/r1");
  o.add_through("c1");
  o.add_through_names("Charles");
  o.set_p_attract(0.148);
  o.set_p_attract_low(0.134);
  o.set_p_attract_high(0.162);
  o.set_p_access(0.85);
  o.set_expected_value(0.12573);
  o.set_expected_value_low(0.1082);
  o.set_expected_value_high(0.146);
  o.add_reasons("they asked for it, twice");
  o.add_reasons("it is recent");
  return o;
}

Answer SampleAnswer(int rows = 3) {
  Answer answer;
  answer.Of<v1::Opportunity>();
  for (int i = 1; i <= rows; ++i) answer.Add(Sample(static_cast<uint32_t>(i)));
  return answer;
}

size_t WidestLine(const std::string& text) {
  size_t widest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    widest = std::max(widest, TextWidth(text.substr(at, end - at)));
    at = end + 1;
  }
  return widest;
}

TEST(Columns, FollowTheSchema) {
  const std::vector<AnswerColumn> columns = ColumnsOf(*v1::Opportunity::descriptor());
  const auto find = [&](const std::string& name) {
    const auto at = std::find_if(columns.begin(), columns.end(),
                                 [&](const AnswerColumn& c) { return c.name == name; });
    return at == columns.end() ? nullptr : &*at;
  };
  ASSERT_NE(find("member"), nullptr);
  EXPECT_EQ(columns[static_cast<size_t>(find("member")->name_at)].name, "member_name");
  EXPECT_EQ(columns[static_cast<size_t>(find("p_attract")->low_at)].name, "p_attract_low");
  EXPECT_EQ(find("path"), nullptr);           // Evidence is for JSON and protobuf.
  EXPECT_EQ(find("contributions"), nullptr);
  EXPECT_FALSE(IsMerged(*find("expected_value_low")));  // It has a header of its own.
  EXPECT_TRUE(IsMerged(*find("p_attract_low")));
}

TEST(Columns, OpenMessagesInside) {
  std::vector<std::string> names;
  for (const AnswerColumn& c : ColumnsOf(*v1::UnmetNeed::descriptor())) names.push_back(c.name);
  EXPECT_THAT(names, ::testing::IsSupersetOf({"unmet", "unmet_low", "unmet_high", "answer_median",
                                              "answer_low", "best_member", "best_member_name"}));
  v1::UnmetNeed need;
  const std::vector<AnswerColumn> columns = ColumnsOf(*v1::UnmetNeed::descriptor());
  for (const AnswerColumn& c : columns) {
    if (c.name != "unmet" && c.name != "asks") continue;
    EXPECT_EQ(RawValue(need, c), c.name == "asks" ? "0" : "");  // Absent is not 0.
  }
}

// Every field of every answer belongs to some column or is a list, and says what it is.
TEST(Columns, EveryAnswerIsDescribed) {
  const google::protobuf::Descriptor* result = v1::Result::descriptor();
  int described = 0;
  for (int i = 0; i < result->field_count(); ++i) {
    const google::protobuf::Descriptor* type = result->field(i)->message_type();
    if (type == v1::RunManifest::descriptor()) continue;
    std::set<std::string> names, headers;
    for (const AnswerColumn& c : ColumnsOf(*type)) {
      EXPECT_TRUE(names.insert(c.name).second) << type->name() << "." << c.name << " twice";
      if (c.role == v1::ROLE_LOW || c.role == v1::ROLE_HIGH || c.role == v1::ROLE_NAME) {
        EXPECT_GE(c.of, 0) << type->name() << "." << c.name << " belongs to no column";
      }
      EXPECT_NE(c.about, "") << type->name() << "." << c.name;
      ++described;
    }
    EXPECT_FALSE(names.empty()) << type->name();
  }
  EXPECT_GT(described, 250);
}

TEST(Csv, HasIdsAndNamesAndPlainNumbers) {
  const std::string csv = RenderCsv(SampleAnswer(2));
  EXPECT_THAT(csv, StartsWith("rank,member,member_name,resource,resource_name,url,through,"
                              "through_names,p_attract,p_attract_low,p_attract_high,p_access,"));
  EXPECT_THAT(csv, HasSubstr("\n1,m1,\"Ada, \"\"Countess\"\"\",r1,"));
  EXPECT_THAT(csv, HasSubstr(",0.148,0.134,0.162,0.85,,,"));  // Absent ends are empty.
  EXPECT_THAT(csv, HasSubstr("\"they asked for it, twice; it is recent\""));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  EXPECT_THAT(csv, Not(HasSubstr("%")));
}

TEST(Csv, ListsTheRowsInsideAReport) {
  Answer answer;
  v1::BacktestReport& report = answer.Add<v1::BacktestReport>();
  report.add_rankings()->set_ranking("pullgraph");
  report.add_rankings()->set_ranking("recency");
  const std::string csv = RenderCsv(answer);
  EXPECT_THAT(csv, StartsWith("ranking,precision_at_10,ndcg_at_10,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
}

TEST(Json, IsWholeAndPlain) {
  Answer answer = SampleAnswer(1);
  v1::Evidence& evidence =
      *static_cast<v1::Opportunity&>(*answer.rows[0]).mutable_path()->add_steps()->add_evidence();
  evidence.set_tie(uint64_t{1} << 40);
  evidence.set_first_at(1'535'587'200'000'000);
  answer.findings = {{"found", "7"}};
  v1::RunManifest manifest;
  manifest.set_verb("rank");
  const nlohmann::json json = nlohmann::json::parse(RenderJson(answer, manifest));
  EXPECT_EQ(json["manifest"]["verb"], "rank");
  EXPECT_EQ(json["manifest"]["results"], 1);
  EXPECT_EQ(json["manifest"]["parameters"][0]["name"], "found");
  const nlohmann::json& o = json["results"][0]["opportunity"];
  EXPECT_EQ(o["leverage"], 0);                  // Zeros are written.
  EXPECT_TRUE(o["p_access_low"].is_null());     // What is absent is null, not 0.
  EXPECT_EQ(o["p_attract"], 0.148);             // To the last digit.
  const nlohmann::json& tie = o["path"]["steps"][0]["evidence"][0];
  EXPECT_EQ(tie["tie"], uint64_t{1} << 40);     // A number, no string.
  EXPECT_EQ(tie["first_at"], "2018-08-30T00:00:00Z");
}

TEST(Json, EscapesAndNeverWritesNan) {
  Answer answer;
  v1::Opportunity& o = answer.Add<v1::Opportunity>();
  o.set_member("\"\\\n\t\x01");
  o.set_value(std::nan(""));
  const nlohmann::json json = nlohmann::json::parse(RenderJson(answer, {}));
  EXPECT_EQ(json["results"][0]["opportunity"]["member"], "\"\\\n\t\x01");
  EXPECT_TRUE(json["results"][0]["opportunity"]["value"].is_null());
}

TEST(Table, FitsAnyWidth) {
  Answer answer = SampleAnswer(4);
  static_cast<v1::Opportunity&>(*answer.rows[1]).set_member_name("\xE4\xBD\xA0\xE5\xA5\xBD \xF0\x9F\x98\x80 wide");
  static_cast<v1::Opportunity&>(*answer.rows[2]).set_resource_name(std::string(300, 'x'));
  answer.title = "A title of a good many words that has to be broken over lines where it is narrow";
  answer.notes = {"A note that is as long as that, and breaks as well where there is no room for it."};
  for (size_t width = 20; width <= 240; ++width) {
    const std::string table = RenderTable(answer, {.width = width});
    EXPECT_LE(WidestLine(table), width) << width << "\n" << table;
    // Nothing that people decide by is lost.
    EXPECT_THAT(table, HasSubstr("0.126")) << width;
  }
  const std::string wide = RenderTable(answer, {.width = kAnyWidth});
  EXPECT_THAT(wide, HasSubstr("they asked for it, twice; it is recent"));
  EXPECT_EQ(std::count(wide.begin(), wide.end(), '\n'), 2 + 1 + 4 + 2);
  EXPECT_THAT(wide, HasSubstr("14.8 % (13.4 to 16.2)"));
}

TEST(Table, FoldsBelowTheRowWhatHasNoRoom) {
  const std::string table = RenderTable(SampleAnswer(1), {.width = 80});
  EXPECT_THAT(table, HasSubstr("\n    through: Charles\n"));
  EXPECT_THAT(table, HasSubstr("\n    why: they asked for it, twice; it is recent\n"));
  EXPECT_THAT(table, HasSubstr("attract 14.8 % (13.4 to 16.2)"));
  EXPECT_THAT(table, Not(HasSubstr("access -")));
}

TEST(Table, LeavesOutColumnsWithoutValues) {
  Answer answer;
  v1::LeverageSeed& seed = answer.Add<v1::LeverageSeed>();
  seed.set_rank(1);
  EXPECT_THAT(RenderTable(answer, {}), Not(HasSubstr("cost")));
  seed.set_cost(2);
  EXPECT_THAT(RenderTable(answer, {}), HasSubstr("cost"));
}

TEST(Page, ShowsEvidenceToo) {
  v1::Opportunity o = Sample(1);
  o.mutable_path()->set_target("m1");
  v1::PathStep& step = *o.mutable_path()->add_steps();
  step.set_from("c1");
  step.set_to("m1");
  step.add_evidence()->set_kind("answered");
  o.add_contributions()->set_feature("recency");
  const std::string page = RenderPage(o, {.width = 80});
  for (const char* part : {"answered", "recency", "Ada, \"Countess\"", "14.8 %", "The way to them"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  EXPECT_LE(WidestLine(RenderPage(o, {.width = 40})), 40U);
}

TEST(Figures, KeepIntervalsInTheDigitsOfTheEstimate) {
  using figures::Plain;
  EXPECT_EQ(Plain(figures::PercentWithRange(0, 0.00000476, 0.024)), "0.0 % (0.0 to 2.4)");
  EXPECT_EQ(Plain(figures::PercentWithRange(0.49, 0.39, 0.581)), "49 % (39 to 58)");
  EXPECT_EQ(Plain(figures::PercentWithRange(1, 0.177, 1)), "100 % (18 to 100)");
  EXPECT_EQ(Plain(figures::PercentWithRange(0.00031, 0.0002, 0.0005)), "< 0.1 % (0.0 to 0.1)");
  EXPECT_EQ(Plain(figures::Percent(0.998)), "99.8 %");
  EXPECT_EQ(Plain(figures::Percent(0.99999)), "> 99.9 %");
  EXPECT_EQ(Plain(figures::WithRange(0.12573, 0.1082, 0.146)), "0.126 (0.108 to 0.146)");
  EXPECT_EQ(Plain(figures::WithRange(2.6, 2, std::nan(""))), "2.60 (2.00 to ..)");
  EXPECT_EQ(Plain(figures::Short(0.00004)), "< 0.0001");
  EXPECT_EQ(Plain(figures::Short(3461)), "3,461");
  EXPECT_EQ(Plain(figures::SpanWithRange(0.143, 0.115, 0.162)), "3.4 hours (2.8 to 3.9)");
}

TEST(TextWidth, CountsWhatATerminalDoes) {
  EXPECT_EQ(TextWidth("abc"), 3U);
  EXPECT_EQ(TextWidth("e\xCC\x81"), 1U);                     // A mark takes none.
  EXPECT_EQ(TextWidth("\xE4\xBD\xA0\xE5\xA5\xBD"), 4U);      // Wide characters take two.
  EXPECT_EQ(Shorten("abcdefghij", 5), "ab\xE2\x80\xA6ij");
  EXPECT_EQ(Shorten("abc", 3), "abc");
  EXPECT_EQ(Pad("ab", 4, true), "  ab");
}

TEST(TextWidth, ShortenAndWrapKeepToTheWidth) {
  for (uint64_t i = 0; i < 2000; ++i) {
    RandomStream random(5, i);
    std::string text;
    for (uint64_t k = random.Below(40); k > 0; --k) {
      constexpr const char* kPieces[] = {"a", "bc ", "\xE4\xBD\xA0", "e\xCC\x81", " ", "\xF0\x9F\x98\x80", "\xFF"};
      text += kPieces[random.Below(7)];
    }
    const size_t width = 4 + random.Below(20);
    EXPECT_LE(TextWidth(Shorten(text, width)), width) << text;
    const size_t indent = random.Below(3);
    std::string joined, whole;
    for (const std::string& line : Wrap(text, width, indent)) {
      EXPECT_LE(TextWidth(line), width) << text;
      joined += line;
    }
    const auto drop_blanks = [](std::string s) {
      std::erase(s, ' ');
      return s;
    };
    EXPECT_EQ(drop_blanks(joined), drop_blanks(text));  // Nothing is lost.
  }
}

TEST(Pb, ReadsBackAndOldFilesStillDo) {
  Answer answer = SampleAnswer(2);
  v1::RunManifest manifest;
  manifest.set_verb("rank");
  const std::string bytes = RenderPb(answer, manifest);
  absl::StatusOr<ByteSource> source = ByteSource::FromMemory(bytes, "memory");
  ASSERT_TRUE(source.ok()) << source.status();
  const absl::StatusOr<ResultStream> stream = ReadResultsFrom(*std::move(source));
  ASSERT_TRUE(stream.ok()) << stream.status();
  ASSERT_EQ(stream->rows.size(), 2U);
  EXPECT_EQ(stream->rows[1].opportunity().member(), "m2");
  // Field numbers of 0.1.0, written by hand: rank 1, member 2, expected_value 10.
  v1::Opportunity old;
  const std::string wire("\x08\x07\x12\x01" "a\x51\x00\x00\x00\x00\x00\x00\xE0\x3F", 14);
  ASSERT_TRUE(old.ParseFromString(wire));
  EXPECT_EQ(old.rank(), 7U);
  EXPECT_EQ(old.member(), "a");
  EXPECT_EQ(old.expected_value(), 0.5);
}

}  // namespace
}  // namespace pullgraph::answer_test
