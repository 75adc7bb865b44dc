// SPDX-License-Identifier: Apache-2.0
// From scores to likelihoods that mean what they say where lists are made; internal to
// convert/.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_CALIBRATION_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_CALIBRATION_H_

#include <vector>

#include "absl/types/span.h"
#include "algorithms/convert/convert_report.h"

namespace pullgraph {

class ConvertCalibration {
 public:
  // Calibrated log-odds of a score.
  double LogOdds(double score) const;
  // Standard error of these that all members share: what was learned from few, and what
  // differs from one horizon to the next.
  double shared_error() const { return shared_error_; }

  // A line through the log-odds (Platt), its slope shrunk to 1; then the first 10, 20 more,
  // 40 more, ... of every origin each get what happened to them over what was expected,
  // shrunk to 1 and made monotone.
  // COST: O(rows log rows).
  static ConvertCalibration Fit(const JudgedRows& rows, absl::Span<const double> scores);

 private:
  void FitLine(const JudgedRows& rows, absl::Span<const double> scores);
  void FitTop(const JudgedRows& rows, absl::Span<const double> scores);
  void FitError(const JudgedRows& rows, absl::Span<const double> scores);

  double slope_ = 1;
  double offset_ = 0;
  // Log-odds by the line, ascending, and what is added to them there; between them linear.
  std::vector<double> knot_;
  std::vector<double> shift_;
  double shared_error_ = 1;  // Where there is nothing to judge by: a factor e.
};

// The same for every row, each by what happened at the other origins; by all if there is
// but one.
std::vector<double> CrossCalibrated(const JudgedRows& rows, absl::Span<const double> scores);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_CALIBRATION_H_
