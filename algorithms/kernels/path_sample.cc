// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/path_sample.h"

namespace pullgraph {
namespace {

template <class Take>
void ForEachOnce(absl::Span<const Node> row, Take take) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (i == 0 || row[i] != row[i - 1]) take(row[i]);
  }
}

// One of `nodes`, drawn by weight; the last one if rounding leads past it.
template <class Weight>
Node Draw(absl::Span<const Node> nodes, double total, RandomStream& random, Weight weight) {
  double left = random.Uniform() * total;
  Node chosen = nodes.front();
  for (size_t i = 0; i < nodes.size(); ++i) {
    const double w = i > 0 && nodes[i] == nodes[i - 1] ? 0 : weight(nodes[i]);
    if (w == 0) continue;
    chosen = nodes[i];
    left -= w;
    if (left < 0) break;
  }
  return chosen;
}

}  // namespace

PathSample::PathSample(const TieGraph& graph) : graph_(graph) {
  for (Side* side : {&from_, &to_}) {
    side->distance.assign(graph.num_nodes(), -1);
    side->paths.assign(graph.num_nodes(), 0);
  }
}

absl::Span<const Node> PathSample::Row(const Side& side, Node v) const {
  return &side == &from_ ? graph_.OutNeighbors(v) : graph_.InNeighbors(v);
}

absl::Span<const Node> PathSample::BackRow(const Side& side, Node v) const {
  return &side == &from_ ? graph_.InNeighbors(v) : graph_.OutNeighbors(v);
}

void PathSample::Start(Side& side, Node end) {
  side.seen.assign(1, end);
  side.frontier = 0;
  side.depth = 0;
  side.distance[end] = 0;
  side.paths[end] = 1;
  side.arcs = Row(side, end).size();
}

bool PathSample::Expand(Side& side) {
  const size_t last = side.seen.size();
  const int32_t depth = side.depth + 1;
  for (size_t i = side.frontier; i < last; ++i) {
    const Node u = side.seen[i];
    ForEachOnce(Row(side, u), [&](Node v) {
      if (side.distance[v] == -1) {
        side.distance[v] = depth;
        side.paths[v] = 0;
        side.seen.push_back(v);
      }
      if (side.distance[v] == depth) side.paths[v] += side.paths[u];
    });
  }
  side.frontier = last;
  side.depth = depth;
  side.arcs = 0;
  for (size_t i = last; i < side.seen.size(); ++i) side.arcs += Row(side, side.seen[i]).size();
  return side.seen.size() > last;
}

void PathSample::Walk(const Side& side, Node v, RandomStream& random) {
  while (side.distance[v] > 1) {
    const int32_t before = side.distance[v] - 1;
    v = Draw(BackRow(side, v), side.paths[v], random,
             [&](Node u) { return side.distance[u] == before ? side.paths[u] : 0.0; });
    inner_.push_back(v);
  }
}

void PathSample::Clear(Side& side) {
  for (const Node v : side.seen) side.distance[v] = -1;
}

absl::Span<const Node> PathSample::InnerNodes(Node s, Node t, RandomStream& random) {
  inner_.clear();
  meeting_.clear();
  Start(from_, s);
  Start(to_, t);
  // Invariant: the balls around s and t, of their depths, are whole and do not meet.
  while (true) {
    Side& side = from_.arcs <= to_.arcs ? from_ : to_;
    Side& other = &side == &from_ ? to_ : from_;
    if (!Expand(side)) break;
    double total = 0;
    for (size_t i = side.frontier; i < side.seen.size(); ++i) {
      const Node v = side.seen[i];
      if (other.distance[v] == -1) continue;
      meeting_.push_back(v);
      total += side.paths[v] * other.paths[v];
    }
    if (meeting_.empty()) continue;
    // They met just now: each of these is on the other's frontier, too.
    const Node middle =
        Draw(meeting_, total, random, [&](Node v) { return side.paths[v] * other.paths[v]; });
    if (middle != s && middle != t) inner_.push_back(middle);
    Walk(from_, middle, random);
    Walk(to_, middle, random);
    break;
  }
  Clear(from_);
  Clear(to_);
  return inner_;
}

}  // namespace pullgraph
