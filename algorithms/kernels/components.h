// SPDX-License-Identifier: Apache-2.0
// What hangs together.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_COMPONENTS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_COMPONENTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct ComponentsOptions {
  const RunControl* run = nullptr;
};

struct ComponentsResult {
  // Smallest node of the component; one per node.
  std::vector<Node> label;
  // The components: their smallest nodes, ascending, and how many nodes they have.
  std::vector<Node> smallest;
  std::vector<Node> size;

  size_t count() const { return smallest.size(); }
  // Index of the largest component, the first of equal ones; count() >= 1.
  size_t largest() const;
};

// Returns the connected components of `ties` taken without direction (the weak
// components of a directed graph).
//
// TIES: none, the answer is unique; same for any number of threads.
// COST: O(n + m) in practice, far less than m with a giant component; no memory
// beside the result.
// ERRORS: Cancelled by `run`.
// SOURCE: Sutton, Ben-Nun, Barak 2018, doi:10.1109/IPDPS.2018.00012 (Afforest).
absl::StatusOr<ComponentsResult> FindComponents(const TieGraph& ties,
                                                const ComponentsOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_COMPONENTS_H_
