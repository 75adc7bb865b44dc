// SPDX-License-Identifier: Apache-2.0
// Bidirectional Dijkstra for the smallest path by (cost, hops, lexicographic
// nodes). Part of k_shortest_paths.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_COST_SPUR_SEARCH_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_COST_SPUR_SEARCH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "algorithms/kernels/arc_costs.h"
#include "algorithms/kernels/path_key.h"
#include "algorithms/kernels/spur_query.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Keeps its arrays between queries; clearing them is a step of the epoch.
class CostSpurSearch {
 public:
  // `graph` and `costs` must outlive this; costs are >= 0 or infinite (absent),
  // one per arc, and the finite ones lie on `grid`.
  CostSpurSearch(const TieGraph& graph, const ArcCosts& costs, CostGrid grid);

  // Returns the key of the answer to `query`, whose `max_hops` is not looked at,
  // and puts its nodes after the spur into `suffix`; nullopt if there is none
  // within the bound.
  //
  // COST: O(s log s), s the arcs of the nodes within half the distance of either end.
  std::optional<PathKey> Find(const SpurQuery& query, std::vector<Node>& suffix);

 private:
  struct Label {
    PathKey key = 0;
    Node parent = 0;     // The neighbour one hop nearer to the end of its side.
    uint32_t stamp = 0;  // 2 * epoch, + 1 once settled.
  };
  struct Waiting {
    PathKey key;
    Node node;
  };
  struct Side {
    std::vector<Label> labels;
    std::vector<Waiting> heap;  // Smallest key in front; outdated ones skipped.
  };

  void Start(const SpurQuery& query);
  bool IsLabelled(const Side& side, Node v) const {
    return (side.labels[v].stamp & ~1U) == 2 * epoch_;
  }
  bool IsSettled(const Side& side, Node v) const {
    return side.labels[v].stamp == 2 * epoch_ + 1;
  }
  // Drops outdated entries; returns the smallest key, kNoPathKey if none.
  PathKey Top(Side& side);
  void Push(Side& side, PathKey key, Node v);
  Node Pop(Side& side);
  // Offers v the label (key, parent) on `side`, and looks for a meeting there.
  void Relax(bool forward, Node v, PathKey key, Node parent, PathKey other_top);
  bool IsSmallerParent(bool forward, Node candidate, Node current) const;
  void Expand(bool forward, const SpurQuery& query, PathKey other_top);
  std::vector<Node> PathThrough(Node meeting, Node spur, Node goal) const;

  const TieGraph& graph_;
  const ArcCosts& costs_;
  CostGrid grid_;
  uint32_t epoch_ = 0;
  PathKey best_ = 0;            // Key of the best meeting so far, or the bound.
  std::vector<Node> meetings_;  // Where a path of key <= best_ at that time was seen.
  Side forward_, backward_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_COST_SPUR_SEARCH_H_
