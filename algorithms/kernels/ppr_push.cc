// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/ppr.h"
#include "algorithms/kernels/rank_solver.h"

namespace pullgraph {
namespace {

constexpr size_t kCancelGrain = 4096;

}  // namespace

// One query. Invariant: exact scores = entry scores + sum of residual(u) times the
// exact scores from u; a node is queued while its residual exceeds its limit.
class PprPusher::Run {
 public:
  Run(PprPusher& pusher, const SeedShares& seeds, const PushOptions& options)
      : pusher_(pusher),
        graph_(*pusher.graph_),
        entries_(pusher.entries_.data()),
        seeds_(seeds),
        options_(options) {}
  ~Run() {
    for (const Node u : touched_) entries_[u] = Entry();
  }

  absl::StatusOr<PushResult> Finish() {
    for (const auto& [u, share] : seeds_) Add(u, share);
    while (head_ < queue_.size()) {
      if (head_ % kCancelGrain == 0 && IsCancelled(options_.run)) {
        return CheckCancelled(options_.run);
      }
      PushFrom(queue_[head_++]);
      if (head_ >= kCancelGrain && 2 * head_ >= queue_.size()) DropHead();
    }
    PushResult result;
    result.pushes = pushes_;
    for (const Node u : touched_) {
      result.residual += entries_[u].residual;
      if (entries_[u].score == 0) continue;
      result.nodes.push_back(u);
      result.scores.push_back(entries_[u].score);
    }
    return result;
  }

 private:
  void Add(Node v, double mass) {
    Entry& entry = entries_[v];
    const double before = entry.residual;
    const double after = before + mass;
    if (before == 0 && entry.score == 0 && mass > 0) touched_.push_back(v);
    entry.residual = after;
    // Limits are at least epsilon: most additions need no look at the degree.
    if (after <= options_.epsilon) return;
    const double limit = Limit(v);
    if (after > limit && before <= limit) queue_.push_back(v);
  }

  double Limit(Node v) const {
    const uint64_t degree = graph_.OutDegree(v);
    return options_.epsilon * static_cast<double>(degree == 0 ? 1 : degree);
  }

  void PushFrom(Node u) {
    ++pushes_;
    const double mass = std::exchange(entries_[u].residual, 0.0);
    entries_[u].score += (1 - options_.damping) * mass;
    const double onward = options_.damping * mass;
    if (onward == 0) return;
    const absl::Span<const Node> row = graph_.OutNeighbors(u);
    if (pusher_.weights_.empty()) {
      if (row.empty()) return ReturnToSeeds(onward);
      const double part = onward / static_cast<double>(row.size());
      for (const Node v : row) Add(v, part);
      return;
    }
    if (pusher_.strength_[u] == 0) return ReturnToSeeds(onward);
    const double part = onward / pusher_.strength_[u];
    const double* w = pusher_.weights_.data() + graph_.OutBegin(u);
    for (size_t k = 0; k < row.size(); ++k) {
      if (w[k] > 0) Add(row[k], part * w[k]);
    }
  }

  void ReturnToSeeds(double mass) {
    for (const auto& [u, share] : seeds_) Add(u, mass * share);
  }

  void DropHead() {
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<ptrdiff_t>(head_));
    head_ = 0;
  }

  PprPusher& pusher_;
  const TieGraph& graph_;
  Entry* const entries_;
  const SeedShares& seeds_;
  const PushOptions& options_;
  std::vector<Node> touched_;  // Entries that may differ from zero, each once.
  std::vector<Node> queue_;
  size_t head_ = 0;
  uint64_t pushes_ = 0;
};

absl::StatusOr<PprPusher> PprPusher::Create(const TieGraph& graph,
                                            absl::Span<const double> weights) {
  if (absl::Status s = CheckRankWeights(graph, weights, nullptr); !s.ok()) return s;
  PprPusher pusher(graph, weights);
  if (weights.empty()) return pusher;
  pusher.strength_.assign(graph.num_nodes(), 0);
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      pusher.strength_[u] += weights[arc];
    }
  }
  return pusher;
}

absl::StatusOr<PushResult> PprPusher::Push(absl::Span<const Node> seeds,
                                           const PushOptions& options) {
  if (absl::Status s = CheckDamping(options.damping); !s.ok()) return s;
  if (!(options.epsilon > 0 && options.epsilon <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("epsilon is ", options.epsilon, ", expected one in (0, 1]"));
  }
  const absl::StatusOr<SeedShares> shares =
      MakeSeedShares(*graph_, seeds, options.seed_weights);
  if (!shares.ok()) return shares.status();
  return Run(*this, *shares, options).Finish();
}

}  // namespace pullgraph
