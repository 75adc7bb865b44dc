// SPDX-License-Identifier: Apache-2.0
// Why the answer is exact, ties included. Keys are exact sums and every arc is
// positive, so the shortest paths form an acyclic graph. Let P be the smallest
// path and x its first node that the forward side does not expand. All before x
// are expanded, so x has its final forward label, whose parents spell the start
// of P. And x has its final backward label: either it is settled there, or its
// forward key is at least the forward top when the search stops, so its backward
// key is at most the backward top, and its next node on P is settled behind.
// Hence P is seen at x.
#include "algorithms/kernels/cost_spur_search.h"

#include <algorithm>
#include <limits>

namespace pullgraph {
namespace {

constexpr uint32_t kMaxEpoch = (1U << 31) - 1;

}  // namespace

CostSpurSearch::CostSpurSearch(const TieGraph& graph, const ArcCosts& costs, CostGrid grid)
    : graph_(graph), costs_(costs), grid_(grid) {
  forward_.labels.resize(graph.num_nodes());
  backward_.labels.resize(graph.num_nodes());
}

void CostSpurSearch::Push(Side& side, PathKey key, Node v) {
  side.heap.push_back({key, v});
  std::push_heap(side.heap.begin(), side.heap.end(),
                 [](const Waiting& a, const Waiting& b) { return a.key > b.key; });
}

Node CostSpurSearch::Pop(Side& side) {
  const Node v = side.heap.front().node;
  std::pop_heap(side.heap.begin(), side.heap.end(),
                [](const Waiting& a, const Waiting& b) { return a.key > b.key; });
  side.heap.pop_back();
  return v;
}

PathKey CostSpurSearch::Top(Side& side) {
  while (!side.heap.empty()) {
    const Waiting& top = side.heap.front();
    if (side.labels[top.node].key == top.key && !IsSettled(side, top.node)) return top.key;
    Pop(side);
  }
  return kNoPathKey;
}

void CostSpurSearch::Start(const SpurQuery& query) {
  if (epoch_ == kMaxEpoch) {
    std::fill(forward_.labels.begin(), forward_.labels.end(), Label{});
    std::fill(backward_.labels.begin(), backward_.labels.end(), Label{});
    epoch_ = 0;
  }
  ++epoch_;
  best_ = query.bound;
  meetings_.clear();
  for (Side* side : {&forward_, &backward_}) {
    side->heap.clear();
    // Key 0 can't be undercut or met: never relaxed, expanded or crossed.
    for (const Node v : query.root) side->labels[v] = {0, v, 2 * epoch_ + 1};
  }
  forward_.labels[query.spur] = {0, query.spur, 2 * epoch_};
  backward_.labels[query.goal] = {0, query.goal, 2 * epoch_};
  Push(forward_, 0, query.spur);
  Push(backward_, 0, query.goal);
}

// Both parents give the same key, hence the same number of hops. Backward, the
// parent is the next node of the path; forward, the paths up to it are compared.
bool CostSpurSearch::IsSmallerParent(bool forward, Node candidate, Node current) const {
  if (!forward) return candidate < current;
  Node a = candidate, b = current;
  // Invariant: a and b stand equally far from the spur; the smaller of the first
  // two that differ, seen from there, decides.
  while (a != b) {
    const Node up_a = forward_.labels[a].parent, up_b = forward_.labels[b].parent;
    if (up_a == up_b) return a < b;
    a = up_a;
    b = up_b;
  }
  return false;
}

void CostSpurSearch::Relax(bool forward, Node v, PathKey key, Node parent, PathKey other_top) {
  Side& side = forward ? forward_ : backward_;
  const Side& other = forward ? backward_ : forward_;
  if (key > best_) return;
  Label& label = side.labels[v];
  if (IsLabelled(side, v)) {
    if (key > label.key) return;
    if (key == label.key) {
      if (parent != label.parent && IsSmallerParent(forward, parent, label.parent)) {
        label.parent = parent;
      }
      return;
    }
  }
  if (IsLabelled(other, v)) {
    const PathKey total = key + other.labels[v].key;
    if (total <= best_) {
      if (total < best_) meetings_.clear();
      best_ = total;
      meetings_.push_back(v);
    }
  }
  label = {key, parent, 2 * epoch_};
  // Settled over there: the rest of the path is known. Too far: no use.
  if (!IsSettled(other, v) && key + other_top <= best_) Push(side, key, v);
}

void CostSpurSearch::Expand(bool forward, const SpurQuery& query, PathKey other_top) {
  Side& side = forward ? forward_ : backward_;
  const Node u = Pop(side);
  side.labels[u].stamp |= 1;
  if (IsSettled(forward ? backward_ : forward_, u)) return;
  const PathKey key = side.labels[u].key;
  const absl::Span<const Node> row = forward ? graph_.OutNeighbors(u) : graph_.InNeighbors(u);
  for (uint64_t k = 0; k < row.size(); ++k) {
    const double cost = forward ? costs_[graph_.OutBegin(u) + k] : costs_.In(u, k);
    if (cost == std::numeric_limits<double>::infinity()) continue;
    if (forward ? u == query.spur && query.IsBanned(row[k])
                : row[k] == query.spur && query.IsBanned(u)) {
      continue;
    }
    Relax(forward, row[k], key + grid_.ArcKey(cost), u, other_top);
  }
}

std::vector<Node> CostSpurSearch::PathThrough(Node meeting, Node spur, Node goal) const {
  std::vector<Node> nodes;
  for (Node v = meeting; v != spur; v = forward_.labels[v].parent) nodes.push_back(v);
  std::reverse(nodes.begin(), nodes.end());
  for (Node v = meeting; v != goal;) {
    v = backward_.labels[v].parent;
    nodes.push_back(v);
  }
  return nodes;
}

std::optional<PathKey> CostSpurSearch::Find(const SpurQuery& query,
                                            std::vector<Node>& suffix) {
  Start(query);
  while (true) {
    const PathKey ahead = Top(forward_), behind = Top(backward_);
    if (ahead == kNoPathKey || behind == kNoPathKey) break;
    // Every path of key ahead + behind or less has been seen, see above.
    if (ahead + behind >= best_) break;
    const bool forward = forward_.heap.size() <= backward_.heap.size();
    Expand(forward, query, forward ? behind : ahead);
  }
  suffix.clear();
  std::vector<Node> nodes;
  bool found = false;
  for (const Node v : meetings_) {
    if (forward_.labels[v].key + backward_.labels[v].key != best_) continue;
    nodes = PathThrough(v, query.spur, query.goal);
    if (!found || nodes < suffix) suffix.swap(nodes);
    found = true;
  }
  if (!found) return std::nullopt;
  return best_;
}

}  // namespace pullgraph
