// SPDX-License-Identifier: Apache-2.0
#include "io/import/pseudonyms.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <new>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
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
  // Where it finds no memory to begin with, OpenSSL 3.0 ends in a fault at the first sum.
  static const bool has_begun = OSSL_LIB_CTX_get0_global_default() != nullptr;
  if (!has_begun) throw std::bad_alloc();
  const std::string text = absl::StrCat(std::string(kind), ":", std::string(id));
  unsigned char sum[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const unsigned char* made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum, &size);
  // It fails for want of memory alone; what would be in `sum` then is no pseudonym.
  if (made == nullptr || size < kPseudonymBytes) throw std::bad_alloc();
  return absl::BytesToHexString(std::string(reinterpret_cast<const char*>(sum), kPseudonymBytes));
}

using Names = absl::flat_hash_map<std::string, std::string>;

// What kinds of id there are; each pseudonym begins with its kind's letter.
enum class Kind { kMember, kResource, kTopic, kCampaign };
constexpr std::string_view kLetters = "mrtc";

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Puts other ids in the place of those in a row; what it was not told of stays.
class Renamer {
 public:
  void Add(Kind kind, std::string id, std::string name) {
    names_[static_cast<size_t>(kind)].emplace(std::move(id), std::move(name));
  }

  void Rename(v1::Row& row) const {
    switch (row.row_case()) {
      case v1::Row::kMember: RenameMember(*row.mutable_member()); break;
      case v1::Row::kMembership: To(Kind::kMember, *row.mutable_membership()->mutable_member()); break;
      case v1::Row::kResource:
        To(Kind::kResource, *row.mutable_resource()->mutable_id());
        for (std::string& topic : *row.mutable_resource()->mutable_topics()) To(Kind::kTopic, topic);
        break;
      case v1::Row::kTopic:
        To(Kind::kTopic, *row.mutable_topic()->mutable_id());
        if (row.topic().has_parent()) To(Kind::kTopic, *row.mutable_topic()->mutable_parent());
        break;
      case v1::Row::kTie:
        To(Kind::kMember, *row.mutable_tie()->mutable_from());
        To(Kind::kMember, *row.mutable_tie()->mutable_to());
        break;
      case v1::Row::kTouch:
        To(Kind::kMember, *row.mutable_touch()->mutable_member());
        To(Kind::kCampaign, *row.mutable_touch()->mutable_campaign());
        if (row.touch().has_resource()) To(Kind::kResource, *row.mutable_touch()->mutable_resource());
        break;
      case v1::Row::kSignal: RenameSignal(*row.mutable_signal()); break;
      default: break;
    }
  }

 private:
  void To(Kind kind, std::string& id) const {
    const auto& names = names_[static_cast<size_t>(kind)];
    if (const auto it = names.find(id); it != names.end()) id = it->second;
  }

  void RenameMember(v1::Member& m) const {
    To(Kind::kMember, *m.mutable_id());
    for (v1::Need& need : *m.mutable_needs()) To(Kind::kTopic, *need.mutable_topic());
    for (v1::Offer& offer : *m.mutable_offers()) To(Kind::kTopic, *offer.mutable_topic());
  }

  void RenameSignal(v1::Signal& s) const {
    if (s.has_member()) To(Kind::kMember, *s.mutable_member());
    if (s.has_answered_by()) To(Kind::kMember, *s.mutable_answered_by());
    for (std::string& topic : *s.mutable_topics()) To(Kind::kTopic, topic);
    switch (s.object_kind()) {
      case v1::OBJECT_KIND_RESOURCE: To(Kind::kResource, *s.mutable_object()); break;
      case v1::OBJECT_KIND_MEMBER: To(Kind::kMember, *s.mutable_object()); break;
      case v1::OBJECT_KIND_TOPIC: To(Kind::kTopic, *s.mutable_object()); break;
      default: break;
    }
  }

  std::array<absl::flat_hash_map<std::string, std::string>, kLetters.size()> names_;
};

// Makes the pseudonyms of all ids of a community.
class Namer {
 public:
  explicit Namer(const AnonymiseOptions& options) : o_(options) {}

  // Of each id of `count`, given by `key_of`.
  template <class KeyOf>
  void Name(Kind kind, uint32_t count, KeyOf key_of) {
    const std::string letter(1, kLetters[static_cast<size_t>(kind)]);
    for (uint32_t i = 0; i < count; ++i) {
      std::string id(key_of(i));
      if (id.empty()) continue;
      std::string name = o_.keep_order ? absl::StrFormat("%s%010d", letter, i)
                                       : absl::StrCat(letter, KeyedName(o_.key, letter, id));
      pairs_.emplace_back(name, id);
      renamer_.Add(kind, std::move(id), std::move(name));
    }
  }

  const Renamer& renamer() const { return renamer_; }
  Pairs& pairs() { return pairs_; }

 private:
  const AnonymiseOptions& o_;
  Renamer renamer_;
  Pairs pairs_;
};

// Those that touches name, in alphabetical order.
std::vector<std::string> Campaigns(const CommunityGraph& c) {
  absl::flat_hash_set<StringId> seen;
  for (size_t i = 0; i < c.touches().campaign.size(); ++i) seen.insert(c.touches().campaign[i]);
  std::vector<std::string> names;
  for (const StringId id : seen) names.emplace_back(c.String(id));
  std::sort(names.begin(), names.end());
  return names;
}

// Takes out what is said in free words, and the finer part of times.
class Coarsener {
 public:
  explicit Coarsener(const AnonymiseOptions& options) : o_(options) {}

  void Coarsen(v1::Row& row) const {
    switch (row.row_case()) {
      case v1::Row::kMember: OfMember(*row.mutable_member()); break;
      case v1::Row::kResource: OfResource(*row.mutable_resource()); break;
      case v1::Row::kCommunity: row.mutable_community()->clear_name(); break;
      case v1::Row::kMarket: row.mutable_market()->clear_name(); break;
      case v1::Row::kTopic:
        if (!o_.keep_topics) row.mutable_topic()->clear_name();
        break;
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
    auto& dated = *m.mutable_dated_attributes();
    dated.erase(std::remove_if(dated.begin(), dated.end(), [&](const v1::DatedAttribute& a) {
                  return std::find(o_.keep_attributes.begin(), o_.keep_attributes.end(), a.name()) ==
                         o_.keep_attributes.end();
                }), dated.end());
    for (v1::DatedAttribute& a : dated) {
      if (a.has_valid_from()) a.set_valid_from(Cut(a.valid_from()));
      if (a.has_valid_to()) a.set_valid_to(Cut(a.valid_to()));
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
  Namer namer(o);
  namer.Name(Kind::kMember, c.num_members(), [&](uint32_t i) { return c.MemberKey(MemberId(i)); });
  namer.Name(Kind::kResource, c.num_resources(), [&](uint32_t i) { return c.ResourceKey(ResourceId(i)); });
  if (!o.keep_topics) {
    namer.Name(Kind::kTopic, c.num_topics(), [&](uint32_t i) { return c.TopicKey(TopicId(i)); });
    const std::vector<std::string> campaigns = Campaigns(c);
    namer.Name(Kind::kCampaign, static_cast<uint32_t>(campaigns.size()),
               [&](uint32_t i) -> std::string_view { return campaigns[i]; });
  }
  const Coarsener coarsener(o);
  absl::StatusOr<ImportResult> result = RebuildCommunity(
      c,
      [&](v1::Row& row) {
        namer.renamer().Rename(row);
        coarsener.Coarsen(row);
        return true;
      },
      o.run);
  if (!result.ok()) return result.status();
  return Anonymised{*std::move(result), std::move(namer.pairs())};
}

absl::StatusOr<ImportResult> RestoreIds(const CommunityGraph& community,
                                        const std::vector<std::pair<std::string, std::string>>& names,
                                        const RunControl* run) {
  Renamer renamer;
  for (const auto& [name, id] : names) {
    const size_t kind = name.empty() ? std::string_view::npos : kLetters.find(name[0]);
    if (kind != std::string_view::npos) renamer.Add(static_cast<Kind>(kind), name, id);
  }
  return RebuildCommunity(
      community,
      [&](v1::Row& row) {
        renamer.Rename(row);
        return true;
      },
      run);
}

}  // namespace pullgraph
