// SPDX-License-Identifier: Apache-2.0
// Places for the nodes of a graph on a plane, for people to look at.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_LAYOUT_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_LAYOUT_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct LayoutOptions {
  // Steps in which clusters find their places, and nodes theirs within them; >= 0.
  int cluster_steps = 300;
  int node_steps = 80;
  const RunControl* run = nullptr;
};

// A circle that holds the nodes of a cluster; in the unit of the places.
struct ClusterDisc {
  float x = 0, y = 0;
  float radius = 0;
};

struct LayoutResult {
  // One a node. Nodes that are near each other are about 1 apart, in the strip half of that; y
  // grows downwards.
  std::vector<float> x, y;
  // One a cluster; radius 0 for one whose nodes all stand in the strip.
  std::vector<ClusterDisc> discs;
  // Nodes without ties stand in rows below all others, by number: from `strip_top` on.
  // strip_top is the lower end of the discs where there is none of them.
  float strip_top = 0;
  uint32_t in_strip = 0;
};

// Places the nodes of `ties`, read without direction, so that those of one cluster are
// together, clusters lie apart, and those with many ties between them are near each other.
// `cluster` has a number below `num_clusters` for each node.
//
// Clusters are discs with room for their nodes that attract each other by their ties and push
// each other off where they overlap; no two overlap in the end by more than a hundredth of the
// smaller radius. Discs without ties to others stand in rows below, the largest first. Within
// its disc a node goes towards those it is tied to and away from those in its way; nodes with
// many ties begin in the middle.
//
// TIES: no randomness; the same for any number of threads.
// COST: O(cluster_steps * k^2 + node_steps * (n + m)) time for k clusters that are tied to others
// (of more than 2,000 those of a radius below a fiftieth of the largest count as not tied),
// O(n + m) memory.
// ERRORS: InvalidArgument for an option out of range, or if `cluster` is of the wrong length
// or has a number that is too large; Cancelled by `run`.
// SOURCE: Fruchterman and Reingold 1991, doi:10.1002/spe.4380211102 (forces, grid, cooling);
// Vogel 1979, doi:10.1016/0025-5564(79)90080-4 (even places on a disc).
absl::StatusOr<LayoutResult> LayOut(const TieGraph& ties, absl::Span<const uint32_t> cluster,
                                    uint32_t num_clusters, const LayoutOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_LAYOUT_H_
