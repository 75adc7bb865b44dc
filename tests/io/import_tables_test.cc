// SPDX-License-Identifier: Apache-2.0
// Tables as programs write them, and what a mapping makes of their cells.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "graph/time.h"
#include "io/import/csv.h"
#include "io/import/plain_number.h"
#include "io/import/usual_dates.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::import_tables_test {
namespace {

using testing::StatusIs;
using Files = std::map<std::string, std::string>;

absl::StatusOr<ImportResult> Import(Files files) {
  return ImportCsvFolder(InputFolder::FromMemory(std::move(files)), {});
}

absl::StatusOr<ImportResult> ImportBy(const std::string& json, Files files) {
  auto mapping = ParseCsvMapping(json, "map.json");
  if (!mapping.ok()) return mapping.status();
  return ImportMappedCsvFolder(InputFolder::FromMemory(std::move(files)), *mapping);
}

uint64_t NotesOf(const ImportResult& result, const std::string& what) {
  for (const ImportNote& note : result.report.notes()) {
    if (note.what.find(what) != std::string::npos) return note.count;
  }
  return 0;
}

constexpr char kPeople[] = R"({"tables": [{"table": "members", "file": "p.csv",
  "columns": {"id": "Id", "display_name": "Name"}}]})";

std::string Utf16(const std::string& ascii, bool big_endian) {
  std::string out = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    out += big_endian ? std::string("\0", 1) + c : c + std::string("\0", 1);
  }
  return out;
}

std::string NameOf(const CommunityGraph& c, const char* id) {
  const auto member = c.FindMember(id);
  return member ? std::string(c.String(c.members().display_name[member->value()])) : "no such member";
}

TEST(ImportTables, EachWayToWriteATableGivesTheSamePeople) {
  const std::string csv = "Id,Name\n1,Ada\n2,Bob\n";
  const auto with = [&](char from, const std::string& to) {
    std::string out;
    for (const char c : csv) out += c == from ? to : std::string(1, c);
    return out;
  };
  const std::string texts[] = {
      csv, with(',', ";"), with(',', "\t"), with('\n', "\r\n"), with('\n', "\r"),
      with('\n', "\n\n"), "\xEF\xBB\xBF" + csv, Utf16(csv, false), Utf16(csv, true),
      "Exported on Monday\nby hand, as of\n\n" + csv, "ID , name\n1,Ada\n2, Bob \n",
      "Name,Id,,\nAda,1,,\nBob,2\n", "Id,Name\n1,Ada\n,,\n2,Bob,\n",
      R"([{"Id": 1, "Name": "Ada"}, {"Name": "Bob", "Id": "2"}])",
      "{\"Id\": 1, \"Name\": \"Ada\"}\n{\"Id\": 2, \"Name\": \"Bob\"}\n",
      "[\n  {\n    \"Id\": 1,\n    \"Name\": \"Ada\"\n  },\n  {\"Id\": 2, \"Name\": \"Bob\"}\n]\n"};
  for (const std::string& text : texts) {
    ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportBy(kPeople, {{"p.csv", text}}));
    EXPECT_EQ(result.community.num_members(), 2) << text;
    EXPECT_EQ(NameOf(result.community, "1"), "Ada") << text;
    EXPECT_EQ(NameOf(result.community, "2"), "Bob") << text;
  }
}

TEST(ImportTables, WhatIsOddIsNoted) {
  ASSERT_OK_AND_ASSIGN(
      const ImportResult result,
      ImportBy(kPeople, {{"p.csv", "by hand\nId,Name,Name\n1,J\xFCrgen\n2,,Bob,4,5\n,Eve,\n3,a \"b\" c,\n"}}));
  EXPECT_EQ(NameOf(result.community, "1"), "J\u00FCrgen");
  EXPECT_EQ(NameOf(result.community, "2"), "Bob");
  EXPECT_EQ(NameOf(result.community, "3"), "a \"b\" c");
  EXPECT_EQ(result.community.num_members(), 3);
  EXPECT_EQ(NotesOf(result, "Windows-1252"), 1);
  EXPECT_EQ(NotesOf(result, "shorter than the header"), 1);
  EXPECT_EQ(NotesOf(result, "longer than the header"), 1);
  EXPECT_EQ(NotesOf(result, "before the header"), 1);
  EXPECT_EQ(NotesOf(result, "come more than once"), 1);
  EXPECT_EQ(NotesOf(result, "rows without the field 'id'"), 1);
}

TEST(ImportTables, TablesOfOursTakeOtherDelimitersAndSpareColumns) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       Import({{"members.csv", "id;Email;Email;\nada;a@x.org;b@x.org;\nbob;;b@y.org;\n"},
                               {"ties.csv", "from\tto\r\nada\tbob\r\n"}}));
  EXPECT_EQ(result.community.num_members(), 2);
  EXPECT_EQ(result.community.num_ties(), 1);
  EXPECT_EQ(NotesOf(result, "without a name"), 1);
  EXPECT_EQ(NotesOf(result, "come more than once"), 1);
}

TEST(ImportTables, NumbersThatMayBeDatesAreRefusedWithAMend) {
  for (const char* date : {"45366", "20240315", "202403151230"}) {
    EXPECT_THAT(Import({{"members.csv", std::string("id,joined_at\nada,") + date + "\n"}}),
                StatusIs(absl::StatusCode::kDataLoss, "members.csv:2:5: field 'joined_at' has '"));
    EXPECT_THAT(Import({{"members.csv", std::string("id,joined_at\nada,") + date + "\n"}}),
                StatusIs(absl::StatusCode::kDataLoss, "\nwrite dates as 2024-03-15")) << date;
  }
  EXPECT_TRUE(Import({{"members.csv", "id,joined_at\nada,1520874045\n"}}).ok());
}

TEST(ImportTables, JsonOfManyLevels) {
  ASSERT_OK_AND_ASSIGN(
      const ImportResult result,
      ImportBy(R"({"tables": [{"table": "members", "file": "p.csv",
                 "columns": {"id": "user.id", "tags": "user.tags"}, "attributes": ["ok", "x"]}]})",
               {{"p.csv", R"([{"user": {"id": 7, "tags": ["a", "b"], "more": [{"c": 1}]}, "ok": true},
                          {"user": {"id": 8}, "x": 1.5, "ok": null}, 3])"}}));
  EXPECT_EQ(result.community.num_members(), 2);
  EXPECT_TRUE(result.community.FindMember("7").has_value());
  EXPECT_EQ(NotesOf(result, "no object"), 1);
  EXPECT_EQ(NotesOf(result, "lists within lists"), 1);
  EXPECT_THAT(ImportBy(kPeople, {{"p.csv", "[{\"Id\": 1, \"Name\": }]"}}),
              StatusIs(absl::StatusCode::kDataLoss, "p.csv:1:"));
  EXPECT_THAT(ImportBy(kPeople, {{"p.csv", "[]"}}), StatusIs(absl::StatusCode::kDataLoss, "p.csv"));
}

TEST(ImportTables, Conversions) {
  ASSERT_OK_AND_ASSIGN(
      const ImportResult result,
      ImportBy(R"({"tables": [
        {"table": "members", "file": "p.csv", "distinct": true,
         "columns": {"id": {"column": "mail", "lower": true, "prefix": "m:"},
                     "joined_at": {"column": "since", "date": ["%m/%d/%Y", "excel"], "blank": ["-"]}},
         "attributes": {"where": ["city", "land"]}},
        {"table": "touches", "file": "p.csv", "when": {"paid": "not empty"},
         "columns": {"member": {"column": "mail", "lower": true, "prefix": "m:"},
                     "value": {"column": "paid", "number": true, "decimal": ","}}}]})",
               {{"p.csv", "mail;since;paid;city;land\nAda@X.org;04/24/2014;1.234,50 EUR;NULL;fr\n"
                          "ada@x.ORG;;;;\nbob@x.org;45366;;\\N;\ncyd@x.org;-;7;Ulm;\n"}}));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.num_members(), 3);
  const auto joined = [&](const char* id) { return FormatDate(c.members().joined_at[c.FindMember(id)->value()]); };
  EXPECT_EQ(joined("m:ada@x.org"), "2014-04-24");
  EXPECT_EQ(joined("m:bob@x.org"), "2024-03-15");
  EXPECT_EQ(joined("m:cyd@x.org"), "");
  ASSERT_EQ(c.touches().size(), 2);
  EXPECT_EQ(c.touches().value[0] + c.touches().value[1], 1241.5);
}

TEST(ImportTables, AJoinFindsWhoWroteThePost) {
  constexpr char kMap[] = R"({"tables": [{"table": "ties", "file": "replies.csv", "columns": {"from": "user",
    "to": {"from": {"table": "posts.csv", "key": "id", "of": "post", "take": "author"}}}}]})";
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       ImportBy(kMap, {{"replies.csv", "user,post\nbob,1\ncyd,2\neve,9\n"},
                                       {"posts.csv", "author;id\nada;1\nbob;2\nzed;2\n"}}));
  EXPECT_EQ(result.community.num_ties(), 2);
  EXPECT_TRUE(result.community.FindMember("ada").has_value());
  EXPECT_FALSE(result.community.FindMember("zed").has_value());
  EXPECT_EQ(NotesOf(result, "posts.csv has no row for"), 1);
  EXPECT_EQ(NotesOf(result, "not looked up"), 1);
  EXPECT_THAT(ImportBy(kMap, {{"replies.csv", "user,post\n"}, {"posts.csv", "author,ident\n"}}),
              StatusIs(absl::StatusCode::kDataLoss, "posts.csv:1: column 'id' is missing"));
}

TEST(ImportTables, EachMistakeIsNamedWithItsPlace) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"column": "a", "date": "%m/%d"})", "tables[0].columns.id.date: '%m/%d' gives no year"},
      {R"({"column": "a", "date": "%Y-%q"})", "tables[0].columns.id.date: '%Y-%q' has a directive"},
      {R"({"column": "a", "date": []})", "tables[0].columns.id.date: expected a format"},
      {R"({"column": "a", "number": 1})", "tables[0].columns.id.number: expected true or false"},
      {R"({"column": "a", "number": true, "date": "usual"})", "exclude each other"},
      {R"({"column": "a", "decimal": ","})", "tables[0].columns.id.decimal: has an effect"},
      {R"({"column": "a", "number": true, "decimal": "x"})", "tables[0].columns.id.decimal: expected '.'"},
      {R"({"column": "a", "lowr": true})", "'lowr' is not known, did you mean 'lower'?"},
      {R"({"column": "a", "text": "b"})", "expected either 'column', 'text' or 'from'"},
      {R"({"from": {"table": "t.csv", "key": "k", "of": "o"}})", "tables[0].columns.id.from: expected 'table'"},
      {R"({"column": "a", "date": "%Y%m%d"})", "p.csv:2:1: 'x' is no date of the form %Y%m%d"},
      {R"({"column": "a", "number": true})", "p.csv:2:1: 'x' is no number with the decimal sign '.'"}};
  for (const auto& [spec, message] : cases) {
    const std::string json = std::string(R"({"tables": [{"table": "members", "file": "p.csv", "columns": {"id": )") +
                             spec + "}}]}";
    EXPECT_THAT(ImportBy(json, {{"p.csv", "a,b\nx,y\n"}}),
                StatusIs(absl::StatusCode::kDataLoss, message)) << spec;
  }
  EXPECT_THAT(ParseCsvMapping(R"({"tables": [{"table": "members", "columns": {"id": "a"}, "when": {"b": "full"}}]})", "m"),
              StatusIs(absl::StatusCode::kDataLoss, "tables[0].when.b: expected \"empty\""));
}

TEST(UsualDates, ReadsWhatCannotBeMistaken) {
  const std::pair<const char*, const char*> cases[] = {
      {"2014-11-12 08:27:03 UTC", "2014-11-12T08:27:03Z"},
      {"2014-11-12 08:27:03 +0000", "2014-11-12T08:27:03Z"},
      {"2014-11-12T08:27:03.5-0500", "2014-11-12T13:27:03.5Z"},
      {"2014/11/12", "2014-11-12T00:00:00Z"},
      {"Sep 26, 2026 7:05 PM", "2026-09-26T19:05:00Z"},
      {"September 26, 2026", "2026-09-26T00:00:00Z"},
      {"26 Sep 2026", "2026-09-26T00:00:00Z"},
      {"Sat, 26 Sep 2026 19:05:00 +0200", "2026-09-26T17:05:00Z"},
      {"Sat, 26 Sep 2026 19:05:00 GMT", "2026-09-26T19:05:00Z"},
      {"1520874045567", "2018-03-12T17:00:45.567Z"}};
  for (const auto& [text, expected] : cases) {
    ASSERT_OK_AND_ASSIGN(const Time time, ParseUsualTime(text));
    EXPECT_EQ(FormatTime(time), expected) << text;
  }
  for (const char* text : {"", "04/05/2024", "45366", "20240315", "yesterday", "Feb 30, 2024", "inf",
                           "infinite-future", "Monkey 26, 2026", "2024-13-01"}) {
    EXPECT_FALSE(ParseUsualTime(text).ok()) << text;
  }
}

TEST(UsualDates, ByFormat) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"04/24/2014", "%m/%d/%Y", "2014-04-24T00:00:00Z"},
      {"24.4.2014 7:05:06.25", "%d.%m.%Y %H:%M:%S", "2014-04-24T07:05:06.25Z"},
      {"20240315", "%Y%m%d", "2024-03-15T00:00:00Z"},
      {"45366.5", "excel", "2024-03-15T12:00:00Z"},
      {"86400", "epoch", "1970-01-02T00:00:00Z"}};
  for (const auto& [text, format, expected] : cases) {
    EXPECT_TRUE(CheckDateFormat(format).ok()) << format;
    ASSERT_OK_AND_ASSIGN(const Time time, ParseTimeBy(text, format));
    EXPECT_EQ(FormatTime(time), expected) << text;
  }
  EXPECT_FALSE(ParseTimeBy("04/24/14x", "%m/%d/%Y").ok());
  EXPECT_FALSE(ParseTimeBy("-1", "excel").ok());
  EXPECT_FALSE(ParseTimeBy("nan", "excel").ok());
  EXPECT_FALSE(ParseTimeBy("02/30/2024", "%m/%d/%Y").ok());
}

TEST(PlainNumbers, AsPeopleWriteThem) {
  const std::tuple<const char*, char, const char*> good[] = {
      {"$60.00", '.', "60.00"}, {"1,234.50", '.', "1234.50"}, {"1.234,50", ',', "1234.50"},
      {"1 234 567", '.', "1234567"}, {"(60)", '.', "-60"}, {"-$5", '.', "-5"}, {"EUR 7", '.', "7"},
      {"12\xE2\x82\xAC", '.', "12"}, {".5", '.', "0.5"}, {"1234", '.', "1234"}};
  for (const auto& [text, decimal, expected] : good) {
    EXPECT_EQ(PlainNumber(text, decimal).value_or("none"), expected) << text;
  }
  for (const char* text : {"", "-", "1,5", "12%", "1.2.3", "--5", "five", "1,23,456", "1e5"}) {
    EXPECT_FALSE(PlainNumber(text, '.').has_value()) << text;
  }
}

}  // namespace
}  // namespace pullgraph::import_tables_test
