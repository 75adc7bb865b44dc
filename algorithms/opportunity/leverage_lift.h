// SPDX-License-Identifier: Apache-2.0
// How many further pulls a pull brings about.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_LEVERAGE_LIFT_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_LEVERAGE_LIFT_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct LeverageLiftOptions {
  // Reverse-reachable sets drawn; >= 1. The standard error of a lift is about
  // sqrt(n lift / sets).
  uint64_t sets = 200'000;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Returns for each member how many others are expected to follow in what the member
// pulls: the spread of the member alone, less one, under the cascade model with
// probabilities learned from who pulled what after whom (kernels as in
// FindLeverage()). 0 without ties or dated pulls. What looks like following may be
// likeness; see LearnInfluence().
//
// TIES: none. Bit-identical for any number of threads.
// COST: that of LearnInfluence and of drawing the sets.
// ERRORS: InvalidArgument for sets = 0; Cancelled.
// SOURCE: Borgs et al. 2014, doi:10.1137/1.9781611973402.70.
absl::StatusOr<std::vector<double>> LeverageLifts(const CommunityView& view,
                                                  const LeverageLiftOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_LEVERAGE_LIFT_H_
