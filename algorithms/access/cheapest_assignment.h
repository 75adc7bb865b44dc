// SPDX-License-Identifier: Apache-2.0
// Jobs to workers of limited capacity. Part of introduction_plan.h.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_CHEAPEST_ASSIGNMENT_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_CHEAPEST_ASSIGNMENT_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"

namespace pullgraph {

struct AssignmentChoice {
  size_t worker = 0;
  double cost = 0;  // Finite, >= 0.
};

inline constexpr size_t kNotAssigned = static_cast<size_t>(-1);

// Returns for each job the position of one of its `choices`, or kNotAssigned: as many
// jobs as possible, and at least cost among those. Worker w takes `capacity[w]` >= 0
// jobs at most. Costs are rounded to 2^-50 of the largest sum.
//
// COST: O(c log (jobs + workers)) time for each job assigned, O(c) memory; c choices.
std::vector<size_t> CheapestAssignment(absl::Span<const std::vector<AssignmentChoice>> choices,
                                       absl::Span<const int> capacity);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_CHEAPEST_ASSIGNMENT_H_
