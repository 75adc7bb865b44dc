// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/calibration.h"

#include <gtest/gtest.h>

namespace pullgraph::calibration_test {
namespace {

TEST(CorrectPrior, EqualsCounting) {
  // 30 positives and 70 of 700 negatives: 0.3 sampled, 30 / 730 in truth.
  EXPECT_NEAR(CorrectPrior(0.3, 0.1), 30.0 / 730, 1e-15);
  EXPECT_EQ(CorrectPrior(0, 0.1), 0);
  EXPECT_DOUBLE_EQ(CorrectPrior(1, 0.1), 1);
  EXPECT_DOUBLE_EQ(CorrectPrior(0.4, 1), 0.4);
}

}  // namespace
}  // namespace pullgraph::calibration_test
