// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/influence_prior.h"

#include <algorithm>

namespace pullgraph::journey_internal {
namespace {

// Limits of a strength: below it a prior says nothing, above it there are no differences.
constexpr double kWeakest = 0.1, kStrongest = 1e6;

double StrengthOf(double excess, double possible) {
  if (!(possible > 0) || !(excess > 0)) return kStrongest;
  const double correlation = std::min(1.0, excess / possible);
  return std::clamp(1 / correlation - 1, kWeakest, kStrongest);
}

// Hits and trials of a group of binomial counts, for the variance between them.
struct Spread {
  double hits = 0, trials = 0, squares = 0, groups = 0;
  double weighted = 0;  // Sum of hits^2 / trials.

  void Add(double x, double n) {
    if (!(n > 0)) return;
    hits += x, trials += n, squares += n * n, groups += 1;
    weighted += x * x / n;
  }
  double Mean() const { return trials > 0 ? hits / trials : 0; }
  // Sum of trials (share - mean)^2, less what chance makes of it at mean `p`.
  double Excess(double p) const {
    return trials > 0 ? weighted - hits * hits / trials - p * (1 - p) * (groups - 1) : 0;
  }
  // What it is if every group is all hits or none.
  double Possible(double p) const {
    return trials > 0 ? p * (1 - p) * (trials - squares / trials - (groups - 1)) : 0;
  }
};

}  // namespace

InfluencePrior FitInfluencePrior(const TieGraph& graph, absl::Span<const double> passed,
                                 absl::Span<const uint32_t> actions) {
  InfluencePrior prior;
  Spread sources;
  std::vector<Spread> of_source(graph.num_nodes());
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    for (ArcIndex arc = graph.OutBegin(v); arc < graph.OutEnd(v); ++arc) {
      of_source[v].Add(passed[arc], actions[arc]);
    }
    sources.Add(of_source[v].hits, of_source[v].trials);
  }
  prior.mean = sources.Mean();
  prior.source_strength = StrengthOf(sources.Excess(prior.mean), sources.Possible(prior.mean));
  prior.source_mean.resize(graph.num_nodes());
  double excess = 0, possible = 0;
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    const Spread& arcs = of_source[v];
    const double p = (arcs.hits + prior.source_strength * prior.mean) /
                     (arcs.trials + prior.source_strength);
    prior.source_mean[v] = p;
    excess += arcs.Excess(p);
    possible += arcs.Possible(p);
  }
  prior.arc_strength = StrengthOf(excess, possible);
  return prior;
}

}  // namespace pullgraph::journey_internal
