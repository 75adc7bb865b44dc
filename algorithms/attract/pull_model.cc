// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_model.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_samples.h"
#include "algorithms/attract/pull_validation.h"
#include "graph/parallel.h"

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

void Add(const std::vector<PullSample>& samples, PullTable& table) {
  for (const PullSample& sample : samples) {
    table.members.push_back(sample.member);
    table.rows.insert(table.rows.end(), sample.features.begin(), sample.features.end());
    table.labels.push_back(sample.pulled);
  }
}

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

  absl::StatusOr<LogisticModel> Fit(const PullTable& table) const {
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
    PullTable past;
    // In history the windows overlap by half, so the second latest is left out.
    for (size_t i = model_.temporal_ ? 2 : 1; i < num_origins_; ++i) Add(samples_[i], past);
    if (past.Positives() == 0) {
      choose_trees_ = options_.learner == Learner::kBoostedTrees;
      FillReport(*latest, std::vector<double>(latest->size(), 0), model_.report_);
      return CheckCancelled(options_.run);
    }
    return Choose(past, *latest);
  }

  // Fits the learners on the past; the latest origin says which is kept and how its
  // scores relate to what happened.
  absl::Status Choose(const PullTable& past, const std::vector<PullSample>& latest) {
    PullModelReport& report = model_.report_;
    std::vector<double> scores;
    std::vector<double> p;
    if (options_.learner != Learner::kBoostedTrees) {
      const absl::StatusOr<LogisticModel> model = Fit(past);
      if (!model.ok()) return model.status();
      scores = ScoreAll(latest, [&](const PullRow& row) { return model->LogOdds(row); });
      p = CrossCalibrated(latest, scores);
      report.logistic = ScoreLearner(latest, p);
    }
    if (MayGrow(past, latest)) {
      const absl::StatusOr<PullForest> forest = Grow(past);
      if (!forest.ok()) return forest.status();
      std::vector<double> trees =
          ScoreAll(latest, [&](const PullRow& row) { return forest->LogOdds(row); });
      std::vector<double> q = CrossCalibrated(latest, trees);
      report.trees = ScoreLearner(latest, q);
      choose_trees_ = !report.logistic || IsClearlyBetter(latest, p, q);
      if (choose_trees_) scores.swap(trees), p.swap(q);
    }
    const PlattLine line = FitPlattLine(latest, scores);
    model_.slope_ = line.slope;
    model_.offset_ = line.offset;
    FillReport(latest, p, report);
    return CheckCancelled(options_.run);
  }

  bool MayGrow(const PullTable& past, const std::vector<PullSample>& latest) const {
    if (options_.learner != Learner::kAuto) return options_.learner == Learner::kBoostedTrees;
    const auto pulled = std::count_if(latest.begin(), latest.end(),
                                      [](const PullSample& s) { return s.pulled != 0; });
    return past.Positives() >= kLeastPullsForTrees &&
           static_cast<uint64_t>(pulled) >= kLeastPullsForTrees;
  }

  template <class LogOdds>
  std::vector<double> ScoreAll(const std::vector<PullSample>& samples, LogOdds log_odds) const {
    std::vector<double> scores(samples.size());
    ParallelFor(ThreadsOf(options_.run), static_cast<int64_t>(samples.size()), 4096,
                [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        scores[i] = log_odds(samples[i].features);
      }
    });
    return scores;
  }

  absl::StatusOr<PullForest> Grow(const PullTable& table) const {
    // The prior correction, as for the logistic regression.
    return FitPullForest(table, std::log(sampling_.negative_share), options_.seed, options_.run);
  }

  absl::Status FitAll() {
    PullTable table;
    for (const std::vector<PullSample>& samples : samples_) Add(samples, table);
    absl::StatusOr<LogisticModel> model = Fit(table);
    if (!model.ok()) return model.status();
    model_.logistic_ = *std::move(model);
    model_.training_pairs_ = table.labels.size();
    model_.training_positives_ = table.Positives();
    if (!choose_trees_) {
      FillCovariance(table);
      return absl::OkStatus();
    }
    absl::StatusOr<PullForest> forest = Grow(table);
    if (!forest.ok()) return forest.status();
    model_.forest_ = *std::move(forest);
    return absl::OkStatus();
  }

  // Laplace: the inverse of the curvature of the penalised likelihood at its peak.
  void FillCovariance(const PullTable& table) {
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
  bool choose_trees_ = false;
  PullModel model_;
};

double PullModel::Calibrated(double log_odds) const {
  return std::clamp(Sigmoid(slope_ * log_odds + offset_), 1e-9, 1 - 1e-9);
}

Likelihood PullModel::Predict(const PullRow& row) const {
  if (uses_trees()) {
    const double log_odds = forest_.LogOdds(row);
    const double spread = forest_.Spread(row);
    return {Calibrated(log_odds), Calibrated(log_odds - spread), Calibrated(log_odds + spread)};
  }
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
  PullRow out = uses_trees() ? forest_.Contributions(row) : PullRow{};
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    out[f] = slope_ * (uses_trees() ? out[f] : logistic_.Contribution(f, row[f]));
  }
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

const char* LearnerName(Learner learner) {
  switch (learner) {
    case Learner::kLogistic: return "logistic";
    case Learner::kBoostedTrees: return "trees";
    default: return "auto";
  }
}

absl::StatusOr<PullModel> TrainPullModel(const CommunityView& view,
                                         const PullModelOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  return PullModelTrainer(view, options).Run();
}

}  // namespace pullgraph
