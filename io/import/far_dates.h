// SPDX-License-Identifier: Apache-2.0
// Dates far behind all others; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_FAR_DATES_H_
#define PULLGRAPH_IO_IMPORT_FAR_DATES_H_

#include "graph/community_graph.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Names, in `report`, what is dated more than a year behind the last moment observed, by
// kind of row: it is planned, and no history. And the signals and ties that lie so far
// behind all others of them that they may be slips: what is observed decides what "now" is.
// A community without a date of that kind gets no note.
//
// COST: O(rows + s log s) for s moments of signals and ties.
void NoteFarDates(const CommunityGraph& community, ImportReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_FAR_DATES_H_
