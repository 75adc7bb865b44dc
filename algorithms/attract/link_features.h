// SPDX-License-Identifier: Apache-2.0
// What the shape of the ties around two untied members says about a tie between them.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_FEATURES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_FEATURES_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Two members, u != v.
using NodePair = std::pair<Node, Node>;

// "log" is log(1 + x). A and W are the adjacency and the random-walk matrix, d the
// degree. All are the same for (u, v) and (v, u).
enum class LinkFeature : size_t {
  kCommonNeighbors,         // log |N(u) & N(v)|.
  kJaccard,                 // |N(u) & N(v)| / |N(u) | N(v)|; 0 if both are empty.
  kAdamicAdar,              // Sum of 1 / ln d over common neighbours.
  kResourceAllocation,      // Sum of 1 / d over common neighbours.
  kPreferentialAttachment,  // log d(u) d(v).
  kPaths3,                  // log A^3[u, v].
  kNormalisedPaths3,        // log of paths u-x-y-v, each 1 / sqrt(d(x) d(y)).
  kLocalPath,               // log of A^2 + 0.01 A^3.
  kKatz,                    // log of 1000 times the sum of (0.05)^k A^k.
  kWalk2,                   // W^k[u, v] against a walk that forgot where it started:
  kWalk3,                   // log of 2m W^k[u, v] / d(v), for k = 2, 3, 4, 5.
  kWalk4,
  kWalk5,
  kWalkFar,                 // The same, mean over all longer walks taken.
  kPageRank,                // The same of personalised PageRank, damping 0.85.
  kPageRankMax,             // log of 10^4 times the larger of the two directions.
  kPageRankMin,
  kDistance,                // Ties on the shortest path; max_distance + 1 if farther.
  kSameComponent,           // 1 or 0.
  kSameCommunity,           // 1 or 0, communities by Leiden.
  kCommunityDensity,        // log-odds of a tie between members of the two communities.
  kDegreeMin,               // log d, of the end where it is smaller and larger.
  kDegreeMax,
  kCorenessMin,             // log of the core number.
  kCorenessMax,
  kClusteringMin,           // Tied share of the neighbours' pairs; -1 if d < 2.
  kClusteringMax,
  kNeighborDegreeMin,       // log of the mean degree of the neighbours.
  kNeighborDegreeMax,
  kNeighborSpreadMin,       // Standard deviation of the log degree of the neighbours.
  kNeighborSpreadMax,
  kLeavesMin,               // Share of the neighbours without another tie; -1 if d = 0.
  kLeavesMax,
  kReturn2Min,              // Chance that a walk is back after 2 and 3 steps.
  kReturn2Max,
  kReturn3Min,
  kReturn3Max,
  kComponentMin,            // log of the members in the component.
  kComponentMax,
};
inline constexpr size_t kNumLinkFeatures = 39;

constexpr size_t Index(LinkFeature f) { return static_cast<size_t>(f); }

// "common neighbours".
const char* LinkFeatureName(size_t feature);

struct LinkFeatureOptions {
  // Steps of the walks, 0 or in [3, 30]. 0 is automatic: 6 up to 2^18 arcs, else 3.
  // Quality for time: each but the last costs up to a pass over the arcs for each
  // member walked from. Longer walks than are taken count 0.
  int walk_steps = 0;
  // Search radius of kDistance, in ties, >= 2.
  int max_distance = 24;
  uint64_t seed = kDefaultSeed;  // Of Leiden.
  const RunControl* run = nullptr;
};

// Returns pairs.size() x kNumLinkFeatures numbers, row-major. `ties` is symmetric,
// without loops and parallel ties. A pair must not be tied: to learn from a tie, hide
// it first, or its features give it away.
//
// TIES: none. Bit-identical for any number of threads.
// COST: O(n + m + triangles) once and O(walk_steps x arcs within walk_steps) for
// each member that is the end of larger degree in some pair; O(n) memory a thread.
// ERRORS: InvalidArgument if `ties` is not symmetric and simple, a pair is tied or of
// one member, or for an option out of range; OutOfRange for a member not in `ties`;
// Cancelled.
// SOURCE: Liben-Nowell, Kleinberg 2007, doi:10.1002/asi.20591; Lu, Zhou 2011,
// arXiv:1010.0725 (local path, resource allocation); Kovacs 2019,
// doi:10.1038/s41467-019-09177-y (normalised paths of 3).
absl::StatusOr<std::vector<double>> ComputeLinkFeatures(const TieGraph& ties,
                                                        absl::Span<const NodePair> pairs,
                                                        const LinkFeatureOptions& options = {});

// OK if `ties` is symmetric, without loops and parallel ties. COST: O(n + m).
absl::Status CheckSimple(const TieGraph& ties);

// OK, or InvalidArgument naming the option that is out of range.
absl::Status CheckLinkFeatureOptions(const LinkFeatureOptions& options);

// Steps that `options` mean for `ties`.
int WalkSteps(const TieGraph& ties, const LinkFeatureOptions& options);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_FEATURES_H_
