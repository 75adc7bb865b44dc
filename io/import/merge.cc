// SPDX-License-Identifier: Apache-2.0
#include "io/import/merge.h"

#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "io/community_rows.h"
#include "io/import/alias_rows.h"
#include "io/import/row_adder.h"

namespace pullgraph {
namespace {

using google::protobuf::FieldDescriptor;
using Proto = google::protobuf::Message;

// Two sums of a row's bytes: that two rows of billions share both is less likely than a fault
// of the machine, unless somebody makes such rows on purpose.
using Fingerprint = std::pair<uint64_t, uint64_t>;

Fingerprint FingerprintOf(const Proto& row) {
  std::string bytes;
  row.SerializeToString(&bytes);
  constexpr uint64_t kPrime = 0x100000001B3;  // FNV-1a, from two beginnings.
  uint64_t a = 0xCBF29CE484222325, b = 0x9E3779B97F4A7C15;
  for (const char c : bytes) {
    a = (a ^ static_cast<uint8_t>(c)) * kPrime;
    b = (b ^ static_cast<uint8_t>(c)) * (kPrime + 0x2A2);
  }
  return {a ^ (a >> 29), b ^ (b >> 31)};
}

// How often a row was handed on, and how often the part at hand has had it.
struct Times {
  uint32_t emitted = 0;
  uint32_t seen = 0;
  uint32_t part = 0;
};

// The known elements of a repeated field, as bytes.
std::set<std::string> Elements(const Proto& message, const FieldDescriptor* field) {
  std::set<std::string> all;
  const google::protobuf::Reflection* r = message.GetReflection();
  for (int i = 0; i < r->FieldSize(message, field); ++i) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      all.insert(r->GetRepeatedMessage(message, field, i).SerializeAsString());
    } else {
      all.insert(r->GetRepeatedString(message, field, i));
    }
  }
  return all;
}

class Merger {
 public:
  explicit Merger(const MergeOptions& options) : options_(options) {
    if (options.aliases != nullptr) aliases_.emplace(*options.aliases);
  }

  absl::StatusOr<ImportResult> Run(absl::Span<const CommunityGraph* const> parts) {
    for (part_ = 0; part_ < parts.size(); ++part_) {
      const RunControl share =
          PartOf(options_.run, "merging", 0.9 * static_cast<double>(part_) / static_cast<double>(parts.size()),
                 0.9 * static_cast<double>(part_ + 1) / static_cast<double>(parts.size()));
      const absl::Status s = ForEachRow(
          *parts[part_], [&](const v1::Row& row) { return TakeUnderName(row); },
          options_.run == nullptr ? nullptr : &share);
      if (!s.ok()) return s;
    }
    JoinAccounts();
    if (absl::Status s = Describe(); !s.ok()) return s;
    adder_.builder().SetName(options_.name.empty() ? name_ : options_.name, options_.producer);
    absl::StatusOr<CommunityGraph> community = std::move(adder_.builder()).Build(options_.run);
    if (!community.ok()) return community.status();
    Report(parts, *community);
    return ImportResult{*std::move(community), std::move(report_)};
  }

 private:
  // Under the id of the person whose account it is.
  absl::Status TakeUnderName(const v1::Row& row) {
    const std::vector<std::string>& prefixes = options_.number_prefixes;
    const bool has_prefix = part_ < prefixes.size() && !prefixes[part_].empty();
    if (!aliases_ && !has_prefix) return Take(row);
    v1::Row renamed = row;
    if (has_prefix) PrefixNumbers(prefixes[part_], renamed);
    return !aliases_ || aliases_->Rename(renamed) ? Take(renamed) : absl::OkStatus();
  }

  void JoinAccounts() {
    if (!aliases_) return;
    for (const v1::Member& account : aliases_->TakeAside()) {
      v1::Row& person = members_[account.id()];
      person.mutable_member()->set_id(account.id());
      FillFrom(account, *person.mutable_member());
    }
  }

  absl::Status Take(const v1::Row& row) {
    switch (row.row_case()) {
      case v1::Row::kCommunity:
        if (name_.empty()) name_ = row.community().name();
        return absl::OkStatus();
      case v1::Row::kMember: return Join(row.member().id(), row, members_);
      case v1::Row::kResource: return Join(row.resource().id(), row, resources_);
      case v1::Row::kTopic: return Join(row.topic().id(), row, topics_);
      case v1::Row::kMarket: return Join(row.market().id(), row, markets_);
      case v1::Row::kTie: return TakeTie(row);
      default: return TakeEvent(row);
    }
  }

  // What is said of an entity is kept until all parts have spoken.
  using Entities = std::map<std::string, v1::Row>;
  absl::Status Join(const std::string& id, const v1::Row& row, Entities& known) {
    const auto [it, fresh] = known.emplace(id, row);
    if (fresh) return absl::OkStatus();
    const google::protobuf::Reflection* r = row.GetReflection();
    const FieldDescriptor* field = r->GetOneofFieldDescriptor(row, row.GetDescriptor()->oneof_decl(0));
    JoinFields(id, r->GetMessage(row, field), *r->MutableMessage(&it->second, field));
    return absl::OkStatus();
  }

  void JoinFields(const std::string& id, const Proto& later, Proto& sum) {
    const google::protobuf::Reflection* r = later.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    r->ListFields(later, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->is_map()) {
        JoinMap(id, later, field, sum);
      } else if (field->is_repeated()) {
        JoinList(later, field, sum);
      } else {
        JoinValue(id, later, field, sum);
      }
    }
  }

  void JoinValue(const std::string& id, const Proto& later, const FieldDescriptor* field,
                 Proto& sum) {
    const google::protobuf::Reflection* r = later.GetReflection();
    const bool had = r->HasField(sum, field);
    // Only this field, of both.
    std::unique_ptr<Proto> a(sum.New()), b(sum.New());
    a->CopyFrom(sum);
    b->CopyFrom(later);
    const auto only = [&](Proto& m) {
      std::vector<const FieldDescriptor*> all;
      r->ListFields(m, &all);
      for (const FieldDescriptor* f : all) {
        if (f != field) r->ClearField(&m, f);
      }
    };
    only(*a);
    only(*b);
    if (had && a->SerializeAsString() != b->SerializeAsString()) {
      report_.Note(absl::StrCat("said otherwise by a later part, which counts: ", field->name()), id);
    }
    if (!had || a->SerializeAsString() != b->SerializeAsString()) {
      r->ClearField(&sum, field);
      sum.MergeFrom(*b);
    }
  }

  static void JoinList(const Proto& later, const FieldDescriptor* field, Proto& sum) {
    const google::protobuf::Reflection* r = later.GetReflection();
    std::set<std::string> known = Elements(sum, field);
    for (int i = 0; i < r->FieldSize(later, field); ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Proto& element = r->GetRepeatedMessage(later, field, i);
        if (known.insert(element.SerializeAsString()).second) {
          r->AddMessage(&sum, field)->CopyFrom(element);
        }
      } else if (known.insert(r->GetRepeatedString(later, field, i)).second) {
        r->AddString(&sum, field, r->GetRepeatedString(later, field, i));
      }
    }
  }

  // The only map of a row: the attributes of a member.
  void JoinMap(const std::string& id, const Proto& later, const FieldDescriptor* /*field*/,
               Proto& sum) {
    auto& into = *static_cast<v1::Member&>(sum).mutable_attributes();
    for (const auto& [name, value] : static_cast<const v1::Member&>(later).attributes()) {
      const auto it = into.find(name);
      if (it != into.end() && it->second != value) {
        report_.Note("said otherwise by a later part, which counts: an attribute", id);
      }
      into[name] = value;
    }
  }

  // True if the part has the row more often than those before.
  bool IsNew(const Proto& row) {
    Times& t = times_[FingerprintOf(row)];
    const auto part = static_cast<uint32_t>(part_ + 1);
    if (t.part != part) t.seen = 0, t.part = part;
    if (++t.seen <= t.emitted) return false;
    ++t.emitted;
    return true;
  }

  absl::Status TakeEvent(const v1::Row& row) {
    if (IsNew(row)) return adder_.Add(row);
    ++twice_;
    return absl::OkStatus();
  }

  // Each exchange is an event of its own.
  absl::Status TakeTie(const v1::Row& row) {
    const v1::Tie& tie = row.tie();
    if (tie.at_size() == 0) return TakeEvent(row);
    v1::Row exchange = row;
    exchange.mutable_tie()->clear_at();
    exchange.mutable_tie()->clear_count();
    exchange.mutable_tie()->clear_first_at();
    exchange.mutable_tie()->clear_last_at();
    v1::Row fresh = exchange;
    exchange.mutable_tie()->clear_strength();
    for (const int64_t at : tie.at()) {
      exchange.mutable_tie()->clear_at();
      exchange.mutable_tie()->add_at(at);
      if (IsNew(exchange)) {
        fresh.mutable_tie()->add_at(at);
      } else {
        ++twice_;
      }
    }
    return fresh.tie().at_size() == 0 ? absl::OkStatus() : adder_.Add(fresh);
  }

  absl::Status Describe() {
    for (const Entities* entities : {&topics_, &markets_, &resources_, &members_}) {
      for (const auto& entry : *entities) {
        if (absl::Status s = adder_.Add(entry.second); !s.ok()) return s;
      }
    }
    return absl::OkStatus();
  }

  void Report(absl::Span<const CommunityGraph* const> parts, const CommunityGraph& c) {
    report_.Count("parts", parts.size());
    report_.Count("members", c.num_members());
    report_.Count("resources", c.num_resources());
    report_.Count("ties", c.num_ties());
    report_.Count("signals", c.signals().size());
    report_.Count("touches", c.touches().size());
    if (aliases_) aliases_->Report(report_);
    if (twice_ > 0) report_.Note("events that an earlier part has, too, count once", "", twice_);
  }

  const MergeOptions& options_;
  size_t part_ = 0;
  std::string name_;
  Entities members_, resources_, topics_, markets_;
  absl::flat_hash_map<Fingerprint, Times> times_;
  uint64_t twice_ = 0;
  std::optional<AliasRows> aliases_;
  RowAdder adder_;
  ImportReport report_;
};

}  // namespace

absl::StatusOr<ImportResult> MergeCommunities(absl::Span<const CommunityGraph* const> parts,
                                              const MergeOptions& options) {
  return Merger(options).Run(parts);
}

}  // namespace pullgraph
