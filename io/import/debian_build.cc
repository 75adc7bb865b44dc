// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/debian_archive.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

class ArchiveBuilder {
 public:
  ArchiveBuilder(DebianArchive archive, const DebianOptions& options, ImportReport& report)
      : archive_(std::move(archive)),
        options_(options),
        report_(report),
        builder_(options.name, options.producer) {}

  absl::StatusOr<CommunityGraph> Build();

 private:
  absl::Status FindProduct();
  void ResolveNeeds();
  absl::Status AddTopicsAndResources();
  absl::Status AddMembers();
  absl::Status AddCollaborations();
  absl::Status AddVouches();
  absl::Status AddUses();
  absl::Status AddMemberships();
  bool MaintainsProduct(uint32_t person) const;

  DebianArchive archive_;
  const DebianOptions& options_;
  ImportReport& report_;
  CommunityBuilder builder_;
  std::optional<uint32_t> product_;  // Source.
  std::vector<MemberId> members_;
  std::vector<ResourceId> resources_;
  std::vector<TopicId> topics_;
  std::vector<uint8_t> is_customer_;
};

absl::Status ArchiveBuilder::FindProduct() {
  if (options_.product.empty()) {
    report_.Note("no product named: nobody is a customer");
    return absl::OkStatus();
  }
  product_ = archive_.sources_ids.Find(options_.product);
  if (!product_) {
    const auto binary = archive_.binaries_ids.Find(options_.product);
    if (binary && archive_.source_of[*binary] != UINT32_MAX) {
      product_ = archive_.source_of[*binary];
    }
  }
  if (product_) return absl::OkStatus();
  std::vector<std::string> names;
  for (size_t i = 0; i < archive_.sources_ids.size(); ++i) {
    names.emplace_back(archive_.sources_ids[i]);
  }
  for (size_t i = 0; i < archive_.binaries_ids.size(); ++i) {
    if (archive_.source_of[i] != UINT32_MAX) names.emplace_back(archive_.binaries_ids[i]);
  }
  const std::string nearest = NearestWord(options_.product, names);
  return absl::InvalidArgumentError(
      absl::StrCat("product '", Printable(options_.product), "' is no package of the index",
                   nearest.empty() ? "\nname a source package, such as protobuf" : "\ndid you mean ", nearest));
}

// From binary packages to the sources that build them, without the package itself.
void ArchiveBuilder::ResolveNeeds() {
  for (uint32_t s = 0; s < archive_.sources.size(); ++s) {
    std::vector<uint32_t>& needs = archive_.sources[s].needs;
    size_t kept = 0;
    for (const uint32_t binary : needs) {
      const uint32_t target = archive_.source_of[binary];
      if (target == UINT32_MAX) {
        report_.Note("dependencies on virtual or unknown packages left out",
                     archive_.binaries_ids[binary]);
      } else if (target != s) {
        needs[kept++] = target;
      }
    }
    needs.resize(kept);
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  }
}

absl::Status ArchiveBuilder::AddTopicsAndResources() {
  for (size_t i = 0; i < archive_.topic_ids.size(); ++i) {
    PG_ASSIGN(id, builder_.Topic(archive_.topic_ids[i]));
    topics_.push_back(id);
  }
  for (size_t s = 0; s < archive_.sources.size(); ++s) {
    PG_ASSIGN(id, builder_.Resource(archive_.sources_ids[s]));
    resources_.push_back(id);
    DebianSource& source = archive_.sources[s];
    ResourceRow row;
    // People know a package by its name; what another binary of it is says little.
    if (source.titled_by_namesake) {
      row.title = absl::StrCat(AbslView(archive_.sources_ids[s]), ": ", source.title);
    }
    row.url = std::move(source.url);
    row.kind = ResourceKind::kPackage;
    for (const uint32_t t : source.topics) row.topics.push_back(topics_[t]);
    if (product_ && s == *product_) {
      PG_ASSIGN(market, builder_.Market(options_.market));
      row.offered_by.push_back(market);
    }
    PG_RETURN_IF_ERROR(builder_.DescribeResource(id, std::move(row)));
  }
  return absl::OkStatus();
}

bool ArchiveBuilder::MaintainsProduct(uint32_t person) const {
  if (!product_) return false;
  const auto& people = archive_.sources[*product_].people;
  return std::find(people.begin(), people.end(), person) != people.end();
}

absl::Status ArchiveBuilder::AddMembers() {
  uint64_t teams = 0;
  for (uint32_t i = 0; i < archive_.people.size(); ++i) {
    PG_ASSIGN(id, builder_.Member(archive_.people_ids[i]));
    members_.push_back(id);
    MemberRow row;
    row.display_name = archive_.people[i].name;
    row.kind = archive_.people[i].is_team ? MemberKind::kOrganization : MemberKind::kPerson;
    if (MaintainsProduct(i)) row.role = MemberRole::kStaff;
    teams += archive_.people[i].is_team ? 1 : 0;
    PG_RETURN_IF_ERROR(builder_.DescribeMember(id, std::move(row)));
  }
  report_.Count("teams", teams);
  return absl::OkStatus();
}

absl::Status ArchiveBuilder::AddCollaborations() {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (size_t s = 0; s < archive_.sources.size(); ++s) {
    const auto& people = archive_.sources[s].people;
    if (people.size() > static_cast<size_t>(options_.max_team)) {
      report_.Note(absl::StrCat("packages of more than ", options_.max_team, " people tie nobody"),
                   archive_.sources_ids[s]);
      continue;
    }
    for (size_t i = 0; i < people.size(); ++i) {
      for (size_t j = i + 1; j < people.size(); ++j) pairs.push_back(std::minmax(people[i], people[j]));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  for (size_t i = 0; i < pairs.size();) {
    size_t end = i;
    while (end < pairs.size() && pairs[end] == pairs[i]) ++end;
    TieRow row;
    row.from = members_[pairs[i].first];
    row.to = members_[pairs[i].second];
    row.kind = TieKind::kCollaborates;
    row.count = static_cast<uint32_t>(end - i);
    PG_RETURN_IF_ERROR(builder_.AddTie(std::move(row)));
    i = end;
  }
  if (archive_.source_paragraphs == 0) {
    report_.Note("no Sources index: uploaders, hence ties, are not known");
  }
  return absl::OkStatus();
}

absl::Status ArchiveBuilder::AddVouches() {
  for (const KeySignature& signature : archive_.signatures) {
    const auto from = archive_.people_ids.Find(signature.signer);
    const auto to = archive_.people_ids.Find(signature.signed_by_them);
    if (!from || !to || *from == *to) continue;
    TieRow row;
    row.from = members_[*from];
    row.to = members_[*to];
    row.kind = TieKind::kVouches;
    row.directed = true;
    if (signature.at.is_present()) row.at.push_back(signature.at);
    PG_RETURN_IF_ERROR(builder_.AddTie(std::move(row)));
  }
  return absl::OkStatus();
}

absl::Status ArchiveBuilder::AddUses() {
  std::vector<std::pair<uint32_t, uint32_t>> uses;  // (person, source)
  for (const DebianSource& source : archive_.sources) {
    for (const uint32_t person : source.people) {
      for (const uint32_t target : source.needs) uses.emplace_back(person, target);
    }
  }
  std::sort(uses.begin(), uses.end());
  is_customer_.assign(archive_.people.size(), 0);
  for (size_t i = 0; i < uses.size();) {
    size_t end = i;
    while (end < uses.size() && uses[end] == uses[i]) ++end;
    SignalRow row;
    row.member = members_[uses[i].first];
    row.object = resources_[uses[i].second].value();
    row.kind = SignalKind::kUse;
    row.weight = static_cast<float>(end - i);
    if (product_ && uses[i].second == *product_) is_customer_[uses[i].first] = 1;
    PG_RETURN_IF_ERROR(builder_.AddSignal(std::move(row)));
    i = end;
  }
  return absl::OkStatus();
}

absl::Status ArchiveBuilder::AddMemberships() {
  if (!product_) return absl::OkStatus();
  PG_ASSIGN(market, builder_.Market(options_.market));
  uint64_t customers = 0;
  for (size_t i = 0; i < members_.size(); ++i) {
    customers += is_customer_[i];
    PG_RETURN_IF_ERROR(builder_.AddMembership(
        {market, members_[i],
         is_customer_[i] != 0 ? MarketStatus::kCustomer : MarketStatus::kProspect,
         Time::Absent(), Time::Absent()}));
  }
  report_.Count("customers", customers);
  return absl::OkStatus();
}

absl::StatusOr<CommunityGraph> ArchiveBuilder::Build() {
  PG_RETURN_IF_ERROR(FindProduct());
  report_.Count("binary packages", archive_.binary_paragraphs);
  report_.Count("source packages", archive_.sources.size());
  report_.Count("people and teams", archive_.people.size());
  ResolveNeeds();
  PG_RETURN_IF_ERROR(AddTopicsAndResources());
  PG_RETURN_IF_ERROR(AddMembers());
  PG_RETURN_IF_ERROR(AddCollaborations());
  PG_RETURN_IF_ERROR(AddVouches());
  PG_RETURN_IF_ERROR(AddUses());
  PG_RETURN_IF_ERROR(AddMemberships());
  return std::move(builder_).Build(options_.run);
}

}  // namespace

absl::StatusOr<CommunityGraph> BuildFromArchive(DebianArchive archive,
                                                const DebianOptions& options,
                                                ImportReport& report) {
  return ArchiveBuilder(std::move(archive), options, report).Build();
}

}  // namespace pullgraph
