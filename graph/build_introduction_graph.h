// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_GRAPH_BUILD_INTRODUCTION_GRAPH_H_
#define PULLGRAPH_GRAPH_BUILD_INTRODUCTION_GRAPH_H_

#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/introduction_graph.h"
#include "graph/tie_probability.h"

namespace pullgraph {

struct IntroductionOptions {
  TieStrengthOptions strength;
  // Share of a directed tie's strength that also counts backwards: whom I answered
  // may introduce me, too. In [0, 1].
  double reverse_share = 0.25;
  // Tell how sure the probabilities are; takes twice as long.
  bool errors = false;
};

// Folds the ties known to `view` into one arc per ordered pair of members, with
// s(u, v) the sum over the ties from u to v, and p = 1 - e^(-kappa s). Ties of
// strength 0 and loops are left out, and so is what leads away from those who have opted out
// of everything: they are asked for no introduction. Errors come from TieStrengthVariances, to first
// order.
//
// TIES: none; arcs come in (source, target) order.
// COST: O(m log d) time, O(m) memory.
// ERRORS: InvalidArgument for an option out of range; Cancelled.
absl::StatusOr<IntroductionGraph> BuildIntroductionGraph(const CommunityView& view,
                                                         const IntroductionOptions& options = {});

// The ties of the community behind the arc source -> target: first those from
// source to target, then those back.
std::vector<ArcIndex> EvidenceOf(const CommunityView& view, Node source, Node target);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_BUILD_INTRODUCTION_GRAPH_H_
