// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "algorithms/attract/pull_fit.h"
#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {
namespace {

constexpr double kTenthPoint = 1.2815515655446004;  // Of the standard normal.

}  // namespace

double PullModel::Calibrated(double log_odds) const {
  return std::clamp(Sigmoid(calibration_.LogOdds(log_odds)), 1e-9, 1 - 1e-9);
}

Likelihood PullModel::Predict(const PullRow& row) const {
  const double score = Score(row);
  double fit = 0;  // Standard error of the score.
  if (uses_trees()) {
    fit = forest_.Spread(row) / kTenthPoint;
  } else {
    std::array<double, kNumPullFeatures + 1> z{};
    StandardisePull(logistic_, row.data(), z.data());
    double variance = 0;
    for (size_t i = 0; i < z.size(); ++i) {
      double sum = 0;
      for (size_t j = 0; j < z.size(); ++j) sum += covariance_[i * z.size() + j] * z[j];
      variance += z[i] * sum;
    }
    fit = std::sqrt(std::max(0.0, variance));
  }
  const double spread =
      kTenthPoint * std::hypot(fit * calibration_.Slope(score), calibration_.Error(score));
  const double log_odds = calibration_.LogOdds(score);
  const auto clamped = [](double x) { return std::clamp(Sigmoid(x), 1e-9, 1 - 1e-9); };
  return {clamped(log_odds), clamped(log_odds - spread), clamped(log_odds + spread)};
}

PullRow PullModel::Contributions(const PullRow& row) const {
  PullRow out = uses_trees() ? forest_.Contributions(row) : PullRow{};
  double sum = 0;
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    if (!uses_trees()) out[f] = logistic_.Contribution(f, row[f]);
    sum += out[f];
  }
  // Parts of the rise of the calibrated curve from the average to this pair.
  const double base = uses_trees() ? forest_.expected() : logistic_.intercept;
  const double rise = std::abs(sum) < 1e-9 ? calibration_.Slope(base)
                                           : (calibration_.LogOdds(base + sum) -
                                              calibration_.LogOdds(base)) / sum;
  for (double& part : out) part *= rise;
  return out;
}

std::vector<size_t> PullModel::Best(size_t count, absl::FunctionRef<const PullRow&(size_t)> row,
                                    size_t most) const {
  std::vector<std::pair<double, size_t>> scored(count);  // Falling score, then index.
  for (size_t i = 0; i < count; ++i) scored[i] = {-logistic_.LogOdds(row(i)), i};
  const auto keep = [&](size_t some) {
    some = std::min(some, scored.size());
    std::partial_sort(scored.begin(), scored.begin() + static_cast<int64_t>(some), scored.end());
    scored.resize(some);
  };
  if (uses_trees()) {
    keep(std::max(kReranked, 2 * most));
    for (auto& [score, i] : scored) score = -forest_.LogOdds(row(i));
  }
  keep(most);
  std::vector<size_t> best;
  for (const auto& [score, i] : scored) best.push_back(i);
  return best;
}

const char* PullRankingName(PullRanking ranking) {
  switch (ranking) {
    case PullRanking::kPopularity: return "popularity";
    case PullRanking::kTrend: return "trend";
    case PullRanking::kRecency: return "recency";
    case PullRanking::kLikeness: return "likeness to what they pulled";
    case PullRanking::kTies: return "what those tied to them pulled";
    default: return "all features";
  }
}

const char* LearnerName(Learner learner) {
  switch (learner) {
    case Learner::kLogistic: return "logistic";
    case Learner::kBoostedTrees: return "trees";
    default: return "auto";
  }
}

}  // namespace pullgraph
