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
  // Reverse-reachable sets drawn in all; >= rounds.
  uint64_t sets = 200'000;
  // Times that the probabilities are drawn from what the log leaves open; >= 2. More
  // tell the error better; 8 tell it within about a quarter.
  int rounds = 8;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// One entry a member.
struct LeverageLift {
  std::vector<double> lift;       // Further pulls expected, >= 0.
  std::vector<double> log_error;  // Standard error of ln(1 + lift).
};

// Returns for each member how many others are expected to follow in what the member
// pulls: the spread of the member alone, less one, under the cascade model with
// probabilities learned from who pulled what after whom (kernels as in
// FindLeverage()). Each round draws all probabilities from their posteriors, and sets on
// them; the rounds' mean is the lift, their spread the error, which so has both in it:
// what the log leaves open, and the sampling. 0 without ties or dated pulls. What looks
// like following may be likeness; see LearnInfluence().
//
// TIES: none. Bit-identical for any number of threads.
// COST: that of LearnInfluence and of drawing the sets, plus O(rounds x m).
// ERRORS: InvalidArgument for an option out of range; Cancelled.
// SOURCE: Borgs et al. 2014, doi:10.1137/1.9781611973402.70.
absl::StatusOr<LeverageLift> LeverageLifts(const CommunityView& view,
                                           const LeverageLiftOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_LEVERAGE_LIFT_H_
