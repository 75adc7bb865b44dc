// SPDX-License-Identifier: Apache-2.0
// The linear system behind PageRank. Part of pagerank.h and ppr.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_RANK_SOLVER_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_RANK_SOLVER_H_

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Where a walk starts and starts again: nodes ascending, shares > 0 that sum to 1.
using SeedShares = std::vector<std::pair<Node, double>>;

// Returns the seeds with equal shares for each mention, or shares in proportion to
// `seed_weights` if there are any; those of weight 0 are left out.
//
// ERRORS: OutOfRange for a seed not in `graph`; InvalidArgument for no seed, or for
// weights of the wrong number, not finite, negative or all 0.
absl::StatusOr<SeedShares> MakeSeedShares(const TieGraph& graph, absl::Span<const Node> seeds,
                                          absl::Span<const double> seed_weights);

// ERRORS: InvalidArgument naming the arc whose weight is neither 0 nor in
// [1e-200, 1e200], or a wrong number of weights. None at all is fine.
absl::Status CheckRankWeights(const TieGraph& graph, absl::Span<const double> weights,
                              const RunControl* run);

// InvalidArgument unless damping is in [0, 1).
absl::Status CheckDamping(double damping);
// The same, and unless tolerance is in [1e-12, 2] and max_iterations >= 0.
absl::Status CheckRankOptions(double damping, double tolerance, int max_iterations);

struct RankProblem {
  const TieGraph& graph;
  absl::Span<const double> weights;  // Checked; one per arc, or none.
  const SeedShares* seeds = nullptr;  // Null: every node alike.
  double damping = 0.85;
  double tolerance = 1e-6;
  int max_iterations = 0;
  const RunControl* run = nullptr;
};

struct RankSolution {
  std::vector<double> score;
  double error_bound = 0;
  int iterations = 0;
};

// Returns x = d P' x + (1 - d + d * dangling mass) s, with L1 error at most
// error_bound, which is at most `tolerance` unless max_iterations ran out.
absl::StatusOr<RankSolution> SolveRank(const RankProblem& problem);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_RANK_SOLVER_H_
