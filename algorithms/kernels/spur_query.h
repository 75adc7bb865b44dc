// SPDX-License-Identifier: Apache-2.0
// What the searches behind k_shortest_paths.h are asked.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_SPUR_QUERY_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_SPUR_QUERY_H_

#include <algorithm>
#include <cstdint>

#include "absl/types/span.h"
#include "algorithms/kernels/path_key.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Asks for the smallest path, by (key, lexicographic nodes), from `spur` to
// `goal` that avoids the nodes of `root` and does not start spur -> b for a b in
// `banned`. Spur and goal differ and are not in `root`.
struct SpurQuery {
  absl::Span<const Node> root;
  Node spur = 0;
  Node goal = 0;
  absl::Span<const Node> banned;  // Ascending.
  PathKey bound = kNoPathKey;     // Paths above it are not wanted.
  uint32_t max_hops = UINT32_MAX;

  bool IsBanned(Node first) const {
    return std::binary_search(banned.begin(), banned.end(), first);
  }
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_SPUR_QUERY_H_
