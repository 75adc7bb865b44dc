// SPDX-License-Identifier: Apache-2.0
// Cheapest paths of at most so many hops, from a set of sources to every node.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_HOP_LIMITED_PATHS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_HOP_LIMITED_PATHS_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/k_shortest_paths.h"
#include "algorithms/kernels/path_key.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct HopLimitedOptions {
  // Arcs of a path at most; >= 1.
  int max_hops = 4;
  // Paths that cost more are none; >= 0. May be infinite.
  double max_cost = std::numeric_limits<double>::infinity();
  // The only node asked for: searches stop early, other answers may be missing.
  std::optional<Node> goal;
  // Cancelling; uses one thread. May be null.
  const RunControl* run = nullptr;
};

// The answers to one search; keeps its memory for the next one, and nothing of the
// graph. Nodes must be below its number of nodes.
class HopLimitedTree {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  // The best path to `node` of HopsOf(key) arcs, cheaper than all of fewer arcs.
  struct Entry {
    PathKey key;
    ArcIndex arc;  // The last arc; 0 at a source.
    Node node;
    uint32_t parent;   // Entry of the path without its last arc; kNone at a source.
    uint32_t shorter;  // The next best of fewer arcs, kNone if there is none.
  };

  // Parents come before children, fewer hops before more.
  absl::Span<const Entry> entries() const { return entries_; }
  // Entry of the best path to v within the limits; kNone if out of reach.
  uint32_t Best(Node v) const { return marks_[v].epoch == epoch_ ? marks_[v].entry : kNone; }
  // The same among the paths of at most `hops` arcs. COST: O(max_hops).
  uint32_t BestWithin(Node v, uint32_t hops) const;
  // Infinite if out of reach.
  double Cost(Node v) const;
  // -1 if out of reach.
  int Hops(Node v) const;
  // The path of an entry; no nodes for kNone. COST: O(hops).
  RankedPath PathOf(uint32_t entry) const;

 private:
  friend class HopLimitedPaths;
  struct Mark {
    uint32_t epoch = 0;
    uint32_t entry = 0;
  };

  void Clear(Node num_nodes, CostGrid grid);
  void Add(const Entry& entry);
  // Offers a path; keeps it if it is better.
  void Relax(const Entry& offer);
  bool IsSmaller(uint32_t a, uint32_t b) const;

  CostGrid grid_{0, 0};
  uint32_t epoch_ = 0;
  std::vector<Mark> marks_;
  std::vector<Entry> entries_;
};

// Answers many queries on one graph.
class HopLimitedPaths {
 public:
  // `costs` has one entry per arc, >= 0, infinite where there is no way.
  // `node_costs`, one per node or none, is paid for every node in between, not for
  // the ends. All must outlive the result.
  //
  // COST: O(n + m) time, O(1) memory.
  // ERRORS: InvalidArgument naming a cost that is negative or NaN, or a wrong length.
  static absl::StatusOr<HopLimitedPaths> Create(const TieGraph& graph,
                                                absl::Span<const double> costs,
                                                absl::Span<const double> node_costs = {});

  // Fills `tree` with the best paths from any of `sources` to every node.
  //
  // TIES: cost, then fewer hops, then the lexicographically smaller nodes, as in
  // k_shortest_paths.h; costs are summed up exactly there and here.
  // COST: O(h m) time at most, less where few paths get better; O(n + entries)
  // memory, entries <= (h + 1) n; h = max_hops. O(s) if the tree is used again, s
  // the arcs of the nodes within h - 1 hops.
  // ERRORS: OutOfRange for a source or goal not in the graph; InvalidArgument for an
  // option out of range; Cancelled.
  // SOURCE: Bellman 1958, doi:10.1090/qam/102435, by layers of hops. Dijkstra alone
  // is wrong here: the cheapest start may spend too many hops.
  absl::Status Run(absl::Span<const Node> sources, const HopLimitedOptions& options,
                   HopLimitedTree& tree) const;

 private:
  HopLimitedPaths(const TieGraph& graph, absl::Span<const double> costs,
                  absl::Span<const double> node_costs, double max_cost)
      : graph_(&graph),
        costs_(costs),
        node_costs_(node_costs),
        max_cost_(max_cost),
        grid_(graph.num_nodes(), max_cost) {}

  absl::Status Check(absl::Span<const Node> sources, const HopLimitedOptions& options) const;
  void Expand(uint32_t entry, PathKey bound, HopLimitedTree& tree) const;

  const TieGraph* graph_;
  absl::Span<const double> costs_;
  absl::Span<const double> node_costs_;
  double max_cost_;  // Of one arc and the node before it.
  CostGrid grid_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_HOP_LIMITED_PATHS_H_
