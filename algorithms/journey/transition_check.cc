// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/transition_check.h"

#include <algorithm>
#include <array>
#include <utility>

#include "algorithms/kernels/cluster_bootstrap.h"

namespace pullgraph {
namespace {

using MoveCounts = std::array<std::array<uint64_t, kNumLevels + 1>, kNumLevels + 1>;

// Members by level in window w and in the next.
MoveCounts CountMoves(const LevelHistory& history, size_t w) {
  MoveCounts counts = {};
  for (size_t m = 0; m < history.levels[w].size(); ++m) {
    ++counts[static_cast<size_t>(history.levels[w][m])][static_cast<size_t>(history.levels[w + 1][m])];
  }
  return counts;
}

uint64_t SumOf(const std::array<uint64_t, kNumLevels + 1>& row) {
  uint64_t sum = 0;
  for (const uint64_t count : row) sum += count;
  return sum;
}

absl::StatusOr<TransitionCheck> Check(const std::vector<MoveCounts>& moves, size_t from, size_t to,
                                      double confidence) {
  std::vector<ClusterCount> before;
  double trials = 0;
  for (size_t w = 0; w + 1 < moves.size(); ++w) {
    const auto all = static_cast<double>(SumOf(moves[w][from]));
    before.push_back({w, static_cast<double>(moves[w][from][to]), all});
    trials += all;
  }
  TransitionCheck check;
  check.from = static_cast<Level>(from);
  check.to = static_cast<Level>(to);
  check.members = SumOf(moves.back()[from]);
  check.seen = moves.back()[from][to];
  double effective = 0;
  const auto share = ClusterShare(std::move(before), confidence, &effective);
  if (!share.ok()) return share.status();
  check.predicted = {0, 0, 1};
  if (effective > 0) {
    // Members of one window move alike as much as the windows before show.
    const double alike = trials / effective;
    const double now = std::max(1.0, static_cast<double>(check.members) / alike);
    const double n = 1 / (1 / effective + 1 / now), p = share->value;
    const BetaTails tails = TailsOfBeta(p * n + 0.5, (1 - p) * n + 0.5, (1 - confidence) / 2);
    check.predicted = {p, std::min(p, tails.low), std::max(p, tails.high)};
  }
  const double seen = static_cast<double>(check.seen) / static_cast<double>(check.members);
  // A share of few members has steps; half of one is no miss.
  const double step = 0.5 / static_cast<double>(check.members);
  check.inside = check.predicted.low - step <= seen && seen <= check.predicted.high + step;
  return check;
}

}  // namespace

absl::StatusOr<std::vector<TransitionCheck>> CheckTransitions(const LevelHistory& history,
                                                              double confidence) {
  if (history.levels.size() < 4) {
    return absl::FailedPreconditionError(
        "fewer than four windows: nothing to expect the last one from");
  }
  std::vector<MoveCounts> moves;
  for (size_t w = 0; w + 1 < history.levels.size(); ++w) moves.push_back(CountMoves(history, w));
  std::vector<TransitionCheck> checks;
  for (size_t from = 1; from <= kNumLevels; ++from) {
    if (SumOf(moves.back()[from]) == 0) continue;
    for (size_t to = 1; to <= kNumLevels; ++to) {
      const auto check = Check(moves, from, to, confidence);
      if (!check.ok()) return check.status();
      checks.push_back(*check);
    }
  }
  return checks;
}

}  // namespace pullgraph
