// SPDX-License-Identifier: Apache-2.0
#include "io/import/togetherness.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/community_rows.h"
#include "io/import/row_adder.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr const char* kNames[] = {"same-event", "same-thread", "same-resource", "same-organization"};

// That a member had to do with a thing, and when first.
struct Presence {
  uint32_t thing;
  MemberId member;
  Time at;     // Absent: nobody knows.
  Time until;  // Absent: they are still there, or nobody knows.
};

// That two members share a thing.
struct Shared {
  MemberId a, b;  // a < b.
  Time at;
  double probability;  // That it holds, if it is undated.
};

bool IsBot(const CommunityGraph& c, MemberId m) { return c.members().role[m.value()] == MemberRole::kBot; }

bool Counts(const CommunityGraph& c, size_t s, Togetherness through) {
  const SignalColumns& signals = c.signals();
  if (signals.object_kind[s] != ObjectKind::kResource || signals.member[s] == MemberId::None()) return false;
  if (IsBot(c, signals.member[s])) return false;
  const SignalKind kind = signals.kind[s];
  if (through == Togetherness::kEvent) {
    return kind == SignalKind::kAttend || c.resources().kind[signals.object[s]] == ResourceKind::kEvent;
  }
  if (through == Togetherness::kThread) {
    return kind == SignalKind::kAsk || kind == SignalKind::kReply || kind == SignalKind::kAnswer ||
           kind == SignalKind::kPost;
  }
  return true;
}

std::vector<Presence> OnResources(const CommunityGraph& c, Togetherness through) {
  std::vector<Presence> all;
  for (size_t s = 0; s < c.signals().size(); ++s) {
    if (Counts(c, s, through)) all.push_back({c.signals().object[s], c.signals().member[s], c.signals().at[s], {}});
  }
  return all;
}

bool NamesOrganization(std::string_view attribute) {
  const std::string name = absl::AsciiStrToLower(AbslView(attribute));
  return name == "organisation" || name == "organization" || name == "company" || name == "employer";
}

std::vector<Presence> InOrganizations(const CommunityGraph& c) {
  std::map<std::string, uint32_t> numbers;
  std::vector<Presence> all;
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    if (IsBot(c, MemberId(m))) continue;
    const absl::Span<const Attribute> attributes = c.members().attributes[m];
    for (size_t i = 0; i < attributes.size(); ++i) {
      const Attribute& a = attributes[i];
      if (!NamesOrganization(c.String(a.name))) continue;
      const std::string organization =
          absl::AsciiStrToLower(absl::StripAsciiWhitespace(AbslView(c.String(a.value))));
      if (organization.empty()) continue;
      // Who began somewhere else has left, if nobody says until when they stayed.
      Time until = a.valid_to;
      for (size_t next = i + 1; next < attributes.size() && !until.is_present(); ++next) {
        if (attributes[next].name == a.name && attributes[next].valid_from > a.valid_from) until = attributes[next].valid_from;
      }
      const auto number = numbers.try_emplace(organization, numbers.size()).first->second;
      all.push_back({number, MemberId(m), a.valid_from, until});
    }
  }
  return all;
}

// In order of things and members. One for each: the first, undated ones last; of `stays`, which
// have an end, all.
void KeepFirst(bool stays, std::vector<Presence>& all) {
  std::sort(all.begin(), all.end(), [](const Presence& x, const Presence& y) {
    return std::tuple(x.thing, x.member, !x.at.is_present(), x.at) <
           std::tuple(y.thing, y.member, !y.at.is_present(), y.at);
  });
  all.erase(std::unique(all.begin(), all.end(),
                        [stays](const Presence& x, const Presence& y) {
                          return x.thing == y.thing && x.member == y.member && (!stays || x.at == y.at);
                        }),
            all.end());
}

class Deriver {
 public:
  Deriver(const CommunityGraph& c, const TogethernessOptions& options) : c_(c), options_(options) {}

  // Notes who shares what.
  absl::Status Take(Togetherness through) {
    std::vector<Presence> all =
        through == Togetherness::kOrganization ? InOrganizations(c_) : OnResources(c_, through);
    KeepFirst(through == Togetherness::kOrganization, all);
    for (size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      while (end < all.size() && all[end].thing == all[begin].thing) ++end;
      PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
      size_t size = 1;  // Members; some were there twice.
      for (size_t i = begin + 1; i < end; ++i) size += all[i].member != all[i - 1].member ? 1 : 0;
      const bool is_shared_by_most = size > 2 && 2 * size > c_.num_members();
      if (size > static_cast<size_t>(options_.largest) || is_shared_by_most) {
        ++too_large_;
        continue;
      }
      for (size_t i = begin; i < end; ++i) {
        for (size_t j = i + 1; j < end; ++j) {
          if (all[i].member != all[j].member) Pair(all[i], all[j], size);
        }
      }
    }
    return absl::OkStatus();
  }

  // Adds one tie for each pair that shares something.
  absl::Status AddTies(RowAdder& adder) {
    std::sort(shared_.begin(), shared_.end(), [](const Shared& x, const Shared& y) {
      return std::tuple(x.a, x.b, x.at, x.probability) < std::tuple(y.a, y.b, y.at, y.probability);
    });
    for (size_t begin = 0, end = 0; begin < shared_.size(); begin = end) {
      while (end < shared_.size() && shared_[end].a == shared_[begin].a && shared_[end].b == shared_[begin].b) ++end;
      if (begin % 1024 == 0) PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
      PG_RETURN_IF_ERROR(AddTie(adder, begin, end));
    }
    return absl::OkStatus();
  }

  uint64_t too_large() const { return too_large_; }
  uint64_t ties() const { return ties_; }

 private:
  void Pair(const Presence& x, const Presence& y, size_t size) {
    Time at;
    if (x.at.is_present() && y.at.is_present()) at = std::max(x.at, y.at);
    // One left before the other came.
    if ((x.until.is_present() && x.until <= y.at) || (y.until.is_present() && y.until <= x.at)) return;
    shared_.push_back({x.member, y.member, at, options_.strength / static_cast<double>(size - 1)});
  }

  absl::Status AddTie(RowAdder& adder, size_t begin, size_t end) {
    TieRow tie;
    double none = 1;  // That no undated one holds.
    for (size_t i = begin; i < end; ++i) {
      if (shared_[i].at.is_present()) {
        tie.at.push_back(shared_[i].at);
      } else {
        none *= 1 - shared_[i].probability;
      }
    }
    PG_ASSIGN(from, adder.builder().Member(c_.MemberKey(shared_[begin].a)));
    PG_ASSIGN(to, adder.builder().Member(c_.MemberKey(shared_[begin].b)));
    tie.from = from;
    tie.to = to;
    tie.kind = TieKind::kTogether;
    if (tie.at.empty()) {
      tie.count = static_cast<uint32_t>(end - begin);
      tie.strength = static_cast<float>(1 - none);
    }
    ++ties_;
    return adder.builder().AddTie(std::move(tie));
  }

  const CommunityGraph& c_;
  const TogethernessOptions& options_;
  std::vector<Shared> shared_;
  uint64_t too_large_ = 0;
  uint64_t ties_ = 0;
};

absl::Status Check(const TogethernessOptions& o) {
  if (o.through.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("nothing to derive ties from\none of ", absl::StrJoin(kNames, ", ")));
  }
  if (o.largest < 2 || o.largest > 1000) {
    return absl::InvalidArgumentError(absl::StrCat("largest is ", o.largest, ", expected 2 to 1000"));
  }
  if (!(o.strength > 0 && o.strength <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat("strength is ", o.strength, ", expected in (0, 1]"));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> TogethernessNames() { return {std::begin(kNames), std::end(kNames)}; }

absl::StatusOr<Togetherness> ParseTogetherness(const std::string& word) {
  const auto* found = std::find(std::begin(kNames), std::end(kNames), word);
  if (found != std::end(kNames)) return static_cast<Togetherness>(found - std::begin(kNames));
  return absl::InvalidArgumentError(
      absl::StrCat("'", Printable(word), "' is nothing to share\none of ", absl::StrJoin(kNames, ", ")));
}

absl::StatusOr<ImportResult> DeriveTies(const CommunityGraph& community,
                                        const TogethernessOptions& options) {
  PG_RETURN_IF_ERROR(Check(options));
  RowAdder adder;
  uint64_t replaced = 0;
  PG_RETURN_IF_ERROR(ForEachRow(
      community,
      [&](const v1::Row& row) {
        const bool is_derived = row.has_tie() && row.tie().kind() == v1::TIE_KIND_TOGETHER;
        replaced += is_derived ? 1 : 0;
        return is_derived ? absl::OkStatus() : adder.Add(row);
      },
      options.run));
  Deriver deriver(community, options);
  std::vector<Togetherness> through = options.through;
  std::sort(through.begin(), through.end());
  through.erase(std::unique(through.begin(), through.end()), through.end());
  for (const Togetherness t : through) PG_RETURN_IF_ERROR(deriver.Take(t));
  PG_RETURN_IF_ERROR(deriver.AddTies(adder));
  adder.builder().SetName(adder.name(), adder.producer());
  PG_ASSIGN(result, std::move(adder.builder()).Build(options.run));
  ImportReport report;
  report.Count("members", result.num_members());
  report.Count("ties of those who were together", deriver.ties());
  report.Count("ties", result.num_ties());
  if (replaced > 0) report.Note("ties that were derived before, replaced", "", replaced);
  if (deriver.too_large() > 0) {
    report.Note(absl::StrCat("things that over ", options.largest, " or over half of the members share tie nobody"),
                "", deriver.too_large());
  }
  return ImportResult{std::move(result), std::move(report)};
}

}  // namespace pullgraph
