// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/wilson.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

// z >= 0 with P(|Z| > z) = tail for a standard normal Z; tail in (0, 1).
double TwoSidedQuantile(double tail) {
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

}  // namespace

absl::StatusOr<ShareInterval> WilsonInterval(uint64_t hits, uint64_t trials,
                                             double confidence) {
  if (hits > trials) {
    return absl::InvalidArgumentError(
        absl::StrCat("hits = ", hits, ", expected at most trials = ", trials));
  }
  const double tail = 1 - confidence;
  if (!(tail > 0) || !(tail < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence = ", confidence, ", expected in (0, 1)"));
  }
  if (trials == 0) return ShareInterval{};
  const double z = TwoSidedQuantile(tail);
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(hits) / n;
  const double shrink = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / shrink;
  const double half = z / shrink * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // At the ends the formula gives exactly 0 or 1, but for rounding.
  return ShareInterval{hits == 0 ? 0.0 : std::max(0.0, centre - half),
                       hits == trials ? 1.0 : std::min(1.0, centre + half)};
}

}  // namespace pullgraph
