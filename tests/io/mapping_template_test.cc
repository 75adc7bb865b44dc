// SPDX-License-Identifier: Apache-2.0
#include "io/import/mapping_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "io/import/csv.h"
#include "io/import/csv_mapping.h"
#include "io/import/table_preview.h"
#include "nlohmann/json.hpp"
#include "tests/testing/status_matchers.h"

namespace pullgraph::mapping_template_test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::StatusIs;

// What the template makes of the table that it was made for, unchanged.
absl::StatusOr<ImportResult> Imported(const std::string& text) {
  const absl::StatusOr<MappingTemplate> made = TemplateForText(text, true, "t.csv");
  if (!made.ok()) return made.status();
  absl::StatusOr<CsvMapping> mapping = ParseCsvMapping(made->json, "template");
  if (!mapping.ok()) return mapping.status();
  for (CsvTableMapping& table : mapping->tables) table.file = "t.csv";
  return ImportMappedCsvFolder(InputFolder::FromMemory({{"t.csv", text}}), *mapping, {});
}

TEST(MappingTemplate, ContactsWithAPlanAndGermanDates) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Imported(
      "E-Mail;Vorname;Nachname;Since;Plan;Town;Phone\n"
      "Ada@X.org;Ada;Lovelace;31.12.2024;Paid;London;1\nbob@x.org;Bob;Ray;01.02.2025;free;;2\n"
      "cy@x.org;Cy;Lo;02.02.2025;Cancelled;;3\n"));
  const CommunityGraph& c = r.community;
  ASSERT_EQ(c.num_members(), 3U);
  const MemberId ada = c.FindMember("ada@x.org").value();
  EXPECT_EQ(c.MemberLabel(ada), "Ada Lovelace");
  EXPECT_EQ(c.members().joined_at[ada.value()], *ParseTime("2024-12-31"));
  EXPECT_EQ(c.members().attributes[ada.value()].size(), 1U);  // The town; no phone.
  ASSERT_EQ(c.memberships().size(), 3U);
  int customers = 0, churned = 0;
  for (const MarketStatus status : c.memberships().status) {
    customers += status == MarketStatus::kCustomer ? 1 : 0;
    churned += status == MarketStatus::kChurned ? 1 : 0;
  }
  EXPECT_EQ(customers, 1);
  EXPECT_EQ(churned, 1);
}

TEST(MappingTemplate, WhoWasWhereBecomesSignals) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Imported(
      "Email,Name,Event,Date\na@x.org,Ada,Meetup 1,2025-01-01\nb@x.org,Bob,Meetup 1,2025-01-01\n"
      "a@x.org,Ada,Meetup 2,2025-02-01\n"));
  EXPECT_EQ(r.community.num_members(), 2U);
  EXPECT_EQ(r.community.num_resources(), 2U);
  ASSERT_EQ(r.community.signals().size(), 3U);
  EXPECT_EQ(r.community.signals().kind[0], SignalKind::kAttend);
  EXPECT_EQ(r.community.resources().kind[0], ResourceKind::kEvent);
}

TEST(MappingTemplate, TwoColumnsOfPeopleAreTies) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Imported("Sender,Recipient,Date\na,b,2025-01-01\nb,c,2025-01-02\n"));
  EXPECT_EQ(r.community.num_members(), 3U);
  EXPECT_EQ(r.community.num_ties(), 2U);
}

TEST(MappingTemplate, SaysWhatCanBeReadTwoWays) {
  ASSERT_OK_AND_ASSIGN(const MappingTemplate made, TemplateForText("id,created\na,04/05/2024\nb,05/06/2024\n", true, "t"));
  EXPECT_THAT(made.report.notes(), Contains(Field(&ImportNote::what, HasSubstr("can be read by %m/%d/%Y and by %d/%m/%Y"))));
}

TEST(MappingTemplate, ChangesNothingOfTheTextWhenParsedAgain) {
  ASSERT_OK_AND_ASSIGN(const MappingTemplate made, TemplateForText("a \"b\",c\n1,2\n3,4\n", true, "t"));
  EXPECT_EQ(nlohmann::ordered_json::parse(made.json).dump(2) + "\n", made.json);
}

// A list of objects, and one a line, are tables too.
TEST(MappingTemplate, OfObjectsOfJson) {
  const std::string list = ::testing::TempDir() + "/template_objects.json";
  const std::string lines = ::testing::TempDir() + "/template_lines.json";
  std::ofstream(list) << R"([{"user": {"mail": "Ann@x.org"}, "Mail": "Ann@x.org", "Name": "Ann", "seit": "12.03.2024"},
      {"Mail": "bob@x.org", "Name": "Bob", "seit": "13.04.2024"}])";
  std::ofstream(lines) << "{\"Mail\": \"Ann@x.org\", \"Name\": \"Ann\", \"seit\": \"12.03.2024\"}\n"
                          "{\"Mail\": \"bob@x.org\", \"Name\": \"Bob\", \"seit\": \"13.04.2024\"}\n";
  for (const std::string& path : {list, lines}) {
    ASSERT_OK_AND_ASSIGN(const MappingTemplate made, TemplateFor(path));
    ASSERT_OK_AND_ASSIGN(const CsvMapping mapping, ParseCsvMapping(made.json, "m"));
    ASSERT_OK_AND_ASSIGN(const ImportResult r, ImportMappedCsv(path, mapping, {}));
    ASSERT_EQ(r.community.num_members(), 2U) << made.json;
    EXPECT_EQ(r.community.members().joined_at[r.community.FindMember("ann@x.org")->value()], *ParseTime("2024-03-12"));
  }
  std::ofstream(list) << "[{}]";
  EXPECT_THAT(TemplateFor(list), StatusIs(absl::StatusCode::kDataLoss, "no object with anything in it"));
}

TEST(MappingTemplate, WantsAHeaderAndARow) {
  for (const char* text : {"", "a,b\n"}) {
    EXPECT_THAT(TemplateForText(text, true, "t.csv"), StatusIs(absl::StatusCode::kDataLoss, "names of the columns"));
  }
}

TEST(TablePreview, ShowsRowsAndWhatEachColumnBecomes) {
  ASSERT_OK_AND_ASSIGN(const CsvMapping mapping, ParseCsvMapping(R"({"tables": [{"table": "members", "columns": {
      "id": "Mail", "display_name": {"text": "{First} {Last}"}}, "attributes": ["Town"]}]})", "m"));
  const auto columns = PreviewTable("report\n\nMail,First,Last,Town,Odd\na,A,B,X,1\nb,C,D,,2\n", &mapping);
  ASSERT_EQ(columns.size(), 5U);
  EXPECT_THAT(columns[0].cells, ElementsAre("a", "b"));
  EXPECT_THAT(columns[0].fields, ElementsAre("members.id"));
  EXPECT_THAT(columns[2].fields, ElementsAre("members.display_name"));
  EXPECT_THAT(columns[3].fields, ElementsAre("attribute Town"));
  EXPECT_THAT(columns[4].fields, IsEmpty());
  EXPECT_THAT(FormatPreview(columns), HasSubstr("  Odd: 1 | 2\n      -> left out\n"));
}

}  // namespace
}  // namespace pullgraph::mapping_template_test
