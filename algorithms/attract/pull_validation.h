// SPDX-License-Identifier: Apache-2.0
// Judging scores on an origin kept from the fit; internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_VALIDATION_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_VALIDATION_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "graph/run_control.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_samples.h"

namespace pullgraph {

// Calibrated log-odds = slope x score + offset.
struct PlattLine {
  double slope = 1;
  double offset = 0;
};

// The line from the scores of `samples` to what happened; `otherwise` where there is
// too little to learn one from, or what was learned is an accident of few positives.
PlattLine FitPlattLine(absl::Span<const PullSample> samples, absl::Span<const double> scores,
                       const RunControl* run = nullptr, PlattLine otherwise = {});

// The probability of each sample by the line of the other half of the members.
std::vector<double> CrossCalibrated(absl::Span<const PullSample> samples,
                                    absl::Span<const double> scores,
                                    const RunControl* run = nullptr);

// Mean log loss and average precision of probabilities.
LearnerScore ScoreLearner(absl::Span<const PullSample> samples, absl::Span<const double> p);

// True if `second` loses less than `first`, by more than the standard error of the
// difference over members, and is no worse in average precision.
// SOURCE: Hastie, Tibshirani, Friedman 2009, 7.10 (the rule of one standard error).
bool IsClearlyBetter(absl::Span<const PullSample> samples, absl::Span<const double> first,
                     absl::Span<const double> second);

// Fills what the report says of probabilities and of the rankings beside them.
void FillReport(absl::Span<const PullSample> samples, absl::Span<const double> p,
                PullModelReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_VALIDATION_H_
