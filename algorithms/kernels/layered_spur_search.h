// SPDX-License-Identifier: Apache-2.0
// Smallest path by (cost, hops, lexicographic nodes) of at most so many hops, from
// both ends by layers of hops. Part of k_shortest_paths.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_LAYERED_SPUR_SEARCH_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_LAYERED_SPUR_SEARCH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "algorithms/kernels/arc_costs.h"
#include "algorithms/kernels/path_key.h"
#include "algorithms/kernels/spur_query.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Keeps its arrays between queries; clearing them is a step of the epoch.
class LayeredSpurSearch {
 public:
  // As CostSpurSearch.
  LayeredSpurSearch(const TieGraph& graph, const ArcCosts& costs, CostGrid grid);

  // Returns the key of the answer to `query` and puts its nodes after the spur into
  // `suffix`; nullopt if there is none within the bounds.
  //
  // COST: O(max_hops * arcs of the nodes within max_hops / 2 of either end).
  std::optional<PathKey> Find(const SpurQuery& query, std::vector<Node>& suffix);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  // The smallest walk between v and the end of its side with HopsOf(key) hops. Kept
  // only if it costs less than every shorter one: others are never on an answer.
  struct Entry {
    PathKey key;
    Node node;
    uint32_t link;     // Entry of the neighbour one hop nearer to the end.
    uint32_t shorter;  // Entry of the same node with fewer hops, or kNone.
  };
  struct Mark {
    uint32_t epoch = 0;
    uint32_t entry = 0;  // The one of the node with the most hops.
  };
  // The last layer is [layer_begin, entries.size()).
  struct Side {
    std::vector<Mark> marks;
    std::vector<Entry> entries;
    size_t layer_begin = 0;
  };

  void Start(const SpurQuery& query);
  uint32_t LastEntry(const Side& side, Node v) const {
    return side.marks[v].epoch == epoch_ ? side.marks[v].entry : kNone;
  }
  void Add(Side& side, PathKey key, Node v, uint32_t link, uint32_t shorter);
  void Expand(bool forward, const SpurQuery& query);
  // Returns whether v has a new or better walk.
  bool Relax(bool forward, Node v, PathKey key, uint32_t link);
  bool IsSmallerLink(bool forward, uint32_t candidate, uint32_t current) const;
  void Meet(bool forward, Node v, uint32_t max_hops);
  std::vector<Node> PathThrough(uint32_t ahead, uint32_t behind) const;

  const TieGraph& graph_;
  const ArcCosts& costs_;
  CostGrid grid_;
  uint32_t epoch_ = 0;
  PathKey best_ = 0;            // Key of the best meeting so far, or the bound.
  std::vector<Node> meetings_;  // Where a path of key <= best_ at that time was seen.
  Side forward_, backward_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_LAYERED_SPUR_SEARCH_H_
