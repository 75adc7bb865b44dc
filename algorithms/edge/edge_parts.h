// SPDX-License-Identifier: Apache-2.0
// Internal to edge/: what the parts of its reports share.
#ifndef PULLGRAPH_ALGORITHMS_EDGE_EDGE_PARTS_H_
#define PULLGRAPH_ALGORITHMS_EDGE_EDGE_PARTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/kernels/undirected_fold.h"

namespace pullgraph::edge_internal {

inline constexpr uint32_t kNoCluster = UINT32_MAX;

// The community as the parts see it.
struct Scene {
  const CommunityView* view;
  const EdgeOptions* options;
  std::vector<float> strength;     // Of every arc of the community.
  UndirectedFold fold;             // Strengths between known members, no loops.
  std::vector<uint8_t> customer;   // Per member.
  std::vector<uint8_t> counted;    // Per member: known, neither staff nor bot.
  std::vector<uint32_t> cluster;   // Per member; kNoCluster if not known.
  uint32_t num_clusters = 0;
};

// Checks the options, looks at the members and folds the strengths: all but clusters.
absl::Status OpenScene(Scene& scene);

// Strength of every arc, and folded.
absl::Status FoldStrengths(Scene& scene);

// Sets volume, conductance and exposure of all clusters, by id.
absl::Status MeasureTies(const Scene& scene, std::vector<EdgeCluster>& clusters);

// Sets arrivals, signals, asks and what follows from them.
void MeasureActivity(const Scene& scene, EdgeReport& report,
                     std::vector<EdgeCluster>& clusters);

// Sets topics and names.
absl::Status NameClusters(const Scene& scene, std::vector<EdgeCluster>& clusters);

// Sets the bridges of `cluster`.
void FindBridges(const Scene& scene, EdgeCluster& cluster);

}  // namespace pullgraph::edge_internal

#endif  // PULLGRAPH_ALGORITHMS_EDGE_EDGE_PARTS_H_
