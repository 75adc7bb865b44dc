// SPDX-License-Identifier: Apache-2.0
// Parents from distances. Part of sssp.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_SHORTEST_PATH_PARENTS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_SHORTEST_PATH_PARENTS_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "algorithms/kernels/relaxation.h"
#include "graph/parallel.h"

namespace pullgraph {

// Finds parents by the rule of ShortestPaths in one pass over the arcs, so that the
// search itself need not keep distance and parent together.
template <class Distance, class Cost>
class ParentFinder {
 public:
  ParentFinder(const TieGraph& graph, absl::Span<const Cost> costs,
               const std::vector<Distance>& distance, int threads)
      : graph_(graph), costs_(costs), distance_(distance), threads_(threads) {}

  std::vector<Node> Find(absl::Span<const Node> sources) {
    parent_.assign(graph_.num_nodes(), kNoNode);
    for (const Node s : sources) parent_[s] = s;
    threads_ == 1 ? FindNearer<false>() : FindNearer<true>();
    ResolveEquallyNear();
    return std::move(parent_);
  }

 private:
  // Calls take(v) for the targets of tight arcs of u.
  template <class Take>
  void ForEachTight(Node u, Take take) const {
    const Distance d = distance_[u];
    if (d == kFarthest<Distance>) return;
    for (ArcIndex arc = graph_.OutBegin(u); arc < graph_.OutEnd(u); ++arc) {
      const Node v = graph_.Target(arc);
      Distance sum;
      bool overflow = false;
      if (!AddCost(d, costs_[arc], sum, overflow) || sum != distance_[v]) continue;
      take(v);
    }
  }

  template <bool kAtomic>
  void FindNearer() {
    constexpr int64_t kGrain = 1024;
    ParallelFor(threads_, graph_.num_nodes(), kGrain, [&](int64_t begin, int64_t end) {
      for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
        ForEachTight(u, [&](Node v) {
          // A source's parent is itself: nothing is nearer than 0.
          if (distance_[u] < distance_[v]) Lower<kAtomic>(parent_[v], u);
        });
      }
    });
  }

  // Nodes that only arcs of cost 0 lead to, in rounds from those that have a parent.
  void ResolveEquallyNear() {
    std::vector<Node> frontier;
    bool open = false;
    for (Node v = 0; v < graph_.num_nodes(); ++v) {
      open |= parent_[v] == kNoNode && distance_[v] != kFarthest<Distance>;
    }
    if (!open) return;
    for (Node v = 0; v < graph_.num_nodes(); ++v) {
      if (parent_[v] != kNoNode) frontier.push_back(v);
    }
    while (!frontier.empty()) {
      // Ascending, so that the first to bid is the smallest.
      std::sort(frontier.begin(), frontier.end());
      std::vector<Node> next;
      for (const Node u : frontier) {
        ForEachTight(u, [&](Node v) {
          if (parent_[v] != kNoNode) return;
          parent_[v] = u;
          next.push_back(v);
        });
      }
      frontier.swap(next);
    }
  }

  const TieGraph& graph_;
  absl::Span<const Cost> costs_;
  const std::vector<Distance>& distance_;
  const int threads_;
  std::vector<Node> parent_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_SHORTEST_PATH_PARENTS_H_
