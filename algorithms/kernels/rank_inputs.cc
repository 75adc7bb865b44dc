// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/no_node.h"
#include "algorithms/kernels/rank_solver.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

bool IsSeedWeight(double w) { return w >= 0 && std::isfinite(w); }

// Sums of such weights and their inverses are finite.
bool IsArcWeight(double w) { return w == 0 || (w >= 1e-200 && w <= 1e200); }

}  // namespace

absl::StatusOr<SeedShares> MakeSeedShares(const TieGraph& graph, absl::Span<const Node> seeds,
                                          absl::Span<const double> seed_weights) {
  if (absl::Status s = CheckNodes(graph, seeds, "seeds"); !s.ok()) return s;
  if (seeds.empty()) return absl::InvalidArgumentError("seeds is empty, expected >= 1 node");
  if (!seed_weights.empty() && seed_weights.size() != seeds.size()) {
    return absl::InvalidArgumentError(absl::StrCat("seed_weights has ", seed_weights.size(),
                                                   " entries, expected ", seeds.size()));
  }
  SeedShares shares;
  double largest = seed_weights.empty() ? 1 : 0;
  for (size_t i = 0; i < seeds.size(); ++i) {
    const double w = seed_weights.empty() ? 1 : seed_weights[i];
    if (!IsSeedWeight(w)) {
      return absl::InvalidArgumentError(
          absl::StrCat("seed_weights[", i, "] is ", w, ", expected a finite one >= 0"));
    }
    largest = std::max(largest, w);
    shares.emplace_back(seeds[i], w);
  }
  if (largest == 0) return absl::InvalidArgumentError("seed_weights are all 0");
  // Equal nodes by weight, so that the order of the seeds makes no difference.
  std::sort(shares.begin(), shares.end());
  double total = 0;
  size_t kept = 0;
  for (const auto& [node, weight] : shares) {
    const double share = weight / largest;  // Sums of huge weights must not overflow.
    total += share;
    if (share == 0) continue;
    if (kept > 0 && shares[kept - 1].first == node) {
      shares[kept - 1].second += share;
    } else {
      shares[kept++] = {node, share};
    }
  }
  shares.resize(kept);
  for (auto& [node, share] : shares) share /= total;
  return shares;
}

absl::Status CheckRankWeights(const TieGraph& graph, absl::Span<const double> weights,
                              const RunControl* run) {
  if (weights.empty()) return absl::OkStatus();
  if (weights.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat("weights has ", weights.size(),
                                                   " entries, expected ", graph.num_arcs()));
  }
  return ParallelForStatus(
      ThreadsOf(run), static_cast<int64_t>(weights.size()), 1 << 16,
      [&](int64_t begin, int64_t end) {
        for (auto arc = static_cast<size_t>(begin); arc < static_cast<size_t>(end); ++arc) {
          if (IsArcWeight(weights[arc])) continue;
          return absl::InvalidArgumentError(absl::StrCat(
              "weights[", arc, "] is ", weights[arc], ", expected 0 or one in [1e-200, 1e200]"));
        }
        return absl::OkStatus();
      });
}

absl::Status CheckDamping(double damping) {
  if (damping >= 0 && damping < 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("damping is ", damping, ", expected one in [0, 1)"));
}

absl::Status CheckRankOptions(double damping, double tolerance, int max_iterations) {
  if (absl::Status s = CheckDamping(damping); !s.ok()) return s;
  if (!(tolerance >= 1e-12 && tolerance <= 2)) {
    return absl::InvalidArgumentError(
        absl::StrCat("tolerance is ", tolerance, ", expected one in [1e-12, 2]"));
  }
  if (max_iterations < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_iterations is ", max_iterations, ", expected one >= 0"));
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
