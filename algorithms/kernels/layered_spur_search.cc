// SPDX-License-Identifier: Apache-2.0
// Why the answer is exact. The smallest walk by (cost, hops) of at most h hops is
// a path, as leaving out a cycle saves hops and no cost. Let it have L hops and the
// sides a and b layers, a + b = min(h, n). Its node min(L, a) hops from the spur has
// an entry of just so many hops ahead and one of L - min(L, a) <= b behind: were
// one dominated, the answer would be, too.
#include "algorithms/kernels/layered_spur_search.h"

#include <algorithm>
#include <limits>

namespace pullgraph {

LayeredSpurSearch::LayeredSpurSearch(const TieGraph& graph, const ArcCosts& costs,
                                     CostGrid grid)
    : graph_(graph), costs_(costs), grid_(grid) {
  forward_.marks.resize(graph.num_nodes());
  backward_.marks.resize(graph.num_nodes());
}

void LayeredSpurSearch::Add(Side& side, PathKey key, Node v, uint32_t link, uint32_t shorter) {
  side.marks[v] = {epoch_, static_cast<uint32_t>(side.entries.size())};
  side.entries.push_back({key, v, link, shorter});
}

void LayeredSpurSearch::Start(const SpurQuery& query) {
  if (++epoch_ == 0) {
    std::fill(forward_.marks.begin(), forward_.marks.end(), Mark{});
    std::fill(backward_.marks.begin(), backward_.marks.end(), Mark{});
    epoch_ = 1;
  }
  best_ = query.bound;
  meetings_.clear();
  for (Side* side : {&forward_, &backward_}) {
    side->entries.clear();
    // Cost 0 can't be undercut: never relaxed, so never expanded or met.
    for (const Node v : query.root) Add(*side, 0, v, kNone, kNone);
    side->layer_begin = side->entries.size();
  }
  Add(forward_, 0, query.spur, kNone, kNone);
  Add(backward_, 0, query.goal, kNone, kNone);
}

bool LayeredSpurSearch::IsSmallerLink(bool forward, uint32_t candidate,
                                      uint32_t current) const {
  const std::vector<Entry>& entries = (forward ? forward_ : backward_).entries;
  if (!forward) return entries[candidate].node < entries[current].node;
  uint32_t a = candidate, b = current;
  // Invariant: both entries have the same number of hops. The two nodes nearest to
  // the spur that differ decide.
  while (a != b) {
    const uint32_t up_a = entries[a].link, up_b = entries[b].link;
    if (up_a == up_b) return entries[a].node < entries[b].node;
    a = up_a;
    b = up_b;
  }
  return false;
}

bool LayeredSpurSearch::Relax(bool forward, Node v, PathKey key, uint32_t link) {
  Side& side = forward ? forward_ : backward_;
  if (key > best_) return false;
  const uint32_t last = LastEntry(side, v);
  if (last == kNone || HopsOf(side.entries[last].key) != HopsOf(key)) {
    if (last != kNone && CostOf(side.entries[last].key) <= CostOf(key)) return false;
    Add(side, key, v, link, last);
    return true;
  }
  Entry& entry = side.entries[last];
  if (key < entry.key) {
    entry.key = key;
    entry.link = link;
    return true;
  }
  if (key == entry.key && link != entry.link && IsSmallerLink(forward, link, entry.link)) {
    entry.link = link;
  }
  return false;
}

void LayeredSpurSearch::Meet(bool forward, Node v, uint32_t max_hops) {
  const Side& side = forward ? forward_ : backward_;
  const Side& other = forward ? backward_ : forward_;
  const PathKey key = side.entries[side.marks[v].entry].key;
  for (uint32_t e = LastEntry(other, v); e != kNone; e = other.entries[e].shorter) {
    const PathKey total = key + other.entries[e].key;
    if (total > best_ || HopsOf(total) > max_hops) continue;
    if (total < best_) meetings_.clear();
    best_ = total;
    meetings_.push_back(v);
  }
}

void LayeredSpurSearch::Expand(bool forward, const SpurQuery& query) {
  Side& side = forward ? forward_ : backward_;
  const size_t end = side.entries.size();
  for (size_t i = side.layer_begin; i < end; ++i) {
    const auto [key, u, link, shorter] = side.entries[i];
    if (key > best_ || (!forward && u == query.spur)) continue;
    const absl::Span<const Node> row =
        forward ? graph_.OutNeighbors(u) : graph_.InNeighbors(u);
    for (uint64_t k = 0; k < row.size(); ++k) {
      const double cost = forward ? costs_[graph_.OutBegin(u) + k] : costs_.In(u, k);
      if (cost == std::numeric_limits<double>::infinity()) continue;
      if (forward ? u == query.spur && query.IsBanned(row[k])
                  : row[k] == query.spur && query.IsBanned(u)) {
        continue;
      }
      if (Relax(forward, row[k], key + grid_.ArcKey(cost), static_cast<uint32_t>(i))) {
        Meet(forward, row[k], query.max_hops);
      }
    }
  }
  side.layer_begin = end;
}

std::vector<Node> LayeredSpurSearch::PathThrough(uint32_t ahead, uint32_t behind) const {
  std::vector<Node> nodes;
  for (uint32_t e = ahead; forward_.entries[e].link != kNone; e = forward_.entries[e].link) {
    nodes.push_back(forward_.entries[e].node);
  }
  std::reverse(nodes.begin(), nodes.end());
  for (uint32_t e = backward_.entries[behind].link; e != kNone;
       e = backward_.entries[e].link) {
    nodes.push_back(backward_.entries[e].node);
  }
  return nodes;
}

std::optional<PathKey> LayeredSpurSearch::Find(const SpurQuery& query,
                                               std::vector<Node>& suffix) {
  Start(query);
  const uint32_t layers = std::min<uint32_t>(query.max_hops, graph_.num_nodes());
  for (uint32_t layer = 0; layer < layers; ++layer) {
    const size_t ahead = forward_.entries.size() - forward_.layer_begin;
    const size_t behind = backward_.entries.size() - backward_.layer_begin;
    // An empty side has seen all its walks: the other one has to reach them.
    if (ahead == 0 && behind == 0) break;
    Expand(behind == 0 || (ahead != 0 && ahead <= behind), query);
  }
  suffix.clear();
  std::vector<Node> nodes;
  bool found = false;
  for (const Node v : meetings_) {
    for (uint32_t a = LastEntry(forward_, v); a != kNone; a = forward_.entries[a].shorter) {
      for (uint32_t b = LastEntry(backward_, v); b != kNone;
           b = backward_.entries[b].shorter) {
        if (forward_.entries[a].key + backward_.entries[b].key != best_) continue;
        nodes = PathThrough(a, b);
        if (!found || nodes < suffix) suffix.swap(nodes);
        found = true;
      }
    }
  }
  if (!found) return std::nullopt;
  return best_;
}

}  // namespace pullgraph
