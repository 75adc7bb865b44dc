// SPDX-License-Identifier: Apache-2.0
// Which pull came after which push.
#ifndef PULLGRAPH_ALGORITHMS_LEAN_ATTRIBUTION_H_
#define PULLGRAPH_ALGORITHMS_LEAN_ATTRIBUTION_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

struct AttributionOptions {
  // A touch that was opened counts as a pull. Off: many mail programs open all.
  bool count_opens = false;
  const RunControl* run = nullptr;
};

// One row per touch (signal) known to the view. A touch and a signal of its member are
// related if the touch carries no resource, or the signal is about that resource, or
// about one of its topics. Days are from the touch to the signal, >= 0; infinite where
// there is none.
struct Attribution {
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  // Touches of members who are neither staff nor bots, the only ones that count.
  std::vector<uint8_t> counts;
  // The outcome of the touch says that its member pulled: clicked, replied, converted
  // (opened, on demand). It bears no date, hence holds for any window.
  std::vector<uint8_t> pulled_by_outcome;
  // Days to the first related signal, whatever was sent in between: what a comparison
  // with a holdout counts.
  std::vector<double> days_to_pull;
  // Days to the first signal that has this touch as its last related one.
  std::vector<double> days_to_own_pull;

  // Some signal has a date. If none has, outcomes are all that will be known.
  bool signals_have_dates = false;

  // Of each signal: the last related touch before it or at the same moment, holdouts
  // left out, and the days since. Signals of staff, bots and unknown members have none.
  std::vector<uint32_t> touch_of_signal;
  std::vector<double> days_since_touch;
};

// TIES: of touches at one moment, the later row.
// COST: O(n + (t + s) k) expected, t touches and s signals of k topics each.
// ERRORS: Cancelled; ResourceExhausted beyond 2^32 - 1 touches.
absl::StatusOr<Attribution> AttributePulls(const CommunityView& view,
                                           const AttributionOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_ATTRIBUTION_H_
