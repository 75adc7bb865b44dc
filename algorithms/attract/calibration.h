// SPDX-License-Identifier: Apache-2.0
// From scores to probabilities that mean what they say.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_CALIBRATION_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_CALIBRATION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

// Probability = sigmoid(slope * score + offset).
class PlattCalibrator {
 public:
  PlattCalibrator() = default;
  PlattCalibrator(double slope, double offset) : slope_(slope), offset_(offset) {}

  // Fits slope and offset to `labels` (0 or 1) under `weights` (>= 0; empty: all 1).
  // Targets are smoothed, (p + 1) / (p + 2) and 1 / (n + 2), so that scores which
  // separate the classes don't give certainty. If all scores are equal, the slope is 0.
  //
  // COST: O(n) a Newton step, at most 100 of them.
  // ERRORS: InvalidArgument for no rows, sizes that do not agree, a score or weight
  // that is not finite, a weight < 0, or a label other than 0 and 1.
  // SOURCE: Platt 1999; Lin, Lin, Weng 2007, doi:10.1007/s10994-007-5018-6.
  static absl::StatusOr<PlattCalibrator> Fit(absl::Span<const double> scores,
                                             absl::Span<const uint8_t> labels,
                                             absl::Span<const double> weights = {});

  double operator()(double score) const;
  double slope() const { return slope_; }
  double offset() const { return offset_; }

 private:
  double slope_ = 1;
  double offset_ = 0;
};

// The closest rising step function (least squares), smoothed by straight lines from
// centre to centre of its steps; constant outside of them.
class IsotonicCalibrator {
 public:
  // As PlattCalibrator::Fit. Equal scores share one value.
  // COST: O(n log n).
  // SOURCE: pool adjacent violators, Ayer 1955, doi:10.1214/aoms/1177728423.
  static absl::StatusOr<IsotonicCalibrator> Fit(absl::Span<const double> scores,
                                                absl::Span<const uint8_t> labels,
                                                absl::Span<const double> weights = {});

  // 0.5 before any fit.
  double operator()(double score) const;

  // Mean scores of the steps, ascending, and their values.
  const std::vector<double>& centres() const { return centres_; }
  const std::vector<double>& values() const { return values_; }

 private:
  std::vector<double> centres_;
  std::vector<double> values_;
};

// The probability among all pairs of a p that was learned from all positives and a
// share `beta`, in (0, 1], of the negatives.
// SOURCE: Dal Pozzolo 2015, doi:10.1109/SSCI.2015.33.
inline double CorrectPrior(double p_sampled, double beta) {
  return beta * p_sampled / (beta * p_sampled + (1 - p_sampled));
}

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_CALIBRATION_H_
