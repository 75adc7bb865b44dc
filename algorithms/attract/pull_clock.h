// SPDX-License-Identifier: Apache-2.0
// The pace of a community: how far ahead a forecast speaks, and what is long ago.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CLOCK_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CLOCK_H_

#include <optional>

#include "graph/community_view.h"

namespace pullgraph {

struct PullClock {
  double horizon_days = 30;
  double half_life_days = 30;
};

// Returns the horizon and the half-life of pulls, those given or else those that suit the
// pace: a horizon of 30 days, longer (up to a year) where the last 30 held fewer than
// kLeastPullsAHorizon first pulls of what was there, shorter where history is short, as
// a sixth of it at most; always one of 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180,
// 270 or 365 days, or a sixth of less than six days. The half-life is the horizon.
// Undated history: 30 days both.
//
// TIES: none.
// COST: O(s log s) at most for each of the lengths that are tried; s signals.
inline constexpr int kLeastPullsAHorizon = 100;
PullClock ChoosePullClock(const CommunityView& view, std::optional<double> horizon_days,
                          std::optional<double> half_life_days);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CLOCK_H_
