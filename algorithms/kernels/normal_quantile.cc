// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/normal_quantile.h"

#include <cmath>

namespace pullgraph {

double TwoSidedNormalQuantile(double tail) {
  // Newton on log erfc(z / sqrt 2) = log tail. The left side is concave, so from
  // the left the steps overshoot once at most and then close in from the right.
  constexpr double kSqrtHalf = 0.70710678118654752440, kSqrtTwoOverPi = 0.79788456080286535588;
  double z = 0;
  for (int step = 0; step < 100; ++step) {
    const double mass = std::erfc(z * kSqrtHalf);
    const double slope = -kSqrtTwoOverPi * std::exp(-0.5 * z * z) / mass;
    const double next = z - (std::log(mass) - std::log(tail)) / slope;
    if (std::abs(next - z) <= 1e-15 * next) return next;
    z = next;
  }
  return z;
}

}  // namespace pullgraph
