// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/leverage_lift.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/influence_graph.h"
#include "algorithms/journey/influence_learning.h"
#include "algorithms/kernels/reverse_sets.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// One draw of all probabilities from their posteriors.
std::vector<float> DrawProbabilities(const LearnedInfluence& learned, double prior_strength,
                                     uint64_t seed, uint64_t round, int threads) {
  const size_t m = learned.probability.size();
  std::vector<float> drawn(m);
  ParallelFor(threads, static_cast<int64_t>(m), 1 << 13, [&](int64_t begin, int64_t end) {
    for (auto arc = static_cast<size_t>(begin); arc < static_cast<size_t>(end); ++arc) {
      const double rows = learned.actions[arc] + prior_strength;
      const double p = learned.probability[arc];
      drawn[arc] = static_cast<float>(p);
      if (!(p > 0 && p < 1)) continue;
      RandomStream random(seed, round * m + arc);
      drawn[arc] = static_cast<float>(random.Beta(p * rows, (1 - p) * rows));
    }
  });
  return drawn;
}

// Sums over rounds, one a member, of the lift, and of ln(1 + lift) and its square.
struct LiftMoments {
  std::vector<double> lift, log, square;
};

absl::Status AddRound(const InfluenceArcs& arcs, absl::Span<const float> probability,
                      uint64_t sets_wanted, const ReverseSetsOptions& draw, LiftMoments& moments) {
  const auto sampler = ReverseSampler::Build(arcs.graph, probability,
                                             SpreadModel::kIndependentCascade, draw.run);
  if (!sampler.ok()) return sampler.status();
  ReverseSets sets;
  if (absl::Status s = ExtendReverseSets(*sampler, {}, sets_wanted, draw, sets); !s.ok()) return s;
  std::vector<double> lift(moments.lift.size(), 0.0);
  // A root is in its own set: only sets of others count as following.
  for (size_t i = 0; i < sets.size(); ++i) {
    for (const Node v : sets[i].subspan(1)) lift[v] += 1;
  }
  const double scale = static_cast<double>(lift.size()) / static_cast<double>(sets.size());
  for (size_t v = 0; v < lift.size(); ++v) {
    const double x = lift[v] * scale, log = std::log1p(x);
    moments.lift[v] += x, moments.log[v] += log, moments.square[v] += log * log;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LeverageLift> LeverageLifts(const CommunityView& view,
                                           const LeverageLiftOptions& options) {
  if (options.rounds < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("rounds is ", options.rounds, ", expected at least 2"));
  }
  const auto rounds = static_cast<uint64_t>(options.rounds);
  if (options.sets < rounds) {
    return absl::InvalidArgumentError(
        absl::StrCat("sets is ", options.sets, ", expected at least one a round: ", rounds));
  }
  const uint32_t n = view.community().num_members();
  LeverageLift out{std::vector<double>(n, 0.0), std::vector<double>(n, 0.0)};
  InfluenceArcsOptions arcs_options;
  arcs_options.direction = InfluenceDirection::kBoth;
  arcs_options.run = options.run;
  const absl::StatusOr<InfluenceArcs> arcs = FindInfluenceArcs(view, arcs_options);
  if (!arcs.ok()) return arcs.status();
  const std::vector<ActionEntry> log = ActionLogOf(view);
  if (arcs->graph.num_arcs() == 0 || log.empty()) return out;
  LearnInfluenceOptions learn;
  learn.run = options.run;
  const auto learned = LearnInfluence(arcs->graph, arcs->since, log, learn);
  if (!learned.ok()) return learned.status();
  LiftMoments moments{out.lift, out.lift, out.lift};
  ReverseSetsOptions draw;
  draw.run = options.run;
  for (uint64_t round = 0; round < rounds; ++round) {
    draw.seed = options.seed + round;
    const std::vector<float> probability = DrawProbabilities(
        *learned, learn.prior_strength, MixBits(options.seed), round, ThreadsOf(options.run));
    absl::Status s = AddRound(*arcs, probability, options.sets / rounds, draw, moments);
    if (!s.ok()) return s;
  }
  const auto k = static_cast<double>(rounds);
  for (uint32_t v = 0; v < n; ++v) {
    out.lift[v] = moments.lift[v] / k;
    const double mean = moments.log[v] / k;
    out.log_error[v] = std::sqrt(std::max(0.0, moments.square[v] - k * mean * mean) / (k - 1));
  }
  return out;
}

}  // namespace pullgraph
