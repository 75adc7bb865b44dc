// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_fit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {

void AddToTable(absl::Span<const PullSample> samples, double weight, PullTable& table) {
  for (const PullSample& sample : samples) {
    table.members.push_back(sample.member);
    table.rows.insert(table.rows.end(), sample.features.begin(), sample.features.end());
    table.labels.push_back(sample.pulled);
    table.weights.push_back(weight);
  }
}

std::vector<size_t> FeaturesOf(PullRanking ranking) {
  constexpr PullFeature kOfMember[] = {PullFeature::kMemberActivity, PullFeature::kMemberIdle,
                                       PullFeature::kMemberTenure, PullFeature::kMemberNew};
  std::vector<size_t> features;
  for (const PullFeature f : kOfMember) features.push_back(Index(f));
  const auto add = [&](PullFeature f) { features.push_back(Index(f)); };
  switch (ranking) {
    case PullRanking::kPopularity: add(PullFeature::kResourcePulls); break;
    case PullRanking::kTrend: add(PullFeature::kResourceTrend); break;
    case PullRanking::kRecency: add(PullFeature::kResourceRecency); break;
    case PullRanking::kLikeness:  // What is like nothing goes by popularity.
      add(PullFeature::kResourcePulls), add(PullFeature::kCoPullPlace);
      break;
    case PullRanking::kTies:
      add(PullFeature::kResourcePulls), add(PullFeature::kSocialPlace);
      break;
    default:
      features.resize(kNumPullFeatures);
      std::iota(features.begin(), features.end(), size_t{0});
  }
  return features;
}

absl::StatusOr<LogisticModel> FitPullLogistic(const PullTable& table, PullRanking ranking,
                                              double ridge, double negative_share,
                                              const RunControl* run) {
  LogisticOptions options;
  options.ridge = ridge;
  options.run = options.progress = run;
  const std::vector<size_t> features = FeaturesOf(ranking);
  std::vector<double> rows;
  if (features.size() < kNumPullFeatures) {
    rows.reserve(table.labels.size() * features.size());
    for (size_t i = 0; i < table.labels.size(); ++i) {
      for (const size_t f : features) rows.push_back(table.rows[i * kNumPullFeatures + f]);
    }
  }
  const absl::StatusOr<LogisticModel> fit =
      FitLogistic(rows.empty() ? table.rows : rows, features.size(), table.labels,
                  table.weights, options);
  if (!fit.ok()) return fit.status();
  LogisticModel model;
  model.weight.assign(kNumPullFeatures, 0);
  model.mean.assign(kNumPullFeatures, 0);
  model.scale.assign(kNumPullFeatures, 0);
  for (size_t k = 0; k < features.size(); ++k) {
    model.weight[features[k]] = fit->weight[k];
    model.mean[features[k]] = fit->mean[k];
    model.scale[features[k]] = fit->scale[k];
  }
  model.intercept = fit->intercept + std::log(negative_share);
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
  double n = 0;
  for (const double weight : table.weights) n += weight;
  Square curvature = Square::Identity() * (ridge * n + 1e-9);
  Eigen::Matrix<double, kSize, 1> z;
  for (size_t i = 0; i < table.labels.size(); ++i) {
    const double* row = table.rows.data() + i * kNumPullFeatures;
    // Undo the prior correction: the sample has its own base rate.
    const double p = Sigmoid(model.LogOdds({row, kNumPullFeatures}) - std::log(negative_share));
    StandardisePull(model, row, z.data());
    curvature += table.weights[i] * p * (1 - p) * z * z.transpose();
  }
  const Square covariance = curvature.ldlt().solve(Square::Identity());
  return {covariance.data(), covariance.data() + kSize * kSize};
}

}  // namespace pullgraph
