// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/answer_times.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

absl::Status CheckMask(const CommunityView& view, const char* name,
                       absl::Span<const uint8_t> mask) {
  const uint32_t n = view.community().num_members();
  if (mask.empty() || mask.size() == n) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " has ", mask.size(), " entries, expected ", n, " or none"));
}

bool Holds(absl::Span<const uint8_t> mask, MemberId member) {
  return mask.empty() || (!member.is_none() && mask[member.value()] != 0);
}

}  // namespace

absl::StatusOr<AnswerTimes> FindAnswerTimes(const CommunityView& view,
                                            const AnswerTimesOptions& options) {
  if (!(options.within_days > 0) || !std::isfinite(options.within_days)) {
    return absl::InvalidArgumentError(
        absl::StrCat("within_days is ", options.within_days, ", expected finite and > 0"));
  }
  if (absl::Status s = CheckMask(view, "askers", options.askers); !s.ok()) return s;
  if (absl::Status s = CheckMask(view, "answerers", options.answerers); !s.ok()) return s;
  constexpr double kSecond = 1 / 86400.0;
  const SignalColumns& signals = view.community().signals();
  AnswerTimes times;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    const Time at = signals.at[i];
    if (signals.kind[i] != SignalKind::kAsk || !at.is_present()) continue;
    const MemberId asker = signals.member[i];
    if (options.askers.empty() ? IsBot(view, asker) : !Holds(options.askers, asker)) continue;
    if (DaysBetween(at, view.now()) < options.within_days) {
      ++times.young;
      continue;
    }
    const Time answered = view.AnsweredAt(i);
    if (answered.is_present() && answered < at) {
      ++times.early;
      continue;
    }
    const bool in_time =
        answered.is_present() && DaysBetween(at, answered) <= options.within_days;
    if (!in_time) {
      times.unanswered += options.answerers.empty();
    } else if (Holds(options.answerers, signals.answered_by[i])) {
      times.days.push_back({at, std::max(kSecond, DaysBetween(at, answered))});
    }
  }
  return times;
}

}  // namespace pullgraph
