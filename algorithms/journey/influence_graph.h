// SPDX-License-Identifier: Apache-2.0
// Who sets whom in motion, and how likely.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_GRAPH_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_GRAPH_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/reverse_sets.h"
#include "graph/community_view.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"
#include "graph/tie_probability.h"

namespace pullgraph {

// A simple directed graph over the members (no loops, no parallel arcs; stored with
// its in-arcs): u -> v says that u influences v. Under the cascade model
// probability[arc] is that of passing on; under the threshold model it is the weight
// that v gives to u, and the weights into a node sum to at most 1.
struct InfluenceGraph {
  TieGraph graph;
  std::vector<float> probability;  // In [0, 1], one an arc.
  SpreadModel model = SpreadModel::kIndependentCascade;
};

// Which way influence runs along a directed tie; undirected ties run both ways.
enum class InfluenceDirection {
  kAlong,    // From source to target: who answers moves who asked.
  kAgainst,  // From target to source: who is followed, or named, moves who follows.
  kBoth,
};

// The ways that influence may take, before anybody says how likely.
struct InfluenceArcs {
  TieGraph graph;           // As that of InfluenceGraph.
  std::vector<Time> since;  // First moment of the ties behind an arc; absent: always.
  std::vector<double> strength;  // Sum of theirs; empty if none was asked for.
};

struct InfluenceArcsOptions {
  InfluenceDirection direction = InfluenceDirection::kAlong;
  // Half-life, and weights of kinds.
  TieStrengthOptions strength;
  const RunControl* run = nullptr;
};

// Returns the arcs of the ties known to `view` between members that are not bots;
// parallel ties are one arc, strengths added up.
//
// TIES: none; arcs come in (source, target) order.
// COST: O(m log m) time, O(m) memory.
// ERRORS: InvalidArgument for an option out of range; Cancelled.
absl::StatusOr<InfluenceArcs> FindInfluenceArcs(const CommunityView& view,
                                                const InfluenceArcsOptions& options = {});

// Each returns one probability an arc of `arcs`.
//
// By strength: p = 1 - e^(-kappa s), as for introductions. Constant: p. Weighted
// cascade: 1 / in-degree of the target, so that everybody is set in motion by one of
// their contacts on average.
//
// COST: O(m).
// ERRORS: InvalidArgument for kappa <= 0, p outside (0, 1], or arcs without strength.
// SOURCE: weighted cascade: Kempe et al. 2003, doi:10.1145/956750.956769.
absl::StatusOr<std::vector<float>> ProbabilitiesByStrength(const InfluenceArcs& arcs,
                                                           double kappa = 0.35);
absl::StatusOr<std::vector<float>> ConstantProbabilities(const InfluenceArcs& arcs, double p);
std::vector<float> WeightedCascadeProbabilities(const TieGraph& graph);

// Puts graph and probabilities together; for the threshold model, in-weights that sum
// to more than 1 are divided by their sum.
//
// COST: O(n + m).
// ERRORS: InvalidArgument if `probability` is not one number in [0, 1] an arc, or for a
// symmetric graph.
absl::StatusOr<InfluenceGraph> MakeInfluenceGraph(TieGraph graph, std::vector<float> probability,
                                                  SpreadModel model);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_GRAPH_H_
