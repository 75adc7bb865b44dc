// SPDX-License-Identifier: Apache-2.0
// How the pull model is learned, judged and calibrated.
#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_fit.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_origins.h"
#include "algorithms/attract/pull_validation.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// Shares of the time by whose end the origins are sampled, the latest one whole, the first
// fit is made and judged; the last fit takes the rest.
constexpr double kOrigins = 0.28;
constexpr double kLatest = 0.5;
constexpr double kFirstFit = 0.6;
constexpr double kJudged = 0.9;

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

template <class LogOdds>
std::vector<double> ScoreAll(const std::vector<PullSample>& samples, const RunControl* run,
                             LogOdds log_odds) {
  std::vector<double> scores(samples.size());
  ParallelFor(ThreadsOf(run), static_cast<int64_t>(samples.size()), 4096,
              [&](int64_t begin, int64_t end) {
                for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
                  scores[i] = log_odds(samples[i].features);
                }
              });
  return scores;
}

}  // namespace

class PullModelTrainer {
 public:
  PullModelTrainer(PullOrigins origins, const PullModelOptions& options)
      : origins_(std::move(origins)), options_(options) {}

  absl::StatusOr<PullModel> Run() {
    model_.temporal_ = origins_.is_temporal();
    absl::Status s = Calibrate();
    if (s.ok()) s = FitAll();
    if (!s.ok()) return s;
    ReportProgress(options_.run, 1);
    return std::move(model_);
  }

 private:
  absl::StatusOr<LogisticModel> Fit(const PullTable& table, double from, double to) const {
    const RunControl part = Part(from, to);
    return FitPullLogistic(table, options_.ridge, origins_.negative_share(), &part);
  }

  absl::StatusOr<PullForest> Grow(const PullTable& table) const {
    // The prior correction, as for the logistic regression.
    return FitPullForest(table, std::log(origins_.negative_share()), options_.seed,
                         options_.run);
  }

  RunControl Part(double from, double to) const {
    return PartOf(options_.run, "learning from history", from, to);
  }

  // Fits on the origins whose window ends before the latest begins, and lets the
  // latest say how the scores relate to what happened.
  absl::Status Calibrate() {
    const size_t num_origins = origins_.size();
    samples_.resize(num_origins);
    size_t kept = 0;
    for (size_t i = 1; i < num_origins; ++i) {
      const double whole = kOrigins / static_cast<double>(num_origins - 1);
      const RunControl part = Part(whole * static_cast<double>(i - 1), whole * static_cast<double>(i));
      auto samples = origins_.Sample(i, &part);
      if (!samples.ok()) return samples.status();
      samples_[i] = *std::move(samples);
      kept += samples_[i].size();
    }
    const RunControl part = Part(kOrigins, kLatest);
    const auto latest = origins_.SampleLatest(kept, &part);
    if (!latest.ok()) return latest.status();
    for (const PullSample& sample : *latest) {
      if (origins_.IsKept(sample)) samples_[0].push_back(sample);
    }
    PullTable past;
    // In history the windows overlap by half, so the second latest is left out.
    for (size_t i = model_.temporal_ ? 2 : 1; i < num_origins; ++i) AddToTable(samples_[i], past);
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
      const absl::StatusOr<LogisticModel> model = Fit(past, kLatest, kFirstFit);
      if (!model.ok()) return model.status();
      scores = ScoreAll(latest, options_.run,
                        [&](const PullRow& row) { return model->LogOdds(row); });
      const RunControl judging = Part(kFirstFit, kJudged);
      p = CrossCalibrated(latest, scores, &judging);
      report.logistic = ScoreLearner(latest, p);
    }
    if (MayGrow(past, latest)) {
      const absl::StatusOr<PullForest> forest = Grow(past);
      if (!forest.ok()) return forest.status();
      std::vector<double> trees = ScoreAll(
          latest, options_.run, [&](const PullRow& row) { return forest->LogOdds(row); });
      std::vector<double> q = CrossCalibrated(latest, trees, nullptr);
      report.trees = ScoreLearner(latest, q);
      choose_trees_ = !report.logistic || IsClearlyBetter(latest, p, q);
      if (choose_trees_) scores.swap(trees), p.swap(q);
    }
    const PlattLine line = FitPlattLine(latest, scores, options_.run);
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

  absl::Status FitAll() {
    PullTable table;
    for (const std::vector<PullSample>& samples : samples_) AddToTable(samples, table);
    absl::StatusOr<LogisticModel> model = Fit(table, kJudged, 1);
    if (!model.ok()) return model.status();
    model_.logistic_ = *std::move(model);
    model_.training_pairs_ = table.labels.size();
    model_.training_positives_ = table.Positives();
    if (!choose_trees_) {
      model_.covariance_ = PullCovariance(model_.logistic_, table, options_.ridge,
                                          origins_.negative_share());
      return absl::OkStatus();
    }
    absl::StatusOr<PullForest> forest = Grow(table);
    if (!forest.ok()) return forest.status();
    model_.forest_ = *std::move(forest);
    return absl::OkStatus();
  }

  const PullOrigins origins_;
  const PullModelOptions& options_;
  std::vector<std::vector<PullSample>> samples_;  // To train on, by origin.
  bool choose_trees_ = false;
  PullModel model_;
};

absl::StatusOr<PullModel> TrainPullModel(const CommunityView& view,
                                         const PullModelOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  absl::StatusOr<PullOrigins> origins = PullOrigins::Choose(view, options);
  if (!origins.ok()) return origins.status();
  return PullModelTrainer(*std::move(origins), options).Run();
}

}  // namespace pullgraph
