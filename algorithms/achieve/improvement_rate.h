// SPDX-License-Identifier: Apache-2.0
// How fast does somebody get better?
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_IMPROVEMENT_RATE_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_IMPROVEMENT_RATE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/time.h"

namespace pullgraph {

// One performance, such as a time to answer in days: finite and > 0.
struct Performance {
  Time at;
  double value = 0;
};

struct ImprovementOptions {
  // False for what is better when it is less, such as a time to answer.
  bool higher_is_better = true;
  // Of the interval, in (0, 1).
  double confidence = 0.95;
  const RunControl* run = nullptr;
};

struct ImprovementRate {
  double percent_a_week = 0;  // Positive is better; -100 is the least.
  // Interval of it; absent where so few observations bound nothing.
  std::optional<double> low;
  std::optional<double> high;
  uint64_t observations = 0;
};

// Returns the Theil-Sen slope of the logarithm of performance over time, that is the
// median of the slopes of all pairs of observations at different times, as per cent a
// week with Sen's interval; absent if all are at one time. Up to 29 % of the
// observations may be wild. Observations count as independent.
//
// TIES: none; the order of observations does not matter.
// COST: O(n log n) time for each of at most 3 * 64 counts of slopes, O(n) memory; no
// pair is ever stored.
// ERRORS: InvalidArgument for a value or time that is out of range, or a confidence;
// Cancelled by `run`.
// SOURCE: Theil 1950; Sen 1968, doi:10.1080/01621459.1968.10480934; slopes are
// selected by counting inversions, Cole et al. 1989, doi:10.1137/0218055.
absl::StatusOr<std::optional<ImprovementRate>> FindImprovementRate(
    absl::Span<const Performance> performances, const ImprovementOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_IMPROVEMENT_RATE_H_
