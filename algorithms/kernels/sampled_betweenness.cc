// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/betweenness.h"
#include "algorithms/kernels/bfs.h"
#include "algorithms/kernels/components.h"
#include "algorithms/kernels/path_sample.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kFirstSamples = 1024;  // Before the first look at the variances.
constexpr int64_t kGrain = 64;
constexpr double kMostSamples = 1e15;

// An upper bound on the number of nodes on any shortest path of a symmetric graph:
// twice the distance from one node of each component to its farthest one, and one.
absl::StatusOr<int64_t> MostNodesOnAPath(const TieGraph& graph, const RunControl* run) {
  const absl::StatusOr<ComponentsResult> components = FindComponents(graph, {.run = run});
  if (!components.ok()) return components.status();
  std::vector<Node> root(graph.num_nodes(), kNoNode);  // By label.
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    Node& best = root[components->label[v]];
    if (best == kNoNode || graph.OutDegree(v) > graph.OutDegree(best)) best = v;
  }
  std::erase(root, kNoNode);
  // Components do not meet, so that one search serves all of them.
  const absl::StatusOr<BfsResult> search =
      BreadthFirstSearch(graph, root, {.parents = false, .run = run});
  if (!search.ok()) return search.status();
  return int64_t{2} * search->max_distance + 1;
}

// When to stop: half of delta is spent on the bound at the last sample, the other
// half on empirical Bernstein bounds on the way there, all nodes together.
class StoppingRule {
 public:
  static absl::StatusOr<StoppingRule> Make(const TieGraph& graph,
                                           const SampledBetweennessOptions& options) {
    const auto n = static_cast<double>(graph.num_nodes());
    StoppingRule rule;
    rule.epsilon_ = options.epsilon;
    rule.complexity_ = std::log(4 * n / options.delta);
    if (graph.is_symmetric()) {
      const absl::StatusOr<int64_t> nodes = MostNodesOnAPath(graph, options.run);
      if (!nodes.ok()) return nodes.status();
      const auto inner = static_cast<uint64_t>(std::max<int64_t>(1, *nodes - 2));
      const double by_diameter =
          static_cast<double>(std::bit_width(inner)) + std::log(2 / options.delta);
      rule.complexity_ = std::min(rule.complexity_, by_diameter);
    }
    const double samples = rule.complexity_ / (2 * options.epsilon * options.epsilon);
    rule.last_ = static_cast<int64_t>(std::ceil(std::min(samples, kMostSamples)));
    int64_t looks = 0;
    for (int64_t at = kFirstSamples; at < rule.last_; at *= 2) ++looks;
    rule.log_bernstein_ =
        std::log(8 * n * static_cast<double>(std::max<int64_t>(looks, 1)) / options.delta);
    return rule;
  }

  int64_t last() const { return last_; }
  double AtLast() const { return std::sqrt(complexity_ / (2 * static_cast<double>(last_))); }
  // Bound on the error of an estimate with `hits` of `samples`, on the way; it grows
  // with the variance, so that the one nearest to a half is the worst.
  double OnTheWay(uint64_t hits, int64_t samples) const {
    const auto w = static_cast<double>(samples);
    const double mean = static_cast<double>(hits) / w;
    const double variance = w / (w - 1) * mean * (1 - mean);
    return std::sqrt(2 * variance * log_bernstein_ / w) + 7 * log_bernstein_ / (3 * (w - 1));
  }
  double epsilon() const { return epsilon_; }

 private:
  double epsilon_ = 0;
  double complexity_ = 0;  // samples = complexity / (2 epsilon^2).
  double log_bernstein_ = 0;
  int64_t last_ = 0;
};

absl::Status Check(const SampledBetweennessOptions& options) {
  if (!(options.epsilon > 0 && options.epsilon <= 0.5)) {
    return absl::InvalidArgumentError(
        absl::StrCat("epsilon is ", options.epsilon, ", expected one in (0, 0.5]"));
  }
  if (!(options.delta > 0 && options.delta < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("delta is ", options.delta, ", expected one in (0, 1)"));
  }
  return CheckCancelled(options.run);
}

// Samples, and counts over which nodes they lead; counts are whole numbers, so that
// their sums don't depend on who counted.
class Sampler {
 public:
  Sampler(const TieGraph& graph, const SampledBetweennessOptions& options)
      : graph_(graph),
        options_(options),
        threads_(ThreadsOf(options.run)),
        workers_(static_cast<size_t>(threads_)),
        counts_(workers_.size()) {}

  // Adds samples [begin, end) to `total`.
  void Draw(int64_t begin, int64_t end, std::vector<uint64_t>& total) {
    ParallelForWorker(threads_, end - begin, kGrain,
                      [&](int worker, int64_t low, int64_t high) {
                        auto& search = workers_[static_cast<size_t>(worker)];
                        std::vector<uint64_t>& counts = counts_[static_cast<size_t>(worker)];
                        if (search == nullptr) {
                          search = std::make_unique<PathSample>(graph_);
                          counts.assign(graph_.num_nodes(), 0);
                        }
                        for (int64_t i = begin + low; i < begin + high; ++i) {
                          if (IsCancelled(options_.run)) return;
                          RandomStream random(options_.seed, static_cast<uint64_t>(i));
                          const auto s = static_cast<Node>(random.Below(graph_.num_nodes()));
                          auto t = static_cast<Node>(random.Below(graph_.num_nodes() - 1));
                          if (t >= s) ++t;
                          for (const Node v : search->InnerNodes(s, t, random)) ++counts[v];
                        }
                      });
    for (std::vector<uint64_t>& counts : counts_) {
      for (size_t v = 0; v < counts.size(); ++v) total[v] += std::exchange(counts[v], 0);
    }
  }

 private:
  const TieGraph& graph_;
  const SampledBetweennessOptions& options_;
  int threads_;
  std::vector<std::unique_ptr<PathSample>> workers_;
  std::vector<std::vector<uint64_t>> counts_;
};

}  // namespace

absl::StatusOr<SampledBetweenness> EstimateBetweenness(
    const TieGraph& graph, const SampledBetweennessOptions& options) {
  if (absl::Status s = Check(options); !s.ok()) return s;
  SampledBetweenness result;
  result.betweenness.assign(graph.num_nodes(), 0);
  if (graph.num_nodes() < 3) return result;
  const absl::StatusOr<StoppingRule> rule = StoppingRule::Make(graph, options);
  if (!rule.ok()) return rule.status();
  std::vector<uint64_t> counts(graph.num_nodes(), 0);
  Sampler sampler(graph, options);
  int64_t samples = 0;
  // Invariant: counts hold the first `samples` samples.
  while (samples < rule->last()) {
    const int64_t next = std::min(rule->last(), samples == 0 ? kFirstSamples : 2 * samples);
    // In slices, so that progress and cancelling are looked after.
    const int64_t slice = std::max<int64_t>(4096, rule->last() / 50);
    for (; samples < next; samples = std::min(next, samples + slice)) {
      sampler.Draw(samples, std::min(next, samples + slice), counts);
      if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
      ReportProgress(options.run,
                     static_cast<double>(samples) / static_cast<double>(rule->last()));
    }
    result.half_width = 0;
    for (const uint64_t hits : counts) {
      result.half_width = std::max(result.half_width, rule->OnTheWay(hits, samples));
    }
    if (samples == rule->last()) result.half_width = rule->AtLast();
    if (result.half_width <= rule->epsilon()) break;
  }
  ReportProgress(options.run, 1);
  result.samples = samples;
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    result.betweenness[v] = static_cast<double>(counts[v]) / static_cast<double>(samples);
  }
  return result;
}

}  // namespace pullgraph
