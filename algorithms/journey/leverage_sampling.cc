// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/leverage_sampling.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

absl::Status CheckMask(const char* name, absl::Span<const uint8_t> mask, Node n) {
  if (mask.empty() || mask.size() == n) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " has ", mask.size(), " entries, expected one a node: ", n));
}

absl::Status Check(const InfluenceGraph& influence, const LeverageOptions& options) {
  const Node n = influence.graph.num_nodes();
  if (!(options.epsilon > 0 && options.epsilon < 1 - std::exp(-1.0))) {
    return absl::InvalidArgumentError(
        absl::StrCat("epsilon is ", options.epsilon, ", expected one in (0, 1 - 1/e)"));
  }
  if (!(options.delta > 0 && options.delta < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("delta is ", options.delta, ", expected one in (0, 1)"));
  }
  if (options.max_sets < 1 || options.max_sets > UINT32_MAX) {
    return absl::InvalidArgumentError(absl::StrCat("max_sets is ", options.max_sets,
                                                   ", expected one in [1, ", UINT32_MAX, "]"));
  }
  absl::Status s = CheckMask("candidates", options.candidates, n);
  s.Update(CheckMask("audience", options.audience, n));
  return s;
}

}  // namespace

double FewestCovered(double covered, double a) {
  const double root = std::sqrt(covered + 2 * a / 9) - std::sqrt(a / 2);
  return root <= 0 ? 0 : std::max(0.0, root * root - a / 18);
}

double MostCovered(double covered, double a) {
  const double root = std::sqrt(covered + a / 2) + std::sqrt(a / 2);
  return root * root;
}

absl::StatusOr<LeverageSampling> LeverageSampling::Start(const InfluenceGraph& influence,
                                                         const LeverageOptions& options) {
  if (absl::Status s = Check(influence, options); !s.ok()) return s;
  absl::StatusOr<ReverseSampler> sampler =
      ReverseSampler::Build(influence.graph, influence.probability, influence.model, options.run);
  if (!sampler.ok()) return sampler.status();
  LeverageSampling sampling(*std::move(sampler), options);
  const Node n = influence.graph.num_nodes();
  for (Node u = 0; u < n; ++u) {
    sampling.num_candidates_ += options.candidates.empty() || options.candidates[u] != 0;
    if (options.audience.empty() || options.audience[u] != 0) sampling.choose_roots_.push_back(u);
  }
  sampling.audience_ = static_cast<double>(sampling.choose_roots_.size());
  sampling.judge_roots_ = sampling.choose_roots_;
  RandomStream choose(options.seed, UINT64_MAX), judge(options.seed, UINT64_MAX - 1);
  Shuffle(sampling.choose_roots_, choose);
  Shuffle(sampling.judge_roots_, judge);
  if (sampling.audience_ == 0) return absl::InvalidArgumentError("the audience is nobody");
  if (sampling.num_candidates_ == 0) return absl::InvalidArgumentError("nobody is a candidate");
  return sampling;
}

absl::Status LeverageSampling::Extend(size_t count) {
  ReverseSetsOptions options;
  options.seed = options_.seed;
  options.stride = 2;
  options.in_turn = true;
  options.max_nodes = options_.max_nodes;
  options.run = options_.run;
  absl::Status s = ExtendReverseSets(sampler_, choose_roots_, count, options, choose_);
  options.offset = 1;
  s.Update(ExtendReverseSets(sampler_, judge_roots_, count, options, judge_));
  return s;
}

Leverage LeverageSampling::Judge(const std::vector<Node>& seeds, double best_covered,
                                 double a) const {
  Leverage result;
  result.sets = choose_.size() + judge_.size();
  const std::vector<uint64_t> covered =
      CountCovered(judge_, num_nodes(), seeds, ThreadsOf(options_.run));
  double sure = 0;  // Seeds in the audience are in motion whatever happens.
  double before = 0;
  for (size_t i = 0; i < seeds.size(); ++i) {
    sure += options_.audience.empty() || options_.audience[seeds[i]] != 0;
    const auto sets = static_cast<double>(covered[i]);
    LeverageSeed seed;
    seed.node = seeds[i];
    seed.spread = std::max(sure, sets * scale());
    seed.marginal = seed.spread - before;
    seed.spread_low = std::max(sure, FewestCovered(sets, a) * scale());
    seed.spread_high = std::min(audience_, MostCovered(sets, a) * scale());
    before = seed.spread;
    result.seeds.push_back(seed);
  }
  if (!seeds.empty()) {
    result.spread = result.seeds.back().spread;
    result.spread_low = result.seeds.back().spread_low;
    result.spread_high = result.seeds.back().spread_high;
  }
  result.best_high = std::min(
      audience_, MostCovered(best_covered, a) * audience_ / static_cast<double>(choose_.size()));
  result.best_high = std::max(result.best_high, result.spread_low);
  result.ratio = result.best_high > 0 ? result.spread_low / result.best_high : 1;
  return result;
}

double LeverageSampling::MostOfAll(double a) const {
  uint64_t covered = 0;
  for (size_t i = 0; i < judge_.size(); ++i) {
    const absl::Span<const Node> set = judge_[i];
    covered += options_.candidates.empty() ||
               std::any_of(set.begin(), set.end(),
                           [&](Node u) { return options_.candidates[u] != 0; });
  }
  return std::min(audience_, MostCovered(static_cast<double>(covered), a) * scale());
}

}  // namespace pullgraph
