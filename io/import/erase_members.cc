// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "io/import/rebuild.h"

namespace pullgraph {
namespace {

bool IsWordByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// Whether `text` holds `name` with no letter or digit on either side.
bool HoldsName(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || !IsWordByte(text[at - 1])) && (end == text.size() || !IsWordByte(text[end]))) {
      return true;
    }
  }
  return false;
}

class Eraser {
 public:
  Eraser(const CommunityGraph& community, const std::vector<MemberId>& members) {
    for (const MemberId m : members) {
      gone_.insert(std::string(community.MemberKey(m)));
      // Short names are words of everybody.
      constexpr size_t kTelling = 4;
      for (const std::string_view name : {community.MemberKey(m), community.MemberLabel(m)}) {
        if (name.size() >= kTelling) names_.insert(std::string(name));
      }
    }
  }

  bool Keep(v1::Row& row) {
    switch (row.row_case()) {
      case v1::Row::kMember: return !Left(row.member().id(), "members erased");
      case v1::Row::kMembership: return !Left(row.membership().member(), "memberships erased");
      case v1::Row::kTie: return !Left(row.tie().from(), "ties erased") && !Left(row.tie().to(), "ties erased");
      case v1::Row::kTouch: return !Left(row.touch().member(), "touches erased");
      case v1::Row::kSignal: return KeepSignal(*row.mutable_signal());
      case v1::Row::kResource: Look(row.resource()); return true;
      default: return true;
    }
  }

  void Report(ImportReport& report) const {
    for (const auto& [what, count] : counts_) report.Count(what, count);
    if (mentions_ > 0) {
      report.Note("titles and addresses of resources that still hold an id or a name", first_, mentions_);
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

  void Look(const v1::Resource& resource) {
    for (const std::string& name : names_) {
      if (!HoldsName(resource.title(), name) && !HoldsName(resource.url(), name) &&
          !HoldsName(resource.id(), name)) {
        continue;
      }
      if (mentions_++ == 0) first_ = absl::StrCat("resource ", resource.id());
      return;
    }
  }

  absl::flat_hash_set<std::string> gone_, names_;
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
