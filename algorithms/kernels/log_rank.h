// SPDX-License-Identifier: Apache-2.0
// Does something happen sooner in one group than in another?
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_LOG_RANK_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_LOG_RANK_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

struct LogRank {
  uint64_t observed = 0;  // Events of the group.
  double expected = 0;    // If it went as fast as the others.
  double variance = 0;    // Of observed - expected.
  double z = 0;           // (observed - expected) / its deviation; positive is sooner.
  double p_value = 1;     // Two-sided. 1 if nothing can be compared.
};

// Compares the times with in_group[i] == 1 to those with 0. `observed` as in
// KaplanMeier(): 1 for times of the event, 0 for those one had to stop looking at; `entry`,
// too: since when each was looked at, empty for 0.
//
// TIES: several events at one time by the hypergeometric variance.
// COST: O(n log n). ERRORS: InvalidArgument if the sizes differ, a time is negative or
// not finite, an entry is out of [0, the time], or a flag is neither 0 nor 1.
// SOURCE: Mantel 1966; Peto, Peto 1972, doi:10.2307/2344317.
absl::StatusOr<LogRank> TestLogRank(absl::Span<const double> times,
                                    absl::Span<const uint8_t> observed,
                                    absl::Span<const uint8_t> in_group,
                                    absl::Span<const double> entry = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_LOG_RANK_H_
