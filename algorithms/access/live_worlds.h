// SPDX-License-Identifier: Apache-2.0
// 64 random worlds at a time, one in each bit of a word. Part of reach.h.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_LIVE_WORLDS_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_LIVE_WORLDS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/kernels/arc_costs.h"
#include "graph/introduction_graph.h"
#include "graph/random.h"

namespace pullgraph {

// For each bit of `want`, 1 with probability p, else 0; 0 in the other bits.
//
// COST: expected log2(bits of want) + 2 random words: all bits are compared to p at
// once, digit by digit, until the last one has differed.
uint64_t BernoulliBits(double p, uint64_t want, RandomStream& random);

// What all workers share.
struct LiveInput {
  const TieGraph& graph;
  ArcCosts probability;  // Holds probabilities, read from either end of an arc.
  absl::Span<const double> willingness;
  std::vector<Node> sources;  // Ascending, no two equal.
  std::vector<uint8_t> is_source;
  int max_hops;  // At least 1.

  double WillingnessOf(Node u) const { return willingness.empty() ? 1 : willingness[u]; }
};

// Scratch memory of one worker; clean between calls.
class LiveWorlds {
 public:
  explicit LiveWorlds(const LiveInput& input);

  // Adds to counts[v] in how many of the 64 worlds of `random` the sources reach v.
  void Forward(RandomStream random, absl::Span<uint64_t> counts);

  // Returns in how many of the 64 worlds of `random` a source reaches `target`,
  // which is none.
  int Backward(RandomStream random, Node target);

 private:
  void Arrive(Node v, uint64_t worlds);
  // Makes the arrivals the next frontier.
  void Advance();
  void Clear();

  const LiveInput& input_;
  std::vector<uint64_t> reached_;   // By node: worlds in which it was seen.
  std::vector<uint64_t> arriving_;  // The part of them seen in the last step.
  std::vector<Node> frontier_, next_, touched_;
  std::vector<uint64_t> frontier_worlds_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_LIVE_WORLDS_H_
