// SPDX-License-Identifier: Apache-2.0
// What link features need to know of each member alone, computed once for a graph.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_SURROUNDINGS_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_SURROUNDINGS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

enum NodeTrait : size_t {
  kTraitDegree,
  kTraitCoreness,
  kTraitClustering,
  kTraitNeighborDegree,
  kTraitNeighborSpread,
  kTraitLeaves,
  kTraitReturn2,
  kTraitReturn3,
  kTraitComponent,
  kNumNodeTraits,
};

class LinkSurroundings {
 public:
  // `ties` is symmetric and simple, and outlives this.
  // ERRORS: Cancelled.
  absl::Status Build(const TieGraph& ties, uint64_t seed, const RunControl* run);

  // The traits as link_features.h defines them for one end of a pair.
  const std::array<double, kNumNodeTraits>& Traits(Node u) const { return traits_[u]; }
  uint32_t Component(Node u) const { return component_[u]; }
  uint32_t Community(Node u) const { return community_[u]; }
  // Log-odds of a tie between a member of the one and a member of the other.
  double CommunityDensity(uint32_t a, uint32_t b) const;

 private:
  // Of one member u: triangles u-v-w, and the sum of 1 / (d(v) d(w)) over them.
  struct Triangles {
    double count = 0;
    double chance = 0;
  };

  void DescribeNode(Node u, const Triangles& triangles);
  std::vector<Triangles> CountTriangles(int threads) const;
  void CountCommunityTies();

  const TieGraph* ties_ = nullptr;
  std::vector<std::array<double, kNumNodeTraits>> traits_;
  std::vector<uint32_t> component_;  // Its smallest member.
  std::vector<uint32_t> component_size_;  // By smallest member.
  std::vector<uint32_t> core_;
  std::vector<uint32_t> community_;
  std::vector<uint64_t> community_size_;
  absl::flat_hash_map<uint64_t, uint64_t> community_ties_;  // By smaller, larger label.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_SURROUNDINGS_H_
