// SPDX-License-Identifier: Apache-2.0
// Which nodes together are in most sets?
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_MAX_COVERAGE_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_MAX_COVERAGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/reverse_sets.h"
#include "graph/run_control.h"

namespace pullgraph {

struct MaxCoverageOptions {
  // Nodes that may be chosen: 1 a node; empty: all.
  absl::Span<const uint8_t> candidates;
  const RunControl* run = nullptr;
};

struct MaxCoverage {
  std::vector<Node> chosen;       // In the order of choice.
  std::vector<uint64_t> covered;  // Sets covered by the first i + 1 of them.
  // No choice that is allowed covers more sets than this; <= the number of sets.
  double most = 0;
  // For CoverByCount: no choice of i + 1 nodes covers more than most_by_count[i].
  std::vector<double> most_by_count;
};

// Returns `count` candidates, each the one that covers most of the sets not covered by
// those before; fewer if there are not so many. With `enough` > 0 it stops as soon as
// so many sets are covered. Covers at least 1 - (1 - 1/k)^k of what any k can.
//
// TIES: the smaller node.
// COST: O(n + nodes in the sets + count x largest gain).
// ERRORS: InvalidArgument if candidates are not one a node, or a set holds a node
// beyond `num_nodes`; Cancelled.
// SOURCE: Nemhauser et al. 1978, doi:10.1007/BF01588971; the bound on the best choice
// (what is covered plus the k largest gains left, least over the steps) as in Tang et
// al. 2018, doi:10.1145/3183713.3183749.
absl::StatusOr<MaxCoverage> CoverByCount(const ReverseSets& sets, Node num_nodes, uint32_t count,
                                         uint64_t enough, const MaxCoverageOptions& options = {});

// The same under a budget: the costs of those chosen sum to at most `budget`. Returns
// the better of the greedy choice by gain per cost and the best single candidate
// (completed greedily): at least (1 - 1/e) / 2 of the best choice. `cost` has one
// finite number > 0 a node.
//
// TIES: the smaller node; the choice by gain per cost.
// COST: O(n log n + nodes in the sets + 16 n log n for the bound).
// ERRORS: those of CoverByCount; InvalidArgument for a cost or the budget.
// SOURCE: Leskovec et al. 2007, doi:10.1145/1281192.1281239; Khuller et al. 1999,
// doi:10.1016/S0020-0190(99)00031-9. The bound is the fractional knapsack of gains.
absl::StatusOr<MaxCoverage> CoverByBudget(const ReverseSets& sets, absl::Span<const double> cost,
                                          double budget, const MaxCoverageOptions& options = {});

// How many of the sets the first i + 1 of `chosen` cover.
//
// COST: O(n + nodes in the sets).
std::vector<uint64_t> CountCovered(const ReverseSets& sets, Node num_nodes,
                                   absl::Span<const Node> chosen, int threads = 1);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_MAX_COVERAGE_H_
