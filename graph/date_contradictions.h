// SPDX-License-Identifier: Apache-2.0
// Dates that contradict each other: the community is sound, and yet some date is wrong.
#ifndef PULLGRAPH_GRAPH_DATE_CONTRADICTIONS_H_
#define PULLGRAPH_GRAPH_DATE_CONTRADICTIONS_H_

#include <cstdint>
#include <vector>

#include "graph/community_graph.h"

namespace pullgraph {

enum class DateContradiction {
  kAnsweredBeforeAsked,
  kPulledBeforeJoining,
  kPulledBeforePublication,
};

struct DateContradictions {
  DateContradiction kind = DateContradiction::kAnsweredBeforeAsked;
  uint64_t count = 0;
  uint32_t first = 0;  // Row of the signals.
};

// Returns the kinds that occur among the signals, in the order of the enum. A question is
// published by asking it and is no contradiction, whichever comes first.
//
// COST: O(signals).
std::vector<DateContradictions> FindDateContradictions(const CommunityGraph& community);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_DATE_CONTRADICTIONS_H_
