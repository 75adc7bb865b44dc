// SPDX-License-Identifier: Apache-2.0
// Who together has all that is needed, and works well together?
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_TEAMS_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_TEAMS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

enum class TeamMethod {
  // RarestFirst: small diameter, at most twice the smallest.
  kDiameter,
  // EnhancedSteiner: small cost of the tree that holds the team together.
  kTree,
};

struct TeamOptions {
  TeamMethod method = TeamMethod::kDiameter;
  // Holders of the rarest need that kTree starts from, the most central first; >= 1.
  // With all of them the tree costs at most needs - 1 times the least.
  int max_starts = 32;
  const RunControl* run = nullptr;
};

struct Team {
  // Ascending; those between two who fill a need are in it. Empty: there is none.
  std::vector<Node> members;
  std::vector<Node> filled_by;  // Who fills each need; one a need if there is a team.
  double diameter = 0;   // Of the subgraph of the members: the largest distance in it.
  double tree_cost = 0;  // Of its minimum spanning tree.
  // Needs without a holder: why there is no team. If it is empty and there is none,
  // nobody stands in one connected part of the graph with holders of all needs.
  std::vector<uint32_t> without_holder;
};

// Returns a team that is connected and holds for every need one of `holders[need]`.
// `costs`, one an arc of the symmetric `ties` and equal on both arcs of a tie, are
// communication costs that add up: -ln of a tie's probability, say. To have somebody
// in the team, make them the only holder of one more need.
//
// TIES: the smaller node, at every choice; same for any number of threads.
// COST: O(k m log n) for k needs, and for kTree that many times max_starts; O(k n).
// ERRORS: InvalidArgument if `ties` is not symmetric, there are no needs, or a cost is
// negative, infinite or not that of its mirror; OutOfRange for a holder; Cancelled.
// SOURCE: Lappas, Liu, Terzi 2009, doi:10.1145/1557019.1557074.
absl::StatusOr<Team> FindTeam(const TieGraph& ties, absl::Span<const double> costs,
                              absl::Span<const std::vector<Node>> holders,
                              const TeamOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_TEAMS_H_
