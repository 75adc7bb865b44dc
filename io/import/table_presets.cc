// SPDX-License-Identifier: Apache-2.0
#include "io/import/table_presets.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "io/import/status_macros.h"
#include "io/import/table_text.h"

namespace pullgraph {
namespace {

// What stands in every mapping below. A date that is not read without doubt is none.
constexpr std::pair<const char*, const char*> kShort[] = {
    {"@date(", R"({"date": "usual", "otherwise": "", "column": )"},
    {"@opted_out(", R"({"lower": true, "otherwise": "", "values": {"true": "email", "yes": "email", "1": "email"}, "column": )"},
    {"@filled(", R"({"values": {"": "", "0": ""}, "otherwise": )"},
    {")@", "}"}};

constexpr char kHubSpot[] = R"({"tables": [
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": {"text": "{First Name} {Last Name}"},
              "joined_at": @date("Create Date")@,
              "opted_out": @opted_out("Unsubscribed from all email")@},
  "attributes": {"organisation": ["Company name", "Associated Company", "Company"],
                 "job_title": "Job Title", "lead_status": "Lead Status", "country": "Country/Region"}},
 {"table": "memberships", "optional": true, "when": {"Lifecycle Stage": "not empty"},
  "columns": {"market": {"text": "customers"}, "member": @id,
   "status": {"column": "Lifecycle Stage", "lower": true, "otherwise": "prospect",
              "values": {"customer": "customer", "evangelist": "customer"}},
   "valid_from": @date("Became a Customer Date")@}}]})";

constexpr char kSalesforce[] = R"({"tables": [
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id,
   "display_name": [{"text": "{FirstName} {LastName}"}, {"text": "{First Name} {Last Name}"}],
   "joined_at": [@date("CreatedDate")@, @date("Created Date")@],
   "opted_out": [@opted_out("HasOptedOutOfEmail")@, @opted_out("Email Opt Out")@]},
  "attributes": {"organisation": ["Account Name", "Account.Name", "AccountId", "Account ID"],
                 "job_title": "Title", "lead_source": ["LeadSource", "Lead Source"]}},
 {"table": "memberships", "optional": true, "when": {"Type": "not empty"},
  "columns": {"market": {"text": "customers"}, "member": @id,
   "status": {"column": "Type", "lower": true, "otherwise": "prospect",
              "values": {"customer": "customer", "customer - direct": "customer",
                         "customer - channel": "customer"}}}}]})";

constexpr char kEventbrite[] = R"({"tables": [
 {"table": "resources", "distinct": true, "optional": true,
  "columns": {"id": @event, "title": ["Event Name", {"text": "{file}"}],
              "kind": {"text": "event"}}},
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": [{"text": "{First Name} {Last Name}"},
    {"text": "{Attendee first name} {Attendee Last Name}"}]},
  "attributes": {"organisation": "Company", "job_title": "Job Title"}},
 {"table": "signals", "optional": true,
  "columns": {"member": @id, "object": @event, "kind": {"text": "sign_up"},
              "at": @date("Order Date")@}},
 {"table": "signals", "optional": true,
  "where": {"Attendee Status": ["Checked In", "Checked in", "checked in", "CHECKED IN"]},
  "columns": {"member": @id, "object": @event, "kind": {"text": "attend"},
    "at": [@date("Check-in date")@, @date("Event start date")@, @date("Event Date")@]}}]})";

constexpr char kMeetupAttendees[] = R"({"tables": [
 {"table": "resources", "distinct": true,
  "columns": {"id": {"text": "meetup:{file}"}, "title": {"text": "{file}"},
              "kind": {"text": "event"}}},
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": "Name", "joined_at": @date("Joined Group on")@}},
 {"table": "signals", "optional": true, "where": {"RSVP": ["Yes", "yes", "YES"]},
  "columns": {"member": @id, "object": {"text": "meetup:{file}"}, "kind": {"text": "sign_up"},
              "at": @date("RSVPed on")@}}]})";

constexpr char kMeetupMembers[] = R"({"tables": [
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": "Name", "joined_at": @date("Joined Group on")@},
  "attributes": {"location": "Location", "meetups_attended": "Meetups attended"}}]})";

// Whoever exports their connections is one end of each.
constexpr char kLinkedIn[] = R"({"tables": [
 {"table": "members", "distinct": true,
  "columns": {"id": {"text": "linkedin:me"}, "display_name": {"text": "Owner of {file}"}}},
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": {"text": "{First Name} {Last Name}"}},
  "attributes": {"organisation": "Company", "job_title": "Position"}},
 {"table": "ties", "optional": true,
  "columns": {"from": {"text": "linkedin:me"}, "to": @id, "kind": {"text": "knows"},
              "first_at": @date("Connected On")@}}]})";

constexpr char kDiscourseUsers[] = R"({"tables": [
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": ["name", "username"],
   "joined_at": @date("created_at")@,
   "role": [{"column": "admin", "lower": true, "values": {"true": "staff"}, "otherwise": ""},
            {"column": "moderator", "lower": true, "values": {"true": "staff"}, "otherwise": ""}]},
  "attributes": {"username": "username", "trust_level": "trust_level", "title": "title"}}]})";

constexpr char kMailchimpAudience[] = R"({"tables": [
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": {"text": "{First Name} {Last Name}"},
   "joined_at": [@date("CONFIRM_TIME")@, @date("OPTIN_TIME")@],
   "opted_out": @filled("email", "column": "UNSUB_TIME")@},
  "attributes": {"organisation": ["Company", "Company Name"], "member_rating": "MEMBER_RATING"}},
 {"table": "touches", "optional": true, "when": {"UNSUB_CAMPAIGN_TITLE": "not empty"},
  "columns": {"member": @id, "campaign": "UNSUB_CAMPAIGN_TITLE", "channel": {"text": "email"},
              "sent_at": @date("UNSUB_TIME")@, "outcome": {"text": "unsubscribed"}}},
 {"table": "touches", "optional": true, "when": {"CLEAN_CAMPAIGN_TITLE": "not empty"},
  "columns": {"member": @id, "campaign": "CLEAN_CAMPAIGN_TITLE", "channel": {"text": "email"},
              "sent_at": @date("CLEAN_TIME")@, "outcome": {"text": "bounced"}}}]})";

constexpr char kMailchimpReport[] = R"({"tables": [
 {"table": "members", "distinct": true, "optional": true,
  "columns": {"id": @id, "display_name": {"text": "{First Name} {Last Name}"},
              "opted_out": @opted_out("Unsubscribed")@}},
 {"table": "touches", "optional": true,
  "columns": {"member": @id, "campaign": ["Campaign Title", "Campaign", {"text": "{file}"}],
   "channel": {"text": "email"},
   "sent_at": [@date("Send Time")@, @date("Send Date")@, @date("Sent")@],
   "outcome": [{"column": "Unsubscribed", "lower": true, "otherwise": "",
                "values": {"true": "unsubscribed", "yes": "unsubscribed", "1": "unsubscribed"}},
               {"column": "Bounced", "lower": true, "otherwise": "",
                "values": {"true": "bounced", "yes": "bounced", "1": "bounced"}},
               @filled("clicked", "column": "Clicks")@,
               @filled("opened", "column": "Opens")@, {"text": "sent"}]}}]})";

constexpr char kMail[] = R"({"lower": true, "column": "Email"})";
constexpr char kMailAddress[] = R"({"lower": true, "column": "Email Address"})";

// The first that fits counts: those come first that ask for more.
constexpr TablePreset kPresets[] = {
    {"discourse-users", "the user list of Discourse",
     "username,email,trust_level,created_at,last_seen_at", kDiscourseUsers},
    {"mailchimp-audience", "an audience of Mailchimp",
     "email address,member_rating,optin_time|confirm_time,leid|euid|last_changed",
     kMailchimpAudience},
    {"mailchimp-report", "who got a campaign of Mailchimp", "email address,opens,clicks",
     kMailchimpReport},
    {"linkedin", "connections of LinkedIn", "first name,last name,company,position,connected on",
     kLinkedIn},
    {"eventbrite", "attendees of Eventbrite",
     "order #|order no.|order id,order date,attendee #|attendee no.|attendee status,"
     "email|attendee email,ticket type",
     kEventbrite},
    {"meetup-attendees", "attendees of Meetup", "name,user id|member id,rsvp,rsvped on",
     kMeetupAttendees},
    {"meetup-members", "members of Meetup", "name,user id|member id,joined group on",
     kMeetupMembers},
    {"hubspot", "contacts of HubSpot",
     "record id|record id - contact|contact id,email,create date,"
     "lifecycle stage|lead status|contact owner|marketing contact status",
     kHubSpot},
    {"salesforce", "contacts of Salesforce",
     "firstname|first name,lastname|last name,email,accountid|account id|account name,"
     "createddate|created date|contact id",
     kSalesforce}};

// The mail address, then the ids that the platform gives.
std::string IdOf(const TablePreset& preset) {
  const std::string name = preset.name;
  const auto platform = [](const std::string& column, const std::string& prefix) {
    return R"(, {"column": ")" + column + R"(", "prefix": ")" + prefix + R"(:"})";
  };
  const std::string mail = std::string("[") + kMail;
  if (name == "hubspot") {
    return mail + platform("Record ID", name) + platform("Record ID - Contact", name) +
           platform("Contact ID", name) + "]";
  }
  if (name == "salesforce") return mail + platform("Contact ID", name) + platform("Id", name) + "]";
  if (name == "eventbrite") {
    return mail + R"(, {"lower": true, "column": "Attendee email"})" + platform("Attendee #", name) +
           platform("Attendee no.", name) + "]";
  }
  if (name == "discourse-users") return mail + platform("id", "discourse") + "]";
  if (name == "linkedin") {
    return std::string("[") + kMailAddress + R"(, {"lower": true, "column": "URL"}])";
  }
  if (name == "meetup-attendees" || name == "meetup-members") {
    return R"([{"column": "User ID", "prefix": "meetup:"}, {"column": "Member ID", "prefix": "meetup:"}])";
  }
  return kMailAddress;
}

bool HasRequired(const TablePreset& preset, const std::set<std::string>& names) {
  for (const absl::string_view one : absl::StrSplit(preset.required, ',')) {
    const std::vector<std::string> choices = absl::StrSplit(one, '|');
    if (std::none_of(choices.begin(), choices.end(),
                     [&](const std::string& name) { return names.count(name) > 0; })) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<CsvMapping> MappingOfPreset(const TablePreset& preset, const std::string& name) {
  std::string json = preset.mapping;
  for (const auto& [word, meaning] : kShort) json = absl::StrReplaceAll(json, {{word, meaning}});
  json = absl::StrReplaceAll(
      json, {{"@id", IdOf(preset)},
             {"@event", R"([{"column": "Event ID", "prefix": "eventbrite:"}, "Event Name", {"text": "eventbrite:{file}"}])"}});
  PG_ASSIGN(mapping, ParseCsvMapping(json, preset.name));
  for (CsvTableMapping& table : mapping.tables) table.file = name;
  return mapping;
}

absl::Span<const TablePreset> TablePresets() { return kPresets; }

const TablePreset* RecogniseTable(std::string_view head) {
  const std::string text = DecodedHead(head);
  if (text.find('\0') != std::string::npos) return nullptr;
  for (const char delimiter : {',', ';', '\t'}) {
    for (const TableRow& row : HeadRows(text, /*is_whole=*/true, delimiter)) {
      std::set<std::string> names;
      for (const std::string& cell : row) names.insert(FoldedName(cell));
      if (names.size() < 3) continue;
      for (const TablePreset& preset : kPresets) {
        if (HasRequired(preset, names)) return &preset;
      }
    }
  }
  return nullptr;
}

absl::StatusOr<ImportResult> ImportPreset(const TablePreset& preset, const std::string& path,
                                          const CsvOptions& options) {
  PG_ASSIGN(mapping, MappingOfPreset(preset, ""));
  return ImportMappedCsv(path, mapping, options);
}

absl::StatusOr<ImportResult> ImportPresetFrom(const TablePreset& preset,
                                              const InputFolder& folder, const std::string& name,
                                              const CsvOptions& options) {
  PG_ASSIGN(mapping, MappingOfPreset(preset, name));
  return ImportMappedCsvFolder(folder, mapping, options);
}

}  // namespace pullgraph
