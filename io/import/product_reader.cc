// SPDX-License-Identifier: Apache-2.0
#include "io/import/product_reader.h"

#include <algorithm>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// What is longer is no id, no name and no trait.
constexpr size_t kLongest = 1024;
constexpr size_t kMostTraits = 64;
constexpr std::string_view kOrganization = "organization";

// Undated: a day of its own.
int64_t DayOf(Time at) {
  if (!at.is_present()) return INT64_MIN;
  const int64_t day = at.micros() / kMicrosPerDay;
  return at.micros() < day * kMicrosPerDay ? day - 1 : day;
}

}  // namespace

std::string_view ProductEventReader::Usable(const JsonValue& id, std::string& scratch) {
  if (!id) return "";
  std::string_view text = id.text();
  if (text.empty()) {
    scratch = id.id();
    text = scratch;
  }
  if (text.size() <= kLongest) return text;
  report_.Note("ids of more than 1,024 bytes, left out");
  return "";
}

Time ProductEventReader::At(const JsonValue& event, const Place& place) {
  for (const std::string_view key :
       {"timestamp", "originalTimestamp", "sentAt", "receivedAt"}) {
    const JsonValue time = event[key];
    if (!time) continue;
    const auto at = time.is_text() ? ParseTime(time.text()) : ParseTime(time.id());
    if (at.ok()) return *at;
    report_.Note("dates that are none, left out", ToString(place));
  }
  return Time();
}

uint32_t ProductEventReader::PersonOf(const JsonValue& event, Time at) {
  std::string user_scratch, device_scratch;
  const std::string_view user = Usable(event["userId"], user_scratch);
  const std::string_view device = Usable(event["anonymousId"], device_scratch);
  uint32_t person = kNone;
  if (!user.empty()) person = people_.Account(user);
  if (!device.empty()) {
    const uint32_t id = people_.Device(device);
    if (person == kNone) {
      person = id;
    } else if (person != id) {
      people_.Seen(id, person, at);
    }
  }
  if (person != kNone) {
    if (acted_.size() < people_.size()) acted_.resize(people_.size());
    acted_[person] = 1;
  }
  return person;
}

uint32_t ProductEventReader::ResourceOf(const EventSubject& subject) {
  if (subject.id.empty() || subject.id.size() > kLongest) return kNone;
  const uint32_t id = resources_.Intern(subject.id);
  if (id == resource_rows_.size()) {
    resource_rows_.emplace_back();
    resource_rows_.back().kind = subject.kind;
    if (subject.id.find("://") != std::string::npos) resource_rows_.back().url = subject.id;
  }
  ResourceRow& row = resource_rows_[id];
  if (row.title.empty() && subject.title.size() <= kLongest) row.title = subject.title;
  return id;
}

uint32_t ProductEventReader::TopicOf(std::string_view name) {
  if (name.empty() || name.size() > kLongest) return kNone;
  const uint32_t id = topics_.Intern(name);
  if (id == topic_kinds_.size()) topic_kinds_.push_back(KindOfEvent(name));
  return id;
}

void ProductEventReader::AddAct(const Act& act) {
  constexpr size_t kPiece = 65'536;
  if (acts_.empty() || acts_.back().size() == kPiece) acts_.emplace_back().reserve(kPiece);
  acts_.back().push_back(act);
}

void ProductEventReader::Track(const JsonValue& event, uint32_t person, Time at) {
  const uint32_t topic = TopicOf(event["event"].text());
  if (topic == kNone) {
    report_.Note("track events without a name, left out");
    return;
  }
  const JsonValue properties = event["properties"];
  const SignalKind kind = topic_kinds_[topic];
  bool has_products = false;
  properties["products"].ForEach([&](const JsonValue& product) {
    const uint32_t resource = ResourceOf(SubjectOf(product));
    if (resource == kNone) return;
    resource_rows_[resource].kind = ResourceKind::kProduct;
    AddAct({at, person, resource, topic, kind, false});
    has_products = true;
  });
  uint32_t resource = kNone;
  if (!has_products) {
    resource = ResourceOf(SubjectOf(properties));
    AddAct({at, person, resource == kNone ? topic : resource, topic, kind, resource == kNone});
  }
  NoteCampaign(event, person, resource, at);
}

void ProductEventReader::Page(const JsonValue& event, uint32_t person, Time at) {
  const uint32_t resource = ResourceOf(PageOf(event));
  if (resource == kNone) {
    report_.Note("pages and screens without address and name, left out");
    return;
  }
  std::string_view category = event["category"].text();
  if (category.empty()) category = event["properties"]["category"].text();
  AddAct({at, person, resource, TopicOf(category), SignalKind::kView, false});
  NoteCampaign(event, person, resource, at);
}

void ProductEventReader::NoteCampaign(const JsonValue& event, uint32_t person,
                                      uint32_t resource, Time at) {
  const JsonValue campaign = event["context"]["campaign"];
  if (!campaign) return;
  std::string_view name = campaign["name"].text();
  const std::string_view source = campaign["source"].text();
  std::string_view channel = campaign["medium"].text();
  if (name.empty()) name = source;
  if (channel.empty()) channel = source;
  if (name.empty() || name.size() > kLongest || channel.size() > kLongest) return;
  const Click click{at, resource};
  const auto [known, fresh] = clicks_.try_emplace(
      {person, names_.Intern(name), names_.Intern(channel), DayOf(at)}, click);
  if (!fresh) known->second = std::min(known->second, click);
}

void ProductEventReader::SetTrait(uint32_t person, std::string_view name, std::string value,
                                  Time at) {
  if (name.empty() || name.size() > kLongest || value.size() > kLongest) {
    report_.Note("traits that are long texts, left out");
    return;
  }
  if (value.empty()) return;
  Profile& profile = profiles_[person];
  const uint32_t key = names_.Intern(name);
  const auto known = profile.traits.find(key);
  if (known == profile.traits.end()) {
    if (profile.traits.size() >= kMostTraits) {
      report_.Note("traits beyond 64 of one id, left out");
      return;
    }
    profile.traits.emplace(key, Trait{std::move(value), at});
  } else if (std::pair(known->second.at, std::string_view(known->second.value)) <
             std::pair(at, std::string_view(value))) {
    known->second = {std::move(value), at};
  }
}

void ProductEventReader::Scalar(uint32_t person, std::string_view name, const JsonValue& value,
                                Time at) {
  if (!value) return;
  if (value.is_object() || value.is_array()) {
    report_.Note("traits that are no single value, left out");
    return;
  }
  std::string text = value.id();
  if (text.empty() && !value.is_text()) {
    const auto number = value.number();
    text = number ? absl::StrCat(*number) : value.is_true() ? "true" : "false";
  }
  SetTrait(person, name, std::move(text), at);
}

void ProductEventReader::Identify(const JsonValue& traits, uint32_t person, Time at) {
  traits.ForEachMember([&](std::string_view name, const JsonValue& value) {
    if (name == "createdAt" || name == "created_at") {
      const auto joined = value.is_text() ? ParseTime(value.text()) : ParseTime(value.id());
      Profile& profile = profiles_[person];
      if (joined.ok() && (!profile.joined_at.is_present() || *joined < profile.joined_at)) {
        profile.joined_at = *joined;
      }
    } else if (name == "company" && value.is_object()) {
      const JsonValue company = value["name"];
      Scalar(person, kOrganization, company ? company : value["id"], at);
    } else {
      Scalar(person, name, value, at);
    }
  });
}

void ProductEventReader::Group(const JsonValue& event, uint32_t person, Time at) {
  const JsonValue name = event["traits"]["name"];
  Scalar(person, kOrganization, name ? name : event["groupId"], at);
}

void ProductEventReader::Alias(const JsonValue& event, const Place& place) {
  std::string older_scratch, newer_scratch;
  const std::string_view older = Usable(event["previousId"], older_scratch);
  const JsonValue user = event["userId"];
  const std::string_view newer = Usable(user ? user : event["anonymousId"], newer_scratch);
  if (older.empty() || newer.empty()) {
    report_.Note("aliases without both ids, left out", ToString(place));
    return;
  }
  // What comes before is of no kind known; what comes after is an account.
  const uint32_t before = people_.Device(older);
  people_.Rename(before, people_.Account(newer));
}

absl::Status ProductEventReader::Take(const JsonValue& value, const Place& place) {
  const JsonValue batch = value["batch"];
  if (batch.is_array()) {
    absl::Status status;
    batch.ForEach([&](const JsonValue& event) {
      if (status.ok() && !event["batch"]) status = Take(event, place);
    });
    return status;
  }
  const std::string_view type = value["type"].text();
  const bool is_page = type == "page" || type == "screen";
  const bool is_track = type == "track";
  const bool is_other = type == "identify" || type == "group" || type == "alias";
  if (!is_page && !is_track && !is_other) {
    report_.Note("values that are no event, left out", ToString(place));
    return absl::OkStatus();
  }
  const std::string_view message = value["messageId"].text();
  if (!message.empty() && !messages_.insert(absl::HashOf(AbslView(message))).second) {
    report_.Note("events that came a second time, left out", ToString(place));
    return absl::OkStatus();
  }
  ++events_;
  if (type == "alias") {
    Alias(value, place);
    return absl::OkStatus();
  }
  const Time at = At(value, place);
  const uint32_t person = PersonOf(value, at);
  if (person == kNone) {
    report_.Note("events of nobody, left out", ToString(place));
    return absl::OkStatus();
  }
  if (is_track) Track(value, person, at);
  if (is_page) Page(value, person, at);
  if (type == "group") Group(value, person, at);
  if (type == "identify") {
    Identify(value["traits"], person, at);
    Identify(value["context"]["traits"], person, at);
    NoteCampaign(value, person, kNone, at);
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
