// SPDX-License-Identifier: Apache-2.0
// Logistic regression by Newton's method.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_LOGISTIC_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_LOGISTIC_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"

namespace pullgraph {

struct LogisticOptions {
  // L2 penalty a row on the weights of standardised features; > 0. The intercept is
  // free.
  double ridge = 1e-3;
  // Newton steps at most; >= 1.
  int max_iterations = 50;
  // Stops when a step lowers the loss a row by less; > 0.
  double tolerance = 1e-10;
  const RunControl* run = nullptr;
  // Told how far the fit is, where its caller wants that; may be null.
  const RunControl* progress = nullptr;
};

// Log-odds = intercept + sum of weight (x - mean) / scale over the features.
struct LogisticModel {
  std::vector<double> weight;  // Of standardised features.
  double intercept = 0;
  std::vector<double> mean;
  std::vector<double> scale;  // Standard deviation; 0 for a constant feature, which
                              // then counts nothing.

  double Contribution(size_t feature, double value) const {
    return scale[feature] > 0 ? weight[feature] * (value - mean[feature]) / scale[feature] : 0;
  }
  double LogOdds(absl::Span<const double> row) const;
  double Probability(absl::Span<const double> row) const;
};

// Fits `rows` (row-major, labels.size() x num_features) to `labels` (0 or 1) under
// `row_weights` (>= 0; empty: all 1).
//
// TIES: none. Bit-identical for any number of threads.
// COST: O(iterations x n x f^2).
// ERRORS: InvalidArgument for sizes that do not agree, a number that is not finite,
// a label other than 0 and 1, or an option out of range; Cancelled.
// SOURCE: iteratively reweighted least squares with step halving.
absl::StatusOr<LogisticModel> FitLogistic(absl::Span<const double> rows, size_t num_features,
                                          absl::Span<const uint8_t> labels,
                                          absl::Span<const double> row_weights = {},
                                          const LogisticOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_LOGISTIC_H_
