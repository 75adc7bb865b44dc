// SPDX-License-Identifier: Apache-2.0
// The spread of seeds in tiny influence graphs, by all worlds there are.
#ifndef PULLGRAPH_TESTS_TESTING_EXACT_SPREAD_H_
#define PULLGRAPH_TESTS_TESTING_EXACT_SPREAD_H_

#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "algorithms/journey/influence_graph.h"
#include "graph/random.h"
#include "graph/tie_graph.h"

namespace pullgraph::testing {

// Worlds of up to 31 nodes: probability, and whom each node reaches, itself included.
class ExactSpread {
 public:
  explicit ExactSpread(const InfluenceGraph& influence) : n_(influence.graph.num_nodes()) {
    std::vector<std::pair<Node, Node>> live;
    if (influence.model == SpreadModel::kIndependentCascade) {
      Cascades(influence, 0, 1, live);
    } else {
      Thresholds(influence, 0, 1, live);
    }
  }

  // Of the seeds that are bits of `seeds`.
  double Of(uint32_t seeds, uint32_t audience = UINT32_MAX) const {
    double sum = 0;
    for (const World& world : worlds_) {
      uint32_t moved = 0;
      for (Node u = 0; u < n_; ++u) {
        if ((seeds >> u & 1) != 0) moved |= world.reach[u];
      }
      sum += world.probability * std::popcount(moved & audience);
    }
    return sum;
  }

 private:
  struct World {
    double probability;
    std::vector<uint32_t> reach;
  };

  void AddWorld(double probability, const std::vector<std::pair<Node, Node>>& live) {
    World world{probability, {}};
    for (Node u = 0; u < n_; ++u) world.reach.push_back(1U << u);
    for (Node round = 0; round < n_; ++round) {
      for (const auto& [u, v] : live) world.reach[u] |= world.reach[v];
    }
    worlds_.push_back(std::move(world));
  }

  void Cascades(const InfluenceGraph& influence, ArcIndex arc, double probability,
                std::vector<std::pair<Node, Node>>& live) {
    if (arc == influence.graph.num_arcs()) return AddWorld(probability, live);
    const double p = influence.probability[arc];
    if (p < 1) Cascades(influence, arc + 1, probability * (1 - p), live);
    live.emplace_back(influence.graph.Source(arc), influence.graph.Target(arc));
    if (p > 0) Cascades(influence, arc + 1, probability * p, live);
    live.pop_back();
  }

  // Each node follows one of its in-arcs, or none.
  void Thresholds(const InfluenceGraph& influence, Node v, double probability,
                  std::vector<std::pair<Node, Node>>& live) {
    if (v == n_) return AddWorld(probability, live);
    double left = 1;
    for (ArcIndex arc = 0; arc < influence.graph.num_arcs(); ++arc) {
      if (influence.graph.Target(arc) != v) continue;
      const double p = influence.probability[arc];
      left -= p;
      live.emplace_back(influence.graph.Source(arc), v);
      Thresholds(influence, v + 1, probability * p, live);
      live.pop_back();
    }
    if (left > 1e-6) Thresholds(influence, v + 1, probability * left, live);
  }

  Node n_;
  std::vector<World> worlds_;
};

// A random graph of up to `most_arcs` arcs with random probabilities.
inline InfluenceGraph RandomInfluence(Node n, int most_arcs, SpreadModel model, uint64_t seed) {
  RandomStream random(seed, 77);
  std::vector<std::pair<Node, Node>> arcs;
  for (int i = 0; i < most_arcs; ++i) {
    const auto u = static_cast<Node>(random.Below(n));
    const auto v = static_cast<Node>(random.Below(n));
    if (u != v) arcs.emplace_back(u, v);
  }
  ArcListOptions options;
  options.remove_parallel = true;
  TieGraph graph = BuildTieGraph(n, arcs, options).value();
  std::vector<float> p;
  for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
    p.push_back(static_cast<float>(seed % 3 == 0 ? 0.5 : random.Uniform()));
  }
  return MakeInfluenceGraph(std::move(graph), std::move(p), model).value();
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_EXACT_SPREAD_H_
