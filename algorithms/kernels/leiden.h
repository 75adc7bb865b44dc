// SPDX-License-Identifier: Apache-2.0
// Communities of well-connected nodes.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_LEIDEN_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_LEIDEN_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

enum class LeidenObjective {
  kModularity,  // See Modularity() in community_quality.h.
  kPotts,       // Constant Potts model (CPM), see PottsQuality().
};

struct LeidenOptions {
  LeidenObjective objective = LeidenObjective::kModularity;
  // Larger gives more, smaller communities; finite, >= 0. 1 is plain modularity; for
  // kPotts it is the density, in weight a pair, that a community must exceed.
  double resolution = 1;
  // Passes over the whole graph of a trial, >= 1. A trial ends earlier when a pass
  // gains no more than `min_gain`.
  int max_iterations = 10;
  // Share of the total weight that a pass must gain for another one; finite, >= 0.
  // Quality for time: 0 goes on until nothing moves.
  double min_gain = 1e-4;
  // Independent trials, of which the best is kept, >= 0. 0 is automatic: as many as
  // visit 2^18 nodes and arcs, in [1, 32].
  int num_trials = 0;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

struct LeidenResult {
  // Community of each node, 0..count-1: larger ones first, then smallest node.
  std::vector<uint32_t> labels;
  uint32_t count = 0;
  // Modularity or PottsQuality of `labels` at the resolution asked for.
  double quality = 0;
  int iterations = 0;  // Passes of the trial kept.
  int trials = 0;
};

// Returns communities of `ties` of high quality, each of them connected. If the
// last pass moved nothing, no two gain by a merger and no node gains by a move.
// `weights` has one entry
// per arc, or none: then every arc weighs 1. A graph that is not symmetric is read
// as undirected, both directions added up. Ties of weight 0 count as absent; a node
// without ties is a community of its own.
//
// TIES: among equally good moves the one seen first, in the order of the (seeded)
// visit; among equally good trials the first; same for any number of threads.
// COST: O(trials * iterations * (n + m)) time, O(n + m) memory for each thread
// that runs a trial.
// ERRORS: InvalidArgument for an option out of range or for weights that are not
// finite, negative, of the wrong number, or not mirrored; Cancelled by `run`.
// SOURCE: Traag, Waltman, van Eck 2019, arXiv:1810.08473; greedy refinement and
// preallocated rows as in Sahu 2023, arXiv:2312.13936.
absl::StatusOr<LeidenResult> FindCommunities(const TieGraph& ties,
                                             absl::Span<const double> weights = {},
                                             const LeidenOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_LEIDEN_H_
