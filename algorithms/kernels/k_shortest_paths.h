// SPDX-License-Identifier: Apache-2.0
// The k best paths without repeated nodes, in exact order.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_K_SHORTEST_PATHS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_K_SHORTEST_PATHS_H_

#include <limits>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct KShortestPathsOptions {
  // Longest path, in arcs; >= 0. 0 means no limit.
  int max_hops = 0;
  // Paths that cost more are none; >= 0. May be infinite.
  double max_cost = std::numeric_limits<double>::infinity();
  // Progress (paths found / k) and cancelling; uses one thread. May be null.
  const RunControl* run = nullptr;
};

struct RankedPath {
  std::vector<Node> nodes;     // Source first, goal last, no two equal.
  std::vector<ArcIndex> arcs;  // The cheapest arc of each step, the first if several.
  double cost = 0;             // Sum of the arcs' costs; their number without costs.

  friend bool operator==(const RankedPath&, const RankedPath&) = default;
};

// Answers many queries on one graph: costs are checked once, and a query clears
// nothing that it did not touch. Not for several threads at a time.
class KShortestPaths {
 public:
  // `costs` has one entry per arc, >= 0, infinite where there is no way; or none,
  // and then every arc costs 1. Both `graph` and `costs` must outlive the result.
  //
  // COST: O(n + m) time, O(n) memory.
  // ERRORS: InvalidArgument naming the arc whose cost is negative or NaN, or for a
  // wrong number of costs.
  static absl::StatusOr<KShortestPaths> Create(const TieGraph& graph,
                                               absl::Span<const double> costs = {});
  KShortestPaths(KShortestPaths&&) noexcept;
  KShortestPaths& operator=(KShortestPaths&&) noexcept;
  ~KShortestPaths();

  // Returns the k best paths from `source` to `goal`, all if there are fewer; paths
  // differ in their nodes, parallel arcs are folded to the cheapest. None is an
  // answer, not an error. From a node to itself there is one path, of no arc.
  //
  // TIES: cost, then fewer hops, then the lexicographically smaller nodes. Costs are
  // summed up exactly, on a grid finer than doubles (CostGrid in path_key.h), so
  // that paths tie whatever the order of their arcs; `cost` is that sum, rounded.
  // COST: at most k * hops spur searches, each as far as half the distance from
  // both ends; O(n + k * hops) memory.
  // ERRORS: OutOfRange if a node is not in the graph; InvalidArgument for k < 1, a
  // negative max_hops or max_cost; Cancelled.
  // SOURCE: Yen 1971, doi:10.1287/mnsc.17.11.712; Lawler 1972,
  // doi:10.1287/mnsc.18.7.401, each set of paths searched once.
  absl::StatusOr<std::vector<RankedPath>> Find(Node source, Node goal, int k,
                                               const KShortestPathsOptions& options = {});

 private:
  class Search;
  explicit KShortestPaths(std::unique_ptr<Search> search);
  std::unique_ptr<Search> search_;
};

// One query: Create and Find.
absl::StatusOr<std::vector<RankedPath>> FindKShortestPaths(
    const TieGraph& graph, absl::Span<const double> costs, Node source, Node goal, int k,
    const KShortestPathsOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_K_SHORTEST_PATHS_H_
