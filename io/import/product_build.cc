// SPDX-License-Identifier: Apache-2.0
// Product events made a community.
#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "io/import/product_reader.h"
#include "io/import/status_macros.h"

namespace pullgraph {
std::vector<std::pair<uint32_t, ProductEventReader::Profile>>
ProductEventReader::MergedProfiles() {
  absl::flat_hash_map<uint32_t, Profile> merged;  // By person.
  for (auto& [id, profile] : profiles_) {
    Profile& to = merged[people_.PersonOf(id)];
    for (auto& [name, trait] : profile.traits) {
      Trait& known = to.traits[name];
      const bool later = std::tie(known.at, known.value) < std::tie(trait.at, trait.value);
      if (known.value.empty() || later) known = std::move(trait);
    }
    const bool earlier = profile.joined_at.is_present() &&
                         (!to.joined_at.is_present() || profile.joined_at < to.joined_at);
    if (earlier) to.joined_at = profile.joined_at;
  }
  profiles_.clear();
  std::vector<std::pair<uint32_t, Profile>> out;
  for (auto& [person, profile] : merged) out.emplace_back(person, std::move(profile));
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return out;
}

MemberRow ProductEventReader::RowOf(const Profile& profile) const {
  MemberRow row;
  row.kind = MemberKind::kPerson;
  row.joined_at = profile.joined_at;
  std::string first, last;
  for (const auto& [name, trait] : profile.traits) {
    const std::string_view key = names_[name];
    if (key == "name") {
      row.display_name = trait.value;
    } else if (key == "firstName" || key == "first_name") {
      first = trait.value;
    } else if (key == "lastName" || key == "last_name") {
      last = trait.value;
    } else {
      row.attributes.emplace_back(key, trait.value);
    }
  }
  if (row.display_name.empty()) {
    row.display_name =
        first.empty() || last.empty() ? first + last : absl::StrCat(first, " ", last);
  }
  std::sort(row.attributes.begin(), row.attributes.end());
  return row;
}

absl::Status ProductEventReader::AddMembers() {
  members_.assign(people_.size(), MemberId::None());
  acted_.resize(people_.size());
  const auto profiles = MergedProfiles();
  const auto member = [&](uint32_t person) -> absl::Status {
    if (!members_[person].is_none()) return absl::OkStatus();
    PG_ASSIGN(id, builder_.Member(people_[person]));
    members_[person] = id;
    return absl::OkStatus();
  };
  // An id that only an alias tells of is nobody.
  for (uint32_t id = 0; id < people_.size(); ++id) {
    if (acted_[id] != 0) PG_RETURN_IF_ERROR(member(people_.PersonOf(id)));
  }
  std::vector<bool> described(people_.size());
  for (const auto& [person, profile] : profiles) {
    PG_RETURN_IF_ERROR(builder_.DescribeMember(members_[person], RowOf(profile)));
    described[person] = true;
  }
  for (uint32_t id = 0; id < people_.size(); ++id) {
    if (members_[id].is_none() || described[id]) continue;
    PG_RETURN_IF_ERROR(builder_.DescribeMember(members_[id], RowOf({})));
  }
  return absl::OkStatus();
}

absl::Status ProductEventReader::AddResources() {
  for (uint32_t i = 0; i < resource_rows_.size(); ++i) {
    PG_ASSIGN(id, builder_.Resource(resources_[i]));
    PG_RETURN_IF_ERROR(builder_.DescribeResource(id, std::move(resource_rows_[i])));
  }
  return absl::OkStatus();
}

absl::Status ProductEventReader::AddTopics() {
  for (uint32_t i = 0; i < topics_.size(); ++i)
    PG_RETURN_IF_ERROR(builder_.Topic(topics_[i]).status());
  return absl::OkStatus();
}

// Resources and topics were handed over in order: their numbers are the same.
absl::Status ProductEventReader::AddActs() {
  SignalRow row;
  for (; !acts_.empty(); acts_.pop_front()) {
    PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
    for (const Act& act : acts_.front()) {
      row.member = members_[people_.PersonOf(act.person)];
      row.object_kind = act.on_topic ? ObjectKind::kTopic : ObjectKind::kResource;
      row.object = act.object;
      row.kind = act.kind;
      row.at = act.at;
      row.topics.clear();
      if (act.topic != kNone) row.topics.push_back(TopicId(act.topic));
      PG_RETURN_IF_ERROR(builder_.AddSignal(row));
    }
  }
  return absl::OkStatus();
}

// Several ids of one person may have come by one campaign.
absl::Status ProductEventReader::AddTouches() {
  std::vector<std::pair<CampaignDay, Click>> clicks(clicks_.begin(), clicks_.end());
  clicks_.clear();
  for (auto& [key, click] : clicks) key.person = people_.PersonOf(key.person);
  std::sort(clicks.begin(), clicks.end());
  for (size_t i = 0; i < clicks.size(); ++i) {
    const auto& [key, click] = clicks[i];
    if (i > 0 && clicks[i - 1].first == key) continue;
    TouchRow row;
    row.member = members_[key.person];
    if (click.resource != kNone) row.resource = ResourceId(click.resource);
    row.campaign = names_[key.name];
    row.channel = names_[key.channel];
    row.sent_at = click.at;
    row.outcome = TouchOutcome::kClicked;
    PG_RETURN_IF_ERROR(builder_.AddTouch(std::move(row)));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> ProductEventReader::Finish() && {
  messages_ = {};
  const uint64_t shared = people_.Settle();
  if (shared > 0) {
    report_.Note(
        "anonymous ids seen with several users: what nobody logged in did on them is "
        "of the first",
        "", shared);
  }
  PG_RETURN_IF_ERROR(AddMembers());
  PG_RETURN_IF_ERROR(AddResources());
  PG_RETURN_IF_ERROR(AddTopics());
  PG_RETURN_IF_ERROR(AddActs());
  PG_RETURN_IF_ERROR(AddTouches());
  report_.Count("events", events_);
  report_.Count("ids", people_.size());
  report_.Count("people", builder_.num_members());
  ImportResult result;
  PG_ASSIGN(community, std::move(builder_).Build(options_.run));
  ReportProgress(options_.run, 1);
  result.community = std::move(community);
  result.report = std::move(report_);
  return result;
}

}  // namespace pullgraph
