// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_judge.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/convert/convert_calibration.h"
#include "algorithms/kernels/sigmoid.h"
#include "graph/parallel.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

// Prospects who did not convert, for each who did, and at least and most.
constexpr double kOthersEach = 20;
constexpr double kLeastOthers = 15'000, kMostOthers = 50'000;
// Conversions at earlier origins without which a later one is not judged.
constexpr uint64_t kLeastEarlier = 5;
constexpr uint64_t kLeastPart = 3;  // And less than one in so many of all.
// Origins judged, where prospects are many and where they are not.
constexpr size_t kFewJudged = 5, kManyJudged = 8;
constexpr uint64_t kManyProspects = 300'000;
// Conversions below which trees have no chance.
constexpr double kTreesNeed = 100;
// What a learner must gain over a simpler one, in nats over all rows: about what each of its
// adjusted numbers gains where there is nothing.
constexpr double kLeastGain = 1;
constexpr double kSurely = 2.5758293035489004;  // 99 % to both sides.
constexpr double kInterval = 1.959963984540054;

constexpr ConvertFeature kSimpleFeatures[] = {
    ConvertFeature::kRecentActs,      ConvertFeature::kActs,
    ConvertFeature::kIdle,            ConvertFeature::kTenure,
    ConvertFeature::kUnmetAsks,       ConvertFeature::kCustomersKnown,
    ConvertFeature::kTiesToCustomers, ConvertFeature::kShareToCustomers,
    ConvertFeature::kContactsShare,   ConvertFeature::kNewCustomersKnown,
    ConvertFeature::kLeadingThings,   ConvertFeature::kLeadingTopics,
    ConvertFeature::kAttributes,      ConvertFeature::kClusterConversions};

// Every part that is fitted: the mean, each simple ranking, and what is learned.
std::vector<ConvertRecipe> SingleParts() {
  std::vector<ConvertRecipe> parts;
  parts.push_back({{{ConvertPart::kMean}}, "the mean rate", true});
  for (const ConvertFeature f : kSimpleFeatures) {
    parts.push_back({{{ConvertPart::kFeature, f}}, ConvertFeatureName(Index(f)), true});
  }
  parts.push_back({{{ConvertPart::kLogistic}}, "logistic regression", false});
  parts.push_back({{{ConvertPart::kRecentLogistic}}, "logistic regression on recent history", false});
  parts.push_back({{{ConvertPart::kTrees}}, "boosted trees", false});
  return parts;
}

// What one learner says of the rows held back, and what it loses there.
struct Judged {
  ConvertRecipe recipe;
  std::vector<double> scores;
  double loss = 0;
};

class Chooser {
 public:
  Chooser(const std::vector<ConvertOrigin>& origins, bool temporal, uint64_t seed,
          const RunControl* run)
      : origins_(origins), temporal_(temporal), seed_(seed), run_(run) {}

  absl::StatusOr<ConvertChoice> Run() {
    ConvertChoice choice;
    choice.recipe = choice.simple = SingleParts().front();
    const std::vector<size_t> held = Held();
    if (held.empty()) return choice;
    for (const ConvertRecipe& recipe : SingleParts()) parts_.push_back({recipe, {}, 0});
    for (size_t i = 0; i < held.size(); ++i) {
      ReportProgress(run_, static_cast<double>(i) / static_cast<double>(held.size()));
      if (absl::Status s = ScoreOrigin(held[i], static_cast<uint32_t>(i)); !s.ok()) return s;
    }
    if (parts_.back().scores.size() != rows_.size()) parts_.pop_back();  // No trees.
    Pick(choice);
    choice.rows = std::move(rows_);
    return choice;
  }

 private:
  // Origins to judge at: those that have earlier ones to learn from.
  std::vector<size_t> Held() const {
    uint64_t prospects = 0, conversions = 0;
    for (const ConvertOrigin& origin : origins_) {
      prospects += origin.member.size();
      conversions += origin.positives;
    }
    // What was learned from much less than there is now says less than what will be kept.
    const uint64_t least = std::max(kLeastEarlier, conversions / kLeastPart);
    const size_t most = prospects > kManyProspects ? kFewJudged : kManyJudged;
    std::vector<size_t> held;
    for (size_t v = origins_.size(); v-- > 0 && held.size() < most;) {
      uint64_t earlier = 0;
      for (const ConvertOrigin* origin : Before(v)) earlier += origin->positives;
      if (earlier >= least && !origins_[v].member.empty()) held.push_back(v);
    }
    std::reverse(held.begin(), held.end());
    return held;
  }

  // What may be known at `v`: earlier origins, and where there is no time, all others.
  std::vector<const ConvertOrigin*> Before(size_t v) const {
    std::vector<const ConvertOrigin*> before;
    for (size_t i = 0; i < (temporal_ ? v : origins_.size()); ++i) {
      if (i != v) before.push_back(&origins_[i]);
    }
    return before;
  }

  absl::Status ScoreOrigin(size_t v, uint32_t number) {
    const ConvertOrigin& origin = origins_[v];
    ConvertSamples samples = GatherSamples(Before(v), seed_);
    const double latest = temporal_ && v > 0 ? origins_[v - 1].age : 0;
    for (double& age : samples.age) age -= latest;
    const bool trees = samples.positives() >= kTreesNeed && trees_;
    trees_ = trees;  // At all origins or at none.
    const int threads = ThreadsOf(run_);
    std::vector<std::vector<double>> scores(parts_.size());
    const auto count = static_cast<int64_t>(parts_.size() - (trees ? 0 : 1));
    RunControl one;
    one.cancelled = run_ == nullptr ? nullptr : run_->cancelled;
    absl::Status s = ParallelForStatus(threads, count, 1, [&](int64_t begin, int64_t) {
      // The dearest first.
      const size_t i = static_cast<size_t>(count - 1 - begin);
      auto learner = ConvertLearner::Fit(samples, parts_[i].recipe, seed_, &one);
      if (!learner.ok()) return learner.status();
      for (const ConvertRow& row : origin.row) scores[i].push_back(learner->LogOdds(row));
      return absl::OkStatus();
    });
    if (!s.ok()) return s;
    for (size_t i = 0; i < parts_.size(); ++i) {
      parts_[i].scores.insert(parts_[i].scores.end(), scores[i].begin(), scores[i].end());
    }
    rows_.member.insert(rows_.member.end(), origin.member.begin(), origin.member.end());
    rows_.label.insert(rows_.label.end(), origin.label.begin(), origin.label.end());
    rows_.origin.resize(rows_.member.size(), number);
    return absl::OkStatus();
  }

  // All who converted and some of the others: their number moves every loss alike.
  std::vector<size_t> Thinned() const {
    const double others = static_cast<double>(rows_.size());
    const double share = std::min(1.0, kMostOthers / std::max(1.0, others));
    std::vector<size_t> kept;
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (rows_.label[i] != 0 || RandomStream(seed_ + 1, i).Uniform() < share) kept.push_back(i);
    }
    return kept;
  }

  static double LossOf(const JudgedRows& rows, absl::Span<const double> scores) {
    const std::vector<double> p = CrossCalibrated(rows, scores);
    double loss = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      loss -= std::log(std::max(1e-12, rows.label[i] != 0 ? p[i] : 1 - p[i]));
    }
    return loss;
  }

  // Means of parts, beside the parts: simpler ones first.
  void AddMeans() {
    const size_t learned = 1 + std::size(kSimpleFeatures);
    size_t best = 1;
    for (size_t i = 1; i < learned; ++i) best = parts_[i].loss < parts_[best].loss ? i : best;
    best_simple_ = best;
    const auto add = [&](std::vector<size_t> of) {
      Judged mean;
      mean.scores.assign(rows_.size(), 0);
      for (const size_t i : of) {
        const ConvertRecipe& r = parts_[i].recipe;
        mean.recipe.items.insert(mean.recipe.items.end(), r.items.begin(), r.items.end());
        absl::StrAppend(&mean.recipe.name, mean.recipe.name.empty() ? "mean of " : ", ", r.name);
        for (size_t k = 0; k < rows_.size(); ++k) {
          mean.scores[k] += parts_[i].scores[k] / static_cast<double>(of.size());
        }
      }
      parts_.push_back(std::move(mean));
    };
    const size_t all = learned, recent = learned + 1, trees = learned + 2;
    const bool has_trees = parts_.size() > trees;
    add({all, recent});
    if (has_trees) add({all, trees});
    if (has_trees) add({all, recent, trees});
  }

  void Pick(ConvertChoice& choice) {
    const std::vector<size_t> kept = Thinned();
    JudgedRows thin;
    for (const size_t i : kept) {
      thin.member.push_back(rows_.member[i]);
      thin.origin.push_back(rows_.origin[i]);
      thin.label.push_back(rows_.label[i]);
    }
    const auto judge = [&](size_t first) {
      ParallelFor(ThreadsOf(run_), static_cast<int64_t>(parts_.size() - first), 1,
                  [&](int64_t begin, int64_t) {
                    Judged& part = parts_[first + static_cast<size_t>(begin)];
                    std::vector<double> scores;
                    for (const size_t i : kept) scores.push_back(part.scores[i]);
                    part.loss = LossOf(thin, scores);
                  });
    };
    judge(0);
    const size_t singles = parts_.size();
    AddMeans();
    judge(singles);
    size_t best = 0;
    for (size_t i = 1; i < parts_.size(); ++i) {
      const bool alike = best != 0 && parts_[i].recipe.is_simple;  // Simple ones by loss alone.
      if (parts_[i].loss < parts_[best].loss - (alike ? 0 : kLeastGain)) best = i;
    }
    choice.recipe = parts_[best].recipe;
    choice.scores = parts_[best].scores;
    choice.simple = parts_[best_simple_].recipe;
    choice.simple_scores = parts_[best_simple_].scores;
    choice.mean_scores = parts_[0].scores;
  }

  const std::vector<ConvertOrigin>& origins_;
  const bool temporal_;
  const uint64_t seed_;
  const RunControl* run_;
  std::vector<Judged> parts_;
  JudgedRows rows_;
  size_t best_simple_ = 1;
  bool trees_ = true;
};

}  // namespace

ConvertSamples GatherSamples(absl::Span<const ConvertOrigin* const> origins, uint64_t seed) {
  double positives = 0, others = 0;
  for (const ConvertOrigin* origin : origins) {
    positives += static_cast<double>(origin->positives);
    others += static_cast<double>(origin->member.size() - origin->positives);
  }
  const double wanted = std::clamp(kOthersEach * positives, kLeastOthers, kMostOthers);
  const double share = std::min(1.0, wanted / std::max(1.0, others));
  ConvertSamples samples;
  for (const ConvertOrigin* origin : origins) {
    const auto at = static_cast<uint64_t>(1000 * origin->age);
    for (size_t i = 0; i < origin->member.size(); ++i) {
      const bool converted = origin->label[i] != 0;
      const uint64_t key = (at << 32) ^ origin->member[i];
      if (!converted && RandomStream(seed, key).Uniform() >= share) continue;
      samples.member.push_back(origin->member[i]);
      samples.row.push_back(origin->row[i]);
      samples.label.push_back(origin->label[i]);
      samples.weight.push_back(converted ? 1 : 1 / share);
      samples.age.push_back(origin->age);
    }
  }
  return samples;
}

absl::StatusOr<ConvertChoice> ChooseLearner(const std::vector<ConvertOrigin>& origins,
                                            bool temporal, uint64_t seed, const RunControl* run) {
  return Chooser(origins, temporal, seed, run).Run();
}

void JudgeChoice(const ConvertChoice& choice, absl::Span<const double> p, ConvertReport& report) {
  const JudgedRows& rows = choice.rows;
  report.learner = choice.recipe.name;
  report.simple = choice.simple.name;
  report.judged = rows.size();
  report.judged_origins = rows.size() == 0 ? 0 : rows.origin.back() + 1;
  for (const uint8_t label : rows.label) report.judged_conversions += label;
  const AucEstimate auc = JudgeAuc(rows, choice.scores);
  report.auc = auc.value;
  report.auc_low = std::max(0.0, auc.value - kInterval * auc.error);
  report.auc_high = std::min(1.0, auc.value + kInterval * auc.error);
  report.auc_simple = JudgeAuc(rows, choice.simple_scores).value;
  const std::vector<double> base = CrossCalibrated(rows, choice.mean_scores);
  const LossGain gain = JudgeLoss(rows, p, base);
  if (gain.base > 0) {
    report.skill = gain.sum / gain.base;
    report.skill_low = (gain.sum - kInterval * gain.error) / gain.base;
    report.skill_high = (gain.sum + kInterval * gain.error) / gain.base;
  }
  double squares = 0, base_squares = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    squares += (p[i] - rows.label[i]) * (p[i] - rows.label[i]);
    base_squares += (base[i] - rows.label[i]) * (base[i] - rows.label[i]);
  }
  if (base_squares > 0) report.brier_skill = 1 - squares / base_squares;
  for (const uint64_t k : {10, 100, 1000}) {
    if (k > 10 && k * report.judged_origins > rows.size()) break;
    report.top.push_back(JudgeTop(rows, p, k));
  }
  constexpr uint64_t kLeastConversions = 10, kLeastJudged = 5;
  const bool learned = choice.recipe.items.front().part != ConvertPart::kMean;
  if (report.conversions < kLeastConversions || report.judged_conversions < kLeastJudged) {
    report.verdict = ConversionVerdict::kTooLittle;
  } else if (!learned || !(auc.value - kSurely * auc.error > 0.5) || !(report.skill_low > 0)) {
    report.verdict = ConversionVerdict::kNothing;
  } else {
    report.verdict = choice.recipe.is_simple ? ConversionVerdict::kSimple : ConversionVerdict::kHolds;
  }
}

}  // namespace pullgraph
