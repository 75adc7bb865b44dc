// SPDX-License-Identifier: Apache-2.0
// Sorting and folding arcs; internal to graph/.
#ifndef PULLGRAPH_GRAPH_ARC_SORT_H_
#define PULLGRAPH_GRAPH_ARC_SORT_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct SortedArcs {
  std::vector<uint64_t> offsets;  // n + 1
  std::vector<Node> targets;      // Ascending in each row.
};

// Rows of `arcs`, whose ends are below `n`; with `symmetrize` a mirror of each arc
// but the loops. COST: O(n + m) time, no comparison; 8 bytes of scratch an
// arc. Same for any number of threads.
SortedArcs SortArcs(Node n, absl::Span<const std::pair<Node, Node>> arcs, bool symmetrize,
                    bool remove_loops, int threads);

// Keeps one of equal arcs. Returns how many each kept arc stood for, or nothing if
// all were alone.
std::vector<uint32_t> FoldParallelArcs(SortedArcs& rows);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_ARC_SORT_H_
