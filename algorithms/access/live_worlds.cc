// SPDX-License-Identifier: Apache-2.0
// A coin is tossed when it is first looked at. A world looks at the arcs and the
// willingness of a member once, when it first gets there; so tossing anew for the
// worlds that come later is no second toss of the same coin.
#include "algorithms/access/live_worlds.h"

#include <bit>

namespace pullgraph {

uint64_t BernoulliBits(double p, uint64_t want, RandomStream& random) {
  if (p >= 1 || want == 0) return want;
  const auto digits = static_cast<uint64_t>(p * 0x1p64);
  uint64_t live = 0;
  if (std::popcount(want) <= 3) {
    for (uint64_t left = want; left != 0; left &= left - 1) {
      if (random() < digits) live |= left & (0 - left);
    }
    return live;
  }
  // Invariant: the bits of `want` still open equal p in all digits so far.
  for (uint64_t digit = uint64_t{1} << 63; digit != 0 && want != 0; digit >>= 1) {
    const uint64_t word = random();
    if ((digits & digit) != 0) {
      live |= want & ~word;
      want &= word;
    } else {
      want &= ~word;
    }
  }
  return live;
}

LiveWorlds::LiveWorlds(const LiveInput& input)
    : input_(input), reached_(input.graph.num_nodes()), arriving_(input.graph.num_nodes()) {}

void LiveWorlds::Arrive(Node v, uint64_t worlds) {
  if (worlds == 0) return;
  if (arriving_[v] == 0) next_.push_back(v);
  arriving_[v] |= worlds;
}

void LiveWorlds::Advance() {
  frontier_.swap(next_);
  next_.clear();
  frontier_worlds_.clear();
  for (const Node v : frontier_) {
    if (reached_[v] == 0) touched_.push_back(v);
    reached_[v] |= arriving_[v];
    frontier_worlds_.push_back(arriving_[v]);
    arriving_[v] = 0;
  }
}

void LiveWorlds::Clear() {
  for (const Node v : touched_) reached_[v] = 0;
  touched_.clear();
}

void LiveWorlds::Forward(RandomStream random, absl::Span<uint64_t> counts) {
  const TieGraph& graph = input_.graph;
  for (const Node source : input_.sources) Arrive(source, ~uint64_t{0});
  Advance();
  for (int hop = 0; hop < input_.max_hops && !frontier_.empty(); ++hop) {
    for (size_t i = 0; i < frontier_.size(); ++i) {
      const Node u = frontier_[i];
      uint64_t worlds = frontier_worlds_[i];
      if (hop > 0) worlds = BernoulliBits(input_.WillingnessOf(u), worlds, random);
      if (worlds == 0) continue;
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        const Node v = graph.Target(arc);
        const uint64_t want = worlds & ~(reached_[v] | arriving_[v]);
        Arrive(v, BernoulliBits(input_.probability[arc], want, random));
      }
    }
    Advance();
  }
  for (const Node v : touched_) counts[v] += static_cast<uint64_t>(std::popcount(reached_[v]));
  Clear();
}

int LiveWorlds::Backward(RandomStream random, Node target) {
  const TieGraph& graph = input_.graph;
  uint64_t hit = 0;
  Arrive(target, ~uint64_t{0});
  Advance();
  for (int hop = 0; hop < input_.max_hops && !frontier_.empty() && ~hit != 0; ++hop) {
    for (size_t i = 0; i < frontier_.size(); ++i) {
      const Node u = frontier_[i];
      uint64_t worlds = frontier_worlds_[i] & ~hit;
      if (hop > 0) worlds = BernoulliBits(input_.WillingnessOf(u), worlds, random);
      const absl::Span<const Node> row = graph.InNeighbors(u);
      for (uint64_t k = 0; k < row.size() && worlds != 0; ++k) {
        const Node v = row[k];
        const uint64_t want = worlds & ~(reached_[v] | arriving_[v]);
        if (want == 0) continue;
        const uint64_t live = BernoulliBits(input_.probability.In(u, k), want, random);
        if (input_.is_source[v] == 0) {
          Arrive(v, live);
        } else {
          hit |= live;
          worlds &= ~live;
        }
      }
    }
    Advance();
  }
  Clear();
  return std::popcount(hit);
}

}  // namespace pullgraph
