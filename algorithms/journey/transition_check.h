// SPDX-License-Identifier: Apache-2.0
// Moves between levels: what was to be expected of the last window, and what was seen.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_TRANSITION_CHECK_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_TRANSITION_CHECK_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/journey/levels.h"
#include "algorithms/kernels/count_intervals.h"

namespace pullgraph {

struct TransitionCheck {
  Level from = Level::kUnknown;  // In the last window but one,
  Level to = Level::kUnknown;    // and in the last.
  uint64_t members = 0;          // At `from`.
  uint64_t seen = 0;             // Of them at `to`.
  // Share that moved in the windows before, with the interval in which the share seen
  // should lie.
  Estimate predicted;
  bool inside = false;  // It does.
};

// Compares each move of the last window, from levels with members, with the windows before.
// The interval knows that whole windows differ, and that few members scatter.
//
// COST: O(windows x members).
// ERRORS: FailedPrecondition with fewer than four windows; InvalidArgument for a confidence
// outside (0, 1).
// SOURCE: ClusterShare over windows; Beta with as many trials as both are worth.
absl::StatusOr<std::vector<TransitionCheck>> CheckTransitions(const LevelHistory& history,
                                                              double confidence = 0.95);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_TRANSITION_CHECK_H_
