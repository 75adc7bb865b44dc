// SPDX-License-Identifier: Apache-2.0
// Cheapest ways from some sources to every node.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_SSSP_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_SSSP_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/no_node.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Integer cost of an arc that is not there.
inline constexpr uint32_t kAbsentCost = UINT32_MAX;
// Integer distance of a node that is not reached.
inline constexpr uint64_t kUnreachedDistance = UINT64_MAX;

struct SsspOptions {
  // Finds parents too; costs about a fifth of the time.
  bool parents = true;
  const RunControl* run = nullptr;
};

// Distance is uint64_t for integer costs, double for real ones.
template <class Distance>
struct SsspResult {
  // Cost of the cheapest way from a source; kUnreachedDistance or infinity if there
  // is none. One per node.
  std::vector<Distance> distance;
  // The node before on a cheapest way; a source is its own, kNoNode if unreached.
  // One per node, or empty if not asked for.
  std::vector<Node> parent;
  Node num_reached = 0;  // Sources included.
};

// Returns the distance of every node from the nearest of `sources`, in which repeats
// do no harm. `costs` has one entry per arc: integers, kAbsentCost where there is no
// way; or reals >= 0, infinite where there is no way. Distances of reals are added up
// from the source on, and are the least that any way adds up to.
//
// TIES: the parent is the smallest of the nodes that are nearer and on a cheapest
// way; if those on one are all equally near (arcs of cost 0), the smallest of those
// with the fewest such arcs behind them. Same for any number of threads.
// COST: O(n + m) time on most graphs: buckets of a width chosen from the costs; where
// these are too skewed, a heap and O((n + m) log n). 8 bytes a node beside the result.
// ERRORS: OutOfRange for a source not in `graph`; InvalidArgument for a wrong number
// of costs, or naming an arc whose cost is negative or NaN; Cancelled by `run`.
// SOURCE: Meyer and Sanders 2003, doi:10.1016/S0196-6774(03)00076-2 (delta-stepping);
// Dijkstra 1959, doi:10.1007/BF01386390.
absl::StatusOr<SsspResult<uint64_t>> ShortestPaths(const TieGraph& graph,
                                                   absl::Span<const uint32_t> costs,
                                                   absl::Span<const Node> sources,
                                                   const SsspOptions& options = {});
absl::StatusOr<SsspResult<double>> ShortestPaths(const TieGraph& graph,
                                                 absl::Span<const double> costs,
                                                 absl::Span<const Node> sources,
                                                 const SsspOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_SSSP_H_
