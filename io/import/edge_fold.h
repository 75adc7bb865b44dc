// SPDX-License-Identifier: Apache-2.0
// Equal lines of an edge list, folded while they come in.
#ifndef PULLGRAPH_IO_IMPORT_EDGE_FOLD_H_
#define PULLGRAPH_IO_IMPORT_EDGE_FOLD_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Whether a pair has as many equals as itself on the mean, by a sample of places.
// COST: O(1).
bool HasManyEquals(absl::Span<const std::pair<Node, Node>> pairs);

// Keeps one of equal pairs, ascending. `count` has how many lines the first pairs stand for,
// those beyond it stand for one each; then one number a pair, at most 2^32 - 1.
// COST: O(m log m).
void FoldEqualPairs(std::vector<std::pair<Node, Node>>& pairs, std::vector<uint32_t>& count);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_EDGE_FOLD_H_
