// SPDX-License-Identifier: Apache-2.0
// Probabilities as costs that add up.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_COST_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_COST_H_

#include <bit>
#include <cmath>
#include <cstdint>

namespace pullgraph {

// -ln p to 48 significant bits, infinite for p = 0. The five bits to spare keep the
// sum of an arc's and a member's cost exact, and so their ties.
inline double IntroductionCost(double p) {
  const auto bits = std::bit_cast<uint64_t>(-std::log(p));
  return std::bit_cast<double>((bits + 16) & ~uint64_t{31});
}

// The cost up to which a path is probable enough. A path of just `min_probability`
// is, so there is room for rounding.
inline double MaxIntroductionCost(double min_probability) {
  return -std::log(min_probability) * (1 + 1e-12) + 1e-12;
}

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_COST_H_
