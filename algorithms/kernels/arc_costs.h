// SPDX-License-Identifier: Apache-2.0
// Costs of arcs as seen from either end. Part of k_shortest_paths.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_ARC_COSTS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_ARC_COSTS_H_

#include <algorithm>
#include <vector>

#include "absl/types/span.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// In a symmetric graph TieGraph::InArc names the mirror of the arc it stands for,
// whose cost may differ: then the costs are kept a second time, in in-arc order.
class ArcCosts {
 public:
  // `graph` and `costs` must outlive this. COST: O(n + m) if symmetric, else O(1).
  ArcCosts(const TieGraph& graph, absl::Span<const double> costs)
      : graph_(graph), costs_(costs) {
    if (!graph.is_symmetric() || costs.empty()) return;
    std::vector<double> mirrored(costs.size());
    // Sources come ascending, and so do the in-arcs of each row.
    std::vector<uint64_t> next(graph.offsets().begin(), graph.offsets().end() - 1);
    for (ArcIndex arc = 0; arc < costs.size(); ++arc) {
      mirrored[next[graph.Target(arc)]++] = costs[arc];
    }
    if (!std::equal(costs.begin(), costs.end(), mirrored.begin())) {
      mirrored_ = std::move(mirrored);
    }
  }

  bool empty() const { return costs_.empty(); }
  double operator[](ArcIndex arc) const { return costs_[arc]; }
  // Cost of the arc InNeighbors(v)[k] -> v.
  double In(Node v, uint64_t k) const {
    return mirrored_.empty() ? costs_[graph_.InArc(v, k)] : mirrored_[graph_.OutBegin(v) + k];
  }

 private:
  const TieGraph& graph_;
  absl::Span<const double> costs_;
  std::vector<double> mirrored_;  // Empty if both arcs of every tie agree.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_ARC_COSTS_H_
