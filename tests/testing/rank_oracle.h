// SPDX-License-Identifier: Apache-2.0
// PageRank by its definition.
#ifndef PULLGRAPH_TESTS_TESTING_RANK_ORACLE_H_
#define PULLGRAPH_TESTS_TESTING_RANK_ORACLE_H_

#include <cmath>
#include <vector>

#include "graph/tie_graph.h"

namespace pullgraph::testing {

// Follows the walk's distribution until it stands still. `start` sums to 1;
// `weights` may be empty.
inline std::vector<double> WalkForever(const TieGraph& graph, const std::vector<double>& weights,
                                       const std::vector<double>& start, double damping) {
  std::vector<double> x = start;
  for (int round = 0; round < 100000; ++round) {
    std::vector<double> next(x.size(), 0);
    double back = 0;
    for (Node u = 0; u < graph.num_nodes(); ++u) {
      double strength = 0;
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        strength += weights.empty() ? 1 : weights[arc];
      }
      back += x[u] * (strength > 0 ? 1 - damping : 1);
      if (strength == 0) continue;
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        next[graph.Target(arc)] +=
            damping * x[u] * (weights.empty() ? 1 : weights[arc]) / strength;
      }
    }
    double change = 0;
    for (size_t v = 0; v < x.size(); ++v) {
      next[v] += back * start[v];
      change += std::abs(next[v] - x[v]);
    }
    x = next;
    if (change < 1e-15) break;
  }
  return x;
}

inline double DistanceL1(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum;
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_RANK_ORACLE_H_
