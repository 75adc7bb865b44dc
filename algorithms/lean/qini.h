// SPDX-License-Identifier: Apache-2.0
// How well a score tells whom a touch moves.
#ifndef PULLGRAPH_ALGORITHMS_LEAN_QINI_H_
#define PULLGRAPH_ALGORITHMS_LEAN_QINI_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct QiniOptions {
  // Points of the curve after the origin, evenly spread; >= 1.
  int points = 20;
  // Resamples behind the interval; >= 20.
  int resamples = 200;
  // Of the interval, in (0, 1).
  double confidence = 0.95;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Touching the share `share` of highest score gains `gain` pulls for each treated member
// of the whole; `at_random` is what as many would gain if chosen blindly.
struct QiniPoint {
  double share = 0;
  double gain = 0;
  double at_random = 0;
};

struct QiniCurve {
  std::vector<QiniPoint> points;  // From (0, 0) to (1, uplift).
  double area = 0;          // Between curve and chance.
  double area_perfect = 0;  // The same for the best order there can be.
  // area / area_perfect: 1 perfect, 0 chance, negative for a score that misleads. The
  // interval is a bootstrap over members, with the scores as they are.
  Estimate coefficient;
};

// Returns the Qini curve of `score` over members of whom some were treated (1) and some
// held out (0), and some pulled (1). Each has one entry in each array. The gain after the
// k highest scores is R_t - R_c N_t / N_c, over all treated, with R the pulls and N the
// members of an arm among the k.
//
// TIES: equal scores enter together, hence their order does not matter.
// COST: O(n log n + n resamples / threads).
// ERRORS: InvalidArgument if sizes differ, an arm is empty, a score is not finite or an
// option is out of range; Cancelled by `run`.
// SOURCE: Radcliffe 2007, "Using control groups to target on predicted lift".
absl::StatusOr<QiniCurve> ComputeQini(absl::Span<const double> score,
                                      absl::Span<const uint8_t> treated,
                                      absl::Span<const uint8_t> pulled,
                                      const QiniOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_QINI_H_
