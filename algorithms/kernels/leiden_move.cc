// SPDX-License-Identifier: Apache-2.0
// The local moves of Leiden: nodes are judged a batch at a time against the state
// before the batch, in parallel, then moved one by one in order. A node whose
// neighbour has moved meanwhile is judged again, so every move truly gains, and
// what happens depends on the size of the batch alone, not on threads.
#include <algorithm>
#include <numeric>

#include "algorithms/kernels/leiden_level.h"
#include "graph/parallel.h"

namespace pullgraph::leiden_internal {
namespace {

constexpr Node kEmptyCommunity = UINT32_MAX;

struct Choice {
  Node target;       // A community, or kEmptyCommunity.
  double to_target;  // Weight of the ties to it.
  double to_own;     // Weight of the ties to the other nodes of the own one.
};

class Mover {
 public:
  Mover(const Level& level, const Objective& objective, std::vector<Node>& labels,
        Workspace& space)
      : level_(level), rate_(objective.rate), labels_(labels), space_(space) {
    const Node n = level.n;
    space_.community_mass.assign(n, 0.0);
    space_.community_size.assign(n, 0);
    for (Node u = 0; u < n; ++u) {
      space_.community_mass[labels[u]] += level.mass[u];
      ++space_.community_size[labels[u]];
    }
    for (Node c = n; c-- > 0;) {
      if (space_.community_size[c] == 0) empty_.push_back(c);
    }
    space_.queued.assign(n, 1);
    space_.moved_near.assign(n, 0);
  }

  double Run(const std::vector<Node>& order, const RunControl* run);

 private:
  void FetchAhead(absl::Span<const Node> nodes, size_t i) const;
  Choice Judge(Node u, NeighborSums& sums) const;
  double GainOf(Node u, const Choice& choice) const;
  void Visit(Node u, Choice choice);
  void Move(Node u, Node target);

  const Level& level_;
  const double rate_;
  std::vector<Node>& labels_;
  Workspace& space_;
  std::vector<Node> empty_;  // Communities without nodes.
  std::vector<Choice> choices_;
  uint64_t head_ = 0, tail_ = 0;  // Of the ring space_.queue; each node at most once.
  uint32_t batch_id_ = 0;
  double gain_ = 0;
};

// Gains below this share of the weights at stake are rounding.
constexpr double kRelativeEps = 1e-10;

Choice Mover::Judge(Node u, NeighborSums& sums) const {
  const Node own = labels_[u];
  SumRow(level_, u, sums, [&](Node v) { return labels_[v]; });
  const double to_own = sums.SumOf(own);
  const double cost = rate_ * level_.mass[u];
  double best = to_own - cost * (space_.community_mass[own] - level_.mass[u]);
  Choice choice{own, to_own, to_own};
  if (space_.community_size[own] > 1 && best < -kRelativeEps * to_own) {
    best = 0;
    choice.target = kEmptyCommunity;
    choice.to_target = 0;
  }
  for (size_t i = 0; i < sums.size(); ++i) {
    const Node c = sums.key(i);
    const double weight = sums.SumOf(c);
    sums.Reset(i);
    const double gain = weight - cost * space_.community_mass[c];
    if (c != own && gain > best + kRelativeEps * weight) {
      best = gain;
      choice.target = c;
      choice.to_target = weight;
    }
  }
  sums.Forget();
  return choice;
}

// With the masses of this moment; the weights of `choice` must be up to date.
double Mover::GainOf(Node u, const Choice& choice) const {
  const Node own = labels_[u];
  const double cost = rate_ * level_.mass[u];
  const double stay = choice.to_own - cost * (space_.community_mass[own] - level_.mass[u]);
  if (choice.target == kEmptyCommunity) {
    return space_.community_size[own] > 1 ? -stay : 0.0;
  }
  return choice.to_target - cost * space_.community_mass[choice.target] - stay;
}

void Mover::Move(Node u, Node target) {
  const Node own = labels_[u];
  if (target == kEmptyCommunity) {
    target = empty_.back();
    empty_.pop_back();
    space_.community_mass[target] = 0;
  }
  space_.community_mass[own] -= level_.mass[u];
  space_.community_mass[target] += level_.mass[u];
  ++space_.community_size[target];
  if (--space_.community_size[own] == 0) empty_.push_back(own);
  labels_[u] = target;
  const uint64_t capacity = space_.queue.size();
  for (uint64_t arc = level_.begin[u]; arc < level_.end[u]; ++arc) {
    const Node v = level_.targets[arc];
    space_.moved_near[v] = batch_id_;
    if (space_.queued[v] == 0 && labels_[v] != target) {
      space_.queued[v] = 1;
      space_.queue[tail_] = v;
      if (++tail_ == capacity) tail_ = 0;
    }
  }
}

void Mover::Visit(Node u, Choice choice) {
  const bool stale =
      space_.moved_near[u] == batch_id_ ||
      (choice.target != kEmptyCommunity && space_.community_size[choice.target] == 0);
  if (stale) choice = Judge(u, space_.sums[0]);
  space_.queued[u] = 0;
  if (choice.target == labels_[u]) return;
  double gain = GainOf(u, choice);
  if (gain <= kRelativeEps * (choice.to_target + choice.to_own)) {
    if (stale) return;
    choice = Judge(u, space_.sums[0]);
    gain = GainOf(u, choice);
    if (choice.target == labels_[u] ||
        gain <= kRelativeEps * (choice.to_target + choice.to_own)) {
      return;
    }
  }
  gain_ += gain;
  Move(u, choice.target);
}

// Rows of a big graph in random order miss every cache: ask for them early.
void Mover::FetchAhead(absl::Span<const Node> nodes, size_t i) const {
  constexpr size_t kRow = 12, kTargets = 8, kLabels = 4;
  if (i + kRow < nodes.size()) {
    __builtin_prefetch(&level_.begin[nodes[i + kRow]]);
    __builtin_prefetch(&level_.end[nodes[i + kRow]]);
  }
  if (i + kTargets < nodes.size()) {
    __builtin_prefetch(&level_.targets[level_.begin[nodes[i + kTargets]]]);
  }
  if (i + kLabels < nodes.size()) {
    const Node u = nodes[i + kLabels];
    const uint64_t stop = std::min(level_.end[u], level_.begin[u] + 32);
    for (uint64_t arc = level_.begin[u]; arc < stop; ++arc) {
      __builtin_prefetch(&labels_[level_.targets[arc]]);
    }
  }
}

double Mover::Run(const std::vector<Node>& order, const RunControl* run) {
  // One node a batch on small levels: there every judgement should be fresh.
  constexpr uint64_t kMaxBatch = 1024;
  const uint64_t batch = std::clamp<uint64_t>(level_.n / 64, 1, kMaxBatch);
  constexpr int64_t kGrain = 128;
  const int threads = batch == kMaxBatch ? ThreadsOf(run) : 1;
  space_.queue = order;
  choices_.resize(batch);
  uint64_t waiting = level_.n;
  // Invariant: the ring holds exactly the nodes with queued[] = 1.
  while (waiting > 0 && !IsCancelled(run)) {
    const uint64_t size = std::min({batch, waiting, space_.queue.size() - head_});
    const absl::Span<const Node> nodes(space_.queue.data() + head_, size);
    ++batch_id_;
    ParallelForWorker(threads, static_cast<int64_t>(size), kGrain,
                      [&](int worker, int64_t begin, int64_t end) {
                        for (int64_t i = begin; i < end; ++i) {
                          FetchAhead(nodes, static_cast<size_t>(i));
                          choices_[i] = Judge(nodes[i], space_.sums[worker]);
                        }
                      });
    // The ring may be written behind `nodes`, never inside: they are still queued.
    for (uint64_t i = 0; i < size; ++i) Visit(nodes[i], choices_[i]);
    head_ += size;
    if (head_ == space_.queue.size()) head_ = 0;
    waiting = (tail_ + space_.queue.size() - head_) % space_.queue.size();
    if (waiting == 0 && space_.queued[space_.queue[head_]] != 0) waiting = level_.n;
  }
  return gain_;
}

}  // namespace

double MoveNodes(const Level& level, const Objective& objective,
                 const std::vector<Node>& order, const RunControl* run,
                 std::vector<Node>& labels, Workspace& space) {
  return Mover(level, objective, labels, space).Run(order, run);
}

Node Compact(std::vector<Node>& labels) {
  std::vector<Node> number(labels.size(), UINT32_MAX);
  Node count = 0;
  for (Node& label : labels) {
    if (number[label] == UINT32_MAX) number[label] = count++;
    label = number[label];
  }
  return count;
}

void GroupNodes(const std::vector<Node>& labels, Node n, Node count,
                std::vector<uint64_t>& begin, std::vector<Node>& nodes) {
  begin.assign(count + size_t{1}, 0);
  nodes.resize(n);
  for (Node u = 0; u < n; ++u) ++begin[labels[u] + size_t{1}];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  for (Node u = 0; u < n; ++u) nodes[begin[labels[u]]++] = u;
  for (size_t c = count; c > 0; --c) begin[c] = begin[c - 1];
  begin[0] = 0;
}

}  // namespace pullgraph::leiden_internal
