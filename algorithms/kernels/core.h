// SPDX-License-Identifier: Apache-2.0
// How deep in the graph a node sits: k-cores and onion layers.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_CORE_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_CORE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct CoreOptions {
  // Finds onion layers too; costs next to nothing.
  bool layers = false;
  const RunControl* run = nullptr;
};

struct CoreResult {
  // Largest k such that the node has k neighbours within the k-core; one per node.
  std::vector<uint32_t> core;
  // When the node is peeled off, counted from 1 at the outermost; one per node, or
  // empty if not asked for.
  std::vector<uint32_t> layer;
  uint32_t max_core = 0;
  uint32_t num_layers = 0;  // 0 if not asked for.
};

// Returns the core number of every node: how far it stays when all nodes with fewer
// than k neighbours are peeled off, again and again, for k = 1, 2, ... A layer is
// what one round of peeling takes off together. Ties count without direction,
// parallel ones once, loops not at all.
//
// TIES: none, the answer is unique; same for any number of threads.
// COST: O(n + m) time; O(n) memory beside the result, and a copy of the graph if it
// is not symmetric or has loops or parallel arcs.
// ERRORS: Cancelled by `run`.
// SOURCE: Batagelj and Zaversnik 2003, arXiv:cs/0310049; Hebert-Dufresne, Grochow,
// Allard 2016, doi:10.1038/srep31708 (onion layers).
absl::StatusOr<CoreResult> FindCores(const TieGraph& ties, const CoreOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_CORE_H_
