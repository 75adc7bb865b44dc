// SPDX-License-Identifier: Apache-2.0
// Small seeded graphs for property tests.
#ifndef PULLGRAPH_TESTS_TESTING_RANDOM_GRAPHS_H_
#define PULLGRAPH_TESTS_TESTING_RANDOM_GRAPHS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "graph/random.h"
#include "graph/tie_graph.h"

namespace pullgraph::testing {

// A graph from a literal list of arcs; dies if an end is out of range.
inline TieGraph MakeGraph(Node n, const std::vector<std::pair<Node, Node>>& arcs,
                          bool symmetrize) {
  ArcListOptions options;
  options.symmetrize = symmetrize;
  return BuildTieGraph(n, arcs, options).value();
}

// Erdos-Renyi G(n, p), simple, without loops. Directed unless `symmetric`.
inline TieGraph RandomGraph(Node n, double p, bool symmetric, uint64_t seed) {
  RandomStream random(seed, 0);
  std::vector<std::pair<Node, Node>> arcs;
  for (Node u = 0; u < n; ++u) {
    for (Node v = symmetric ? u + 1 : 0; v < n; ++v) {
      if (u != v && random.Bernoulli(p)) arcs.emplace_back(u, v);
    }
  }
  return MakeGraph(n, arcs, symmetric);
}

// Preferential attachment: each new node draws `links` ends of earlier arcs.
inline TieGraph PreferentialGraph(Node n, int links, uint64_t seed) {
  RandomStream random(seed, 1);
  std::vector<std::pair<Node, Node>> arcs = {{0, 1}};
  for (Node u = 2; u < n; ++u) {
    for (int i = 0; i < links; ++i) {
      const auto& [a, b] = arcs[random.Below(arcs.size())];
      const Node v = random.Bernoulli(0.5) ? a : b;
      if (v != u) arcs.emplace_back(u, v);
    }
  }
  ArcListOptions options;
  options.symmetrize = true;
  options.remove_parallel = true;
  return BuildTieGraph(n, arcs, options).value();
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_RANDOM_GRAPHS_H_
