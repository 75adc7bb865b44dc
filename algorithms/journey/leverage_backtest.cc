// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/leverage_backtest.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/cluster_bootstrap.h"

namespace pullgraph {
namespace {

using Log = std::vector<ActionEntry>;

// First moment of the later half.
Time SplitOf(absl::Span<const ActionEntry> log) {
  std::vector<Time> at;
  for (const ActionEntry& entry : log) at.push_back(entry.at);
  const auto middle = at.begin() + static_cast<std::ptrdiff_t>(at.size() / 2);
  std::nth_element(at.begin(), middle, at.end());
  return *middle;
}

LearnInfluenceOptions With(LearnInfluenceOptions learn, InfluenceBelief belief) {
  learn.fit_prior = belief == InfluenceBelief::kFitted;
  learn.prior_strength = belief == InfluenceBelief::kOneMean ? 1 : 0;
  learn.prior = -1;
  return learn;
}

std::vector<uint32_t> ActionsOf(const TieGraph& graph, const Log& log) {
  std::vector<uint32_t> count(graph.num_nodes(), 0);
  for (const ActionEntry& entry : log) ++count[entry.member];
  return count;
}

// Followers that each action of a member has on average.
std::vector<double> FollowersOf(const TieGraph& graph, const std::vector<float>& probability) {
  std::vector<double> followers(graph.num_nodes(), 0);
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    for (ArcIndex arc = graph.OutBegin(v); arc < graph.OutEnd(v); ++arc) {
      followers[v] += probability[arc];
    }
  }
  return followers;
}

std::vector<Node> Best(const std::vector<double>& followers, uint32_t k) {
  std::vector<std::pair<double, Node>> order;
  for (Node v = 0; v < followers.size(); ++v) {
    if (followers[v] > 0) order.emplace_back(-followers[v], v);
  }
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), size_t{k}));
  std::vector<Node> best;
  for (const auto& entry : order) best.push_back(entry.second);
  return best;
}

// Of blocks of whole actions: followers of the seeds expected and seen, as trials and hits.
// `learn` gives credits as it did in learning.
absl::StatusOr<std::vector<ClusterCount>> Count(const TieGraph& graph, absl::Span<const Time> since,
                                                const Log& log, const std::vector<Node>& seeds,
                                                const std::vector<double>& followers,
                                                const LearnInfluenceOptions& learn) {
  constexpr size_t kBlocks = 64;
  std::vector<uint8_t> is_seed(graph.num_nodes(), 0);
  for (const Node v : seeds) is_seed[v] = 1;
  std::vector<ClusterCount> counts;
  for (size_t begin = 0, end = 0; begin < log.size(); begin = end) {
    end = std::min(log.size(), begin + std::max(size_t{1}, log.size() / kBlocks));
    while (end < log.size() && log[end].action == log[end - 1].action) ++end;
    ClusterCount count{counts.size(), 0, 0};
    for (size_t i = begin; i < end; ++i) {
      if (is_seed[log[i].member] != 0) count.trials += followers[log[i].member];
    }
    const auto of_block = LearnInfluence(
        graph, since, absl::MakeConstSpan(log).subspan(begin, end - begin), learn);
    if (!of_block.ok()) return of_block.status();
    for (const Node v : seeds) {
      for (ArcIndex arc = graph.OutBegin(v); arc < graph.OutEnd(v); ++arc) {
        count.hits += of_block->passed[arc];
      }
    }
    if (count.trials > 0) counts.push_back(count);
  }
  return counts;
}

}  // namespace

std::string_view InfluenceBeliefName(InfluenceBelief belief) {
  switch (belief) {
    case InfluenceBelief::kFitted: return "a fitted prior";
    case InfluenceBelief::kOneMean: return "the mean, worth one action";
    case InfluenceBelief::kNone: break;
  }
  return "no prior";
}

absl::StatusOr<LeverageBacktest> BacktestLeverage(const TieGraph& graph,
                                                  absl::Span<const Time> since,
                                                  absl::Span<const ActionEntry> log,
                                                  const LeverageBacktestOptions& options) {
  if (options.seeds < 1) return absl::InvalidArgumentError("seeds is 0, expected at least 1");
  LeverageBacktest out;
  Log halves[2];
  if (!log.empty()) out.split = SplitOf(log);
  for (const ActionEntry& entry : log) halves[entry.at < out.split ? 0 : 1].push_back(entry);
  if (halves[0].empty() || halves[1].empty()) {
    return absl::FailedPreconditionError(
        "the log has no two halves: there is nothing to choose on and to judge by");
  }
  out.earlier = halves[0].size();
  out.later = halves[1].size();
  const std::vector<uint32_t> after = ActionsOf(graph, halves[1]);
  for (const InfluenceBelief belief :
       {InfluenceBelief::kFitted, InfluenceBelief::kOneMean, InfluenceBelief::kNone}) {
    LearnInfluenceOptions learn = With(options.learn, belief);
    learn.run = options.run;
    const auto learned = LearnInfluence(graph, since, halves[0], learn);
    if (!learned.ok()) return learned.status();
    const std::vector<double> followers = FollowersOf(graph, learned->probability);
    LeverageCheck& check = out.checks.emplace_back();
    check.belief = belief;
    check.seeds = Best(followers, options.seeds);
    for (const Node v : check.seeds) check.actions += after[v];
    auto counts = Count(graph, since, halves[1], check.seeds, followers, learn);
    if (!counts.ok()) return counts.status();
    for (const ClusterCount& count : *counts) check.expected += count.trials, check.seen += count.hits;
    if (counts->empty()) {
      const double nothing = std::numeric_limits<double>::quiet_NaN();
      check.ratio = {nothing, nothing, nothing};
      continue;
    }
    const auto ratio = BootstrapRatio(*std::move(counts), {.confidence = options.confidence,
                                                           .seed = options.seed,
                                                           .run = options.run});
    if (!ratio.ok()) return ratio.status();
    check.ratio = *ratio;
  }
  return out;
}

}  // namespace pullgraph
