// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/spread.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/normal_quantile.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kRunsInChunk = 16;
constexpr int64_t kChunksInRound = 64;  // Between looks at `cancelled`.

absl::Status Check(const InfluenceGraph& influence, absl::Span<const Node> seeds,
                   const SpreadOptions& options) {
  const Node n = influence.graph.num_nodes();
  if (options.runs < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("runs is ", options.runs, ", expected at least 2"));
  }
  if (!(options.delta > 0 && options.delta < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("delta is ", options.delta, ", expected one in (0, 1)"));
  }
  if (!options.audience.empty() && options.audience.size() != n) {
    return absl::InvalidArgumentError(absl::StrCat(
        "audience has ", options.audience.size(), " entries, expected one a node: ", n));
  }
  for (const Node seed : seeds) {
    if (seed < n) continue;
    return absl::OutOfRangeError(
        absl::StrCat("seeds hold node ", seed, ", expected one in [0, ", n, ")"));
  }
  if (influence.probability.size() != influence.graph.num_arcs()) {
    return absl::InvalidArgumentError(
        absl::StrCat("probability has ", influence.probability.size(),
                     " entries, expected one an arc: ", influence.graph.num_arcs()));
  }
  for (size_t arc = 0; arc < influence.probability.size(); ++arc) {
    const float p = influence.probability[arc];
    if (p >= 0 && p <= 1) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("probability[", arc, "] = ", p, ", expected one in [0, 1]"));
  }
  return absl::OkStatus();
}

// Memory of one worker.
struct Stage {
  std::vector<uint8_t> active;
  std::vector<double> threshold;  // What is left of it; < 0: not drawn yet.
  std::vector<Node> touched;
  std::vector<Node> moved;
};

// Plays one cascade; leaves the stage as it was.
uint64_t Play(const InfluenceGraph& influence, absl::Span<const Node> seeds,
              absl::Span<const uint8_t> audience, RandomStream random, Stage& stage) {
  const bool cascade = influence.model == SpreadModel::kIndependentCascade;
  stage.moved.clear();
  const auto move = [&](Node u) {
    if (stage.active[u] != 0) return;
    stage.active[u] = 1;
    stage.moved.push_back(u);
  };
  for (const Node seed : seeds) move(seed);
  for (size_t i = 0; i < stage.moved.size(); ++i) {
    const Node u = stage.moved[i];
    for (ArcIndex arc = influence.graph.OutBegin(u); arc < influence.graph.OutEnd(u); ++arc) {
      const Node v = influence.graph.Target(arc);
      if (stage.active[v] != 0) continue;
      const float p = influence.probability[arc];
      if (cascade) {
        if (random.Bernoulli(p)) move(v);
        continue;
      }
      if (stage.threshold[v] < 0) {
        stage.threshold[v] = 1 - random.Uniform();  // In (0, 1].
        stage.touched.push_back(v);
      }
      stage.threshold[v] -= p;
      if (stage.threshold[v] <= 1e-9) move(v);
      stage.threshold[v] = std::max(0.0, stage.threshold[v]);
    }
  }
  uint64_t count = 0;
  for (const Node u : stage.moved) {
    stage.active[u] = 0;
    count += audience.empty() || audience[u] != 0;
  }
  for (const Node v : stage.touched) stage.threshold[v] = -1;
  stage.touched.clear();
  return count;
}

}  // namespace

absl::StatusOr<Spread> SimulateSpread(const InfluenceGraph& influence,
                                      absl::Span<const Node> seeds,
                                      const SpreadOptions& options) {
  if (absl::Status s = Check(influence, seeds, options); !s.ok()) return s;
  const int threads = ThreadsOf(options.run);
  const Node n = influence.graph.num_nodes();
  std::vector<Stage> stages(static_cast<size_t>(threads));
  for (Stage& stage : stages) {
    stage.active.assign(n, 0);
    stage.threshold.assign(n, -1);
  }
  std::vector<uint64_t> counts(options.runs);
  constexpr int64_t kRound = kRunsInChunk * kChunksInRound;
  for (int64_t base = 0; base < options.runs; base += kRound) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    ReportProgress(options.run, static_cast<double>(base) / options.runs);
    ParallelForWorker(threads, std::min(kRound, options.runs - base), kRunsInChunk,
                      [&](int worker, int64_t begin, int64_t end) {
      for (auto i = static_cast<uint64_t>(base + begin); i < static_cast<uint64_t>(base + end);
           ++i) {
        if (IsCancelled(options.run)) return;
        counts[i] = Play(influence, seeds, options.audience, RandomStream(options.seed, i),
                         stages[static_cast<size_t>(worker)]);
      }
    });
  }
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  Spread spread;
  double sum = 0, squares = 0;
  for (const uint64_t count : counts) sum += static_cast<double>(count);
  spread.mean = sum / options.runs;
  for (const uint64_t count : counts) {
    squares += (static_cast<double>(count) - spread.mean) * (static_cast<double>(count) - spread.mean);
  }
  spread.deviation = std::sqrt(squares / (options.runs - 1));
  const double half =
      TwoSidedNormalQuantile(options.delta) * spread.deviation / std::sqrt(options.runs);
  spread.low = std::max(0.0, spread.mean - half);
  spread.high = std::min<double>(n, spread.mean + half);
  return spread;
}

}  // namespace pullgraph
