// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/hop_spur_search.h"

#include <algorithm>

namespace pullgraph {
namespace {

constexpr uint32_t kRootPosition = UINT32_MAX;

}  // namespace

HopSpurSearch::HopSpurSearch(const TieGraph& graph) : graph_(graph) {
  forward_.marks.resize(graph.num_nodes());
  backward_.marks.resize(graph.num_nodes());
}

void HopSpurSearch::Push(Side& side, Node v, uint32_t link) {
  side.marks[v] = {epoch_, static_cast<uint32_t>(side.queue.size())};
  side.queue.push_back({v, link});
}

void HopSpurSearch::Start(const SpurQuery& query) {
  if (++epoch_ == 0) {  // Wrapped: old marks could look fresh.
    std::fill(forward_.marks.begin(), forward_.marks.end(), Mark{});
    std::fill(backward_.marks.begin(), backward_.marks.end(), Mark{});
    epoch_ = 1;
  }
  for (Side* side : {&forward_, &backward_}) {
    side->queue.clear();
    side->level_begin = 0;
    side->level = 0;
  }
  // Seen, but never in a queue: so never expanded and never a meeting.
  for (const Node v : query.root) forward_.marks[v] = {epoch_, kRootPosition};
  Push(forward_, query.spur, 0);
  Push(backward_, query.goal, 0);
}

uint64_t HopSpurSearch::LevelArcs(const Side& side, bool forward) const {
  uint64_t arcs = 0;
  for (size_t i = side.level_begin; i < side.queue.size(); ++i) {
    const Node v = side.queue[i].node;
    arcs += forward ? graph_.OutDegree(v) : graph_.InDegree(v);
  }
  return arcs;
}

// Invariant: within a level, the queue is in lexicographic order of the smallest
// paths. So the first contact is the answer's, and the first finder the parent.
std::optional<HopSpurSearch::Meeting> HopSpurSearch::ExpandForward(const SpurQuery& query,
                                                                   bool last) {
  const size_t end = forward_.queue.size();
  for (size_t i = forward_.level_begin; i < end; ++i) {
    const Node u = forward_.queue[i].node;
    for (const Node v : graph_.OutNeighbors(u)) {
      if (Visited(forward_, v)) continue;
      if (i == 0 && query.IsBanned(v)) continue;
      if (Visited(backward_, v)) {
        return Meeting{static_cast<uint32_t>(i), backward_.marks[v].position};
      }
      if (!last) Push(forward_, v, static_cast<uint32_t>(i));
    }
  }
  forward_.level_begin = end;
  ++forward_.level;
  return std::nullopt;
}

// Invariant: `link` leads to the smallest neighbour one level nearer to the goal,
// so following links spells the smallest rest of the path.
std::optional<HopSpurSearch::Meeting> HopSpurSearch::ExpandBackward(const SpurQuery& query,
                                                                    bool last) {
  const size_t end = backward_.queue.size();
  std::optional<Meeting> best;
  for (size_t j = backward_.level_begin; j < end; ++j) {
    const Node v = backward_.queue[j].node;
    for (const Node u : graph_.InNeighbors(v)) {
      const Mark& near = forward_.marks[u];
      if (near.epoch == epoch_) {
        if (near.position == kRootPosition) continue;
        if (u == query.spur && query.IsBanned(v)) continue;
        if (!best || near.position < best->forward ||
            (near.position == best->forward && v < backward_.queue[best->backward].node)) {
          best = Meeting{near.position, static_cast<uint32_t>(j)};
        }
        continue;
      }
      if (last || best) continue;  // The next level is not needed any more.
      if (!Visited(backward_, u)) {
        Push(backward_, u, static_cast<uint32_t>(j));
      } else if (backward_.marks[u].position >= end) {
        uint32_t& link = backward_.queue[backward_.marks[u].position].link;
        if (v < backward_.queue[link].node) link = static_cast<uint32_t>(j);
      }
    }
  }
  backward_.level_begin = end;
  ++backward_.level;
  return best;
}

void HopSpurSearch::Unroll(const Meeting& meeting, std::vector<Node>& suffix) const {
  suffix.clear();
  for (uint32_t i = meeting.forward; i != 0; i = forward_.queue[i].link) {
    suffix.push_back(forward_.queue[i].node);
  }
  std::reverse(suffix.begin(), suffix.end());
  for (uint32_t j = meeting.backward; j != 0; j = backward_.queue[j].link) {
    suffix.push_back(backward_.queue[j].node);
  }
  suffix.push_back(backward_.queue[0].node);
}

std::optional<PathKey> HopSpurSearch::Find(const SpurQuery& query, std::vector<Node>& suffix) {
  const PathKey limit = std::min<PathKey>(query.bound, query.max_hops);
  Start(query);
  // Invariant: both last levels are whole, and no path has level + level hops.
  while (PathKey{forward_.level} + backward_.level + 1 <= limit) {
    const size_t ahead = forward_.queue.size() - forward_.level_begin;
    const size_t behind = backward_.queue.size() - backward_.level_begin;
    if (ahead == 0 || behind == 0) return std::nullopt;
    const bool forward = LevelArcs(forward_, true) <= LevelArcs(backward_, false);
    const PathKey hops = PathKey{forward_.level} + backward_.level + 1;
    const std::optional<Meeting> meeting =
        forward ? ExpandForward(query, hops == limit) : ExpandBackward(query, hops == limit);
    if (meeting) {
      Unroll(*meeting, suffix);
      return hops;
    }
  }
  return std::nullopt;
}

}  // namespace pullgraph
