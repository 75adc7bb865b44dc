// SPDX-License-Identifier: Apache-2.0
#include "io/import/table_presets.h"

#include <gtest/gtest.h>

#include <string>

#include "graph/time.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::table_presets_test {
namespace {

// Read as what it is recognised as, under the name "party.csv".
absl::StatusOr<ImportResult> Read(const std::string& text, const std::string& expected) {
  const TablePreset* preset = RecogniseTable(text);
  if (preset == nullptr) return absl::NotFoundError("not recognised");
  EXPECT_EQ(preset->name, expected);
  return ImportPresetFrom(*preset, InputFolder::FromMemory({{"party.csv", text}}), "party.csv");
}

TEST(TablePresets, EveryMappingIsSound) {
  for (const TablePreset& preset : TablePresets()) {
    const auto result =
        ImportPresetFrom(preset, InputFolder::FromMemory({{"t.csv", "x\n"}}), "t.csv");
    EXPECT_TRUE(result.ok() || absl::IsDataLoss(result.status())) << preset.name;
    // A fault of the mapping would be named by the preset instead of the file.
    EXPECT_EQ(result.status().message().find(preset.name), absl::string_view::npos)
        << result.status();
  }
}

TEST(TablePresets, HubSpot) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Read(
      "lifecycle stage;Record ID;First Name;Last Name;Email;Create Date;Associated Company\n"
      "Customer;1;Ada;L;Ada@X.org;2024-03-15 10:00;Acme\nlead;2;Bob;;;04/05/2024;\n"
      "Lead;3;Ada;L;ada@x.org;;\n;;;;;;x\n", "hubspot"));
  const CommunityGraph& c = r.community;
  EXPECT_EQ(c.num_members(), 2);
  ASSERT_TRUE(c.FindMember("ada@x.org").has_value());
  EXPECT_TRUE(c.FindMember("hubspot:2").has_value());
  EXPECT_EQ(FormatDate(c.members().joined_at[c.FindMember("ada@x.org")->value()]), "2024-03-15");
  EXPECT_FALSE(c.members().joined_at[c.FindMember("hubspot:2")->value()].is_present());
}

TEST(TablePresets, EventsGiveSignals) {
  ASSERT_OK_AND_ASSIGN(const ImportResult eventbrite, Read(
      "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee #,Attendee Status,Event Name\n"
      "1,2024-03-15 10:00:00,Ada,L,ada@x.org,Free,11,Checked In,Spring\n"
      "2,2024-03-16 10:00:00,Bob,,,Free,12,Attending,Spring\n", "eventbrite"));
  EXPECT_EQ(eventbrite.community.num_members(), 2);
  EXPECT_EQ(eventbrite.community.num_resources(), 1);
  EXPECT_EQ(eventbrite.community.signals().size(), 3);
  ASSERT_OK_AND_ASSIGN(const ImportResult meetup, Read(
      "Name\tUser ID\tRSVP\tRSVPed on\tJoined Group on\nAda\tuser 7\tYes\tSep 26, 2026 7:05 PM\tMay 1, 2020\n"
      "Bob\tuser 8\tNo\tSep 26, 2026 7:06 PM\tMay 1, 2020\n", "meetup-attendees"));
  EXPECT_EQ(meetup.community.num_members(), 2);
  EXPECT_EQ(meetup.community.signals().size(), 1);
}

TEST(TablePresets, LinkedInHasLinesBeforeItsHeader) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Read(
      "Notes:\n\"Some addresses, as you see, are missing.\"\n\n"
      "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
      "Ada,L,https://example.org/in/Ada,,Acme,CTO,26 Sep 2026\nBob,,,bob@x.org,,,01 Jan 2020\n,,,,,,\n",
      "linkedin"));
  EXPECT_EQ(r.community.num_members(), 3);
  EXPECT_EQ(r.community.num_ties(), 2);
}

TEST(TablePresets, MailingsGiveTouches) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Read(
      "Email Address,First Name,Last Name,Opens,Clicks\na@x.org,A,,2,1\nb@x.org,B,,1,0\nc@x.org,C,,0,0\n",
      "mailchimp-report"));
  ASSERT_EQ(r.community.touches().size(), 3);
  EXPECT_EQ(r.community.String(r.community.touches().campaign[0]), "party");
  ASSERT_OK_AND_ASSIGN(const ImportResult left, Read(
      "Email Address,MEMBER_RATING,OPTIN_TIME,LEID,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE\n"
      "a@x.org,3,2020-01-01 00:00:00,1,2021-01-01 00:00:00,May\nb@x.org,3,2020-01-01 00:00:00,2,,\n",
      "mailchimp-audience"));
  ASSERT_EQ(left.community.touches().size(), 1);
  EXPECT_EQ(left.community.touches().outcome[0], TouchOutcome::kUnsubscribed);
}

TEST(TablePresets, SalesforceAndDiscourse) {
  ASSERT_OK_AND_ASSIGN(const ImportResult s, Read(
      "Id,FirstName,LastName,Email,AccountId,CreatedDate\n003,Ada,L,ADA@x.org,001,2024-03-15T10:00:00.000+0000\n",
      "salesforce"));
  EXPECT_TRUE(s.community.FindMember("ada@x.org").has_value());
  ASSERT_OK_AND_ASSIGN(const ImportResult d, Read(
      "id,name,username,email,title,created_at,last_seen_at,trust_level,admin\n"
      "1,Ada,ada,ada@x.org,,2014-11-12 08:27:03 UTC,,2,true\n", "discourse-users"));
  EXPECT_EQ(d.community.num_members(), 1);
}

TEST(TablePresets, OtherTablesAreNotTaken) {
  for (const char* text : {"", "id,display_name\n", "name,email\nada,a@x.org\n", "a b\nb c\n", "{\"Email\": 1}",
                           "First Name,Last Name,Email,Company\nAda,L,a@x.org,Acme\n"}) {
    EXPECT_EQ(RecogniseTable(text), nullptr) << text;
  }
}

}  // namespace
}  // namespace pullgraph::table_presets_test
