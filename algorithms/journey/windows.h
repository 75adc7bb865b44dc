// SPDX-License-Identifier: Apache-2.0
// What happened in which window: pulls, and exchanges over ties.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_WINDOWS_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_WINDOWS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// Windows of equal length, of which the last ends just after now().
struct WindowOptions {
  int count = 6;      // In [2, 1000].
  double days = 30;   // Of each; finite, > 0.
};

struct Window {
  Time from;   // Inclusive,
  Time until;  // exclusive.
};

// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if nothing
// in the community is dated.
absl::StatusOr<std::vector<Window>> MakeWindows(const CommunityView& view,
                                                const WindowOptions& options = {});

// The window of `windows` that holds `t`; -1 if none does.
int WindowOf(const std::vector<Window>& windows, Time t);

// Two members in exchange at some moment.
struct Exchange {
  uint32_t from = 0;
  uint32_t to = 0;
  Time at;
};

// Returns the dated exchanges of each window, in the order of arcs; of an undirected
// tie only those of the arc with the smaller source. Where only the first, the last
// and the number of exchanges of a tie are known, they are taken as evenly spread in
// between, and of more than kMostSpread as many.
//
// COST: O(m + dated exchanges) time, where a tie that lists none has kMostSpread at most;
// those within the windows in memory.
// ERRORS: Cancelled by `run`.
inline constexpr uint64_t kMostSpread = 1000;  // A number in a file is no amount of work.
absl::StatusOr<std::vector<std::vector<Exchange>>> ExchangesOf(const CommunityView& view,
                                                               const std::vector<Window>& windows,
                                                               const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_WINDOWS_H_
