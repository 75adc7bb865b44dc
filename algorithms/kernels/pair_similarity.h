// SPDX-License-Identifier: Apache-2.0
// How alike two nodes are by whom they know.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_PAIR_SIMILARITY_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_PAIR_SIMILARITY_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Which scores to compute; the two sums over common neighbours cost the most.
struct PairSimilarityOptions {
  bool common_neighbors = true;
  bool jaccard = true;
  bool adamic_adar = true;
  bool resource_allocation = true;
  bool preferential_attachment = true;
  const RunControl* run = nullptr;
};

// One entry per pair, in the order of the pairs; empty if not asked for. N(u) are
// the neighbours of u, d(u) their number.
struct PairSimilarityResult {
  std::vector<uint32_t> common_neighbors;       // |N(u) & N(v)|.
  std::vector<double> jaccard;                  // |N(u) & N(v)| / |N(u) | N(v)|, or 0.
  std::vector<double> adamic_adar;              // Sum of 1 / ln d(z), z common.
  std::vector<double> resource_allocation;      // Sum of 1 / d(z), z common.
  std::vector<double> preferential_attachment;  // d(u) d(v).
};

// Returns scores of the given pairs. Ties count without direction, parallel ones
// once, loops not at all; whether u and v are tied themselves makes no difference.
//
// TIES: sums run over common neighbours by ascending id: u, v and v, u score the
// same to the last bit; same for any number of threads.
// COST: O(n + pairs + sum of the smaller degrees + degrees of the larger ends, once
// each); n / 8 bytes a thread and at most 16 bytes a node and 8 a pair beside the
// result, and a copy of the graph if it is not simple.
// ERRORS: OutOfRange for a node not in `ties`; InvalidArgument for a pair of a node
// with itself; Cancelled by `run`.
// SOURCE: Liben-Nowell and Kleinberg 2007, doi:10.1002/asi.20591; Zhou, Lu, Zhang
// 2009, doi:10.1140/epjb/e2009-00335-8 (resource allocation).
absl::StatusOr<PairSimilarityResult> ComputePairSimilarity(
    const TieGraph& ties, absl::Span<const std::pair<Node, Node>> pairs,
    const PairSimilarityOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_PAIR_SIMILARITY_H_
