// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/ppr.h"

#include <utility>

#include "algorithms/kernels/rank_solver.h"

namespace pullgraph {

absl::StatusOr<PprResult> PersonalizedPageRank(const TieGraph& graph,
                                               absl::Span<const Node> seeds,
                                               const PprOptions& options) {
  if (absl::Status s = CheckRankOptions(options.damping, options.tolerance,
                                        options.max_iterations);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = CheckRankWeights(graph, options.weights, options.run); !s.ok()) return s;
  const absl::StatusOr<SeedShares> shares = MakeSeedShares(graph, seeds, options.seed_weights);
  if (!shares.ok()) return shares.status();
  absl::StatusOr<RankSolution> solution =
      SolveRank({graph, options.weights, &*shares, options.damping, options.tolerance,
                 options.max_iterations, options.run});
  if (!solution.ok()) return solution.status();
  return PprResult{std::move(solution->score), solution->error_bound, solution->iterations};
}

}  // namespace pullgraph
