// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_model.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_samples.h"

namespace pullgraph {
namespace {

constexpr double kTenthPoint = 1.2815515655446004;  // Of the standard normal.
constexpr double kCalibrationPairs = 2e6;
constexpr double kCandidatesAMember = 300;          // To size samples by; roughly.

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

absl::Status CheckOptions(const PullModelOptions& o) {
  const auto positive = [](const char* name, double v) {
    if (v > 0 && std::isfinite(v)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is ", v, ", expected a finite number > 0"));
  };
  absl::Status s = positive("horizon_days", o.horizon_days);
  s.Update(positive("half_life_days", o.half_life_days));
  s.Update(positive("ridge", o.ridge));
  s.Update(positive("origins", o.origins));
  s.Update(positive("max_members", o.max_members));
  s.Update(positive("max_negatives", o.max_negatives));
  return s;
}

// The columns that logistic regression takes.
struct Table {
  std::vector<double> rows;
  std::vector<uint8_t> labels;
  void Add(const std::vector<PullSample>& samples) {
    for (const PullSample& sample : samples) {
      rows.insert(rows.end(), sample.features.begin(), sample.features.end());
      labels.push_back(sample.pulled);
    }
  }
  uint64_t Positives() const {
    return static_cast<uint64_t>(std::count(labels.begin(), labels.end(), 1));
  }
};

}  // namespace

class PullModelTrainer {
 public:
  PullModelTrainer(const CommunityView& view, const PullModelOptions& options)
      : view_(view), options_(options) {
    const double members = std::max<double>(1, view.community().num_members());
    sampling_.seed = options.seed;
    sampling_.member_share = std::min(1.0, options.max_members / members);
    sampling_.negative_share =
        std::min(1.0, options.max_negatives /
                          (sampling_.member_share * members * kCandidatesAMember));
  }

  absl::StatusOr<PullModel> Run() {
    absl::Status s = ChooseOrigins();
    if (s.ok()) s = Calibrate();
    if (s.ok()) s = FitAll();
    if (!s.ok()) return s;
    return std::move(model_);
  }

 private:
  // The samples of origin `i`, 0 the latest.
  absl::StatusOr<std::vector<PullSample>> Sample(size_t i, double negative_share) {
    SampleOptions sampling = sampling_;
    sampling.negative_share = negative_share;
    sampling.seed = sampling_.seed + i;
    if (!model_.temporal_) return SampleHidden(view_, options_, sampling);
    return SampleOrigin(view_.community(), origins_[i], ends_[i], options_, sampling);
  }

  absl::Status ChooseOrigins() {
    const auto horizon =
        static_cast<int64_t>(options_.horizon_days * static_cast<double>(kMicrosPerDay));
    const HistorySpan span = PullSpan(view_);
    if (!span.is_present() || AddMicros(span.first, horizon + horizon / 2) > span.end) {
      if (!HasPulls()) {
        return absl::FailedPreconditionError(
            "no member has pulled a resource: there is nothing to learn from\n"
            "import signals whose object is a resource");
      }
      model_.temporal_ = false;
      num_origins_ = 4;
      return absl::OkStatus();
    }
    Time end = span.end;
    for (int i = 0; i < options_.origins; ++i) {
      const Time origin = AddMicros(end, -horizon);
      if (origin < AddMicros(span.first, horizon / 2)) break;
      origins_.push_back(origin);
      ends_.push_back(end);
      end = AddMicros(end, -horizon / 2);
    }
    num_origins_ = origins_.size();
    return absl::OkStatus();
  }

  // Share of the members to calibrate on, all pairs of each, so that the pairs stay
  // about kCalibrationPairs: judged by the candidates that the other origins had.
  double CalibrationShare() const {
    size_t kept = 0;
    for (const std::vector<PullSample>& samples : samples_) kept += samples.size();
    const double pairs = static_cast<double>(kept) / sampling_.negative_share /
                         std::max(1.0, static_cast<double>(num_origins_) - 1);
    return sampling_.member_share * std::min(1.0, kCalibrationPairs / std::max(1.0, pairs));
  }

  // Draws the share of pairs without a pull that training keeps.
  bool IsKept(const PullSample& sample) const {
    const uint64_t pair = (uint64_t{sample.member} << 32) | sample.resource;
    return RandomStream(~sampling_.seed, pair).Uniform() < sampling_.negative_share;
  }

  bool HasPulls() const {
    const SignalColumns& s = view_.community().signals();
    for (size_t i = 0; i < view_.num_signals(); ++i) {
      if (!s.member[i].is_none() && s.object_kind[i] == ObjectKind::kResource) return true;
    }
    return false;
  }

  absl::StatusOr<LogisticModel> Fit(const Table& table) const {
    LogisticOptions options;
    options.ridge = options_.ridge;
    options.run = options_.run;
    absl::StatusOr<LogisticModel> model =
        FitLogistic(table.rows, kNumPullFeatures, table.labels, {}, options);
    // p = beta p_s / (beta p_s + 1 - p_s) is a shift of the log-odds.
    if (model.ok()) model->intercept += std::log(sampling_.negative_share);
    return model;
  }

  // Fits on the origins whose window ends before the latest begins, and lets the
  // latest say how the scores relate to what happened.
  absl::Status Calibrate() {
    samples_.resize(num_origins_);
    for (size_t i = 1; i < num_origins_; ++i) {
      auto samples = Sample(i, sampling_.negative_share);
      if (!samples.ok()) return samples.status();
      samples_[i] = *std::move(samples);
      ReportProgress(options_.run, static_cast<double>(i) / static_cast<double>(num_origins_));
    }
    const double share = sampling_.member_share;
    sampling_.member_share = CalibrationShare();
    const auto latest = Sample(0, 1);
    sampling_.member_share = share;
    if (!latest.ok()) return latest.status();
    for (const PullSample& sample : *latest) {
      if (sample.pulled != 0 || IsKept(sample)) samples_[0].push_back(sample);
    }
    Table past;
    // In history the windows overlap by half, so the second latest is left out.
    for (size_t i = model_.temporal_ ? 2 : 1; i < num_origins_; ++i) past.Add(samples_[i]);
    if (past.Positives() == 0) return Report(*latest, {});
    const absl::StatusOr<LogisticModel> model = Fit(past);
    if (!model.ok()) return model.status();
    std::vector<double> scores;
    for (const PullSample& sample : *latest) scores.push_back(model->LogOdds(sample.features));
    FitPlatt(*latest, scores, [](uint32_t) { return true; }, model_.slope_, model_.offset_);
    return Report(*latest, scores);
  }

  template <class Wanted>
  static void FitPlatt(const std::vector<PullSample>& samples, const std::vector<double>& scores,
                       Wanted wanted, double& slope, double& offset) {
    std::vector<double> some;
    std::vector<uint8_t> labels;
    for (size_t i = 0; i < samples.size(); ++i) {
      if (!wanted(samples[i].member)) continue;
      some.push_back(scores[i]);
      labels.push_back(samples[i].pulled);
    }
    if (std::count(labels.begin(), labels.end(), 1) < 5) return;  // Nothing to learn from.
    LogisticOptions options;
    options.ridge = 1e-9;
    const absl::StatusOr<LogisticModel> platt = FitLogistic(some, 1, labels, {}, options);
    if (!platt.ok() || platt->scale[0] <= 0) return;
    const double fitted = platt->weight[0] / platt->scale[0];
    // A falling or wildly steep curve is an accident of few positives.
    if (!(fitted > 0.2 && fitted < 5)) return;
    slope = fitted;
    offset = platt->intercept - fitted * platt->mean[0];
  }

  // Each half of the members is judged by the calibration of the other half.
  absl::Status Report(const std::vector<PullSample>& samples, const std::vector<double>& scores) {
    PullModelReport& report = model_.report_;
    std::vector<double> p(samples.size(), 0);
    std::vector<double> popularity;
    std::vector<double> recency;
    std::vector<uint8_t> labels;
    const auto half = [](uint32_t member) { return MixBits(member) & 1; };
    for (const uint64_t side : {0, 1}) {
      double slope = model_.slope_;
      double offset = model_.offset_;
      if (scores.empty()) break;
      FitPlatt(samples, scores, [&](uint32_t m) { return half(m) != side; }, slope, offset);
      for (size_t i = 0; i < samples.size(); ++i) {
        if (half(samples[i].member) == side) p[i] = Sigmoid(slope * scores[i] + offset);
      }
    }
    for (const PullSample& sample : samples) {
      labels.push_back(sample.pulled);
      popularity.push_back(sample.features[Index(PullFeature::kResourcePulls)]);
      recency.push_back(-sample.features[Index(PullFeature::kResourceIdle)]);
    }
    report.pairs = samples.size();
    report.positives = static_cast<uint64_t>(std::count(labels.begin(), labels.end(), 1));
    report.auc = RocAuc(p, labels);
    report.average_precision = AveragePrecision(p, labels);
    report.brier = BrierScore(p, labels);
    report.ece = ExpectedCalibrationError(p, labels, 10);
    report.reliability = ReliabilityTable(p, labels, 10, /*equal_mass=*/true);
    report.auc_popularity = RocAuc(popularity, labels);
    report.auc_recency = RocAuc(recency, labels);
    report.average_precision_popularity = AveragePrecision(popularity, labels);
    report.average_precision_recency = AveragePrecision(recency, labels);
    return CheckCancelled(options_.run);
  }

  absl::Status FitAll() {
    Table table;
    for (const std::vector<PullSample>& samples : samples_) table.Add(samples);
    absl::StatusOr<LogisticModel> model = Fit(table);
    if (!model.ok()) return model.status();
    model_.logistic_ = *std::move(model);
    model_.training_pairs_ = table.labels.size();
    model_.training_positives_ = table.Positives();
    FillCovariance(table);
    return absl::OkStatus();
  }

  // Laplace: the inverse of the curvature of the penalised likelihood at its peak.
  void FillCovariance(const Table& table) {
    constexpr auto kSize = static_cast<Eigen::Index>(kNumPullFeatures + 1);
    using Square = Eigen::Matrix<double, kSize, kSize>;
    const LogisticModel& model = model_.logistic_;
    const auto n = static_cast<double>(std::max<size_t>(1, table.labels.size()));
    Square curvature = Square::Identity() * (options_.ridge * n + 1e-9);
    Eigen::Matrix<double, kSize, 1> z;
    for (size_t i = 0; i < table.labels.size(); ++i) {
      const double* row = table.rows.data() + i * kNumPullFeatures;
      // Undo the prior correction: the sample has its own base rate.
      const double p = Sigmoid(model.LogOdds({row, kNumPullFeatures}) -
                               std::log(sampling_.negative_share));
      Standardise(model, row, z.data());
      curvature += p * (1 - p) * z * z.transpose();
    }
    const Square covariance = curvature.ldlt().solve(Square::Identity());
    model_.covariance_.assign(covariance.data(), covariance.data() + kSize * kSize);
  }

 public:
  static void Standardise(const LogisticModel& model, const double* row, double* z) {
    for (size_t f = 0; f < kNumPullFeatures; ++f) {
      z[f] = model.scale[f] > 0 ? (row[f] - model.mean[f]) / model.scale[f] : 0;
    }
    z[kNumPullFeatures] = 1;
  }

 private:
  CommunityView view_;
  const PullModelOptions& options_;
  SampleOptions sampling_;
  std::vector<Time> origins_;  // Latest first.
  std::vector<Time> ends_;
  size_t num_origins_ = 0;
  std::vector<std::vector<PullSample>> samples_;  // To train on, by origin.
  PullModel model_;
};

double PullModel::Calibrated(double log_odds) const {
  return std::clamp(Sigmoid(slope_ * log_odds + offset_), 1e-9, 1 - 1e-9);
}

Likelihood PullModel::Predict(const PullRow& row) const {
  std::array<double, kNumPullFeatures + 1> z{};
  PullModelTrainer::Standardise(logistic_, row.data(), z.data());
  double variance = 0;
  for (size_t i = 0; i < z.size(); ++i) {
    double sum = 0;
    for (size_t j = 0; j < z.size(); ++j) sum += covariance_[i * z.size() + j] * z[j];
    variance += z[i] * sum;
  }
  const double log_odds = logistic_.LogOdds(row);
  const double spread = kTenthPoint * std::sqrt(std::max(0.0, variance));
  return {Calibrated(log_odds), Calibrated(log_odds - spread), Calibrated(log_odds + spread)};
}

PullRow PullModel::Contributions(const PullRow& row) const {
  PullRow out{};
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    out[f] = slope_ * logistic_.Contribution(f, row[f]);
  }
  return out;
}

absl::StatusOr<PullModel> TrainPullModel(const CommunityView& view,
                                         const PullModelOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  return PullModelTrainer(view, options).Run();
}

}  // namespace pullgraph
