// SPDX-License-Identifier: Apache-2.0
// Distances in hops.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_BFS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_BFS_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/no_node.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct BfsOptions {
  // Finds parents too; costs about a tenth of the time.
  bool parents = true;
  // Follows arcs from target to source: distances *to* the sources.
  bool reverse = false;
  // Nodes farther away stay unreached; in hops, >= 0.
  int32_t max_distance = std::numeric_limits<int32_t>::max();
  const RunControl* run = nullptr;
};

struct BfsResult {
  // Hops from the nearest source, -1 if unreached; one per node.
  std::vector<int32_t> distance;
  // The node before on a shortest path; a source is its own, kNoNode if unreached.
  // One per node, or empty if not asked for.
  std::vector<Node> parent;
  Node num_reached = 0;      // Sources included.
  int32_t max_distance = 0;  // The largest found.
};

// Returns the hop distance of every node from the nearest of `sources`, in which
// repeats do no harm. Without sources nothing is reached.
//
// TIES: the parent is the smallest of the nodes one hop nearer; same for any
// number of threads.
// COST: O(n + m) time, far less than m if few nodes reach most others; 4 bytes a
// node for each array of the result, and 1 byte a node beside.
// ERRORS: OutOfRange for a source not in `graph`; InvalidArgument for a negative
// max_distance; Cancelled by `run`.
// SOURCE: Beamer, Asanovic, Patterson 2012, doi:10.1109/SC.2012.50
// (direction-optimising search).
absl::StatusOr<BfsResult> BreadthFirstSearch(const TieGraph& graph,
                                             absl::Span<const Node> sources,
                                             const BfsOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_BFS_H_
