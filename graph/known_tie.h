// SPDX-License-Identifier: Apache-2.0
// What was known of a tie at one moment.
#ifndef PULLGRAPH_GRAPH_KNOWN_TIE_H_
#define PULLGRAPH_GRAPH_KNOWN_TIE_H_

#include <cstdint>
#include <vector>

#include "graph/community_view.h"

namespace pullgraph {

struct KnownTie {
  uint64_t count = 0;  // Interactions; 0: the tie had not begun.
  Time first;          // Absent if undated.
  Time last;
  friend bool operator==(const KnownTie&, const KnownTie&) = default;
};

// Returns what `view` knows of the tie of `arc`. Where each interaction has a date, those
// before as_of. Where only the first, the last and the count are known and the last lies
// behind as_of, the interactions are taken as evenly spread between the two, both
// included, to whole microseconds; those before as_of are known, and the last of them is
// the last one. A tie with nothing but a last date, which is not yet, is one undated
// interaction. What is known of what is known is the same: cutting twice changes nothing.
//
// COST: O(log interactions).
KnownTie KnownTieOf(const CommunityView& view, ArcIndex arc);

// The i-th of `count` interactions spread evenly over [first, last], 0 <= i < count.
Time SpreadMoment(Time first, Time last, uint64_t count, uint64_t i);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_KNOWN_TIE_H_
