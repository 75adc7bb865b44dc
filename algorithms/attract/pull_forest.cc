// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_forest.h"

#include <algorithm>
#include <cmath>

#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr size_t kHalvings = 2;
// 90 % point of Student's t of 2 x kHalvings - 1 degrees of freedom.
constexpr double kTenthPoint = 1.6377443536962102;

// Few and shallow: what is chosen for millions of pairs must be cheap.
BoostedTreesOptions TreeOptions() {
  BoostedTreesOptions options;
  options.num_trees = 40;
  options.learning_rate = 0.12;
  options.max_depth = 4;
  options.min_leaf_weight = 20;
  options.feature_share = 0.8;  // An interaction is found where both sides are seen.
  options.row_share = 0.4;
  return options;
}

// The pairs of fit `k`: each halving puts a member on side 0 or 1.
PullTable HalfOf(const PullTable& table, uint64_t seed, size_t k) {
  PullTable half;
  for (size_t i = 0; i < table.labels.size(); ++i) {
    if ((MixBits(MixBits(seed + k / 2) ^ table.members[i]) & 1) != k % 2) continue;
    const auto row = table.rows.begin() + static_cast<int64_t>(i * kNumPullFeatures);
    half.rows.insert(half.rows.end(), row, row + kNumPullFeatures);
    half.labels.push_back(table.labels[i]);
    if (!table.weights.empty()) half.weights.push_back(table.weights[i]);
  }
  return half;
}

}  // namespace

uint64_t PullTable::Positives() const {
  return static_cast<uint64_t>(std::count(labels.begin(), labels.end(), 1));
}

double PullForest::LogOdds(const PullRow& row) const {
  double sum = 0;
  for (const BoostedTrees& fit : fits_) sum += fit.LogOdds(row);
  return sum / static_cast<double>(fits_.size()) + shift_;
}

double PullForest::Spread(const PullRow& row) const {
  const double mean = LogOdds(row) - shift_;
  double square = 0;
  for (const BoostedTrees& fit : fits_) {
    const double off = fit.LogOdds(row) - mean;
    square += off * off;
  }
  return kTenthPoint * std::sqrt(square / static_cast<double>(fits_.size() - 1));
}

PullRow PullForest::Contributions(const PullRow& row) const {
  PullRow sums{};
  for (const BoostedTrees& fit : fits_) fit.AddContributions(row, absl::MakeSpan(sums));
  for (double& sum : sums) sum /= static_cast<double>(fits_.size());
  return sums;
}

double PullForest::expected() const {
  double sum = 0;
  for (const BoostedTrees& fit : fits_) sum += fit.expected();
  return sum / static_cast<double>(fits_.size()) + shift_;
}

absl::StatusOr<PullForest> FitPullForest(const PullTable& table, double shift, uint64_t seed,
                                         const RunControl* run) {
  std::vector<absl::StatusOr<BoostedTrees>> fits(2 * kHalvings, absl::CancelledError(""));
  // Each fit has one thread; progress is the caller's to tell.
  RunControl alone;
  alone.threads = 1;
  alone.cancelled = run == nullptr ? nullptr : run->cancelled;
  ParallelFor(ThreadsOf(run), static_cast<int64_t>(fits.size()), 1, [&](int64_t begin, int64_t) {
    const auto k = static_cast<size_t>(begin);
    BoostedTreesOptions options = TreeOptions();
    options.seed = seed + k;
    options.run = &alone;
    const PullTable half = HalfOf(table, seed, k);
    // A half may be empty where members are few.
    const PullTable& pairs = half.labels.empty() ? table : half;
    fits[k] = FitBoostedTrees(pairs.rows, kNumPullFeatures, pairs.labels, pairs.weights, options);
  });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  PullForest forest;
  forest.shift_ = shift;
  for (absl::StatusOr<BoostedTrees>& fit : fits) {
    if (!fit.ok()) return fit.status();
    forest.fits_.push_back(*std::move(fit));
  }
  return forest;
}

}  // namespace pullgraph
