// SPDX-License-Identifier: Apache-2.0
// How good a division of a graph into communities is, whoever made it.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_COMMUNITY_QUALITY_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_COMMUNITY_QUALITY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// In all of these `labels` has one community in [0, n) per node; `weights` one
// finite entry >= 0 per arc, or none: then every arc weighs 1. A graph that is
// not symmetric is read as undirected: the arcs of both directions add up. A loop
// adds twice its weight to the degree of its node.
//
// ERRORS of all: InvalidArgument for a label, weight or length out of range.

// Returns Q = sum over communities of  w(c)/W - resolution (vol(c)/2W)^2, with
// w(c) the weight of the ties inside, W of all ties; in [-1/2, 1] for resolution
// 1. 0 if W is 0.
//
// COST: O(n + m). SOURCE: Newman 2004, doi:10.1103/PhysRevE.69.026113; resolution:
// Reichardt, Bornholdt 2006, doi:10.1103/PhysRevE.74.016110.
absl::StatusOr<double> Modularity(const TieGraph& ties, absl::Span<const uint32_t> labels,
                                  absl::Span<const double> weights = {},
                                  double resolution = 1);

// Returns sum over communities of  w(c) - resolution n(c) (n(c) - 1) / 2, the
// constant Potts quality, in units of weight.
//
// COST: O(n + m). SOURCE: Traag, Van Dooren, Nesterov 2011,
// doi:10.1103/PhysRevE.84.016114.
absl::StatusOr<double> PottsQuality(const TieGraph& ties, absl::Span<const uint32_t> labels,
                                    absl::Span<const double> weights = {},
                                    double resolution = 1);

// What a community is made of.
struct CommunityVolume {
  uint32_t size = 0;       // Nodes.
  double internal = 0;     // Weight of the ties inside.
  double cut = 0;          // Weight of the ties that leave.
  double volume = 0;       // 2 internal + cut.
  double conductance = 0;  // cut / min(volume, volume of the others), in [0, 1];
                           // 0 if nothing leaves.
};

// Returns one row per label in [0, max label].
//
// COST: O(n + m).
absl::StatusOr<std::vector<CommunityVolume>> CommunityVolumes(
    const TieGraph& ties, absl::Span<const uint32_t> labels,
    absl::Span<const double> weights = {});

// Returns 2 I(a; b) / (H(a) + H(b)), in [0, 1]: 1 if the divisions are the same
// but for their names. 1 if both are a single community.
//
// COST: O(n log n).
// ERRORS: InvalidArgument if the lengths differ or are 0.
// SOURCE: Danon 2005, doi:10.1088/1742-5468/2005/09/P09008.
absl::StatusOr<double> NormalizedMutualInformation(absl::Span<const uint32_t> a,
                                                   absl::Span<const uint32_t> b);

// Returns the number of communities whose induced subgraph is not connected
// (direction ignored; ties of weight 0 join nothing).
//
// COST: O(n + m).
absl::StatusOr<uint32_t> CountDisconnected(const TieGraph& ties,
                                           absl::Span<const uint32_t> labels,
                                           absl::Span<const double> weights = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_COMMUNITY_QUALITY_H_
