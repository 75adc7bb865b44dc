// SPDX-License-Identifier: Apache-2.0
// Seeds chosen on one half of the log: who followed them on the other?
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_BACKTEST_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_BACKTEST_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/influence_learning.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

enum class InfluenceBelief {
  kFitted,   // LearnInfluenceOptions::fit_prior.
  kOneMean,  // The mean of all arcs is worth one action: prior_strength 1.
  kNone,     // What the log shows: prior_strength 0.
};

// "a fitted prior", ...
std::string_view InfluenceBeliefName(InfluenceBelief belief);

struct LeverageBacktestOptions {
  uint32_t seeds = 10;       // Members chosen, >= 1.
  double confidence = 0.95;  // In (0, 1).
  LearnInfluenceOptions learn;  // But its prior.
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

struct LeverageCheck {
  InfluenceBelief belief = InfluenceBelief::kFitted;
  std::vector<Node> seeds;  // Best first.
  uint64_t actions = 0;     // Theirs, on the later half.
  double expected = 0;      // Followers of these actions, by what was learned.
  double seen = 0;          // Credits of followers, as LearnInfluence gives them.
  Estimate ratio;           // seen / expected; resamples blocks of actions. NaN without actions.
};

struct LeverageBacktest {
  Time split;                  // First moment of the later half.
  uint64_t earlier = 0;        // Entries of the log.
  uint64_t later = 0;
  std::vector<LeverageCheck> checks;  // One a belief.
};

// Learns from the earlier half of `log` (by count; equal moments stay together), chooses the
// members with most direct followers expected of an action (sum of p over their arcs, as
// leverage does), and counts on the later half who followed them directly.
//
// TIES: the smaller node. COST: 64 times that of LearnInfluence.
// ERRORS: those of LearnInfluence; InvalidArgument for an option out of range;
// FailedPrecondition if a half is empty.
absl::StatusOr<LeverageBacktest> BacktestLeverage(const TieGraph& graph,
                                                  absl::Span<const Time> since,
                                                  absl::Span<const ActionEntry> log,
                                                  const LeverageBacktestOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_BACKTEST_H_
