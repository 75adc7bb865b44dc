// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/undirected_strengths.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace pullgraph {

absl::StatusOr<UndirectedFold> UndirectedTieStrengths(const CommunityView& view,
                                                      const TieStrengthOptions& options) {
  const absl::StatusOr<std::vector<float>> strengths = TieStrengths(view, options);
  if (!strengths.ok()) return strengths.status();
  return UndirectedTieStrengths(view, *strengths, options.run);
}

absl::StatusOr<UndirectedFold> UndirectedTieStrengths(const CommunityView& view,
                                                      absl::Span<const float> strengths,
                                                      const RunControl* run) {
  const CommunityGraph& c = view.community();
  const TieGraph& graph = c.graph();
  if (strengths.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat("strengths has ", strengths.size(),
                                                   " entries, expected one per arc: ",
                                                   graph.num_arcs()));
  }
  std::vector<double> weights(graph.num_arcs(), 0.0);
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    if (!view.HasMember(MemberId(u))) continue;
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      const Node v = graph.Target(arc);
      if (v == u || !view.HasMember(MemberId(v))) continue;
      // FoldUndirected adds up all arcs between two, unless the graph is symmetric; an
      // undirected tie among directed ones is two of them, and each is half of it.
      const bool half = !graph.is_symmetric() && c.IsMirrored(arc);
      weights[arc] = static_cast<double>(strengths[arc]) * (half ? 0.5 : 1.0);
    }
  }
  return FoldUndirected(graph, weights, run);
}

std::vector<double> CostsOf(const UndirectedFold& fold, double kappa) {
  std::vector<double> costs(fold.weights.size());
  for (size_t arc = 0; arc < costs.size(); ++arc) {
    costs[arc] = -std::log(ProbabilityOf(TieStrength{fold.weights[arc]}, kappa).value);
  }
  return costs;
}

}  // namespace pullgraph
