// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/wilson.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/normal_quantile.h"

namespace pullgraph {

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
  const double z = TwoSidedNormalQuantile(tail);
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
