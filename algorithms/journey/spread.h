// SPDX-License-Identifier: Apache-2.0
// How many do some seeds set in motion? Played forward.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_SPREAD_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_SPREAD_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/influence_graph.h"
#include "graph/random.h"

namespace pullgraph {

struct SpreadOptions {
  // Cascades played; >= 2.
  uint32_t runs = 10'000;
  // The interval holds with probability 1 - delta; in (0, 1).
  double delta = 0.05;
  // Whose being set in motion counts: 1 a node; empty: everybody's.
  absl::Span<const uint8_t> audience;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

struct Spread {
  double mean = 0;       // Expected number set in motion, seeds included.
  double deviation = 0;  // Of one cascade.
  double low = 0;        // Interval of the mean, by the central limit theorem.
  double high = 0;
};

// Returns the spread of `seeds` (repeated ones count once) in independent cascades.
//
// TIES: none. Bit-identical for any number of threads.
// COST: O(runs x (arcs out of those set in motion + 1)).
// ERRORS: OutOfRange for a seed; InvalidArgument for an option or a graph whose
// probabilities are not one number in [0, 1] an arc; Cancelled.
// SOURCE: Kempe et al. 2003, doi:10.1145/956750.956769.
absl::StatusOr<Spread> SimulateSpread(const InfluenceGraph& influence,
                                      absl::Span<const Node> seeds,
                                      const SpreadOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_SPREAD_H_
