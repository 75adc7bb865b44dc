// SPDX-License-Identifier: Apache-2.0
// The logistic regression of the pull model and how sure it is; internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FIT_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FIT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/attract/pull_forest.h"
#include "algorithms/attract/pull_samples.h"
#include "algorithms/kernels/logistic.h"

namespace pullgraph {

// Appends `samples` to the rows of `table`, each of that weight.
void AddToTable(absl::Span<const PullSample> samples, double weight, PullTable& table);

// The features that a ranking looks at: those of the member, which do not change the order
// of their things, and its own; for kAll all. Ascending.
std::vector<size_t> FeaturesOf(PullRanking ranking);

// Fits a table in which a share `negative_share` of the pairs without a pull was kept,
// and corrects the intercept for it: p = beta p_s / (beta p_s + 1 - p_s) is a shift of
// the log-odds by log(beta). Features that `ranking` does not look at count nothing.
//
// ERRORS: those of FitLogistic.
// SOURCE: King, Zeng 2001, doi:10.1093/oxfordjournals.pan.a004868.
absl::StatusOr<LogisticModel> FitPullLogistic(const PullTable& table, PullRanking ranking,
                                              double ridge, double negative_share,
                                              const RunControl* run);

// The features of one row as the model weighs them, and a 1 for the intercept: writes
// kNumPullFeatures + 1 numbers to `z`.
void StandardisePull(const LogisticModel& model, const double* row, double* z);

// Covariance of weights and intercept of `model`, which FitPullLogistic made of `table`:
// the inverse of the curvature of the penalised likelihood at its peak (Laplace).
// (kNumPullFeatures + 1)^2 numbers.
//
// COST: O(rows x features^2).
std::vector<double> PullCovariance(const LogisticModel& model, const PullTable& table,
                                   double ridge, double negative_share);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FIT_H_
