// SPDX-License-Identifier: Apache-2.0
// Where a walk that now and then returns to its seeds is found: exactly, or near the
// seeds only.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_PPR_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_PPR_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct PprOptions {
  // Chance of following an arc rather than returning to a seed; [0, 1).
  double damping = 0.85;
  // Largest L1 error of the scores; [1e-12, 2].
  double tolerance = 1e-6;
  // Passes over the graph, >= 0. If they run out, error_bound exceeds tolerance.
  int max_iterations = 10000;
  // One entry per arc, or none: then every arc weighs 1.
  absl::Span<const double> weights;
  // Chance of each seed in proportion, or none: then all alike.
  absl::Span<const double> seed_weights;
  const RunControl* run = nullptr;
};

struct PprResult {
  std::vector<double> score;  // >= 0, sums to 1 but for error_bound; one per node.
  double error_bound = 0;     // L1 distance from the exact scores is at most this.
  int iterations = 0;
};

// Returns the personalised PageRank of every node. A walk takes each arc in
// proportion to its weight; from a node that nothing leaves, it returns to a seed.
//
// TIES: none; same for any number of threads.
// COST, SOURCE: those of PageRank (pagerank.h).
// ERRORS: OutOfRange for a seed not in `graph`; InvalidArgument for no seed, an
// option out of range or an arc's weight that is neither 0 nor in [1e-200, 1e200] or
// a seed's that is negative or not finite; Cancelled.
absl::StatusOr<PprResult> PersonalizedPageRank(const TieGraph& graph,
                                               absl::Span<const Node> seeds,
                                               const PprOptions& options = {});

struct PushOptions {
  // Chance of following an arc rather than returning to a seed; [0, 1).
  double damping = 0.85;
  // Mass left unplaced at a node, per arc that leaves it (per node if none does), at
  // most; in (0, 1]. Smaller is more exact, at a cost of 1 / epsilon.
  double epsilon = 1e-6;
  // Chance of each seed in proportion, or none: then all alike.
  absl::Span<const double> seed_weights;
  const RunControl* run = nullptr;
};

struct PushResult {
  // Nodes with a score, in the order in which the push met them, and their scores,
  // each > 0 and at most the exact one.
  std::vector<Node> nodes;
  std::vector<double> scores;
  // Mass not placed: the L1 distance from the exact scores. At epsilon = 1e-6 it may
  // well be a third.
  double residual = 0;
  uint64_t pushes = 0;
};

// Answers many queries on one graph: a query clears only what the one before
// touched. Not for several threads at a time; several objects may share a graph.
class PprPusher {
 public:
  // `weights` has one entry per arc, or none. Both must outlive the result.
  //
  // COST: O(n + m) time, 16 bytes a node, 24 with weights.
  // ERRORS: InvalidArgument for a weight that is neither 0 nor in [1e-200, 1e200].
  static absl::StatusOr<PprPusher> Create(const TieGraph& graph,
                                          absl::Span<const double> weights = {});

  // Returns the scores of PersonalizedPageRank near the seeds, from below.
  //
  // TIES: pushes go first in, first out, from the smallest seed.
  // COST: O(1 / (epsilon (1 - damping))) time whatever the size of the graph, plus
  // the number of seeds for each push where nothing leaves.
  // ERRORS: OutOfRange for a seed not in the graph; InvalidArgument for no seed or an
  // option out of range; Cancelled.
  // SOURCE: Andersen, Chung, Lang 2006, doi:10.1109/FOCS.2006.44, without the lazy
  // half step.
  absl::StatusOr<PushResult> Push(absl::Span<const Node> seeds, const PushOptions& options = {});

 private:
  struct Entry {
    double score = 0;
    double residual = 0;
  };
  class Run;

  PprPusher(const TieGraph& graph, absl::Span<const double> weights)
      : graph_(&graph), weights_(weights), entries_(graph.num_nodes()) {}

  const TieGraph* graph_;
  absl::Span<const double> weights_;
  std::vector<double> strength_;  // Of weights; empty without.
  std::vector<Entry> entries_;    // All zero between queries.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_PPR_H_
