// SPDX-License-Identifier: Apache-2.0
// The undirected view of a directed graph.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_UNDIRECTED_FOLD_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_UNDIRECTED_FOLD_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct UndirectedFold {
  TieGraph ties;                // Symmetric, without parallel arcs.
  std::vector<double> weights;  // One per arc of `ties`; both arcs of a tie agree.
};

// Returns the symmetric graph in which the tie {u, v} weighs the sum of all arcs
// u -> v and v -> u of `ties`. In a symmetric graph the two arcs of a tie count
// once, in any other each arc counts. Ties that sum to 0 are left out. `weights`
// has one entry per arc, or none: then every arc weighs 1.
//
// COST: O(n + m) time and memory.
// ERRORS: those of CheckArcWeights.
absl::StatusOr<UndirectedFold> FoldUndirected(const TieGraph& ties,
                                              absl::Span<const double> weights,
                                              const RunControl* run = nullptr);

// OK if `weights` is empty or has one finite entry >= 0 per arc and, in a
// symmetric graph, the two arcs of every tie agree.
//
// COST: O(n + m) time, O(n) memory.
// ERRORS: InvalidArgument naming the arc and its weight.
absl::Status CheckArcWeights(const TieGraph& ties, absl::Span<const double> weights);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_UNDIRECTED_FOLD_H_
