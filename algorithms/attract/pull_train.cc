// SPDX-License-Identifier: Apache-2.0
// How the pull model is learned, judged and calibrated.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_calibration.h"
#include "algorithms/attract/pull_clock.h"
#include "algorithms/attract/pull_fit.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_origins.h"
#include "algorithms/attract/pull_validation.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// Shares of the time by whose end the origins are sampled, forecast and calibrated; the last
// fit takes the rest.
constexpr double kSampled = 0.2;
constexpr double kForecast = 0.58;
constexpr double kJudged = 0.95;
// Candidates of a member where no origin tells.
constexpr double kUnknownPairs = 500;

absl::Status CheckOptions(const PullModelOptions& o) {
  const auto positive = [](const char* name, double v) {
    if (v > 0 && std::isfinite(v)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is ", v, ", expected a finite number > 0"));
  };
  absl::Status s = positive("horizon_days", o.horizon_days.value_or(1));
  s.Update(positive("half_life_days", o.half_life_days.value_or(1)));
  s.Update(positive("ridge", o.ridge));
  s.Update(positive("origins", o.origins == 0 ? 1 : o.origins));
  s.Update(positive("max_members", o.max_members));
  s.Update(positive("max_negatives", o.max_negatives));
  s.Update(positive("judged_pairs", o.judged_pairs));
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
  PullModelTrainer(const CommunityView& view, PullOrigins origins,
                   const PullModelOptions& options)
      : members_(std::max<double>(1, view.community().num_members())),
        origins_(std::move(origins)),
        options_(options) {}

  absl::StatusOr<PullModel> Run() {
    model_.temporal_ = origins_.is_temporal();
    model_.clock_ = {*options_.horizon_days, *options_.half_life_days};
    absl::Status s = SampleAll();
    if (s.ok()) s = Judge();
    if (s.ok()) s = FitAll();
    if (!s.ok()) return s;
    ReportProgress(options_.run, 1);
    return std::move(model_);
  }

 private:
  // Pairs to be forecast, all of one origin, by a fit on `past`.
  struct Fold {
    PullTable past;
    std::vector<PullSample> latest;
    uint32_t origin = 0;
  };

  RunControl Part(double from, double to) const {
    return PartOf(options_.run, "learning from history", from, to);
  }

  absl::StatusOr<PullForest> Grow(const PullTable& table) const {
    // The prior correction, as for the logistic regression.
    return FitPullForest(table, std::log(origins_.negative_share()), options_.seed,
                         options_.run);
  }

  // The samples to train on, of all origins, and whole ones of those that are judged.
  absl::Status SampleAll() {
    const size_t n = origins_.size();
    const size_t whole = std::max<size_t>(1, origins_.num_judged());
    samples_.resize(n);
    whole_.resize(whole);
    const auto part = [&](size_t done) {
      const double share = kSampled / static_cast<double>(n);
      return Part(share * static_cast<double>(done), share * static_cast<double>(done + 1));
    };
    double pairs = 0;  // Of all members, before pairs were drawn.
    for (size_t i = whole; i < n; ++i) {
      const RunControl run = part(i - whole);
      auto samples = origins_.Sample(i, &run);
      if (!samples.ok()) return samples.status();
      samples_[i] = *std::move(samples);
      pairs += static_cast<double>(samples_[i].size()) / origins_.negative_share();
    }
    const double sampled = origins_.member_share() * members_ * static_cast<double>(n - whole);
    for (size_t i = 0; i < whole; ++i) {
      const RunControl run = part(n - whole + i);
      uint64_t wanted = 0;
      auto samples =
          origins_.SampleWhole(i, sampled > 0 ? pairs / sampled : kUnknownPairs, &run, wanted);
      if (!samples.ok()) return samples.status();
      model_.report_.wanted += wanted;
      whole_[i] = *std::move(samples);
      for (const PullSample& sample : whole_[i]) {
        if (origins_.IsKept(sample)) samples_[i].push_back(sample);
      }
    }
    return absl::OkStatus();
  }

  // What is forecast by what: each judged origin by all before it; a single origin half by
  // half of the members.
  std::vector<Fold> MakeFolds() {
    std::vector<Fold> folds;
    const auto half = [](const PullSample& s) { return MixBits(s.member) & 1; };
    for (size_t i = 0; i < origins_.num_judged(); ++i) {
      Fold fold;
      for (size_t j = i + 1; j < origins_.size(); ++j) {
        AddToTable(samples_[j], origins_.weight(j) / origins_.weight(i + 1), fold.past);
      }
      fold.latest = std::move(whole_[i]);
      fold.origin = static_cast<uint32_t>(i);
      folds.push_back(std::move(fold));
    }
    for (const uint64_t side : {0, 1}) {
      if (origins_.num_judged() > 0) break;
      Fold fold;
      for (const PullSample& sample : samples_[0]) {
        if (half(sample) != side) AddToTable({&sample, 1}, 1, fold.past);
      }
      for (const PullSample& sample : whole_[0]) {
        if (half(sample) == side) fold.latest.push_back(sample);
      }
      folds.push_back(std::move(fold));
    }
    return folds;
  }

  // Forecasts all folds that have something to learn from.
  absl::Status Judge() {
    std::vector<Fold> folds = MakeFolds();
    std::erase_if(folds, [](const Fold& fold) { return fold.past.Positives() == 0; });
    std::vector<PullSample> latest;
    std::vector<uint32_t> origins;
    std::array<std::vector<double>, kNumPullRankings> ndcg;
    std::array<std::vector<double>, kNumPullRankings> scores;
    for (size_t k = 0; k < folds.size(); ++k) {
      const Fold& fold = folds[k];
      const double share = (kForecast - kSampled) / static_cast<double>(folds.size());
      for (size_t r = 0; r < kNumPullRankings; ++r) {
        // Of the rankings the first has all features, which takes as long as the others.
        const auto end_of = [&](size_t done) {
          const double part = done == 0 ? 0 : 0.5 + 0.1 * static_cast<double>(done - 1);
          return kSampled + share * (static_cast<double>(k) + part);
        };
        const RunControl run = Part(end_of(r), end_of(r + 1));
        const auto model = FitPullLogistic(fold.past, static_cast<PullRanking>(r),
                                           options_.ridge, origins_.negative_share(), &run);
        if (!model.ok()) return model.status();
        const std::vector<double> one = ScoreAll(
            fold.latest, options_.run, [&](const PullRow& row) { return model->LogOdds(row); });
        const std::vector<double> of_members = NdcgOfMembers(fold.latest, one);
        ndcg[r].insert(ndcg[r].end(), of_members.begin(), of_members.end());
        scores[r].insert(scores[r].end(), one.begin(), one.end());
      }
      latest.insert(latest.end(), fold.latest.begin(), fold.latest.end());
      origins.insert(origins.end(), fold.latest.size(), fold.origin);
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    }
    PullModelReport& report = model_.report_;
    report.queries = ndcg[0].size();
    for (size_t r = 0; r < kNumPullRankings && report.queries > 0; ++r) {
      for (const double one : ndcg[r]) {
        report.ndcg[r] += one / static_cast<double>(report.queries);
      }
    }
    model_.ranking_ = PreferredRanking(ndcg);
    return Choose(folds, latest, origins, scores[static_cast<size_t>(model_.ranking_)]);
  }

  // Which learner is kept, and how its scores relate to what happened.
  absl::Status Choose(const std::vector<Fold>& folds, const std::vector<PullSample>& latest,
                      const std::vector<uint32_t>& origins, std::vector<double> scores) {
    PullModelReport& report = model_.report_;
    const auto tell = [&](double share) {
      ReportProgress(options_.run, kForecast + share * (kJudged - kForecast));
    };
    std::vector<double> p = Calibrated(latest, origins, scores);
    tell(0.3);
    if (options_.learner != Learner::kBoostedTrees) report.logistic = ScoreLearner(latest, p);
    if (MayGrow(folds, latest)) {
      std::vector<double> trees;
      for (const Fold& fold : folds) {
        const absl::StatusOr<PullForest> forest = Grow(fold.past);
        if (!forest.ok()) return forest.status();
        const std::vector<double> one = ScoreAll(
            fold.latest, options_.run, [&](const PullRow& row) { return forest->LogOdds(row); });
        trees.insert(trees.end(), one.begin(), one.end());
      }
      std::vector<double> q = Calibrated(latest, origins, trees);
      report.trees = ScoreLearner(latest, q);
      choose_trees_ = !report.logistic || IsClearlyBetter(latest, p, q);
      if (choose_trees_) scores.swap(trees), p.swap(q);
    }
    if (options_.learner == Learner::kBoostedTrees) choose_trees_ = true;
    if (choose_trees_) model_.ranking_ = PullRanking::kAll;
    tell(0.4);
    model_.calibration_ = FitPullCalibration(PairsOf(latest, origins, scores));
    tell(0.6);
    FillReport(latest, origins, p, options_.seed, report);
    return CheckCancelled(options_.run);
  }

  static ScoredPairs PairsOf(const std::vector<PullSample>& latest,
                             const std::vector<uint32_t>& origins,
                             const std::vector<double>& scores) {
    ScoredPairs pairs;
    for (size_t i = 0; i < latest.size(); ++i) {
      pairs.Add(latest[i].member, origins[i], scores[i], latest[i].pulled);
    }
    return pairs;
  }
  static std::vector<double> Calibrated(const std::vector<PullSample>& latest,
                                        const std::vector<uint32_t>& origins,
                                        const std::vector<double>& scores) {
    return CrossCalibratedPairs(PairsOf(latest, origins, scores));
  }

  bool MayGrow(const std::vector<Fold>& folds, const std::vector<PullSample>& latest) const {
    if (folds.empty() || options_.learner == Learner::kLogistic) return false;
    if (options_.learner == Learner::kBoostedTrees) return true;
    const auto pulled = std::count_if(latest.begin(), latest.end(),
                                      [](const PullSample& s) { return s.pulled != 0; });
    return model_.ranking_ == PullRanking::kAll &&
           folds.front().past.Positives() >= kLeastPullsForTrees &&
           static_cast<uint64_t>(pulled) >= kLeastPullsForTrees;
  }

  absl::Status FitAll() {
    PullTable table;
    for (size_t i = 0; i < samples_.size(); ++i) {
      AddToTable(samples_[i], origins_.weight(i), table);
    }
    const RunControl run = Part(kJudged, 1);
    absl::StatusOr<LogisticModel> model = FitPullLogistic(
        table, model_.ranking_, options_.ridge, origins_.negative_share(), &run);
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

  const double members_;
  const PullOrigins origins_;
  const PullModelOptions& options_;
  std::vector<std::vector<PullSample>> samples_;  // To train on, by origin.
  std::vector<std::vector<PullSample>> whole_;    // To judge by; moved into folds.
  bool choose_trees_ = false;
  PullModel model_;
};

absl::StatusOr<PullModel> TrainPullModel(const CommunityView& view,
                                         const PullModelOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  PullModelOptions paced = options;
  const PullClock clock = ChoosePullClock(view, options.horizon_days, options.half_life_days);
  paced.horizon_days = clock.horizon_days;
  paced.half_life_days = clock.half_life_days;
  absl::StatusOr<PullOrigins> origins = PullOrigins::Choose(view, paced);
  if (!origins.ok()) return origins.status();
  return PullModelTrainer(view, *std::move(origins), paced).Run();
}

}  // namespace pullgraph
