// SPDX-License-Identifier: Apache-2.0
// Where a walk that now and then starts anew anywhere is found.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_PAGERANK_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_PAGERANK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct PageRankOptions {
  // Chance of following an arc rather than starting anew; [0, 1). Time grows with
  // 1 / (1 - damping), with its square root if ties have no direction.
  double damping = 0.85;
  // Largest L1 error of the scores; [1e-12, 2].
  double tolerance = 1e-6;
  // Passes over the graph, >= 0. If they run out, error_bound exceeds tolerance.
  int max_iterations = 10000;
  const RunControl* run = nullptr;
};

struct PageRankResult {
  std::vector<double> score;  // >= 0, sums to 1 but for error_bound; one per node.
  double error_bound = 0;     // L1 distance from the exact scores is at most this.
  int iterations = 0;
};

// Returns the PageRank of every node. A walk takes each arc in proportion to its
// weight; from a node that nothing leaves, it starts anew. `weights` has one entry
// per arc, or none: then every arc weighs 1.
//
// TIES: none; same for any number of threads.
// COST: O(n + m) an iteration; 16 bytes a node, and 8 an arc if there are weights
// that differ by direction.
// ERRORS: InvalidArgument for an option out of range or a weight that is neither 0
// nor in [1e-200, 1e200]; Cancelled by `run`.
// SOURCE: Brin and Page 1998, doi:10.1016/S0169-7552(98)00110-X; on graphs whose
// ties have no direction, Chebyshev's semi-iteration (Golub and Varga 1961,
// doi:10.1007/BF01386013), which takes a third of the passes.
absl::StatusOr<PageRankResult> PageRank(const TieGraph& graph,
                                        absl::Span<const double> weights = {},
                                        const PageRankOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_PAGERANK_H_
