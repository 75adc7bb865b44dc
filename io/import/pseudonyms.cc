// SPDX-License-Identifier: Apache-2.0
#include "io/import/pseudonyms.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "graph/time.h"
#include "io/import/rebuild.h"

namespace pullgraph {
namespace {

constexpr size_t kShortestKey = 16;
constexpr size_t kPseudonymBytes = 9;  // 72 bits: of a billion names no two are the same.

std::string KeyedName(const std::string& key, std::string_view kind, std::string_view id) {
  const std::string text = absl::StrCat(std::string(kind), ":", std::string(id));
  unsigned char sum[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum, &size);
  return absl::BytesToHexString(std::string(reinterpret_cast<const char*>(sum), kPseudonymBytes));
}

using Names = absl::flat_hash_map<std::string, std::string>;

// Of each id of `count`, given by `key_of`.
template <class KeyOf>
Names MakeNames(const AnonymiseOptions& o, const char* kind, uint32_t count, KeyOf key_of,
                std::vector<std::pair<std::string, std::string>>& pairs) {
  Names names;
  for (uint32_t i = 0; i < count; ++i) {
    const std::string id(key_of(i));
    std::string name = absl::StrCat(kind, KeyedName(o.key, kind, id));
    if (o.keep_order) name = absl::StrFormat("%s%010d", kind, i);
    pairs.emplace_back(name, id);
    names.emplace(id, std::move(name));
  }
  return names;
}

// Puts other ids in the place of those in a row.
class Renamer {
 public:
  Renamer(const Names& members, const Names& resources) : members_(members), resources_(resources) {}

  void Rename(v1::Row& row) const {
    switch (row.row_case()) {
      case v1::Row::kMember: row.mutable_member()->set_id(Of(members_, row.member().id())); break;
      case v1::Row::kMembership:
        row.mutable_membership()->set_member(Of(members_, row.membership().member()));
        break;
      case v1::Row::kResource: row.mutable_resource()->set_id(Of(resources_, row.resource().id())); break;
      case v1::Row::kTie:
        row.mutable_tie()->set_from(Of(members_, row.tie().from()));
        row.mutable_tie()->set_to(Of(members_, row.tie().to()));
        break;
      case v1::Row::kTouch:
        row.mutable_touch()->set_member(Of(members_, row.touch().member()));
        if (row.touch().has_resource()) {
          row.mutable_touch()->set_resource(Of(resources_, row.touch().resource()));
        }
        break;
      case v1::Row::kSignal: RenameSignal(*row.mutable_signal()); break;
      default: break;
    }
  }

 private:
  static std::string Of(const Names& names, const std::string& id) {
    const auto it = names.find(id);
    return it == names.end() ? id : it->second;
  }

  void RenameSignal(v1::Signal& s) const {
    if (s.has_member()) s.set_member(Of(members_, s.member()));
    if (s.has_answered_by()) s.set_answered_by(Of(members_, s.answered_by()));
    if (s.object_kind() == v1::OBJECT_KIND_RESOURCE) s.set_object(Of(resources_, s.object()));
    if (s.object_kind() == v1::OBJECT_KIND_MEMBER) s.set_object(Of(members_, s.object()));
  }

  const Names& members_;
  const Names& resources_;
};

// Takes out what is said in free words, and the finer part of times.
class Coarsener {
 public:
  explicit Coarsener(const AnonymiseOptions& options) : o_(options) {}

  void Coarsen(v1::Row& row) const {
    switch (row.row_case()) {
      case v1::Row::kMember: OfMember(*row.mutable_member()); break;
      case v1::Row::kResource: OfResource(*row.mutable_resource()); break;
      case v1::Row::kTie: OfTie(*row.mutable_tie()); break;
      case v1::Row::kSignal:
        if (row.signal().has_at()) row.mutable_signal()->set_at(Cut(row.signal().at()));
        if (row.signal().has_answered_at()) {
          row.mutable_signal()->set_answered_at(Cut(row.signal().answered_at()));
        }
        break;
      case v1::Row::kTouch:
        if (row.touch().has_sent_at()) row.mutable_touch()->set_sent_at(Cut(row.touch().sent_at()));
        break;
      case v1::Row::kMembership: {
        v1::Membership& m = *row.mutable_membership();
        if (m.has_valid_from()) m.set_valid_from(Cut(m.valid_from()));
        if (m.has_valid_to()) m.set_valid_to(Cut(m.valid_to()));
        break;
      }
      default: break;
    }
  }

 private:
  int64_t Cut(int64_t micros) const {
    if (o_.coarse_days == 0) return micros;
    const int64_t step = kMicrosPerDay * o_.coarse_days;
    const int64_t rest = ((micros % step) + step) % step;
    return std::max(micros - rest, kEarliestTime.micros());
  }

  void OfMember(v1::Member& m) const {
    m.clear_display_name();
    if (!o_.keep_tags) m.clear_tags();
    const auto kept = m.attributes();
    m.clear_attributes();
    for (const std::string& name : o_.keep_attributes) {
      if (const auto it = kept.find(name); it != kept.end()) (*m.mutable_attributes())[name] = it->second;
    }
    if (m.has_joined_at()) m.set_joined_at(Cut(m.joined_at()));
    for (v1::Need& need : *m.mutable_needs()) {
      if (need.has_since()) need.set_since(Cut(need.since()));
    }
    for (v1::Offer& offer : *m.mutable_offers()) {
      if (offer.has_since()) offer.set_since(Cut(offer.since()));
    }
  }

  void OfResource(v1::Resource& r) const {
    r.clear_title();
    r.clear_url();
    if (r.has_published_at()) r.set_published_at(Cut(r.published_at()));
  }

  void OfTie(v1::Tie& tie) const {
    for (int i = 0; i < tie.at_size(); ++i) tie.set_at(i, Cut(tie.at(i)));
    if (tie.has_first_at()) tie.set_first_at(Cut(tie.first_at()));
    if (tie.has_last_at()) tie.set_last_at(Cut(tie.last_at()));
  }

  const AnonymiseOptions& o_;
};

}  // namespace

absl::StatusOr<Anonymised> AnonymiseCommunity(const CommunityGraph& c, const AnonymiseOptions& o) {
  if (o.key.size() < kShortestKey) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the key has ", o.key.size(), " bytes, expected at least ", kShortestKey,
        "\na longer one, or the name of a file that is not there: a key is made then"));
  }
  if (o.coarse_days < 0) {
    return absl::InvalidArgumentError(absl::StrCat("coarse_days is ", o.coarse_days, ", expected >= 0\nwhole days, or 0"));
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  const Names members = MakeNames(o, "m", c.num_members(), [&](uint32_t i) { return c.MemberKey(MemberId(i)); }, pairs);
  const Names resources = MakeNames(o, "r", c.num_resources(), [&](uint32_t i) { return c.ResourceKey(ResourceId(i)); }, pairs);
  const Renamer renamer(members, resources);
  const Coarsener coarsener(o);
  absl::StatusOr<ImportResult> result = RebuildCommunity(
      c,
      [&](v1::Row& row) {
        renamer.Rename(row);
        coarsener.Coarsen(row);
        return true;
      },
      o.run);
  if (!result.ok()) return result.status();
  return Anonymised{*std::move(result), std::move(pairs)};
}

absl::StatusOr<ImportResult> RestoreIds(const CommunityGraph& community,
                                        const std::vector<std::pair<std::string, std::string>>& names,
                                        const RunControl* run) {
  Names members, resources;
  for (const auto& [name, id] : names) (!name.empty() && name[0] == 'm' ? members : resources).emplace(name, id);
  const Renamer renamer(members, resources);
  return RebuildCommunity(
      community,
      [&](v1::Row& row) {
        renamer.Rename(row);
        return true;
      },
      run);
}

}  // namespace pullgraph
