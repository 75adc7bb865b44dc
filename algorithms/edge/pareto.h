// SPDX-License-Identifier: Apache-2.0
// What nothing else beats on every count.
#ifndef PULLGRAPH_ALGORITHMS_EDGE_PARETO_H_
#define PULLGRAPH_ALGORITHMS_EDGE_PARETO_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

// Returns one byte per row: 1 if no other row is at least as large in every column
// and larger in one. `scores` holds the rows one after the other, `columns` >= 0
// numbers each; larger is better: negate what should be small. Equal rows are on
// the front together; with no columns all rows are.
//
// TIES: none.
// COST: O(rows log rows + distinct rows * distinct rows of the front * columns).
// ERRORS: InvalidArgument if the length is not rows * columns or a score is NaN.
absl::StatusOr<std::vector<uint8_t>> ParetoFront(absl::Span<const double> scores, size_t rows,
                                                 size_t columns);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_EDGE_PARETO_H_
