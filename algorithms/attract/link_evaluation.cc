// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_evaluation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/link_ranking.h"
#include "algorithms/attract/link_sampling.h"

namespace pullgraph {
namespace {

constexpr size_t kLearned = kLinkBaselines.size();

// Mean and standard deviation (n - 1).
std::pair<double, double> Moments(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double v : values) mean += v / n;
  double squares = 0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return {mean, n > 1 ? std::sqrt(squares / (n - 1)) : 0};
}

class Evaluator {
 public:
  Evaluator(const TieGraph& ties, const LinkEvaluationOptions& options)
      : ties_(ties), options_(options) {}

  absl::StatusOr<LinkEvaluation> Run() {
    const std::vector<NodePair> all = ListTies(ties_);
    const double share = options_.test_share * static_cast<double>(all.size());
    result_.test_ties = static_cast<uint64_t>(std::max(1.0, std::round(share)));
    if (all.size() < 2) {
      return absl::FailedPreconditionError(
          absl::StrCat("there are ", all.size(), " ties, expected some to hide and some to keep"));
    }
    for (int run = 0; run < options_.runs; ++run) {
      if (absl::Status s = RunOnce(all, run); !s.ok()) return s;
      ReportProgress(options_.run, static_cast<double>(run + 1) / options_.runs);
    }
    for (size_t k = 0; k <= kLearned; ++k) {
      LinkScore score;
      score.name = k == kLearned ? "learned" : LinkFeatureName(Index(kLinkBaselines[k]));
      std::tie(score.auc, score.auc_deviation) = Moments(auc_[k]);
      std::tie(score.average_precision, score.average_precision_deviation) =
          Moments(precision_[k]);
      if (result_.ranked > 0) {
        score.mrr = ranks_.mrr[k] / static_cast<double>(result_.ranked);
        score.hits = ranks_.hits[k] / static_cast<double>(result_.ranked);
      }
      result_.scores.push_back(std::move(score));
    }
    if (result_.ranked > 0) {
      result_.no_skill_mrr = ranks_.no_skill_mrr / static_cast<double>(result_.ranked);
      result_.no_skill_hits = ranks_.no_skill_hits / static_cast<double>(result_.ranked);
    }
    result_.brier = BrierScore(likelihoods_, labels_);
    result_.ece = ExpectedCalibrationError(likelihoods_, labels_);
    result_.reliability = ReliabilityTable(likelihoods_, labels_, 10, false);
    return std::move(result_);
  }

 private:
  absl::Status RunOnce(std::vector<NodePair> pairs, int run) {
    RandomStream random(options_.seed, static_cast<uint64_t>(run));
    Shuffle(pairs, random);
    pairs.resize(result_.test_ties);
    const TieGraph known = HideTies(ties_, pairs);
    std::vector<uint8_t> labels(pairs.size(), 1);
    const std::vector<NodePair> others = SampleNonTies(ties_, pairs.size(), random);
    pairs.insert(pairs.end(), others.begin(), others.end());
    labels.resize(pairs.size(), 0);

    LinkModelOptions training = options_.model;
    training.seed = random();
    // Progress is told by the run.
    RunControl quiet;
    quiet.threads = ThreadsOf(options_.run);
    quiet.cancelled = options_.run == nullptr ? nullptr : options_.run->cancelled;
    training.run = &quiet;
    const absl::StatusOr<LinkModel> model = TrainLinkModel(known, training);
    if (!model.ok()) return model.status();
    LinkFeatureOptions features = training.features;
    features.seed = training.seed;
    features.run = &quiet;
    const absl::StatusOr<std::vector<double>> rows = ComputeLinkFeatures(known, pairs, features);
    if (!rows.ok()) return rows.status();
    Score(*model, *rows, labels);
    pairs.resize(std::min(result_.test_ties, static_cast<uint64_t>(options_.ranked)));
    return Rank(known, pairs, *model, features);
  }

  // Adds sums over the ties to ranks_.
  absl::Status Rank(const TieGraph& known, const std::vector<NodePair>& hidden,
                    const LinkModel& model, const LinkFeatureOptions& features) {
    if (hidden.empty()) return absl::OkStatus();
    const absl::StatusOr<LinkRanks> ranks =
        RankHiddenTies(ties_, known, hidden, model, features, features.seed);
    if (!ranks.ok()) return ranks.status();
    const auto n = static_cast<double>(hidden.size());
    for (size_t k = 0; k <= kLearned; ++k) {
      ranks_.mrr[k] += n * ranks->mrr[k];
      ranks_.hits[k] += n * ranks->hits[k];
    }
    ranks_.no_skill_mrr += n * ranks->no_skill_mrr;
    ranks_.no_skill_hits += n * ranks->no_skill_hits;
    result_.ranked += hidden.size();
    return absl::OkStatus();
  }

  void Score(const LinkModel& model, const std::vector<double>& rows,
             const std::vector<uint8_t>& labels) {
    std::vector<double> scores(labels.size());
    for (size_t k = 0; k < kLearned; ++k) {
      for (size_t i = 0; i < labels.size(); ++i) {
        scores[i] = rows[i * kNumLinkFeatures + Index(kLinkBaselines[k])];
      }
      auc_[k].push_back(RocAuc(scores, labels));
      precision_[k].push_back(AveragePrecision(scores, labels));
    }
    for (size_t i = 0; i < labels.size(); ++i) {
      scores[i] = model.Probability({&rows[i * kNumLinkFeatures], kNumLinkFeatures});
    }
    auc_[kLearned].push_back(RocAuc(scores, labels));
    precision_[kLearned].push_back(AveragePrecision(scores, labels));
    const double n = options_.runs;
    result_.mean_run_ece += ExpectedCalibrationError(scores, labels) / n;
    result_.trees_weight += model.trees_weight() / n;
    result_.logistic_weight += model.logistic_weight() / n;
    likelihoods_.insert(likelihoods_.end(), scores.begin(), scores.end());
    labels_.insert(labels_.end(), labels.begin(), labels.end());
  }

  const TieGraph& ties_;
  const LinkEvaluationOptions& options_;
  LinkEvaluation result_;
  std::array<std::vector<double>, kLearned + 1> auc_;
  std::array<std::vector<double>, kLearned + 1> precision_;
  LinkRanks ranks_;
  std::vector<double> likelihoods_;
  std::vector<uint8_t> labels_;
};

}  // namespace

absl::StatusOr<LinkEvaluation> EvaluateLinkPrediction(const TieGraph& ties,
                                                      const LinkEvaluationOptions& options) {
  if (options.runs < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("runs is ", options.runs, ", expected at least 1"));
  }
  if (options.ranked < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("ranked is ", options.ranked, ", expected at least 0"));
  }
  if (!(options.test_share > 0 && options.test_share <= 0.5)) {
    return absl::InvalidArgumentError(
        absl::StrCat("test_share is ", options.test_share, ", expected one in (0, 0.5]"));
  }
  if (absl::Status s = CheckSimple(ties); !s.ok()) return s;
  return Evaluator(ties, options).Run();
}

}  // namespace pullgraph
