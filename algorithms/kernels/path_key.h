// SPDX-License-Identifier: Apache-2.0
// (cost, hops) of a path as one integer whose sums are exact.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_PATH_KEY_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_PATH_KEY_H_

#include <bit>
#include <cmath>
#include <cstdint>

#include "graph/tie_graph.h"

namespace pullgraph {

// Cost on a fixed grid in the upper 96 bits, hops in the lower 32. Sums are
// exact, so neither the order of addition nor the side a search comes from can
// split a tie; and since every arc counts a hop, every arc is positive.
__extension__ using PathKey = unsigned __int128;

inline constexpr PathKey kNoPathKey = PathKey{1} << 126;

constexpr uint32_t HopsOf(PathKey key) { return static_cast<uint32_t>(key); }
constexpr PathKey CostOf(PathKey key) { return key >> 32; }

// The grid for a graph of `n` nodes whose finite arc costs are in [0, max_cost]:
// multiples of about n * max_cost / 2^93, so that two simple paths sum up below
// 2^95. For n = 10^6 that resolves 10^-22 * max_cost; a double resolves 10^-16.
class CostGrid {
 public:
  CostGrid(Node n, double max_cost)
      : exponent_(max_cost > 0 ? 93 - std::ilogb(max_cost) - std::bit_width(n) : 0) {}

  // Key of one arc; `cost` is finite, in [0, max_cost].
  PathKey ArcKey(double cost) const { return (Round(cost) << 32) | 1; }

  // The largest key of a simple path of cost `limit`, which may be infinite.
  PathKey Bound(double limit, double max_cost, Node n) const {
    if (!(limit < max_cost * n)) return kNoPathKey;
    return (Round(limit) << 32) | UINT32_MAX;
  }

  // The nearest double to the exact cost.
  double Cost(PathKey key) const {
    return std::ldexp(static_cast<double>(CostOf(key)), -exponent_);
  }

 private:
  // cost * 2^exponent_, halves upwards.
  PathKey Round(double cost) const {
    const auto bits = std::bit_cast<uint64_t>(cost);
    const int biased = static_cast<int>(bits >> 52) & 0x7FF;
    const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
    const uint64_t mantissa = biased == 0 ? fraction : fraction | (uint64_t{1} << 52);
    const int shift = (biased == 0 ? -1074 : biased - 1075) + exponent_;
    if (shift >= 0) return mantissa == 0 ? 0 : PathKey{mantissa} << shift;
    if (shift <= -63) return 0;
    return (mantissa + (uint64_t{1} << (-shift - 1))) >> -shift;
  }

  int exponent_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_PATH_KEY_H_
