// SPDX-License-Identifier: Apache-2.0
// When the ends of a tie were in contact.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_EXCHANGES_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_EXCHANGES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/introduction_graph.h"
#include "graph/run_control.h"

namespace pullgraph {

// Returns the moments of the exchanges on the tie of `arc` that `view` knows of,
// ascending: all of them where the community holds them, else the first and the last
// one known (KnownTieOf). Empty if the tie is undated or had not begun.
//
// COST: O(exchanges).
std::vector<Time> KnownExchanges(const CommunityView& view, ArcIndex arc);

// Returns for every arc of `graph`, which was built from `view`, the days from the
// last known exchange on any tie behind it, either way, to view.now(); infinite if
// none of them is dated.
//
// COST: O(m (log d + exchanges)) time for m arcs. ERRORS: Cancelled by `run`.
absl::StatusOr<std::vector<double>> ContactAges(const CommunityView& view,
                                                const IntroductionGraph& graph,
                                                const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_EXCHANGES_H_
