// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_fit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {

void AddToTable(absl::Span<const PullSample> samples, PullTable& table) {
  for (const PullSample& sample : samples) {
    table.members.push_back(sample.member);
    table.rows.insert(table.rows.end(), sample.features.begin(), sample.features.end());
    table.labels.push_back(sample.pulled);
  }
}

absl::StatusOr<LogisticModel> FitPullLogistic(const PullTable& table, double ridge,
                                              double negative_share, const RunControl* run) {
  LogisticOptions options;
  options.ridge = ridge;
  options.run = options.progress = run;
  absl::StatusOr<LogisticModel> model =
      FitLogistic(table.rows, kNumPullFeatures, table.labels, {}, options);
  if (model.ok()) model->intercept += std::log(negative_share);
  return model;
}

void StandardisePull(const LogisticModel& model, const double* row, double* z) {
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    z[f] = model.scale[f] > 0 ? (row[f] - model.mean[f]) / model.scale[f] : 0;
  }
  z[kNumPullFeatures] = 1;
}

std::vector<double> PullCovariance(const LogisticModel& model, const PullTable& table,
                                   double ridge, double negative_share) {
  constexpr auto kSize = static_cast<Eigen::Index>(kNumPullFeatures + 1);
  using Square = Eigen::Matrix<double, kSize, kSize>;
  const auto n = static_cast<double>(std::max<size_t>(1, table.labels.size()));
  Square curvature = Square::Identity() * (ridge * n + 1e-9);
  Eigen::Matrix<double, kSize, 1> z;
  for (size_t i = 0; i < table.labels.size(); ++i) {
    const double* row = table.rows.data() + i * kNumPullFeatures;
    // Undo the prior correction: the sample has its own base rate.
    const double p = Sigmoid(model.LogOdds({row, kNumPullFeatures}) - std::log(negative_share));
    StandardisePull(model, row, z.data());
    curvature += p * (1 - p) * z * z.transpose();
  }
  const Square covariance = curvature.ldlt().solve(Square::Identity());
  return {covariance.data(), covariance.data() + kSize * kSize};
}

}  // namespace pullgraph
