// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_NO_NODE_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_NO_NODE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Stands where there is no node, such as the parent of one that was not reached.
inline constexpr Node kNoNode = UINT32_MAX;

// OutOfRange naming the first of `nodes` that is not in `graph`.
inline absl::Status CheckNodes(const TieGraph& graph, absl::Span<const Node> nodes,
                               const char* name) {
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i] < graph.num_nodes()) continue;
    return absl::OutOfRangeError(absl::StrCat(name, "[", i, "] is ", nodes[i],
                                              ", expected a node in [0, ",
                                              graph.num_nodes(), ")"));
  }
  return absl::OkStatus();
}

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_NO_NODE_H_
