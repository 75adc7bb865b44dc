// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_csv_test {
namespace {

using testing::StatusIs;
using testing::TinyCommunity;
using testing::TinyCsvFiles;
using Files = std::map<std::string, std::string>;

absl::StatusOr<ImportResult> Import(Files files, CsvOptions options = {}) {
  options.name = "tiny";
  return ImportCsvFolder(InputFolder::FromMemory(std::move(files)), options);
}

absl::StatusOr<ImportResult> ImportMapped(Files files, const std::string& json) {
  auto mapping = ParseCsvMapping(json, "map.json");
  if (!mapping.ok()) return mapping.status();
  return ImportMappedCsvFolder(InputFolder::FromMemory(std::move(files)), *mapping);
}

TEST(ImportCsv, TablesGiveTheCommunityBuiltByHand) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(TinyCsvFiles()));
  EXPECT_TRUE(result.community == TinyCommunity());
  EXPECT_EQ(result.report.CountOf("members"), 4);
  ASSERT_EQ(result.report.notes().size(), 1);
  EXPECT_EQ(result.report.notes()[0].example, "city");
}

TEST(ImportCsv, OrderOfRowsAndColumnsDoesNotMatter) {
  Files files = TinyCsvFiles();
  files["ties.csv"] = "strength,to,from,directed,kind,at\n0.25,7,acme,no,knows,\n"
                      ",acme,ada,1,ANSWERED,2018-05-02;2018-05-03T10:00:00\n";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(files));
  EXPECT_TRUE(result.community == TinyCommunity());
}

TEST(ImportCsv, DirectoryOnDisk) {
  const std::filesystem::path dir = std::filesystem::path(::testing::TempDir()) / "k4_tiny";
  std::filesystem::create_directories(dir);
  for (const auto& [name, content] : TinyCsvFiles()) std::ofstream(dir / name) << content;
  ASSERT_OK_AND_ASSIGN(ImportResult result, ImportCsv(dir.string() + "/", {}));
  EXPECT_EQ(result.community.name(), "k4_tiny");
  EXPECT_EQ(result.community.num_ties(), 2);
  EXPECT_THAT(ImportCsv((dir / "ties.csv").string()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "expected a directory"));
  EXPECT_THAT(ImportCsv((dir / "absent").string()), StatusIs(absl::StatusCode::kNotFound, "absent"));
  std::filesystem::remove_all(dir);
}

struct BadCase {
  const char* file;
  const char* content;
  const char* message;
};

class ImportCsvBad : public ::testing::TestWithParam<BadCase> {};

TEST_P(ImportCsvBad, NamesPlaceAndCause) {
  Files files = TinyCsvFiles();
  files[GetParam().file] = GetParam().content;
  EXPECT_THAT(Import(files), StatusIs(absl::StatusCode::kDataLoss, GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, ImportCsvBad,
    ::testing::Values(
        BadCase{"ties.csv", "", "ties.csv: empty, expected a line with the names"},
        BadCase{"ties.csv", "from,to\nada,acme,7\n", "ties.csv:2:10: 3 cells in the row, expected 2"},
        BadCase{"ties.csv", "frm,to\nada,7\n", "ties.csv:1: column 'from' is missing, did you mean 'frm'?"},
        BadCase{"ties.csv", "from,kind\nada,knows\n", "ties.csv:1: column 'to' is missing"},
        BadCase{"ties.csv", "from,to\nada,eve\n", "ties.csv:2:5: field 'to' has 'eve', a dangling id: no such row in members"},
        BadCase{"ties.csv", "from,to,kind\nada,7,likes\n", "ties.csv:2:7: field 'kind': 'likes' is not one of"},
        BadCase{"ties.csv", "from,to,count\nada,7,0\n", "ties.csv:2:7: field 'count' has '0', expected an integer from 1 to"},
        BadCase{"ties.csv", "from,to,count\nada,7,4294967296\n", "field 'count' has '4294967296'"},
        BadCase{"ties.csv", "from,to,count,at\nada,7,3,2018-01-01\n", "ties.csv:2:7: field 'count' has '3', expected the number of times in 'at', 1"},
        BadCase{"ties.csv", "from,to,strength\nada,7,1.5\n", "ties.csv:2:7: field 'strength' has '1.5', expected a probability in (0, 1]"},
        BadCase{"ties.csv", "from,to,strength\nada,7,nan\n", "field 'strength' has 'nan'"},
        BadCase{"ties.csv", "from,to,strength\nada,7,-0.5\n", "field 'strength' has '-0.5'"},
        BadCase{"ties.csv", "from,to,strength\nada,7,0\n", "field 'strength' has '0'"},
        BadCase{"ties.csv", "from,to,directed\nada,7,maybe\n", "ties.csv:2:7: field 'directed' has 'maybe', expected true"},
        BadCase{"ties.csv", "from,to,at\nada,7,2018-01-01; 2018-13-01\n", "ties.csv:2:19: field 'at' has '2018-13-01', expected a time"},
        BadCase{"ties.csv", "from,to,at\nada,7,99999999999999999999\n", "expected a time in the years 1 to 9999"},
        BadCase{"ties.csv", "from,to,first_at,last_at\nada,7,2018-02-01,2018-01-01\n", "ties.csv:2:1: last_at 2018-01-01T00:00:00Z is before"},
        BadCase{"ties.csv", "from,to\nada,\"7\n", "ties.csv:2:5: the quote that opens here is never closed"},
        BadCase{"members.csv", "id,kind\nada,\nacme,\n7,\n-1,\nada,person\n", "members.csv:6:1: member 'ada' is a duplicate of line 2"},
        BadCase{"members.csv", "id,needs\nada,noise:x\n", "members.csv:2:5: field 'needs' has 'noise:x', a dangling id"},
        BadCase{"members.csv", "id,offers\nada,noise:1.5\n", "members.csv:2:5: field 'offers' has 'noise:1.5', expected a topic, a colon and one in [0, 1]"},
        BadCase{"members.csv", "id,needs\nada,noise:-1\n", "members.csv:2:5: field 'needs' has 'noise:-1', expected a topic, a colon and a number from 0"},
        BadCase{"members.csv", "id,joined_at\nada,yesterday\n", "members.csv:2:5: field 'joined_at' has 'yesterday', expected a time"},
        BadCase{"resources.csv", "id,cost\nq1,inf\n", "resources.csv:2:4: field 'cost' has 'inf', expected a number from 0 to 1e15"},
        BadCase{"resources.csv", "id,topics\nq1,gates;nois\n", "resources.csv:2:10: field 'topics' has 'nois', a dangling id"},
        BadCase{"resources.csv", "id\nq1\nq1\n", "resources.csv:3:1: resource 'q1' is a duplicate of line 2"},
        BadCase{"topics.csv", "id,parent\ngates,nowhere\nnoise,\nphysics,\n", "topics.csv:2:7: field 'parent' has 'nowhere', a dangling id"},
        BadCase{"memberships.csv", "market,member,status\ncustomers,ada,client\n", "memberships.csv:2:15: field 'status': 'client' is not one of"},
        BadCase{"signals.csv", "object,kind\nq2,ask\n", "signals.csv:2:1: field 'object' has 'q2', a dangling id: no such row in resources"},
        BadCase{"signals.csv", "object,kind,weight\nq1,ask,-1\n", "signals.csv:2:8: field 'weight' has '-1', expected a number from 0 to 1e12"},
        BadCase{"signals.csv", "object,kind,object_kind\nq1,ask,planet\n", "signals.csv:2:8: field 'object_kind': 'planet'"},
        BadCase{"touches.csv", "member,value\nada,lots\n", "touches.csv:2:5: field 'value' has 'lots', expected a number from -1e15 to 1e15"}));

// What is not needed does not stop an import: it is left out, and counted.
TEST(ImportCsv, WhatIsNotNeededDoesNotStopIt) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Import({
      {"members.csv", "report of today\n\nid;Email;Email;;\nada;;a@x.org\n;nobody@x.org;;;\nbob;b@x.org\n\n"},
      {"ties.csv", "from,to,colour,from\nada,bob,red,\nada,,,\n"},
      {"signals.csv", "member,object,kind,at\nada,\"r 2\" \"x,view,2025-01-01\n"}}));
  EXPECT_EQ(r.community.num_members(), 2);
  EXPECT_EQ(r.community.num_ties(), 1);
  EXPECT_EQ(r.community.members().attributes[0].size(), 1);
  std::map<std::string, uint64_t> notes;
  for (const ImportNote& note : r.report.notes()) notes[note.what] = note.count;
  EXPECT_EQ(notes["columns without a name left out"], 2U);
  EXPECT_EQ(notes["columns that come more than once, of which the first filled cell counts"], 2U);
  EXPECT_EQ(notes["columns that are none of ties left out"], 1U);
  EXPECT_EQ(notes["rows without the field 'id' of members, left out"], 1U);
  EXPECT_EQ(notes["rows without the field 'to' of ties, left out"], 1U);
  EXPECT_EQ(notes["rows shorter than the header, filled up"], 2U);
}

TEST(ImportCsv, OtherEncodingsAndSeparators) {
  // "id;tags" in UTF-16, and a list that holds more semicolons than there are commas.
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("id;tags\nada;x\n")) wide += {c, '\0'};
  ASSERT_OK_AND_ASSIGN(const ImportResult utf16, Import({{"members.csv", wide}}));
  EXPECT_EQ(utf16.community.num_members(), 1);
  ASSERT_OK_AND_ASSIGN(const ImportResult lists, Import({{"members.csv", "id,tags\nada,a;b;c;d;e\nbob,f;g;h;i\n"}}));
  EXPECT_TRUE(lists.community.FindMember("ada") && lists.community.FindMember("bob"));
  EXPECT_EQ(lists.community.members().tags[0].size(), 5U);
}

TEST(ImportCsv, AMappingWithANumberThatIsTooLarge) {
  EXPECT_THAT(ParseCsvMapping("{\"tables\": [1e999999]}", "map.json"),
              StatusIs(absl::StatusCode::kDataLoss, "map.json: a number that is too large"));
}

TEST(ImportCsv, CycleOfParentsIsBadInput) {
  Files files = TinyCsvFiles();
  files["topics.csv"] = "id,parent\ngates,noise\nnoise,gates\nphysics,\n";
  EXPECT_THAT(Import(files), StatusIs(absl::StatusCode::kDataLoss, "parent"));
}

TEST(ImportCsv, MissingTablesAreMadeFromMentions) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       Import({{"ties.csv", "from,to\na,b\nb,c\n"},
                               {"signals.csv", "member,object,kind\nz,r1,view\n"}}));
  EXPECT_EQ(result.community.num_members(), 4);
  EXPECT_EQ(result.community.num_resources(), 1);
  EXPECT_THAT(Import({}), StatusIs(absl::StatusCode::kNotFound, "none of the tables"));
}

TEST(ImportCsv, UndeclaredIdsOnDemand) {
  Files files = TinyCsvFiles();
  files["ties.csv"] = "from,to\nada,eve\n";
  CsvOptions options;
  options.allow_undeclared = true;
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(files, options));
  EXPECT_TRUE(result.community.FindMember("eve").has_value());
  const auto& notes = result.report.notes();
  EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const ImportNote& n) {
    return n.what == "members mentioned without being declared" && n.example == "ties.csv:2:5";
  }));
}

TEST(ImportCsv, StrangersAreReported) {
  Files files = TinyCsvFiles();
  files["tie.csv"] = "x\n";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(files));
  EXPECT_EQ(result.report.notes().back().example, "tie.csv (meant as ties.csv?)");
}

constexpr char kMailing[] = "who,seg,visit,buy,spend\nx,Mail,1,0,0\ny,None,0,0,0\nz,Mail,1,1,9.5\n";
constexpr char kMailingMap[] = R"({"tables": [
  {"table": "members", "file": "m.csv", "columns": {"id": "who"}, "attributes": "seg"},
  {"table": "resources", "file": "m.csv", "columns": {"id": {"text": "shop"}}, "distinct": true},
  {"table": "touches", "file": "m.csv",
   "columns": {"member": "who", "campaign": {"text": "mail {seg} {row}"},
               "sent_at": {"text": "2008-03-20"}, "value": "spend",
               "outcome": [{"column": "buy", "values": {"1": "converted", "0": ""}},
                           {"column": "visit", "values": {"1": "clicked"}, "otherwise": ""},
                           {"text": "sent"}],
               "holdout": {"column": "seg", "values": {"None": "yes"}, "otherwise": "no"}}},
  {"table": "signals", "file": "m.csv", "where": {"buy": ["1", "yes"]},
   "columns": {"member": "who", "object": {"text": "shop"}, "kind": {"text": "purchase"}}}]})";

TEST(ImportCsv, MappingFeedsManyTablesFromOneFile) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       ImportMapped({{"m.csv", kMailing}}, kMailingMap));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.num_members(), 3);
  EXPECT_EQ(c.num_resources(), 1);
  EXPECT_EQ(c.signals().size(), 1);
  ASSERT_EQ(c.touches().size(), 3);
  EXPECT_EQ(c.touches().outcome[0], TouchOutcome::kClicked);
  EXPECT_EQ(c.touches().outcome[1], TouchOutcome::kSent);
  EXPECT_EQ(c.touches().holdout[1], 1);
  EXPECT_EQ(c.touches().outcome[2], TouchOutcome::kConverted);
  EXPECT_EQ(c.touches().value[2], 9.5);
  EXPECT_EQ(c.String(c.touches().campaign[2]), "mail Mail 3");
}

TEST(ImportCsv, BadMappings) {
  const Files files = {{"m.csv", kMailing}};
  const std::pair<const char*, const char*> cases[] = {
      {"{\"tables\": [\n  {]}", "map.json:2:4: not JSON"},
      {"{}", "tables: expected a list"},
      {R"({"tables": [{"table": "member"}]})", "tables[0].table: 'member' is no table, did you mean 'members'?"},
      {R"({"tables": [{"table": "members", "columms": {}}]})", "tables[0]: 'columms' is not known, did you mean 'columns'?"},
      {R"({"tables": [{"table": "members", "file": "m.csv", "columns": {"ident": "who"}}]})", "tables[0].columns: 'ident' is not known"},
      {R"({"tables": [{"table": "members", "file": "m.csv", "columns": {}}]})", "tables[0].columns: table 'members' needs 'id'"},
      {R"({"tables": [{"table": "members", "file": "m.csv", "columns": {"id": "whom"}}]})", "m.csv:1: column 'whom' is missing, did you mean 'who'?"},
      {R"({"tables": [{"table": "members", "columns": {"id": "who"}}]})", "names no 'file'"},
      {R"({"tables": [{"table": "members", "file": "m.csv", "columns": {"id": {"column": "seg", "values": {"Mail": "m"}}}}]})",
       "m.csv:3:3: 'None' is not among the values of the mapping"}};
  for (const auto& [json, message] : cases) {
    EXPECT_THAT(ImportMapped(files, json), StatusIs(absl::StatusCode::kDataLoss, message)) << json;
  }
}

TEST(ImportCsv, HillstromByMapping) {
  const std::string file =
      std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/hillstrom-email/hillstrom.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
  ASSERT_OK_AND_ASSIGN(const CsvMapping mapping, ParseCsvMapping(R"({"tables": [
    {"table": "members", "columns": {"id": {"text": "c{row}"}},
     "attributes": ["recency", "history", "newbie", "zip_code"]},
    {"table": "touches",
     "columns": {"member": {"text": "c{row}"}, "campaign": "segment", "channel": {"text": "email"},
       "sent_at": {"text": "2008-03-20"}, "value": "spend",
       "outcome": [{"column": "conversion", "values": {"1": "converted", "0": ""}},
                   {"column": "visit", "values": {"1": "clicked", "0": ""}}, {"text": "sent"}],
       "holdout": {"column": "segment", "values": {"No E-Mail": "yes"}, "otherwise": "no"}}}]})",
                                                       "map"));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportMappedCsv(file, mapping));
  const TouchColumns& t = result.community.touches();
  ASSERT_EQ(t.size(), 64'000);
  int holdout = 0;
  int converted = 0;
  int visited = 0;
  double value = 0;
  for (size_t i = 0; i < t.size(); ++i) {
    holdout += t.holdout[i];
    converted += t.outcome[i] == TouchOutcome::kConverted ? 1 : 0;
    visited += t.outcome[i] != TouchOutcome::kSent ? 1 : 0;
    value += t.value[i];
  }
  EXPECT_EQ(holdout, 21'306);
  EXPECT_NEAR(converted / 64e3, .00903, 1e-5);
  EXPECT_NEAR(visited / 64e3, .14678, 1e-5);
  EXPECT_NEAR(value / 64e3, 1.05091, 1e-5);
}

}  // namespace
}  // namespace pullgraph::import_csv_test
