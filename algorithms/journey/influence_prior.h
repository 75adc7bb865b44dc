// SPDX-License-Identifier: Apache-2.0
// Part of influence_learning.cc: what one believes of a tie before it has shown anything.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_PRIOR_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_PRIOR_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "graph/tie_graph.h"

namespace pullgraph::journey_internal {

// Probabilities of arcs are drawn about that of their source, those about that of all.
struct InfluencePrior {
  double mean = 0;                   // passed / actions over all arcs.
  double source_strength = 0;        // Trials that `mean` is worth against a source's own.
  double arc_strength = 0;           // Trials that the source's is worth against an arc's own.
  std::vector<double> source_mean;   // Shrunk, one a node.
};

// Fits it by moments (empirical Bayes): strengths are large where arcs differ no more than
// chance makes them differ. Without it those who look best look too good.
//
// COST: O(n + m).
// SOURCE: Kleinman 1973, doi:10.1080/01621459.1973.10481332; Efron 2010, "Large-Scale
// Inference", chapter 1.
InfluencePrior FitInfluencePrior(const TieGraph& graph, absl::Span<const double> passed,
                                 absl::Span<const uint32_t> actions);

}  // namespace pullgraph::journey_internal

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_PRIOR_H_
