// SPDX-License-Identifier: Apache-2.0
// How fast, and where it is faster: survival curves of waits by group.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_PACE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_PACE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/waits.h"
#include "algorithms/kernels/count_intervals.h"
#include "algorithms/kernels/kaplan_meier.h"
#include "algorithms/kernels/log_rank.h"
#include "graph/run_control.h"

namespace pullgraph {

struct PaceOptions {
  double confidence = 0.95;  // Of all intervals, in (0, 1).
  // Days by which the share of those done is told; finite, > 0.
  double by_days = 30;
  // Waits that a group must have to be told of, >= 1.
  uint32_t min_size = 5;
  const RunControl* run = nullptr;
};

struct Pace {
  uint32_t group = 0;
  uint64_t waits = 0;
  uint64_t events = 0;         // Waits that came to an end.
  SurvivalQuantile quarter;    // Days until a quarter is done,
  SurvivalQuantile half;       // and until half is: the median, T50.
  std::optional<Estimate> done;  // Share done by `by_days`.
  // Days before which nobody of the group was looked at (SurvivalCurve::from). Above 0 the
  // quantiles and the share are absent: how many were done by then is not known.
  double known_from = 0;
  LogRank against_others;      // Sooner or later than all waits of other groups.
};

// Returns how fast each group of `waits` goes: `groups[g]` are indices into `waits`;
// a wait may be in several groups or in none, which then counts among the others.
// Waits not over yet are taken to go on like the others of their group that have
// lasted as long (Kaplan-Meier).
//
// TIES: fastest first, by median, then by the share done, then by group.
// COST: O(groups * waits * log waits).
// ERRORS: InvalidArgument for an option out of range; OutOfRange for an index;
// Cancelled by `run`.
// SOURCE: see kernels/kaplan_meier.h and log_rank.h.
absl::StatusOr<std::vector<Pace>> FindPace(absl::Span<const Wait> waits,
                                           absl::Span<const std::vector<uint32_t>> groups,
                                           const PaceOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_PACE_H_
