// SPDX-License-Identifier: Apache-2.0
// A set of nodes around a source, cut where the ties are weakest.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_SWEEP_CUT_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_SWEEP_CUT_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct SweepCutOptions {
  // Nodes that are in every set, whatever their score; distinct.
  absl::Span<const Node> core;
  // Nodes that the set has beside the core, at least; >= 1.
  size_t min_size = 1;
  // Share of the whole volume that the set has at most, in (0, 1]. 1/2 is the usual: the
  // smaller side of the cut.
  double max_volume_share = 0.5;
};

struct SweepCut {
  std::vector<Node> nodes;    // Of the set beside the core, in the order of the sweep.
  double conductance = 1;     // cut / min(volume, volume of the others), in [0, 1].
  double volume = 0;          // Weight of the arcs of the set, with the core.
};

// Sweeps `nodes` by falling score per weight of their ties, and returns the prefix of
// least conductance. `ties` is symmetric; `weights` has one entry >= 0 per arc, or none:
// then every arc weighs 1. `nodes` are distinct, with a score > 0 each; those in the
// core do not count. An empty set if
// no prefix fits the options.
//
// TIES: nodes with equal score by weight: the smaller first; the shortest of equal cuts.
// COST: O(n) memory; O(k log k + arcs of the k nodes) time.
// ERRORS: InvalidArgument for arrays of other sizes, a node that is there twice or out
// of range, a score that is not > 0, or a graph that is not symmetric.
// SOURCE: Andersen, Chung, Lang 2006, doi:10.1109/FOCS.2006.44.
absl::StatusOr<SweepCut> FindSweepCut(const TieGraph& ties, absl::Span<const double> weights,
                                      absl::Span<const Node> nodes,
                                      absl::Span<const double> scores,
                                      const SweepCutOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_SWEEP_CUT_H_
