// SPDX-License-Identifier: Apache-2.0
// The last moment that is history, not plan.
#ifndef PULLGRAPH_GRAPH_OBSERVED_H_
#define PULLGRAPH_GRAPH_OBSERVED_H_

#include "graph/columns.h"

namespace pullgraph {

// A touch without an outcome that lies further behind all else than that is planned:
// a campaign is sent while people are about, within a quarter of a year of their last
// signal or of the touch before.
inline constexpr double kPlannedAfterDays = 90;

// Returns the last moment observed: of a tie, a signal, or a touch that was sent. What
// a member, a resource or a membership begins with does not count, nor does a touch
// that was held out or is only planned. A touch was sent if it came to something
// (opened, bounced, ...), or if it lies no further than kPlannedAfterDays behind what
// was observed before it; where no tie and no signal has a date, every touch was.
// Absent if nothing is dated.
//
// COST: O(arcs + touches). Signals and touches are sorted by time.
Time LastObserved(const TieColumns& ties, const SignalColumns& signals,
                  const TouchColumns& touches);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_OBSERVED_H_
