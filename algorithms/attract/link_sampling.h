// SPDX-License-Identifier: Apache-2.0
// Ties to hide and pairs without a tie, to learn links from and to test them on.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_SAMPLING_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_SAMPLING_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/link_features.h"
#include "graph/random.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Every tie of the symmetric, simple `ties` once, as (u, v) with u < v, ascending.
std::vector<NodePair> ListTies(const TieGraph& ties);

// `ties` without `hidden`, each of which is one of its ties. Same members.
// COST: O(n + m + h log h).
TieGraph HideTies(const TieGraph& ties, absl::Span<const NodePair> hidden);

// Up to `count` distinct pairs (u, v), u < v, that are not in `ties`, each as likely.
// Fewer if there are fewer.
// COST: O(n + count log m) expected.
std::vector<NodePair> SampleNonTies(const TieGraph& ties, size_t count, RandomStream& random);

// Hidden ties and pairs without one, to be told apart.
struct LinkSample {
  std::vector<NodePair> positives;
  std::vector<NodePair> negatives;  // Each untied pair is as likely.
  double negatives_in_all = 0;      // As far as known; an estimate for SampleNearby.
};

// `hidden`, which are in `ties`, and as many pairs that are not.
LinkSample SampleAnywhere(const TieGraph& ties, absl::Span<const NodePair> hidden,
                          RandomStream& random);

// The same among pairs that are at most `max_hops` (2 or 3) apart in `known`, which is
// `ties` without `hidden` and maybe others; at least 200 negatives, if there are.
// COST: O(arcs within max_hops) for some members, of all that there are if few.
LinkSample SampleNearby(const TieGraph& ties, const TieGraph& known,
                        absl::Span<const NodePair> hidden, int max_hops, RandomStream& random);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_SAMPLING_H_
