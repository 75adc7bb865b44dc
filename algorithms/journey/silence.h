// SPDX-License-Identifier: Apache-2.0
// Who is drifting away: how likely is nothing heard of a member in the next window?
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_SILENCE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_SILENCE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/journey/levels.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// Returns `options` with as many windows as history fills, at least those asked for and at
// most 60 (fewer of many members): what happened long ago teaches, too.
//
// COST: O(signals + ties). ERRORS: those of MakeWindows.
absl::StatusOr<LevelOptions> OverAllOfHistory(const CommunityView& view, LevelOptions options);

struct SilenceForecast {
  // P(nothing is heard of the member in the window after the origin), one a member; NaN for
  // those who were not active in the window before it.
  std::vector<double> probability;
  std::vector<double> by_level;  // The same from the member's level alone.
  uint64_t rows = 0;             // Members x windows it was learned from.
  bool learned = false;          // Else too few: `probability` is `by_level`.
};

// Forecasts the window after `origin`, a window of `history`, from what happened up to the
// end of it: a logistic regression on the active days of the last three windows, the days
// since the last act, the level and how long the member is known; earlier windows count
// less, half for each twelve. With fewer than 100 rows, or 20 of either outcome, by level.
//
// TIES: none. COST: O(origin x members).
// ERRORS: OutOfRange for `origin`; FailedPrecondition if there is no window before it.
absl::StatusOr<SilenceForecast> ForecastSilence(const LevelHistory& history, size_t origin,
                                                const RunControl* run = nullptr);

struct SilenceBin {
  double low = 0, high = 0;  // Of the probabilities.
  uint64_t members = 0;
  double predicted = 0, observed = 0;  // Means.
};

struct SilenceCheck {
  size_t origin = 0;      // Window.
  uint64_t members = 0;   // Active in it.
  double expected = 0;    // Sum of their probabilities.
  uint64_t seen = 0;      // Of whom nothing was heard in the next window.
  double auc = 0.5;       // .5 if all fell silent, or none did.
  double brier = 0;
  double skill = 0;       // 1 - brier / that of `by_level`; 0 if that is 0.
  std::vector<SilenceBin> bins;  // Five of equal mass, by probability.
};

// Makes the forecast at each of the last `origins` windows that have a next one, as it
// would have been made then, and compares.
//
// COST: origins x that of a forecast. ERRORS: FailedPrecondition with fewer than three
// windows; InvalidArgument for 0 origins.
absl::StatusOr<std::vector<SilenceCheck>> BacktestSilence(const LevelHistory& history,
                                                          size_t origins,
                                                          const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_SILENCE_H_
