// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/normal_quantile.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pullgraph::normal_quantile_test {
namespace {

TEST(NormalQuantile, KnownValues) {
  EXPECT_NEAR(TwoSidedNormalQuantile(0.05), 1.9599639845400545, 1e-15);
  EXPECT_NEAR(TwoSidedNormalQuantile(0.2), 1.2815515655446004, 1e-15);
  EXPECT_NEAR(TwoSidedNormalQuantile(0.01), 2.5758293035489004, 1e-15);
}

// erfc is well known to the last bits; its slope in log z is about z^2.
TEST(NormalQuantile, IsTheInverseOfErfc) {
  double last = INFINITY;
  for (double tail = 1e-307; tail < 1; tail *= 1.7) {
    const double z = TwoSidedNormalQuantile(tail);
    EXPECT_LT(z, last);
    EXPECT_NEAR(std::erfc(z / std::sqrt(2.0)) / tail, 1, 4e-16 * (4 + z * z)) << tail;
    last = z;
  }
  for (const double tail : {0.9, 0.99, 0.999999, 1 - 1e-15}) {
    EXPECT_NEAR(std::erf(TwoSidedNormalQuantile(tail) / std::sqrt(2.0)) / (1 - tail), 1, 1e-14);
  }
}

}  // namespace
}  // namespace pullgraph::normal_quantile_test
