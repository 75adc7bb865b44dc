// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/waits.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

bool IsPull(const SignalColumns& signals, size_t i, const WaitOptions& options) {
  if (!signals.at[i].is_present() || signals.member[i].is_none()) return false;
  if (options.signal && signals.kind[i] != *options.signal) return false;
  return options.resource.is_none() || (signals.object_kind[i] == ObjectKind::kResource &&
                                        signals.object[i] == options.resource.value());
}

Wait Since(const CommunityView& view, MemberId member, Time from, Time event) {
  Wait wait;
  wait.member = member;
  wait.from = from;
  wait.observed = event.is_present();
  wait.days = DaysBetween(from, wait.observed ? event : view.now());
  return wait;
}

// A wait that ended before it began is none.
void Add(const Wait& wait, Waits& waits) {
  (wait.observed && wait.days < 0 ? waits.early : waits.waits).push_back(wait);
}

Time FirstOfLog(const CommunityView& view) {
  const SignalColumns& signals = view.community().signals();
  Time first;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    const Time at = signals.at[i];
    if (at.is_present() && (!first.is_present() || at < first)) first = at;
  }
  return first;
}

Waits AskWaits(const CommunityView& view) {
  const SignalColumns& signals = view.community().signals();
  Waits result;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (signals.kind[i] != SignalKind::kAsk) continue;
    if (!IsPublic(view, signals.member[i])) continue;
    if (!signals.at[i].is_present()) {
      ++result.undated;
      continue;
    }
    Wait wait = Since(view, signals.member[i], signals.at[i], view.AnsweredAt(i));
    wait.signal = static_cast<uint32_t>(i);
    Add(wait, result);
  }
  return result;
}

Waits PullWaits(const CommunityView& view, const WaitOptions& options) {
  const CommunityGraph& c = view.community();
  const SignalColumns& signals = c.signals();
  std::vector<uint32_t> first(c.num_members(), UINT32_MAX);
  Time opened = options.resource.is_none()
                    ? Time::Absent()
                    : c.resources().published_at[options.resource.value()];
  Time earliest;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (!IsPull(signals, i, options)) continue;
    uint32_t& slot = first[signals.member[i].value()];
    if (slot == UINT32_MAX || signals.at[i] < signals.at[slot]) slot = static_cast<uint32_t>(i);
    if (!earliest.is_present() || signals.at[i] < earliest) earliest = signals.at[i];
  }
  if (!opened.is_present() && !options.resource.is_none()) opened = earliest;
  Waits result;
  result.log_begins = FirstOfLog(view);
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    const MemberId member(m);
    if (!IsOfCommunity(view, member)) continue;
    // Absent orders before every moment.
    const Time from = std::max(c.members().joined_at[m], opened);
    if (!from.is_present()) {
      ++result.undated;
      continue;
    }
    const bool pulled = first[m] != UINT32_MAX;
    if (!pulled && from > view.now()) continue;  // Not out yet.
    Wait wait = Since(view, member, from, pulled ? signals.at[first[m]] : Time::Absent());
    if (pulled) wait.signal = first[m];
    if (result.log_begins.is_present() && from < result.log_begins && wait.days >= 0) {
      wait.entry_days = DaysBetween(from, result.log_begins);
      ++result.entered_late;
    }
    Add(wait, result);
  }
  return result;
}

}  // namespace

absl::StatusOr<Waits> FindWaits(const CommunityView& view, const WaitOptions& options) {
  if (options.kind == WaitKind::kTenure) {
    return absl::InvalidArgumentError("kind is tenure, which FindTenures gives");
  }
  const bool adoption = options.kind == WaitKind::kAdoption;
  if (adoption == options.resource.is_none()) {
    return absl::InvalidArgumentError(adoption ? "resource is missing: adoption of what?"
                                               : "resource is given, expected for adoption only");
  }
  if (adoption && options.resource.value() >= view.community().num_resources()) {
    return absl::OutOfRangeError(absl::StrCat("resource ", options.resource.value(), " of ",
                                              view.community().num_resources()));
  }
  return options.kind == WaitKind::kAnswer ? AskWaits(view) : PullWaits(view, options);
}

absl::StatusOr<SurvivalCurve> SurvivalOf(const std::vector<Wait>& waits,
                                         const KaplanMeierOptions& options) {
  std::vector<double> days, entry;
  std::vector<uint8_t> observed;
  for (const Wait& wait : waits) {
    days.push_back(wait.days);
    entry.push_back(wait.entry_days);
    observed.push_back(wait.observed ? 1 : 0);
  }
  KaplanMeierOptions o = options;
  o.entry = entry;
  return KaplanMeier(days, observed, o);
}

}  // namespace pullgraph
