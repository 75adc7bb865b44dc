// SPDX-License-Identifier: Apache-2.0
// How deep in the community its members stood, window by window.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_LEVELS_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_LEVELS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/journey/windows.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

enum class Level : uint8_t {
  kUnknown,  // Not in the community yet.
  kEdge,     // Known, but nothing was heard of them.
  kCasual,   // Active, on fewer days than a regular.
  kRegular,
  kCore,     // A regular in the midst of those who exchange with one another.
};
inline constexpr size_t kNumLevels = 4;  // Those after kUnknown.

// "silent", "casual", "regular", "core"; "unknown".
std::string_view LevelName(Level level);

struct LevelOptions {
  WindowOptions windows;
  // Days of a window with a pull or an exchange that make a regular, >= 1.
  uint32_t regular_days = 3;
  // Core number, among the exchanges of the window, that makes a regular core; 0: half
  // of the largest of that window, and at least 2.
  uint32_t core_number = 0;
  const RunControl* run = nullptr;
};

struct LevelHistory {
  std::vector<Window> windows;
  // levels[w][m]: level of member m in window w.
  std::vector<std::vector<Level>> levels;
  std::vector<uint32_t> core_number;  // That made core, of each window.
  // active_days[w][m]: days of window w on which m acted; idle_days[w][m]: days from the last
  // of them to the end of the window, its length if there was none.
  std::vector<std::vector<uint32_t>> active_days;
  std::vector<std::vector<float>> idle_days;
};

// Returns the level of every member in every window, from the days on which a member
// pulled or was in exchange with another and from the core number in the graph of the
// window's exchanges. Members are known from when they joined, or from their first
// pull or exchange; staff and bots stay kUnknown.
//
// TIES: none; same for any number of threads.
// COST: O((m + s) log(m + s)), s signals and dated exchanges.
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if nothing is
// dated; Cancelled by `run`.
absl::StatusOr<LevelHistory> FindLevels(const CommunityView& view,
                                        const LevelOptions& options = {});

struct LevelTransitions {
  // counts[i][j]: members at level i in a window and at j in the next one; i and j
  // are levels without kUnknown, as 0..3.
  std::array<std::array<uint64_t, kNumLevels>, kNumLevels> counts = {};
  // counts[i][j] / the sum of row i, with the interval of the posterior Dirichlet(n p + 1/2),
  // n the number of independent steps that tell as much (ClusterShare): the steps of a member
  // depend on each other. Of an empty row: 1/4 in [0, 1].
  std::array<std::array<Estimate, kNumLevels>, kNumLevels> rates = {};
  // Where newcomers begin: level in the first window that knows them.
  std::array<uint64_t, kNumLevels> entered = {};
  // Share of members at each level in the last window, and after so many windows that
  // it no longer changes, if the rates stay and nobody comes or goes.
  std::array<double, kNumLevels> now = {};
  std::array<double, kNumLevels> heading = {};
  uint64_t members = 0;  // Known in the last window.
};

// Counts the steps from window to window.
//
// COST: O(windows * members).
// ERRORS: InvalidArgument for a confidence outside (0, 1).
// SOURCE: interval: marginals of Jeffreys' posterior of a multinomial, Beta(c + 1/2,
// n - c + 3/2); n: kernels/cluster_bootstrap.h.
absl::StatusOr<LevelTransitions> CountTransitions(const LevelHistory& history,
                                                  double confidence = 0.95);

struct Drift {
  MemberId member;
  double slope = 0;  // Levels a window, by least squares; > 0 is towards the core.
  Level first = Level::kUnknown;
  Level last = Level::kUnknown;
  uint32_t windows = 0;  // That know the member.
};

// Returns the drift of members known in at least `min_windows` >= 2 windows, the
// steepest (of either sign) first, then by id. Members who never changed are left out.
// COST: O(windows * members).
std::vector<Drift> FindDrifts(const LevelHistory& history, uint32_t min_windows = 3);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_LEVELS_H_
