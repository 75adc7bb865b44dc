// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "io/import/rebuild.h"

namespace pullgraph {
namespace {

bool IsWordByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// Finds names in texts, in time that grows with the text alone.
class NameFinder {
 public:
  // Short names are words of everybody: of less than kTelling bytes are not looked for.
  void Add(std::string_view name) {
    if (name.size() >= kTelling) names_[std::string(name.substr(0, kTelling))].emplace_back(name);
  }

  // Whether `text` holds one of them with no letter or digit on either side.
  bool FoundIn(std::string_view text) const {
    if (names_.empty()) return false;
    for (size_t at = 0; at + kTelling <= text.size(); ++at) {
      if (at > 0 && IsWordByte(text[at - 1])) continue;
      const auto it = names_.find(absl::string_view(text.data() + at, kTelling));
      if (it == names_.end()) continue;
      for (const std::string& name : it->second) {
        const size_t end = at + name.size();
        if (text.substr(at, name.size()) == name && (end == text.size() || !IsWordByte(text[end]))) return true;
      }
    }
    return false;
  }

 private:
  static constexpr size_t kTelling = 4;
  absl::flat_hash_map<std::string, std::vector<std::string>> names_;  // By their first bytes.
};

class Eraser {
 public:
  Eraser(const CommunityGraph& community, const std::vector<MemberId>& members) {
    for (const MemberId m : members) {
      gone_.insert(std::string(community.MemberKey(m)));
      names_.Add(community.MemberKey(m));
      names_.Add(community.MemberLabel(m));
    }
  }

  bool Keep(v1::Row& row) {
    switch (row.row_case()) {
      case v1::Row::kMember: return KeepMember(row.member());
      case v1::Row::kMembership: return !Left(row.membership().member(), "memberships erased");
      case v1::Row::kTie: return !Left(row.tie().from(), "ties erased") && !Left(row.tie().to(), "ties erased");
      case v1::Row::kTouch: return KeepTouch(row.touch());
      case v1::Row::kSignal: return KeepSignal(*row.mutable_signal());
      case v1::Row::kResource: {
        const v1::Resource& r = row.resource();
        Look("resource", r.id(), {r.id(), r.title(), r.url()});
        return true;
      }
      case v1::Row::kTopic: Look("topic", row.topic().id(), {row.topic().id(), row.topic().name()}); return true;
      case v1::Row::kMarket: Look("market", row.market().id(), {row.market().id(), row.market().name()}); return true;
      case v1::Row::kCommunity: Look("community", row.community().name(), {row.community().name()}); return true;
      default: return true;
    }
  }

  void Report(ImportReport& report) const {
    for (const auto& [what, count] : counts_) report.Count(what, count);
    if (mentions_ > 0) {
      report.Note("words of others that still hold an id or a name", first_, mentions_);
    }
  }

 private:
  bool Left(const std::string& id, const char* what) {
    if (gone_.count(id) == 0) return false;
    for (auto& [name, count] : counts_) {
      if (name == what) {
        ++count;
        return true;
      }
    }
    counts_.emplace_back(what, 1);
    return true;
  }

  bool KeepSignal(v1::Signal& signal) {
    if (Left(signal.member(), "signals erased")) return false;
    if (signal.object_kind() == v1::OBJECT_KIND_MEMBER && Left(signal.object(), "signals erased")) return false;
    if (Left(signal.answered_by(), "answers that keep their date alone")) signal.clear_answered_by();
    return true;
  }

  bool KeepMember(const v1::Member& m) {
    if (Left(m.id(), "members erased")) return false;
    std::vector<std::string_view> words(m.tags().begin(), m.tags().end());
    words.push_back(m.display_name());
    for (const auto& [name, value] : m.attributes()) words.insert(words.end(), {name, value});
    for (const v1::DatedAttribute& a : m.dated_attributes()) words.insert(words.end(), {a.name(), a.value()});
    Look("member", m.id(), words);
    return true;
  }

  bool KeepTouch(const v1::Touch& touch) {
    if (Left(touch.member(), "touches erased")) return false;
    if (campaigns_.insert(touch.campaign()).second) Look("campaign", touch.campaign(), {touch.campaign()});
    return true;
  }

  // What is said by others is theirs: it is counted, not changed.
  void Look(std::string_view what, const std::string& id, const std::vector<std::string_view>& words) {
    for (const std::string_view text : words) {
      if (!names_.FoundIn(text)) continue;
      if (mentions_++ == 0) first_ = absl::StrCat(std::string(what), " ", id);
      return;
    }
  }

  absl::flat_hash_set<std::string> gone_, campaigns_;
  NameFinder names_;
  std::vector<std::pair<std::string, uint64_t>> counts_;
  uint64_t mentions_ = 0;
  std::string first_;
};

}  // namespace

absl::StatusOr<ImportResult> EraseMembers(const CommunityGraph& community,
                                          const std::vector<MemberId>& members,
                                          const RunControl* run) {
  for (const MemberId m : members) {
    if (m.is_none() || m.value() >= community.num_members()) {
      return absl::OutOfRangeError(absl::StrCat("member ", m.value(), " is not in the community"));
    }
  }
  Eraser eraser(community, members);
  absl::StatusOr<ImportResult> result =
      RebuildCommunity(community, [&](v1::Row& row) { return eraser.Keep(row); }, run);
  if (result.ok()) eraser.Report(result->report);
  return result;
}

}  // namespace pullgraph
