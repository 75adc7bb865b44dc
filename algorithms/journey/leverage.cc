// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/leverage.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/leverage_sampling.h"

namespace pullgraph {
namespace {

const double kGreedy = 1 - std::exp(-1.0);

// How many sets to draw: `first`, then twice as many each time, `rounds` times at most.
struct Schedule {
  double first = 0;
  int rounds = 1;
  double a = 0;          // ln(1 / delta) of each bound of each round.
  bool is_enough = false;  // The last round is enough by theory, whatever the bounds say.
};

// For choices of up to `k` of the candidates that spread to at least `least`.
// SOURCE: Tang et al. 2018, equations 14 and 15, with a quarter of delta.
Schedule MakeSchedule(const LeverageSampling& sampling, double k, double least,
                      const LeverageOptions& options) {
  const auto n = static_cast<double>(sampling.num_candidates());
  const double choices = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  const double a = std::log(8 / options.delta);
  const double root = kGreedy * std::sqrt(a) + std::sqrt(kGreedy * (choices + a));
  const double enough = 2 * sampling.audience() * root * root /
                        (options.epsilon * options.epsilon * std::max(least, 1e-9));
  Schedule schedule;
  const auto most = static_cast<double>(options.max_sets);
  schedule.is_enough = enough <= most && least > 0;
  const double last = std::min(std::max(enough, static_cast<double>(options.min_sets)), most);
  schedule.first = std::min(last, std::ceil(2 * root * root));
  // At least one more set each round.
  schedule.rounds = 1 + std::max(0, static_cast<int>(std::ceil(std::log2(last / schedule.first))));
  schedule.first = std::max(1.0, std::ceil(last / std::exp2(schedule.rounds - 1)));
  schedule.a = std::log(4 * schedule.rounds / options.delta);
  return schedule;
}

size_t SetsOf(const Schedule& schedule, int round, const LeverageOptions& options) {
  return static_cast<size_t>(
      std::min(schedule.first * std::exp2(round), static_cast<double>(options.max_sets)));
}

// True if what was drawn is less than was asked for at least, and neither memory nor time is
// a concern: where everybody knows everybody each set takes long, and tells little.
bool WantsMore(const LeverageSampling& sampling, const LeverageOptions& options) {
  return sampling.choose().size() < options.min_sets &&
         sampling.choose().nodes.size() < options.max_nodes / 64 &&
         sampling.choose().draws < options.max_nodes / 16;
}

bool InAudience(const LeverageOptions& options, Node u) {
  return options.audience.empty() || options.audience[u] != 0;
}
bool IsCandidate(const LeverageOptions& options, Node u) {
  return options.candidates.empty() || options.candidates[u] != 0;
}

// Candidates in the audience, each sure of one member.
uint64_t SureSeeds(Node n, const LeverageOptions& options) {
  uint64_t sure = 0;
  for (Node u = 0; u < n; ++u) sure += InAudience(options, u) && IsCandidate(options, u);
  return sure;
}

// How many candidates fit into the budget, the cheapest first.
uint64_t MostThatFit(absl::Span<const double> cost, double budget,
                     const LeverageOptions& options) {
  std::vector<double> sorted;
  for (Node u = 0; u < cost.size(); ++u) {
    if (IsCandidate(options, u)) sorted.push_back(cost[u]);
  }
  std::sort(sorted.begin(), sorted.end());
  uint64_t fit = 0;
  while (fit < sorted.size() && sorted[fit] <= budget) budget -= sorted[fit++];
  return fit;
}

absl::Status CheckCosts(Node n, absl::Span<const double> cost, double budget) {
  if (cost.size() != n) {
    return absl::InvalidArgumentError(
        absl::StrCat("cost has ", cost.size(), " entries, expected one a node: ", n));
  }
  for (size_t u = 0; u < cost.size(); ++u) {
    if (cost[u] > 0 && std::isfinite(cost[u])) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("cost[", u, "] = ", cost[u], ", expected a finite number > 0"));
  }
  if (budget > 0 && std::isfinite(budget)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("budget is ", budget, ", expected a finite number > 0"));
}

}  // namespace

absl::StatusOr<Leverage> FindLeverage(const InfluenceGraph& influence, uint32_t k,
                                      const LeverageOptions& options) {
  if (k < 1) return absl::InvalidArgumentError("k is 0, expected at least 1");
  absl::StatusOr<LeverageSampling> sampling = LeverageSampling::Start(influence, options);
  if (!sampling.ok()) return sampling.status();
  const Node n = influence.graph.num_nodes();
  const auto count = static_cast<uint32_t>(std::min<uint64_t>(k, sampling->num_candidates()));
  const auto least = static_cast<double>(std::min<uint64_t>(count, SureSeeds(n, options)));
  const Schedule schedule = MakeSchedule(*sampling, count, least, options);
  const double target = kGreedy - options.epsilon;
  for (int round = 0;; ++round) {
    ReportProgress(options.run, static_cast<double>(round) / schedule.rounds);
    absl::Status s = sampling->Extend(SetsOf(schedule, round, options));
    if (!s.ok()) return s;
    const absl::StatusOr<MaxCoverage> cover =
        CoverByCount(sampling->choose(), n, count, 0, {options.candidates, options.run});
    if (!cover.ok()) return cover.status();
    Leverage result = sampling->Judge(cover->chosen, cover->most, schedule.a);
    result.target_ratio = target;
    const bool last = round + 1 >= schedule.rounds;
    result.certified = result.ratio >= target || (last && schedule.is_enough);
    if (last || (result.certified && !WantsMore(*sampling, options))) return result;
  }
}

absl::StatusOr<Leverage> FindLeverageWithinBudget(const InfluenceGraph& influence,
                                                  absl::Span<const double> cost, double budget,
                                                  const LeverageOptions& options) {
  const Node n = influence.graph.num_nodes();
  if (absl::Status s = CheckCosts(n, cost, budget); !s.ok()) return s;
  absl::StatusOr<LeverageSampling> sampling = LeverageSampling::Start(influence, options);
  if (!sampling.ok()) return sampling.status();
  const uint64_t fit = MostThatFit(cost, budget, options);
  const auto most = static_cast<double>(std::max<uint64_t>(1, fit));
  const Schedule schedule = MakeSchedule(*sampling, most, 1, options);
  const double target = kGreedy / 2 - options.epsilon;
  for (int round = 0;; ++round) {
    ReportProgress(options.run, static_cast<double>(round) / schedule.rounds);
    absl::Status s = sampling->Extend(SetsOf(schedule, round, options));
    if (!s.ok()) return s;
    const absl::StatusOr<MaxCoverage> cover =
        CoverByBudget(sampling->choose(), cost, budget, {options.candidates, options.run});
    if (!cover.ok()) return cover.status();
    Leverage result = sampling->Judge(cover->chosen, cover->most, schedule.a);
    result.target_ratio = std::max(0.0, target);
    result.certified = result.ratio >= target;
    // What the ratio would be if sampling told the exact truth.
    const double best = cover->most * sampling->scale();
    const double exact = best > 0 ? std::min(1.0, result.spread / best) : 1;
    const bool settled = exact - result.ratio <= options.epsilon;
    const bool done =
        result.ratio >= kGreedy - options.epsilon || (result.certified && settled);
    if (round + 1 >= schedule.rounds || (done && !WantsMore(*sampling, options))) return result;
  }
}

absl::StatusOr<Leverage> FindMinimalContactSet(const InfluenceGraph& influence, double reach,
                                               const LeverageOptions& options) {
  absl::StatusOr<LeverageSampling> sampling = LeverageSampling::Start(influence, options);
  if (!sampling.ok()) return sampling.status();
  if (!(reach > 0 && reach <= sampling->audience())) {
    return absl::InvalidArgumentError(absl::StrCat(
        "reach is ", reach, ", expected one in (0, ", sampling->audience(), "], the audience"));
  }
  const Node n = influence.graph.num_nodes();
  const Schedule schedule = MakeSchedule(*sampling, 1, 1, options);
  const auto everybody = static_cast<uint32_t>(sampling->num_candidates());
  for (int round = 0;; ++round) {
    ReportProgress(options.run, static_cast<double>(round) / schedule.rounds);
    absl::Status s = sampling->Extend(SetsOf(schedule, round, options));
    if (!s.ok()) return s;
    const auto sets = static_cast<double>(sampling->choose().size());
    const double needed = reach / sampling->scale();
    // The choice flatters itself on the sets it was made for: go on a little.
    const auto enough = static_cast<uint64_t>(
        std::min(sets, 1.25 * needed + 8 * std::sqrt(needed * schedule.a) + schedule.a));
    const absl::StatusOr<MaxCoverage> cover =
        CoverByCount(sampling->choose(), n, everybody, enough, {options.candidates, options.run});
    if (!cover.ok()) return cover.status();
    Leverage all = sampling->Judge(cover->chosen, cover->most, schedule.a);
    const bool last = round + 1 >= schedule.rounds;
    const auto reached = std::find_if(all.seeds.begin(), all.seeds.end(), [&](const auto& seed) {
      return seed.spread_low >= reach;
    });
    if (reached == all.seeds.end()) {
      if (!last && sampling->MostOfAll(schedule.a) >= reach) continue;
      return all;
    }
    const auto size = static_cast<size_t>(reached - all.seeds.begin()) + 1;
    const std::vector<Node> chosen(cover->chosen.begin(),
                                   cover->chosen.begin() + static_cast<ptrdiff_t>(size));
    Leverage result = sampling->Judge(chosen, cover->most_by_count[size - 1], schedule.a);
    result.certified = true;
    const auto possible = std::find_if(
        cover->most_by_count.begin(), cover->most_by_count.end(), [&](double most) {
          return MostCovered(most, schedule.a) * sampling->scale() >= reach;
        });
    result.fewest = static_cast<uint32_t>(possible - cover->most_by_count.begin()) + 1;
    const bool settled = result.spread_low >= (1 - options.epsilon) * result.spread;
    const bool done = (settled || result.fewest >= size) && !WantsMore(*sampling, options);
    if (done || last) return result;
  }
}

std::vector<Node> BestConnected(const InfluenceGraph& influence, uint32_t k,
                                absl::Span<const uint8_t> candidates) {
  const Node n = influence.graph.num_nodes();
  std::vector<std::pair<uint64_t, Node>> order;
  for (Node u = 0; u < n; ++u) {
    if (!candidates.empty() && candidates[u] == 0) continue;
    uint64_t degree = 0;
    for (ArcIndex arc = influence.graph.OutBegin(u); arc < influence.graph.OutEnd(u); ++arc) {
      degree += influence.probability[arc] > 0;
    }
    order.emplace_back(degree, u);
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<Node> best;
  for (size_t i = 0; i < order.size() && i < k; ++i) best.push_back(order[i].second);
  return best;
}

}  // namespace pullgraph
