// SPDX-License-Identifier: Apache-2.0
// Members near a member, whom it is not tied to.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_CANDIDATES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_CANDIDATES_H_

#include <cstddef>
#include <vector>

#include "graph/tie_graph.h"

namespace pullgraph {

// Scratch of one worker. `ties` is symmetric and simple and outlives this.
class LinkCandidates {
 public:
  // Members at 2 to `max_hops` ties; 2 or 3.
  LinkCandidates(const TieGraph& ties, int max_hops)
      : ties_(ties), max_hops_(max_hops), score_(ties.num_nodes(), 0) {}

  // Puts the candidates of `u` into `out`, ascending; if there are more than `limit`,
  // those that a random walk of 2 (if allowed, 3) steps reaches most easily for their
  // degree, the smaller member first among equals.
  // COST: O(arcs within max_hops of u).
  void Find(Node u, size_t limit, std::vector<Node>& out);

 private:
  void Spread(Node from, double amount);

  const TieGraph& ties_;
  int max_hops_;
  std::vector<double> score_;  // 0 between calls.
  std::vector<Node> reached_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_CANDIDATES_H_
