// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/pagerank.h"

#include <utility>

#include "algorithms/kernels/rank_solver.h"

namespace pullgraph {

absl::StatusOr<PageRankResult> PageRank(const TieGraph& graph, absl::Span<const double> weights,
                                        const PageRankOptions& options) {
  if (absl::Status s = CheckRankOptions(options.damping, options.tolerance,
                                        options.max_iterations);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = CheckRankWeights(graph, weights, options.run); !s.ok()) return s;
  absl::StatusOr<RankSolution> solution =
      SolveRank({graph, weights, nullptr, options.damping, options.tolerance,
                 options.max_iterations, options.run});
  if (!solution.ok()) return solution.status();
  return PageRankResult{std::move(solution->score), solution->error_bound,
                        solution->iterations};
}

}  // namespace pullgraph
