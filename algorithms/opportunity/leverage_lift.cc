// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/leverage_lift.h"

#include <algorithm>

#include "algorithms/journey/influence_graph.h"
#include "algorithms/journey/influence_learning.h"
#include "algorithms/kernels/reverse_sets.h"

namespace pullgraph {

absl::StatusOr<std::vector<double>> LeverageLifts(const CommunityView& view,
                                                  const LeverageLiftOptions& options) {
  if (options.sets < 1) return absl::InvalidArgumentError("sets is 0, expected at least 1");
  const uint32_t n = view.community().num_members();
  std::vector<double> lift(n, 0.0);
  InfluenceArcsOptions arcs_options;
  arcs_options.direction = InfluenceDirection::kBoth;
  arcs_options.run = options.run;
  const absl::StatusOr<InfluenceArcs> arcs = FindInfluenceArcs(view, arcs_options);
  if (!arcs.ok()) return arcs.status();
  const std::vector<ActionEntry> log = ActionLogOf(view);
  if (arcs->graph.num_arcs() == 0 || log.empty()) return lift;
  LearnInfluenceOptions learn;
  learn.run = options.run;
  const auto learned = LearnInfluence(arcs->graph, arcs->since, log, learn);
  if (!learned.ok()) return learned.status();
  const auto sampler = ReverseSampler::Build(arcs->graph, learned->probability,
                                             SpreadModel::kIndependentCascade, options.run);
  if (!sampler.ok()) return sampler.status();
  ReverseSetsOptions draw;
  draw.seed = options.seed;
  draw.run = options.run;
  ReverseSets sets;
  absl::Status s = ExtendReverseSets(*sampler, {}, options.sets, draw, sets);
  if (!s.ok()) return s;
  // A root is in its own set: only sets of others count as following.
  for (size_t i = 0; i < sets.size(); ++i) {
    for (const Node v : sets[i].subspan(1)) lift[v] += 1;
  }
  for (double& x : lift) x *= static_cast<double>(n) / static_cast<double>(sets.size());
  return lift;
}

}  // namespace pullgraph
