// SPDX-License-Identifier: Apache-2.0
// The frontier of the market: who stands around the customers, up to where the ties
// thin out.
#ifndef PULLGRAPH_ALGORITHMS_EDGE_FRONTIER_H_
#define PULLGRAPH_ALGORITHMS_EDGE_FRONTIER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/edge/edge_clusters.h"
#include "graph/community_view.h"

namespace pullgraph {

struct FrontierOptions {
  // Whose customers count; None: those of any market.
  MarketId market = MarketId::None();
  TieStrengthOptions strength;  // Its `run` is not used.
  // Chance that the walk from the customers goes on, in [0, 1). More reaches farther.
  double damping = 0.85;
  // Mass a tie that the walk may leave unplaced, in (0, 1]. Smaller looks farther, at a
  // cost of 1 / epsilon.
  double epsilon = 1e-6;
  const RunControl* run = nullptr;
};

struct FrontierMember {
  MemberId member;
  double score = 0;              // Of the walk, by strength of the member's ties.
  double customer_share = 0;     // Of that strength, to customers; in [0, 1].
  BridgingMember bridge;         // Its strongest tie to a customer; none if it has none.
};

struct Frontier {
  std::vector<FrontierMember> members;  // In the order of the sweep: nearest first.
  uint64_t num_customers = 0;           // With ties, from whom the walk starts.
  double conductance = 1;               // Of the cut around them and the frontier.
  double residual = 0;                  // Mass that the walk did not place.
};

// Returns the members, neither customers nor staff nor bots, whom to take in beside all
// customers so that the ties to those left out are weakest for the volume: the best cut
// of a sweep over a walk that starts at the customers. Empty without customers.
//
// TIES: as FindSweepCut. Same for any number of threads.
// COST: O(n + m) and O(1 / (epsilon (1 - damping))).
// ERRORS: InvalidArgument for an option out of range; OutOfRange for a market not in the
// community; Cancelled.
// SOURCE: Andersen, Chung, Lang 2006, doi:10.1109/FOCS.2006.44 (PageRank-Nibble, weighted).
absl::StatusOr<Frontier> FindFrontier(const CommunityView& view,
                                      const FrontierOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_EDGE_FRONTIER_H_
