// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/leiden.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/community_quality.h"
#include "algorithms/kernels/leiden_level.h"
#include "algorithms/kernels/undirected_fold.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

using leiden_internal::Level;
using leiden_internal::Objective;
using leiden_internal::Workspace;

// One start of the search.
struct Trial {
  std::vector<Node> labels;  // In [0, n), numbered by first appearance.
  double quality = 0;
  int iterations = 0;
};

// The finest level and what the trials share.
struct Problem {
  const TieGraph* ties;
  absl::Span<const double> weights;
  std::vector<double> mass;
  double total = 0;  // Weight of all ties, a loop once.
  Objective objective;
  Level Finest() const {
    return {ties->num_nodes(),
            ties->offsets().data(),
            ties->offsets().data() + 1,
            ties->targets().data(),
            weights.empty() ? nullptr : weights.data(),
            mass.data()};
  }
};

absl::Status CheckOptions(const LeidenOptions& options) {
  auto error = [](const char* name, auto value, const char* range) {
    return absl::InvalidArgumentError(absl::StrCat(name, " = ", value, ", expected ", range));
  };
  if (!(options.resolution >= 0) || !std::isfinite(options.resolution)) {
    return error("resolution", options.resolution, "finite and >= 0");
  }
  if (options.max_iterations < 1) return error("max_iterations", options.max_iterations, ">= 1");
  if (!(options.min_gain >= 0) || !std::isfinite(options.min_gain)) {
    return error("min_gain", options.min_gain, "finite and >= 0");
  }
  if (options.num_trials < 0) return error("num_trials", options.num_trials, ">= 0");
  return absl::OkStatus();
}

int TrialsOf(const TieGraph& ties, const LeidenOptions& options) {
  if (options.num_trials > 0) return options.num_trials;
  const uint64_t size = ties.num_nodes() + ties.num_arcs() + 1;
  return static_cast<int>(std::clamp<uint64_t>((uint64_t{1} << 18) / size, 1, 32));
}

Problem MakeProblem(const TieGraph& ties, absl::Span<const double> weights,
                    const LeidenOptions& options) {
  const bool modularity = options.objective == LeidenObjective::kModularity;
  Problem problem{&ties, weights, std::vector<double>(ties.num_nodes(), 1.0), 0, {}};
  double twice = 0;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    double degree = 0;
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const double w = weights.empty() ? 1.0 : weights[arc];
      degree += ties.Target(arc) == u ? 2 * w : w;
    }
    twice += degree;
    if (modularity) problem.mass[u] = degree;
  }
  problem.total = twice / 2;
  problem.objective.rate = modularity ? (twice > 0 ? options.resolution / twice : 0.0)
                                      : options.resolution;
  return problem;
}

// Connected parts of the communities, for levels where refinement merges nothing.
Node SplitIntoComponents(const Level& level, const std::vector<Node>& labels,
                         std::vector<Node>& parts) {
  parts.assign(level.n, UINT32_MAX);
  std::vector<Node> stack;
  Node count = 0;
  for (Node start = 0; start < level.n; ++start) {
    if (parts[start] != UINT32_MAX) continue;
    parts[start] = count;
    stack.push_back(start);
    while (!stack.empty()) {
      const Node u = stack.back();
      stack.pop_back();
      for (uint64_t arc = level.begin[u]; arc < level.end[u]; ++arc) {
        const Node v = level.targets[arc];
        if (parts[v] != UINT32_MAX || labels[v] != labels[u]) continue;
        if (level.weights != nullptr && level.weights[arc] == 0) continue;
        parts[v] = count;
        stack.push_back(v);
      }
    }
    ++count;
  }
  return count;
}

// One pass of Leiden from the finest level up, starting from `labels`, which it
// improves. Returns the gain. It ends on a level where every community is one
// node, that is one refined part: hence all of them are connected.
double Pass(const Problem& problem, std::vector<Node> order, uint64_t seed,
            const RunControl* run, std::vector<Node>& labels, Workspace& space) {
  Level level = problem.Finest();
  std::vector<Node> communities = labels, parts, node_of;
  double gain = 0;
  for (int depth = 0;; ++depth) {
    gain += MoveNodes(level, problem.objective, order, run, communities, space);
    const Node count = leiden_internal::Compact(communities);
    if (count == level.n || IsCancelled(run)) break;
    Node num_parts = Refine(level, problem.objective, count, communities, MixBits(seed + depth), run,
                            parts, space);
    if (num_parts == level.n) num_parts = SplitIntoComponents(level, communities, parts);
    auto& buffer = space.buffers[depth % 2];
    Aggregate(level, parts, num_parts, run, buffer, space);
    std::vector<Node> next(num_parts);
    for (Node u = 0; u < level.n; ++u) next[parts[u]] = communities[u];
    if (num_parts == level.n) std::iota(next.begin(), next.end(), Node{0});
    if (depth == 0) {
      node_of = parts;
    } else {
      for (Node& node : node_of) node = parts[node];
    }
    communities = std::move(next);
    if (num_parts == level.n) break;
    level = buffer.View();
    order.resize(level.n);
    std::iota(order.begin(), order.end(), Node{0});
  }
  if (node_of.empty()) {
    labels = std::move(communities);
  } else {
    for (size_t u = 0; u < labels.size(); ++u) labels[u] = communities[node_of[u]];
  }
  return gain;
}

// The order of the first visits. The natural one, which is often local in memory,
// leads; later ones are random.
std::vector<Node> VisitOrder(Node n, uint64_t seed, uint64_t index) {
  std::vector<Node> order(n);
  std::iota(order.begin(), order.end(), Node{0});
  if (index > 0) {
    RandomStream random(seed, index);
    Shuffle(order, random);
  }
  return order;
}

absl::StatusOr<Trial> RunTrial(const Problem& problem, const LeidenOptions& options,
                               int number, int threads) {
  RunControl control;
  control.threads = threads;
  if (options.run != nullptr) control.cancelled = options.run->cancelled;
  const Node n = problem.ties->num_nodes();
  Workspace space;
  space.sums.resize(threads);
  // A row of an aggregate has at most as many touches as there are communities.
  for (auto& sums : space.sums) sums.Resize(n, n);
  Trial trial;
  trial.labels.resize(n);
  std::iota(trial.labels.begin(), trial.labels.end(), Node{0});
  const double enough = options.min_gain * problem.total;
  while (trial.iterations < options.max_iterations) {
    const uint64_t index = (static_cast<uint64_t>(number) << 32) + trial.iterations;
    const double gain = Pass(problem, VisitOrder(n, options.seed, index),
                             RandomStream(~options.seed, index)(), &control, trial.labels, space);
    if (absl::Status status = CheckCancelled(&control); !status.ok()) return status;
    ++trial.iterations;
    if (gain <= enough) break;
  }
  const absl::StatusOr<double> quality =
      options.objective == LeidenObjective::kModularity
          ? Modularity(*problem.ties, trial.labels, problem.weights, options.resolution)
          : PottsQuality(*problem.ties, trial.labels, problem.weights, options.resolution);
  if (!quality.ok()) return quality.status();
  trial.quality = *quality;
  return trial;
}

// Larger communities first, then by smallest node.
void OrderBySize(LeidenResult& result) {
  result.count = leiden_internal::Compact(result.labels);
  std::vector<uint32_t> size(result.count, 0), by_size(result.count), rank(result.count);
  for (const uint32_t label : result.labels) ++size[label];
  std::iota(by_size.begin(), by_size.end(), uint32_t{0});
  std::stable_sort(by_size.begin(), by_size.end(),
                   [&](uint32_t a, uint32_t b) { return size[a] > size[b]; });
  for (uint32_t i = 0; i < result.count; ++i) rank[by_size[i]] = i;
  for (uint32_t& label : result.labels) label = rank[label];
}

}  // namespace

absl::StatusOr<LeidenResult> FindCommunities(const TieGraph& ties,
                                             absl::Span<const double> weights,
                                             const LeidenOptions& options) {
  if (absl::Status status = CheckOptions(options); !status.ok()) return status;
  if (!ties.is_symmetric()) {
    absl::StatusOr<UndirectedFold> fold = FoldUndirected(ties, weights, options.run);
    if (!fold.ok()) return fold.status();
    return FindCommunities(fold->ties, fold->weights, options);
  }
  if (absl::Status status = CheckArcWeights(ties, weights); !status.ok()) return status;
  const Problem problem = MakeProblem(ties, weights, options);
  const int trials = TrialsOf(ties, options);
  const int threads = ThreadsOf(options.run);
  LeidenResult result;
  result.trials = trials;
  // Many trials share out the threads; a single one has them all.
  const int inner = trials == 1 ? threads : 1;
  const int wave = trials == 1 ? 1 : threads;
  std::vector<absl::StatusOr<Trial>> running;
  for (int first = 0; first < trials; first += wave) {
    const int count = std::min(wave, trials - first);
    running.assign(count, absl::CancelledError("not run"));
    ParallelFor(wave, count, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        running[i] = RunTrial(problem, options, first + static_cast<int>(i), inner);
      }
    });
    for (int i = 0; i < count; ++i) {
      if (!running[i].ok()) return running[i].status();
      if (first + i > 0 && running[i]->quality <= result.quality) continue;
      result.labels = std::move(running[i]->labels);
      result.quality = running[i]->quality;
      result.iterations = running[i]->iterations;
    }
    ReportProgress(options.run, static_cast<double>(first + count) / trials);
  }
  OrderBySize(result);
  return result;
}

}  // namespace pullgraph
