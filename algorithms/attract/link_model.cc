// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_model.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/calibration.h"
#include "algorithms/attract/link_sampling.h"
#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {
namespace {

constexpr size_t kParts = 3;  // Of the folds; each model does without one.

absl::Status CheckOptions(const LinkModelOptions& o) {
  if (!(o.hidden_share > 0 && o.hidden_share <= 0.5)) {
    return absl::InvalidArgumentError(
        absl::StrCat("hidden_share is ", o.hidden_share, ", expected one in (0, 0.5]"));
  }
  if (o.within_hops != 0 && o.within_hops != 2 && o.within_hops != 3) {
    return absl::InvalidArgumentError(
        absl::StrCat("within_hops is ", o.within_hops, ", expected 0, 2 or 3"));
  }
  if (o.max_positives < 100) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_positives is ", o.max_positives, ", expected at least 100"));
  }
  return absl::OkStatus();
}

// Bends for the logistic part, which by itself can only draw a plane: distance as a
// choice among classes, squares, and the products of ends and distance.
constexpr double kDistanceClasses[] = {2, 3, 4, 5, 7, 10, 15};
constexpr size_t kNumClasses = std::size(kDistanceClasses) + 1;
constexpr LinkFeature kSquared[] = {LinkFeature::kDegreeMin, LinkFeature::kDegreeMax,
                                    LinkFeature::kWalk3, LinkFeature::kPageRank,
                                    LinkFeature::kCommonNeighbors};
constexpr size_t kNumBends =
    kNumLinkFeatures + kNumClasses + std::size(kSquared) + 3;

void Bend(absl::Span<const double> row, double* out) {
  out = std::copy(row.begin(), row.end(), out);
  const double distance = row[Index(LinkFeature::kDistance)];
  double above = -1;
  for (const double limit : kDistanceClasses) {
    *out++ = distance > above && distance <= limit ? 1 : 0;
    above = limit;
  }
  *out++ = row[Index(LinkFeature::kSameComponent)] == 0 ? 1 : 0;
  for (const LinkFeature f : kSquared) *out++ = row[Index(f)] * row[Index(f)];
  const double low = row[Index(LinkFeature::kDegreeMin)];
  const double high = row[Index(LinkFeature::kDegreeMax)];
  *out++ = low * high;
  *out++ = low == 0 ? high : 0;
  *out++ = low == 0 ? 1 : 0;
}

}  // namespace

class LinkTrainer {
 public:
  LinkTrainer(const TieGraph& ties, const LinkModelOptions& options)
      : ties_(ties), options_(options) {}

  absl::StatusOr<LinkModel> Run() {
    if (absl::Status s = CollectPairs(); !s.ok()) return s;
    std::vector<double> blend_rows(2 * labels_.size());
    for (size_t part = 0; part < kParts; ++part) {
      if (absl::Status s = FitPart(part, blend_rows); !s.ok()) return s;
      ReportProgress(options_.run, 0.4 + 0.2 * static_cast<double>(part + 1));
    }
    LogisticOptions blend;
    blend.ridge = 1e-4;
    blend.run = Quiet();
    absl::StatusOr<LogisticModel> fit = FitLogistic(blend_rows, 2, labels_, {}, blend);
    if (!fit.ok()) return fit.status();
    model_.blend_ = *std::move(fit);
    return std::move(model_);
  }

 private:
  // Rows and labels of all folds, and the part that each belongs to.
  absl::Status CollectPairs() {
    std::vector<NodePair> all = ListTies(ties_);
    if (all.size() < 20) {
      return absl::FailedPreconditionError(
          absl::StrCat("there are ", all.size(), " ties to learn from, expected at least 20"));
    }
    RandomStream random(options_.seed, 0);
    Shuffle(all, random);
    const double share = options_.hidden_share * static_cast<double>(all.size());
    const auto size = static_cast<size_t>(std::max(1.0, std::round(share)));
    const auto wanted = static_cast<size_t>(options_.max_positives) / size;
    const size_t folds =
        std::max(kParts, std::min({wanted + 1, all.size() / size, size_t{10}}));
    // Of many hidden ties, not all are asked about.
    per_fold_ = (static_cast<size_t>(options_.max_positives) + folds - 1) / folds;
    for (size_t fold = 0; fold < folds; ++fold) {
      const size_t begin = std::min(fold * size, all.size());
      const auto hidden = absl::MakeConstSpan(all).subspan(begin, size);
      if (absl::Status s = CollectFold(fold, hidden); !s.ok()) return s;
      ReportProgress(options_.run, 0.4 * static_cast<double>(fold + 1) /
                                       static_cast<double>(folds));
    }
    if (negatives_ == 0 || model_.training_ties_ == 0) {
      return absl::FailedPreconditionError(absl::StrCat(
          "found ", model_.training_ties_, " ties and ", negatives_,
          " pairs without a tie to learn from, expected some of both",
          options_.within_hops == 0 ? "" : " within_hops"));
    }
    model_.within_hops_ = options_.within_hops;
    // Of all ties, hidden_share is unknown: more than the same share of the known.
    model_.negative_share_ =
        negatives_ / population_ * (hidden_ / asked_) / (1 - options_.hidden_share);
    return absl::OkStatus();
  }

  absl::Status CollectFold(size_t fold, absl::Span<const NodePair> hidden) {
    const TieGraph known = HideTies(ties_, hidden);
    RandomStream random(options_.seed, fold + 1);
    const auto asked = hidden.subspan(0, per_fold_);
    LinkSample sample = options_.within_hops == 0
                            ? SampleAnywhere(ties_, asked, random)
                            : SampleNearby(ties_, known, asked, options_.within_hops, random);
    if (sample.negatives.empty() || asked.empty()) return absl::OkStatus();
    asked_ += static_cast<double>(asked.size());
    hidden_ += static_cast<double>(hidden.size());
    negatives_ += static_cast<double>(sample.negatives.size());
    population_ += sample.negatives_in_all;
    std::vector<NodePair> pairs = std::move(sample.positives);
    labels_.insert(labels_.end(), pairs.size(), 1);
    labels_.insert(labels_.end(), sample.negatives.size(), 0);
    model_.training_ties_ += pairs.size();
    pairs.insert(pairs.end(), sample.negatives.begin(), sample.negatives.end());
    part_.insert(part_.end(), pairs.size(), fold % kParts);
    LinkFeatureOptions features = options_.features;
    features.seed = options_.seed;
    // By all ties: without those hidden there might be few enough for other steps.
    features.walk_steps = WalkSteps(ties_, options_.features);
    features.run = Quiet();
    absl::StatusOr<std::vector<double>> rows = ComputeLinkFeatures(known, pairs, features);
    if (!rows.ok()) return rows.status();
    rows_.insert(rows_.end(), rows->begin(), rows->end());
    return absl::OkStatus();
  }

  // Fits both kinds on all parts but `part`, and asks them about that part.
  absl::Status FitPart(size_t part, std::vector<double>& blend_rows) {
    std::vector<double> rows;
    std::vector<double> bent;
    std::vector<uint8_t> labels;
    for (size_t i = 0; i < labels_.size(); ++i) {
      if (part_[i] == part) continue;
      const absl::Span<const double> row = Row(i);
      rows.insert(rows.end(), row.begin(), row.end());
      bent.resize(bent.size() + kNumBends);
      Bend(row, &bent[bent.size() - kNumBends]);
      labels.push_back(labels_[i]);
    }
    BoostedTreesOptions trees;
    trees.num_trees = options_.num_trees;
    trees.learning_rate = options_.learning_rate;
    trees.max_depth = options_.max_depth;
    trees.seed = options_.seed + part;
    trees.run = Quiet();
    absl::StatusOr<BoostedTrees> grown =
        FitBoostedTrees(rows, kNumLinkFeatures, labels, {}, trees);
    if (!grown.ok()) return grown.status();
    LogisticOptions logistic;
    logistic.ridge = options_.ridge;
    logistic.tolerance = 1e-7;
    logistic.run = Quiet();
    absl::StatusOr<LogisticModel> line = FitLogistic(bent, kNumBends, labels, {}, logistic);
    if (!line.ok()) return line.status();
    double bends[kNumBends];
    for (size_t i = 0; i < labels_.size(); ++i) {
      if (part_[i] != part) continue;
      Bend(Row(i), bends);
      blend_rows[2 * i] = grown->LogOdds(Row(i));
      blend_rows[2 * i + 1] = line->LogOdds(bends);
    }
    model_.trees_.push_back(*std::move(grown));
    model_.lines_.push_back(*std::move(line));
    return absl::OkStatus();
  }

  absl::Span<const double> Row(size_t i) const {
    return {&rows_[i * kNumLinkFeatures], kNumLinkFeatures};
  }

  // Progress is told here, not by the parts.
  const RunControl* Quiet() {
    quiet_.threads = ThreadsOf(options_.run);
    quiet_.cancelled = options_.run == nullptr ? nullptr : options_.run->cancelled;
    return &quiet_;
  }

  const TieGraph& ties_;
  const LinkModelOptions& options_;
  RunControl quiet_;
  size_t per_fold_ = 0;
  double asked_ = 0;  // Hidden ties sampled, and all of them.
  double hidden_ = 0;
  double negatives_ = 0;  // Pairs without a tie sampled, and all of them.
  double population_ = 0;
  std::vector<double> rows_;
  std::vector<uint8_t> labels_;
  std::vector<size_t> part_;
  LinkModel model_;
};

double LinkModel::LogOdds(absl::Span<const double> row) const {
  double bends[kNumBends];
  Bend(row, bends);
  double both[2] = {0, 0};
  for (size_t part = 0; part < trees_.size(); ++part) {
    both[0] += trees_[part].LogOdds(row) / static_cast<double>(trees_.size());
    both[1] += lines_[part].LogOdds(bends) / static_cast<double>(trees_.size());
  }
  return blend_.LogOdds(both);
}

double LinkModel::Probability(absl::Span<const double> row) const {
  return Sigmoid(LogOdds(row));
}

double LinkModel::Likelihood(absl::Span<const double> row) const {
  return CorrectPrior(Probability(row), negative_share_);
}

double LinkModel::trees_weight() const {
  return blend_.scale[0] > 0 ? blend_.weight[0] / blend_.scale[0] : 0;
}

double LinkModel::logistic_weight() const {
  return blend_.scale[1] > 0 ? blend_.weight[1] / blend_.scale[1] : 0;
}

std::vector<double> LinkModel::Importance() const {
  std::vector<double> sum(kNumLinkFeatures, 0);
  double total = 0;
  for (const BoostedTrees& trees : trees_) {
    for (size_t k = 0; k < kNumLinkFeatures; ++k) {
      sum[k] += trees.gain()[k];
      total += trees.gain()[k];
    }
  }
  for (double& share : sum) share = total > 0 ? share / total : 0;
  return sum;
}

absl::StatusOr<LinkModel> TrainLinkModel(const TieGraph& ties, const LinkModelOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckSimple(ties); !s.ok()) return s;
  return LinkTrainer(ties, options).Run();
}

}  // namespace pullgraph
