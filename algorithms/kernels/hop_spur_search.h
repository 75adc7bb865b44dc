// SPDX-License-Identifier: Apache-2.0
// Bidirectional breadth-first search for the lexicographically smallest of the
// paths with the fewest hops. Part of k_shortest_paths.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_HOP_SPUR_SEARCH_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_HOP_SPUR_SEARCH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "algorithms/kernels/spur_query.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Keeps its arrays between queries; clearing them is a step of the epoch.
class HopSpurSearch {
 public:
  // `graph` must outlive this.
  explicit HopSpurSearch(const TieGraph& graph);

  // Returns the key (hops, cost 0) of the answer to `query` and puts its nodes
  // after the spur into `suffix`; nullopt if there is none within the bounds.
  //
  // COST: O(arcs of the nodes within half the distance of either end).
  std::optional<PathKey> Find(const SpurQuery& query, std::vector<Node>& suffix);

 private:
  struct Mark {
    uint32_t epoch = 0;
    uint32_t position = 0;  // In the queue of its side.
  };
  struct Step {
    Node node;
    uint32_t link;  // Position of the neighbour one level nearer to the end.
  };
  // The last whole level is [level_begin, queue.size()).
  struct Side {
    std::vector<Mark> marks;
    std::vector<Step> queue;
    size_t level_begin = 0;
    uint32_t level = 0;
  };
  struct Meeting {
    uint32_t forward;   // Position in the forward queue.
    uint32_t backward;  // Position in the backward queue.
  };

  void Start(const SpurQuery& query);
  bool Visited(const Side& side, Node v) const { return side.marks[v].epoch == epoch_; }
  void Push(Side& side, Node v, uint32_t link);
  uint64_t LevelArcs(const Side& side, bool forward) const;
  // Build the next level, or return the best contact with the other side. With
  // `last`, no further level is wanted.
  std::optional<Meeting> ExpandForward(const SpurQuery& query, bool last);
  std::optional<Meeting> ExpandBackward(const SpurQuery& query, bool last);
  void Unroll(const Meeting& meeting, std::vector<Node>& suffix) const;

  const TieGraph& graph_;
  uint32_t epoch_ = 0;
  Side forward_, backward_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_HOP_SPUR_SEARCH_H_
