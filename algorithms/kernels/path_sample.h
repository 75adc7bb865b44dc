// SPDX-License-Identifier: Apache-2.0
// One of the shortest paths between two nodes, each as likely. Part of betweenness.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_PATH_SAMPLE_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_PATH_SAMPLE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "graph/random.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Scratch memory of one worker; clears nothing that a query did not touch.
class PathSample {
 public:
  // `graph` must outlive this. COST: O(n).
  explicit PathSample(const TieGraph& graph);

  // Returns the nodes between s and t, s != t, on a random shortest path; none if
  // there is no path. Valid until the next call. Parallel arcs count once.
  //
  // COST: a search from both ends, always of the side with fewer arcs to look at.
  absl::Span<const Node> InnerNodes(Node s, Node t, RandomStream& random);

 private:
  // What one end has seen.
  struct Side {
    std::vector<int32_t> distance;  // -1 if unseen.
    std::vector<double> paths;      // Shortest ones from the end.
    std::vector<Node> seen;         // By distance; the last level is the frontier.
    size_t frontier = 0;            // Where that level begins in `seen`.
    uint64_t arcs = 0;              // Of the frontier.
    int32_t depth = 0;
  };

  absl::Span<const Node> Row(const Side& side, Node v) const;
  absl::Span<const Node> BackRow(const Side& side, Node v) const;
  void Start(Side& side, Node end);
  // Takes one level more; false if there is none.
  bool Expand(Side& side);
  // Walks from v, which `side` has seen, to its end; leaves out v and the end.
  void Walk(const Side& side, Node v, RandomStream& random);
  void Clear(Side& side);

  const TieGraph& graph_;
  Side from_, to_;
  std::vector<Node> inner_;
  std::vector<Node> meeting_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_PATH_SAMPLE_H_
