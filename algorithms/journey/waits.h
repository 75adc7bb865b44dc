// SPDX-License-Identifier: Apache-2.0
// How long things take: to the first pull, to an answer, to adoption.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_WAITS_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_WAITS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/kernels/kaplan_meier.h"
#include "graph/community_view.h"

namespace pullgraph {

enum class WaitKind {
  kFirstPull,  // Of each member: from joining to the first signal.
  kAnswer,     // Of each ask: to its first answer.
  kAdoption,   // Of each member: from when a resource could be pulled to the first pull.
  kTenure,     // Of each member: from the first act to the last; see tenure.h.
};

struct WaitOptions {
  WaitKind kind = WaitKind::kFirstPull;
  // What is adopted; only for kAdoption, and required there.
  ResourceId resource = ResourceId::None();
  // Signals that count as pulls; absent: all. Not for kAnswer.
  std::optional<SignalKind> signal;
};

struct Wait {
  MemberId member;      // Who waits or asked; None: somebody unknown.
  uint32_t signal = 0;  // The ask; for other kinds the pull, if observed.
  Time from;
  double days = 0;        // Until the event, or until now().
  bool observed = false;  // False: it has not happened yet.
  // Days after `from` at which one began to look: before the log begins nothing is seen.
  double entry_days = 0;
};

struct Waits {
  std::vector<Wait> waits;  // By member, or asks in the order of signals.
  // Left out because nobody knows since when they wait.
  uint64_t undated = 0;
  // Left out because they ended before they began: answered before asked, pulled before
  // joining. Some date is wrong, and nobody knows which. `days` is below 0.
  std::vector<Wait> early;
  // First moment of the log: its first dated signal. Absent without one, and for answers.
  Time log_begins;
  uint64_t entered_late = 0;  // Waits that began before that.
};

// Returns the waits known to `view`. Staff and bots are left out, though not as those
// who answer.
//
// A member who joined at an unknown time waits for no first pull. A resource can be
// pulled by a member from when both are there, the resource's date of publication
// being that of its first pull if it has none. Waits for a pull that began before the log
// are looked at from its first moment on, as of somebody who had not pulled by then
// (delayed entry): that they had not is assumed, since nobody can know.
//
// COST: O(members + signals).
// ERRORS: InvalidArgument if a resource is missing or not asked for, or for kTenure, which
// FindTenures gives; OutOfRange for a resource not in the community.
absl::StatusOr<Waits> FindWaits(const CommunityView& view, const WaitOptions& options = {});

// The Kaplan-Meier curve of waits, each from its own entry on.
// COST, ERRORS: those of KaplanMeier.
absl::StatusOr<SurvivalCurve> SurvivalOf(const std::vector<Wait>& waits,
                                         const KaplanMeierOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_WAITS_H_
