// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/reach.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "algorithms/access/introduction_check.h"
#include "algorithms/access/live_worlds.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kLanes = 64;        // Worlds in a block.
constexpr int64_t kFirstBlocks = 16;  // Before the first look at the variances.
constexpr double kMostWorlds = 1e12;

absl::Status CheckOptions(const IntroductionGraph& graph, const ReachOptions& options) {
  if (options.max_hops != 0) {
    if (absl::Status s = CheckMaxHops(options.max_hops); !s.ok()) return s;
  }
  if (!(options.epsilon > 0 && options.epsilon <= 0.5)) {
    return absl::InvalidArgumentError(
        absl::StrCat("epsilon is ", options.epsilon, ", expected one in (0, 0.5]"));
  }
  if (!(options.delta > 0 && options.delta < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("delta is ", options.delta, ", expected one in (0, 1)"));
  }
  if (absl::Status s = CheckIntroductions(graph, options.willingness); !s.ok()) return s;
  return CheckCancelled(options.run);
}

LiveInput MakeInput(const IntroductionGraph& graph, absl::Span<const MemberId> sources,
                    const ReachOptions& options) {
  const Node n = graph.graph.num_nodes();
  LiveInput input{graph.graph,
                  ArcCosts(graph.graph, graph.probability),
                  options.willingness,
                  {},
                  std::vector<uint8_t>(n, 0),
                  options.max_hops == 0 ? static_cast<int>(std::min<Node>(n, INT32_MAX))
                                        : options.max_hops};
  for (const MemberId source : sources) input.is_source[source.value()] = 1;
  for (Node v = 0; v < n; ++v) {
    if (input.is_source[v] != 0) input.sources.push_back(v);
  }
  return input;
}

// When to stop: half of delta is spent on Hoeffding's bound at the last world, the
// other half on empirical Bernstein bounds on the way there, all estimates together.
class StoppingRule {
 public:
  StoppingRule(double epsilon, double delta, size_t estimates)
      : epsilon_(epsilon),
        log_hoeffding_(std::log(4 * static_cast<double>(estimates) / delta)) {
    const double worlds = log_hoeffding_ / (2 * epsilon * epsilon);
    last_block_ = static_cast<int64_t>(std::ceil(std::min(worlds, kMostWorlds) / kLanes));
    int64_t looks = 0;
    for (int64_t block = kFirstBlocks; block < last_block_; block *= 2) ++looks;
    log_bernstein_ = std::log(8 * static_cast<double>(estimates) *
                              static_cast<double>(std::max<int64_t>(looks, 1)) / delta);
  }

  int64_t last_block() const { return last_block_; }

  // Bound on the error of an estimate with `hits` in `worlds`, on the way.
  double Bernstein(uint64_t hits, int64_t worlds) const {
    const auto w = static_cast<double>(worlds);
    const double mean = static_cast<double>(hits) / w;
    const double variance = w / (w - 1) * mean * (1 - mean);
    return std::sqrt(2 * variance * log_bernstein_ / w) + 7 * log_bernstein_ / (3 * (w - 1));
  }
  // At the last block.
  double Hoeffding() const {
    return std::sqrt(log_hoeffding_ / (2 * static_cast<double>(last_block_ * kLanes)));
  }
  double epsilon() const { return epsilon_; }

 private:
  double epsilon_;
  double log_hoeffding_;
  double log_bernstein_ = 0;
  int64_t last_block_ = 0;
};

// Adds blocks [begin, end) to the counts.
using DrawBlocks = absl::FunctionRef<void(int64_t begin, int64_t end)>;

// Draws until the rule is content. `open` lists the counts that are estimates.
absl::StatusOr<ReachEstimate> DrawUntilSure(const ReachOptions& options,
                                            const std::vector<size_t>& open,
                                            const std::vector<uint64_t>& counts,
                                            DrawBlocks draw) {
  ReachEstimate estimate;
  estimate.probability.resize(counts.size());
  if (open.empty()) return estimate;
  const StoppingRule rule(options.epsilon, options.delta, open.size());
  int64_t blocks = 0;
  // Invariant: counts hold the worlds of the first `blocks` blocks.
  while (blocks < rule.last_block()) {
    const int64_t next = std::min(rule.last_block(), blocks == 0 ? kFirstBlocks : 2 * blocks);
    // In slices, so that progress and cancelling are looked after.
    const int64_t slice = std::max<int64_t>(1, rule.last_block() / 100);
    for (; blocks < next; blocks = std::min(next, blocks + slice)) {
      if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
      draw(blocks, std::min(next, blocks + slice));
      ReportProgress(options.run,
                     static_cast<double>(blocks) / static_cast<double>(rule.last_block()));
    }
    if (blocks == rule.last_block()) {
      estimate.half_width = rule.Hoeffding();
      break;
    }
    double widest = 0;
    for (const size_t i : open) {
      widest = std::max(widest, rule.Bernstein(counts[i], blocks * kLanes));
    }
    estimate.half_width = widest;
    if (widest <= rule.epsilon()) break;
  }
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  ReportProgress(options.run, 1);
  estimate.worlds = blocks * kLanes;
  for (const size_t i : open) {
    estimate.probability[i] =
        static_cast<double>(counts[i]) / static_cast<double>(estimate.worlds);
  }
  return estimate;
}

// Scratch memory and counts, a worker each; counts are whole numbers, so that their
// sums don't depend on who counted.
class Workers {
 public:
  Workers(const LiveInput& input, int threads, size_t num_counts)
      : input_(input), worlds_(static_cast<size_t>(threads)), counts_(worlds_.size()) {
    for (std::vector<uint64_t>& counts : counts_) counts.resize(num_counts);
  }
  LiveWorlds& worlds(int worker) {
    std::unique_ptr<LiveWorlds>& mine = worlds_[static_cast<size_t>(worker)];
    if (mine == nullptr) mine = std::make_unique<LiveWorlds>(input_);
    return *mine;
  }
  std::vector<uint64_t>& counts(int worker) { return counts_[static_cast<size_t>(worker)]; }
  void MoveCountsTo(std::vector<uint64_t>& total) {
    for (std::vector<uint64_t>& counts : counts_) {
      for (size_t i = 0; i < total.size(); ++i) total[i] += std::exchange(counts[i], 0);
    }
  }

 private:
  const LiveInput& input_;
  std::vector<std::unique_ptr<LiveWorlds>> worlds_;
  std::vector<std::vector<uint64_t>> counts_;
};

// Members that are no sources, but that a path of at most max_hops leads to.
std::vector<size_t> OpenMembers(const LiveInput& input) {
  std::vector<uint8_t> seen = input.is_source;
  std::vector<Node> frontier = input.sources, next;
  std::vector<size_t> open;
  for (int hop = 0; hop < input.max_hops && !frontier.empty(); ++hop) {
    next.clear();
    for (const Node u : frontier) {
      if (hop > 0 && input.WillingnessOf(u) == 0) continue;
      for (const Node v : input.graph.OutNeighbors(u)) {
        if (std::exchange(seen[v], 1) == 0) next.push_back(v);
      }
    }
    open.insert(open.end(), next.begin(), next.end());
    frontier.swap(next);
  }
  return open;
}

}  // namespace

absl::StatusOr<ReachEstimate> EstimateReach(const IntroductionGraph& graph,
                                            absl::Span<const MemberId> sources,
                                            const ReachOptions& options) {
  if (absl::Status s = CheckOptions(graph, options); !s.ok()) return s;
  if (absl::Status s = CheckMembers(graph, "source", sources); !s.ok()) return s;
  const LiveInput input = MakeInput(graph, sources, options);
  const int threads = ThreadsOf(options.run);
  std::vector<uint64_t> counts(graph.graph.num_nodes());
  Workers workers(input, threads, counts.size());
  absl::StatusOr<ReachEstimate> estimate =
      DrawUntilSure(options, OpenMembers(input), counts, [&](int64_t first, int64_t last) {
        ParallelForWorker(threads, last - first, 1,
                          [&](int worker, int64_t begin, int64_t end) {
                            for (int64_t i = first + begin; i < first + end; ++i) {
                              if (IsCancelled(options.run)) return;
                              workers.worlds(worker).Forward(
                                  RandomStream(options.seed, static_cast<uint64_t>(i)),
                                  absl::MakeSpan(workers.counts(worker)));
                            }
                          });
        workers.MoveCountsTo(counts);
      });
  if (!estimate.ok()) return estimate;
  for (const Node source : input.sources) estimate->probability[source] = 1;
  return estimate;
}

absl::StatusOr<ReachEstimate> EstimateReachOf(const IntroductionGraph& graph,
                                              absl::Span<const MemberId> sources,
                                              absl::Span<const MemberId> targets,
                                              const ReachOptions& options) {
  if (absl::Status s = CheckOptions(graph, options); !s.ok()) return s;
  if (absl::Status s = CheckMembers(graph, "source", sources); !s.ok()) return s;
  if (absl::Status s = CheckMembers(graph, "target", targets); !s.ok()) return s;
  const LiveInput input = MakeInput(graph, sources, options);
  const int threads = ThreadsOf(options.run);
  std::vector<size_t> open;
  for (size_t i = 0; i < targets.size(); ++i) {
    if (input.is_source[targets[i].value()] == 0) open.push_back(i);
  }
  const auto num_open = static_cast<int64_t>(open.size());
  std::vector<uint64_t> counts(targets.size());
  Workers workers(input, threads, counts.size());
  absl::StatusOr<ReachEstimate> estimate =
      DrawUntilSure(options, open, counts, [&](int64_t first, int64_t last) {
        ParallelForWorker(threads, (last - first) * num_open, 1,
                          [&](int worker, int64_t begin, int64_t end) {
                            for (int64_t i = begin; i < end; ++i) {
                              if (IsCancelled(options.run)) return;
                              const size_t at = open[static_cast<size_t>(i % num_open)];
                              const Node target = targets[at].value();
                              const auto block = static_cast<uint64_t>(first + i / num_open);
                              const RandomStream random(MixBits(options.seed) ^ target, block);
                              workers.counts(worker)[at] += static_cast<uint64_t>(
                                  workers.worlds(worker).Backward(random, target));
                            }
                          });
        workers.MoveCountsTo(counts);
      });
  if (!estimate.ok()) return estimate;
  for (size_t i = 0; i < targets.size(); ++i) {
    if (input.is_source[targets[i].value()] != 0) estimate->probability[i] = 1;
  }
  return estimate;
}

}  // namespace pullgraph
