// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_learner.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "absl/types/span.h"
#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {
namespace {

// Share of the rows beyond which a feature counts as no more (no less) than there.
constexpr double kTail = 0.002;
// Standard deviation that the weight of a standardised feature has before anything is seen.
constexpr double kPriorWeight = 0.5;
// A leaf of the trees says little by less weight than that of so many conversions.
constexpr double kLeafPositives = 6;
// Conversions that stand beside those of late, at the rate of all.
constexpr double kPriorConversions = 10;

std::pair<float, float> RangeOf(const ConvertSamples& samples, size_t feature) {
  std::vector<float> values;
  values.reserve(samples.size());
  for (const ConvertRow& row : samples.row) values.push_back(row[feature]);
  const auto at = [&](double q) {
    const auto i = static_cast<ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + i, values.end());
    return values[static_cast<size_t>(i)];
  };
  const float least = at(kTail);
  return {least, at(1 - kTail)};
}

}  // namespace

double ConvertSamples::positives() const {
  return static_cast<double>(std::count(label.begin(), label.end(), 1));
}

double ConvertPartModel::Bounded(const ConvertRow& row, size_t f) const {
  return static_cast<double>(std::clamp(row[f], least_[f], most_[f]));
}

ConvertPartModel::Row ConvertPartModel::Bounded(const ConvertRow& row) const {
  Row bounded;
  for (size_t f = 0; f < kNumConvertFeatures; ++f) {
    bounded[f] = Bounded(row, f);
  }
  return bounded;
}

absl::StatusOr<ConvertPartModel> ConvertPartModel::FitAll(const ConvertSamples& samples,
                                                       ConvertPart part, ConvertFeature feature,
                                                       uint64_t seed, const RunControl* run) {
  ConvertPartModel model;
  model.part_ = part;
  model.feature_ = Index(feature);
  std::vector<double> weights = samples.weight;
  double all = 0, converted = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (part == ConvertPart::kRecentLogistic) {
      weights[i] *= std::exp2(-samples.age[i] / kRecentHorizons);
    }
    all += weights[i];
    converted += samples.label[i] != 0 ? weights[i] : 0;
  }
  model.mean_log_odds_ = std::log((converted + 0.5) / (all - converted + 0.5));
  if (part == ConvertPart::kMean) return model;
  const bool single = part == ConvertPart::kFeature;
  for (size_t f = 0; f < kNumConvertFeatures; ++f) {
    if (single && f != model.feature_) continue;
    std::tie(model.least_[f], model.most_[f]) = RangeOf(samples, f);
  }
  std::vector<double> rows;
  rows.reserve(samples.size() * (single ? 1 : kNumConvertFeatures));
  for (const ConvertRow& row : samples.row) {
    if (single) {
      rows.push_back(model.Bounded(row, model.feature_));
    } else {
      const Row bounded = model.Bounded(row);
      rows.insert(rows.end(), bounded.begin(), bounded.end());
    }
  }
  if (part == ConvertPart::kTrees) {
    BoostedTreesOptions options;
    options.num_trees = 120;
    options.max_depth = 3;
    options.min_leaf_weight = kLeafPositives / std::max(1e-6, converted / all);
    options.seed = seed;
    options.run = run;
    auto trees = FitBoostedTrees(rows, kNumConvertFeatures, samples.label, weights, options);
    if (!trees.ok()) return trees.status();
    model.trees_ = *std::move(trees);
    return model;
  }
  LogisticOptions options;
  options.ridge = 1 / (kPriorWeight * kPriorWeight * std::max(1.0, all));
  options.run = run;
  auto logistic = FitLogistic(rows, single ? 1 : kNumConvertFeatures, samples.label, weights, options);
  if (!logistic.ok()) return logistic.status();
  model.logistic_ = *std::move(logistic);
  return model;
}

absl::StatusOr<ConvertPartModel> ConvertPartModel::Fit(const ConvertSamples& samples,
                                                       ConvertPart part, ConvertFeature feature,
                                                       uint64_t seed, const RunControl* run) {
  auto model = FitAll(samples, part, feature, seed, run);
  if (model.ok()) model->ShiftToRecent(samples);
  return model;
}

double ConvertPartModel::LogOdds(const ConvertRow& row) const { return Unshifted(row) + shift_; }

void ConvertPartModel::ShiftToRecent(const ConvertSamples& samples) {
  double happened = kPriorConversions, expected = kPriorConversions;
  for (size_t i = 0; i < samples.size(); ++i) {
    const double weight = samples.weight[i] * std::exp2(-samples.age[i] / kRecentHorizons);
    happened += samples.label[i] != 0 ? weight : 0;
    expected += weight * Sigmoid(Unshifted(samples.row[i]));
  }
  shift_ = std::log(happened / expected);
}

double ConvertPartModel::Unshifted(const ConvertRow& row) const {
  if (part_ == ConvertPart::kMean) return mean_log_odds_;
  if (part_ == ConvertPart::kFeature) {
    const double x = Bounded(row, feature_);
    return logistic_.LogOdds({&x, 1});
  }
  const Row bounded = Bounded(row);
  return part_ == ConvertPart::kTrees ? trees_.LogOdds(bounded) : logistic_.LogOdds(bounded);
}

void ConvertPartModel::AddContributions(const ConvertRow& row, double share,
                                        std::vector<double>& sums) const {
  if (part_ == ConvertPart::kMean) return;
  if (part_ == ConvertPart::kFeature) {
    sums[feature_] += share * logistic_.Contribution(0, Bounded(row, feature_));
    return;
  }
  const Row bounded = Bounded(row);
  if (part_ == ConvertPart::kTrees) {
    std::vector<double> own(kNumConvertFeatures);
    trees_.AddContributions(bounded, absl::MakeSpan(own));
    for (size_t f = 0; f < own.size(); ++f) sums[f] += share * own[f];
    return;
  }
  for (size_t f = 0; f < kNumConvertFeatures; ++f) {
    sums[f] += share * logistic_.Contribution(f, bounded[f]);
  }
}

double ConvertLearner::LogOdds(const ConvertRow& row) const {
  double sum = 0;
  for (const ConvertPartModel& part : parts_) sum += part.LogOdds(row);
  return parts_.empty() ? 0 : sum / static_cast<double>(parts_.size());
}

std::vector<double> ConvertLearner::Contributions(const ConvertRow& row) const {
  std::vector<double> sums(kNumConvertFeatures);
  const double share = 1 / std::max(1.0, static_cast<double>(parts_.size()));
  for (const ConvertPartModel& part : parts_) part.AddContributions(row, share, sums);
  return sums;
}

absl::StatusOr<ConvertLearner> ConvertLearner::Fit(const ConvertSamples& samples,
                                                   const ConvertRecipe& recipe, uint64_t seed,
                                                   const RunControl* run) {
  ConvertLearner learner;
  for (const ConvertRecipe::Item& item : recipe.items) {
    auto part = ConvertPartModel::Fit(samples, item.part, item.feature, seed, run);
    if (!part.ok()) return part.status();
    learner.parts_.push_back(*std::move(part));
  }
  return learner;
}

}  // namespace pullgraph
