// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/logistic.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/sigmoid.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kRowGrain = 4096;
// Rows whose curvature is added as one product of matrices.
constexpr int64_t kBlockRows = 128;

absl::Status CheckInput(absl::Span<const double> rows, size_t num_features,
                        absl::Span<const uint8_t> labels, absl::Span<const double> row_weights,
                        const LogisticOptions& options) {
  if (num_features == 0 || rows.size() != labels.size() * num_features ||
      (!row_weights.empty() && row_weights.size() != labels.size())) {
    return absl::InvalidArgumentError(
        absl::StrCat("rows has ", rows.size(), " numbers and row_weights ", row_weights.size(),
                     ", expected ", labels.size(), " rows of ", num_features));
  }
  if (!(options.ridge > 0) || options.max_iterations < 1 || !(options.tolerance > 0)) {
    return absl::InvalidArgumentError("ridge, max_iterations or tolerance is not positive");
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!std::isfinite(rows[i])) {
      return absl::InvalidArgumentError(absl::StrCat("row ", i / num_features, ", feature ",
                                                     i % num_features, " is ", rows[i],
                                                     ", expected a finite number"));
    }
  }
  for (const double w : row_weights) {
    if (!(w >= 0) || std::isinf(w)) {
      return absl::InvalidArgumentError(absl::StrCat("row weight ", w, ", expected one >= 0"));
    }
  }
  for (const uint8_t label : labels) {
    if (label > 1) return absl::InvalidArgumentError(absl::StrCat("label ", int{label}));
  }
  return absl::OkStatus();
}

// The penalised loss, its gradient and its curvature at one point, summed over rows
// in fixed chunks.
struct Local {
  double loss = 0;
  Eigen::VectorXd gradient;
  Eigen::MatrixXd curvature;
};

class Newton {
 public:
  Newton(absl::Span<const double> rows, size_t num_features, absl::Span<const uint8_t> labels,
         absl::Span<const double> row_weights, const LogisticOptions& options)
      : rows_(rows), f_(num_features), labels_(labels), weights_(row_weights), options_(options) {
    for (size_t i = 0; i < labels.size(); ++i) total_ += Weight(i);
  }

  absl::StatusOr<LogisticModel> Run() {
    Standardise();
    const auto size = static_cast<Eigen::Index>(f_ + 1);
    Eigen::VectorXd point = Eigen::VectorXd::Zero(size);
    double positives = 0;
    for (size_t i = 0; i < labels_.size(); ++i) positives += labels_[i] * Weight(i);
    // Start at the smoothed base rate; with one class only, that is the answer.
    const double rate = (positives + 0.5) / (total_ + 1);
    point[size - 1] = std::log(rate / (1 - rate));
    const bool both = positives > 0 && positives < total_;
    Local at = Evaluate(point, true);
    for (int i = 0; both && i < options_.max_iterations; ++i) {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      // How many are left is not known: each is a third of what is left.
      ReportProgress(options_.progress, 1 - std::pow(2.0 / 3, i));
      const Eigen::VectorXd step = at.curvature.ldlt().solve(at.gradient);
      double length = 1;
      Local next = Evaluate(point - step, true);
      while (!(next.loss <= at.loss) && length > 1e-6) {
        length /= 2;
        next = Evaluate(point - length * step, true);
      }
      if (!(next.loss <= at.loss)) break;
      const double gain = at.loss - next.loss;
      point -= length * step;
      at = std::move(next);
      if (gain < options_.tolerance * std::max(1.0, total_)) break;
    }
    for (size_t k = 0; k < f_; ++k) model_.weight.push_back(point[static_cast<Eigen::Index>(k)]);
    model_.intercept = point[size - 1];
    return std::move(model_);
  }

 private:
  double Weight(size_t i) const { return weights_.empty() ? 1 : weights_[i]; }

  void Standardise() {
    model_.mean.assign(f_, 0);
    model_.scale.assign(f_, 0);
    const double n = std::max(total_, 1e-300);
    for (size_t i = 0; i < labels_.size(); ++i) {
      for (size_t k = 0; k < f_; ++k) model_.mean[k] += Weight(i) * rows_[i * f_ + k] / n;
    }
    for (size_t i = 0; i < labels_.size(); ++i) {
      for (size_t k = 0; k < f_; ++k) {
        const double d = rows_[i * f_ + k] - model_.mean[k];
        model_.scale[k] += Weight(i) * d * d / n;
      }
    }
    for (size_t k = 0; k < f_; ++k) {
      const double deviation = std::sqrt(model_.scale[k]);
      model_.scale[k] = deviation > 1e-9 * (1 + std::abs(model_.mean[k])) ? deviation : 0;
      inverse_scale_.push_back(model_.scale[k] > 0 ? 1 / model_.scale[k] : 0);
    }
  }

  // Adds rows [first, end), at most kBlockRows; `z` is room for them, a column each.
  void AddBlock(const Eigen::VectorXd& point, int64_t first, int64_t end, bool curvature,
                Eigen::MatrixXd& z, Local& part) const {
    const Eigen::Index rows = end - first, size = point.size();
    for (Eigen::Index r = 0; r < rows; ++r) {
      const double* row = rows_.data() + static_cast<size_t>(first + r) * f_;
      for (size_t k = 0; k < f_; ++k) {
        z(static_cast<Eigen::Index>(k), r) = (row[k] - model_.mean[k]) * inverse_scale_[k];
      }
      z(size - 1, r) = 1;
    }
    auto block = z.leftCols(rows);
    const Eigen::VectorXd x = block.transpose() * point;
    Eigen::VectorXd residual(rows), weight(rows);
    for (Eigen::Index r = 0; r < rows; ++r) {
      const auto i = static_cast<size_t>(first + r);
      const double w = Weight(i);
      const double e = std::exp(-std::abs(x[r]));  // Once for p and for log(1 + e^x).
      const double p = (x[r] >= 0 ? 1 : e) / (1 + e);
      part.loss += w * (std::max(x[r], 0.0) + std::log1p(e) - labels_[i] * x[r]);
      residual[r] = w * (p - labels_[i]);
      weight[r] = std::sqrt(w * p * (1 - p));
    }
    part.gradient.noalias() += block * residual;
    if (!curvature) return;
    for (Eigen::Index r = 0; r < rows; ++r) block.col(r) *= weight[r];
    part.curvature.selfadjointView<Eigen::Lower>().rankUpdate(block);
  }

  Local Evaluate(const Eigen::VectorXd& point, bool curvature) const {
    const Eigen::Index size = point.size();
    const Local zero{0, Eigen::VectorXd::Zero(size), Eigen::MatrixXd::Zero(size, size)};
    Local sum = ParallelReduce(
        ThreadsOf(options_.run), static_cast<int64_t>(labels_.size()), kRowGrain, zero,
        [&](int64_t begin, int64_t end) {
          Local part = zero;
          Eigen::MatrixXd z(size, kBlockRows);
          for (int64_t first = begin; first < end; first += kBlockRows) {
            AddBlock(point, first, std::min(end, first + kBlockRows), curvature, z, part);
          }
          return part;
        },
        [](Local a, const Local& b) {
          a.loss += b.loss;
          a.gradient += b.gradient;
          a.curvature += b.curvature;
          return a;
        });
    sum.curvature = Eigen::MatrixXd(sum.curvature.selfadjointView<Eigen::Lower>());
    const double penalty = options_.ridge * std::max(1.0, total_);
    for (Eigen::Index k = 0; k + 1 < size; ++k) {
      sum.loss += 0.5 * penalty * point[k] * point[k];
      sum.gradient[k] += penalty * point[k];
      sum.curvature(k, k) += penalty;
    }
    sum.curvature(size - 1, size - 1) += 1e-9;
    return sum;
  }

  absl::Span<const double> rows_;
  size_t f_;
  absl::Span<const uint8_t> labels_;
  absl::Span<const double> weights_;
  const LogisticOptions& options_;
  double total_ = 0;
  std::vector<double> inverse_scale_;  // 0 for a feature that does not vary.
  LogisticModel model_;
};

}  // namespace

double LogisticModel::LogOdds(absl::Span<const double> row) const {
  double x = intercept;
  for (size_t k = 0; k < weight.size(); ++k) x += Contribution(k, row[k]);
  return x;
}

double LogisticModel::Probability(absl::Span<const double> row) const {
  return Sigmoid(LogOdds(row));
}

absl::StatusOr<LogisticModel> FitLogistic(absl::Span<const double> rows, size_t num_features,
                                          absl::Span<const uint8_t> labels,
                                          absl::Span<const double> row_weights,
                                          const LogisticOptions& options) {
  absl::Status s = CheckInput(rows, num_features, labels, row_weights, options);
  if (!s.ok()) return s;
  return Newton(rows, num_features, labels, row_weights, options).Run();
}

}  // namespace pullgraph
