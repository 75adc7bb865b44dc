// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

absl::Status CheckRows(absl::Span<const double> scores, absl::Span<const uint8_t> labels,
                       absl::Span<const double> weights) {
  if (scores.empty() || scores.size() != labels.size() ||
      (!weights.empty() && weights.size() != labels.size())) {
    return absl::InvalidArgumentError(
        absl::StrCat("scores has ", scores.size(), " rows, labels ", labels.size(), ", weights ",
                     weights.size(), ", expected the same number, at least 1"));
  }
  for (size_t i = 0; i < scores.size(); ++i) {
    if (!std::isfinite(scores[i])) {
      return absl::InvalidArgumentError(
          absl::StrCat("score ", i, " is ", scores[i], ", expected a finite number"));
    }
    if (labels[i] > 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("label ", i, " is ", int{labels[i]}, ", expected 0 or 1"));
    }
    if (!weights.empty() && (!(weights[i] >= 0) || std::isinf(weights[i]))) {
      return absl::InvalidArgumentError(
          absl::StrCat("weight ", i, " is ", weights[i], ", expected a finite number >= 0"));
    }
  }
  return absl::OkStatus();
}

double Sigmoid(double x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1 + e);
}

// log(1 + e^x).
double SoftPlus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

// Newton's method in the two unknowns, on scores moved to mean 0 and deviation 1.
class PlattFit {
 public:
  PlattFit(absl::Span<const double> scores, absl::Span<const uint8_t> labels,
           absl::Span<const double> weights)
      : scores_(scores), labels_(labels), weights_(weights) {
    double positives = 0;
    for (size_t i = 0; i < scores.size(); ++i) {
      total_ += Weight(i);
      positives += Weight(i) * labels[i];
      mean_ += Weight(i) * scores[i];
    }
    mean_ /= std::max(total_, 1e-300);
    for (size_t i = 0; i < scores.size(); ++i) {
      const double d = scores[i] - mean_;
      scale_ += Weight(i) * d * d;
    }
    scale_ = std::sqrt(scale_ / std::max(total_, 1e-300));
    flat_ = !(scale_ > 1e-12 * (1 + std::abs(mean_)));
    high_ = (positives + 1) / (positives + 2);
    low_ = 1 / (total_ - positives + 2);
    const double rate = (positives + 1) / (total_ + 2);
    offset_ = std::log(rate / (1 - rate));
  }

  PlattCalibrator Run() {
    double loss = Loss(slope_, offset_);
    for (int i = 0; i < 100; ++i) {
      const auto [slope_step, offset_step] = Step();
      double length = 1;
      double next = Loss(slope_ - slope_step, offset_ - offset_step);
      while (!(next <= loss) && length > 1e-8) {
        length /= 2;
        next = Loss(slope_ - length * slope_step, offset_ - length * offset_step);
      }
      if (!(next <= loss)) break;
      slope_ -= length * slope_step;
      offset_ -= length * offset_step;
      if (loss - next < 1e-12 * (1 + total_)) break;
      loss = next;
    }
    if (flat_) return {0, offset_};
    return {slope_ / scale_, offset_ - slope_ * mean_ / scale_};
  }

 private:
  double Weight(size_t i) const { return weights_.empty() ? 1 : weights_[i]; }
  double Standard(size_t i) const { return flat_ ? 0 : (scores_[i] - mean_) / scale_; }
  double Target(size_t i) const { return labels_[i] == 1 ? high_ : low_; }

  double Loss(double slope, double offset) const {
    double sum = 0;
    for (size_t i = 0; i < scores_.size(); ++i) {
      const double x = slope * Standard(i) + offset;
      sum += Weight(i) * (SoftPlus(x) - Target(i) * x);
    }
    return sum;
  }

  std::pair<double, double> Step() const {
    double ga = 0, gb = 0, haa = 1e-9, hab = 0, hbb = 1e-9;
    for (size_t i = 0; i < scores_.size(); ++i) {
      const double z = Standard(i);
      const double p = Sigmoid(slope_ * z + offset_);
      const double d = Weight(i) * (p - Target(i));
      const double h = Weight(i) * p * (1 - p);
      ga += d * z;
      gb += d;
      haa += h * z * z;
      hab += h * z;
      hbb += h;
    }
    const double determinant = haa * hbb - hab * hab;
    return {(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant};
  }

  absl::Span<const double> scores_;
  absl::Span<const uint8_t> labels_;
  absl::Span<const double> weights_;
  double total_ = 0, mean_ = 0, scale_ = 0, high_ = 1, low_ = 0;
  bool flat_ = false;
  double slope_ = 0, offset_ = 0;
};

// Rows of one step: weight, weighted sums of scores and labels.
struct Step {
  double weight = 0;
  double score = 0;
  double label = 0;
  double value() const { return label / weight; }
};

}  // namespace

absl::StatusOr<PlattCalibrator> PlattCalibrator::Fit(absl::Span<const double> scores,
                                                     absl::Span<const uint8_t> labels,
                                                     absl::Span<const double> weights) {
  if (absl::Status s = CheckRows(scores, labels, weights); !s.ok()) return s;
  return PlattFit(scores, labels, weights).Run();
}

double PlattCalibrator::operator()(double score) const {
  return Sigmoid(slope_ * score + offset_);
}

absl::StatusOr<IsotonicCalibrator> IsotonicCalibrator::Fit(absl::Span<const double> scores,
                                                           absl::Span<const uint8_t> labels,
                                                           absl::Span<const double> weights) {
  if (absl::Status s = CheckRows(scores, labels, weights); !s.ok()) return s;
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] < scores[b]; });
  // Invariant: the values of `steps` rise strictly.
  std::vector<Step> steps;
  for (size_t i = 0; i < order.size();) {
    Step step;
    for (const double score = scores[order[i]]; i < order.size() && scores[order[i]] == score;
         ++i) {
      const double w = weights.empty() ? 1 : weights[order[i]];
      step.weight += w;
      step.score += w * score;
      step.label += w * labels[order[i]];
    }
    if (step.weight <= 0) continue;
    while (!steps.empty() && steps.back().value() >= step.value()) {
      step.weight += steps.back().weight;
      step.score += steps.back().score;
      step.label += steps.back().label;
      steps.pop_back();
    }
    steps.push_back(step);
  }
  IsotonicCalibrator fit;
  for (const Step& step : steps) {
    fit.centres_.push_back(step.score / step.weight);
    fit.values_.push_back(step.value());
  }
  return fit;
}

double IsotonicCalibrator::operator()(double score) const {
  if (centres_.empty()) return 0.5;
  const auto above = std::upper_bound(centres_.begin(), centres_.end(), score);
  if (above == centres_.begin()) return values_.front();
  if (above == centres_.end()) return values_.back();
  const auto i = static_cast<size_t>(above - centres_.begin());
  const double t = (score - centres_[i - 1]) / (centres_[i] - centres_[i - 1]);
  return values_[i - 1] + t * (values_[i] - values_[i - 1]);
}

}  // namespace pullgraph
