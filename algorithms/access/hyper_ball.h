// SPDX-License-Identifier: Apache-2.0
// Sizes of balls around all nodes at once, estimated. Part of closeness.h.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_HYPER_BALL_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_HYPER_BALL_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Estimates the number of different things counted by 2^b registers, each the largest
// rank (position of the first 1 bit) of the 64 - b bits of the hashes sent to it.
//
// SOURCE: Flajolet, Fusy, Gandouet, Meunier 2007 (HyperLogLog); estimator of Ertl 2017,
// arXiv:1702.01284, which needs no table against bias and no switch for small counts.
double EstimateCount(absl::Span<const uint8_t> registers);

// One HyperLogLog counter of 2^b registers a node. After round t, counter v stands for
// the nodes within t hops of v.
class HyperBall {
 public:
  // `graph` must outlive this. b in [4, 16]. COST: O(n 2^b) time, n 2^(b + 1) bytes.
  HyperBall(const TieGraph& graph, int log2_registers, uint64_t seed, int threads);

  // Takes one hop more; calls grown(v, estimate) for each counter that changed, from
  // several threads, once for each v. False if none did: all balls are whole.
  //
  // COST: O((n + m) 2^b), less where balls are whole.
  bool Step(const RunControl* run, absl::FunctionRef<void(Node v, double estimate)> grown);

 private:
  absl::Span<const uint8_t> Row(const std::vector<uint8_t>& registers, Node v) const {
    return {registers.data() + static_cast<size_t>(v) * width_, width_};
  }

  const TieGraph& graph_;
  size_t width_;
  std::vector<uint8_t> now_, next_;
  std::vector<uint8_t> changed_;  // In the last round.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_HYPER_BALL_H_
