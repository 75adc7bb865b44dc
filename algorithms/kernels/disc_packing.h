// SPDX-License-Identifier: Apache-2.0
// Discs on a plane, near those they are tied to and apart; internal to kernels.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_DISC_PACKING_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_DISC_PACKING_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/plane.h"
#include "graph/run_control.h"

namespace pullgraph {

inline constexpr double kDiscGap = 2.5;  // Between two discs.

// Draws two discs together; weights are of any scale up to 1.
struct DiscPull {
  uint32_t a = 0, b = 0;
  double weight = 0;
};

// Returns the middles of discs of these radii (> 0), so that no two overlap by more than a
// hundredth of the smaller radius.
//
// TIES: in the order of the pulls.
// COST: O(steps * (k^2 + p)) time for k discs and p pulls at worst, in practice far less.
// ERRORS: Cancelled by `run`.
absl::StatusOr<std::vector<PlanePoint>> PackDiscs(absl::Span<const double> radius, absl::Span<const DiscPull> pulls,
                                                  int steps, const RunControl* run);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_DISC_PACKING_H_
