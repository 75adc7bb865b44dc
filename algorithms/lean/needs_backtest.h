// SPDX-License-Identifier: Apache-2.0
// Those who were named as able to answer: did they?
#ifndef PULLGRAPH_ALGORITHMS_LEAN_NEEDS_BACKTEST_H_
#define PULLGRAPH_ALGORITHMS_LEAN_NEEDS_BACKTEST_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct NeedsBacktestOptions {
  // Share of the asks, the last, that are tested on; in (0, 1).
  double test_share = 0.5;
  // Days within which an answer counts; finite, > 0.
  double within_days = 30;
  // Days that make an answerer of the simple rule a recent one; finite, > 0.
  double recent_days = 90;
  double confidence = 0.95;  // Of the intervals, in (0, 1).
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

enum class AnswererRanking {
  kNamed,      // As `needs` names them, for all topics of the ask, and who asks.
  kActive,     // Who answered most in the last recent_days, on whatever topic.
  kTopic,      // Who answered most on the ask's most frequent topic, decayed.
  kRandom,     // Who answered before, in random order.
};
inline constexpr size_t kNumAnswererRankings = 4;

// "who can answer", ...
std::string_view AnswererRankingName(AnswererRanking ranking);

struct AnswererScore {
  // Share of the tested asks one of whose answerers was the first named, or among three.
  Estimate hit_at_1;
  Estimate hit_at_3;
  double mrr_at_10 = 0;  // Mean of 1 / place of the first answerer, 0 beyond the tenth.
};

struct NeedsBacktest {
  Time test_begin;      // Of the first ask tested on.
  uint64_t asks = 0;    // Tested: answered by somebody else within the days.
  uint64_t known = 0;   // Of these, answered by somebody who had answered before.
  uint64_t learned = 0; // Answered asks before test_begin that the weights were chosen on.
  double half_life_days = 0;  // Chosen,
  double elsewhere = 0;
  double tie = 0;
  std::array<AnswererScore, kNumAnswererRankings> scores;  // By AnswererRanking.
  Estimate over_active;  // Hits among three of kNamed, as a multiple of those of kActive.
};

// Goes through the last asks known to `view`. Each time the rankings know what had been
// answered before the ask; what kNamed weighs and how was chosen before the first of them.
// Intervals resample the askers.
//
// TIES: the member who answered first.
// COST: O(asks x answerers), and that of ChooseAnswererWeights.
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition without an ask to
// test on; Cancelled by `run`.
absl::StatusOr<NeedsBacktest> BacktestNeeds(const CommunityView& view,
                                            const NeedsBacktestOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_NEEDS_BACKTEST_H_
