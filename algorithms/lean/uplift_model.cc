// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/uplift_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/logistic.h"

namespace pullgraph {
namespace {

constexpr uint32_t kFolds = 5;
constexpr int kSteps = 20;  // Of the share that is listed.

struct TwoModels {
  LogisticModel treated;
  LogisticModel control;
  double Score(absl::Span<const double> row) const {
    return treated.Probability(row) - control.Probability(row);
  }
};

using Places = std::vector<uint32_t>;  // In experiment.members.

class Fitter {
 public:
  Fitter(const Experiment& experiment, const MemberFeatures& features,
         const UpliftModelOptions& options)
      : trial_(experiment.members), features_(features), options_(options) {}

  absl::StatusOr<UpliftModel> Run();

 private:
  void Split();
  absl::Status CheckArms() const;
  absl::StatusOr<LogisticModel> FitArm(const Places& places, bool treated) const;
  absl::StatusOr<TwoModels> Fit(const Places& places) const;
  // Uplift among `places`; nothing if an arm is empty there.
  std::optional<Estimate> Measure(const Places& places) const;
  absl::Status ScoreHalves();
  absl::Status ScoreFolds();
  absl::Status FillQini();
  // The score up to which members of the first half are listed; none if nobody is.
  std::optional<double> ChooseBar();
  absl::Status FillSpareList();

  const std::vector<TrialMember>& trial_;
  const MemberFeatures& features_;
  const UpliftModelOptions& options_;
  Places half_[2];  // The first chooses, the second confirms.
  std::vector<uint8_t> fold_;
  std::vector<double> fold_score_;  // Of the first half, by models of its other folds.
  std::optional<TwoModels> model_[2];
  UpliftModel out_;
};

void Fitter::Split() {
  fold_.resize(trial_.size());
  for (uint32_t i = 0; i < trial_.size(); ++i) {
    RandomStream random(options_.seed, trial_[i].member.value());
    half_[random.Bernoulli(0.5) ? 1 : 0].push_back(i);
    fold_[i] = static_cast<uint8_t>(random.Below(kFolds));
  }
}

absl::Status Fitter::CheckArms() const {
  for (const Places& half : half_) {
    uint64_t arm[2] = {0, 0};
    for (const uint32_t i : half) ++arm[trial_[i].treated ? 1 : 0];
    if (std::min(arm[0], arm[1]) < options_.min_arm) {
      return absl::FailedPreconditionError(
          absl::StrCat("half of the members has ", arm[1], " touched and ", arm[0],
                       " held out, too few to tell them apart; expected ", options_.min_arm));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<LogisticModel> Fitter::FitArm(const Places& places, bool treated) const {
  std::vector<double> rows;
  std::vector<uint8_t> labels;
  for (const uint32_t i : places) {
    if (trial_[i].treated != treated) continue;
    const absl::Span<const double> row = features_.Row(i);
    rows.insert(rows.end(), row.begin(), row.end());
    labels.push_back(trial_[i].pulled ? 1 : 0);
  }
  LogisticOptions logistic;
  logistic.ridge = options_.ridge;
  logistic.run = options_.run;
  return FitLogistic(rows, features_.num_features(), labels, {}, logistic);
}

absl::StatusOr<TwoModels> Fitter::Fit(const Places& places) const {
  auto treated = FitArm(places, true);
  if (!treated.ok()) return treated.status();
  auto control = FitArm(places, false);
  if (!control.ok()) return control.status();
  return TwoModels{*std::move(treated), *std::move(control)};
}

std::optional<Estimate> Fitter::Measure(const Places& places) const {
  uint64_t n[2] = {0, 0}, r[2] = {0, 0};
  for (const uint32_t i : places) {
    ++n[trial_[i].treated ? 1 : 0];
    r[trial_[i].treated ? 1 : 0] += trial_[i].pulled ? 1 : 0;
  }
  const auto difference = ShareDifference(r[1], n[1], r[0], n[0], options_.confidence);
  return difference.ok() ? std::optional(*difference) : std::nullopt;
}

absl::Status Fitter::ScoreHalves() {
  out_.score.resize(trial_.size());
  for (int h = 0; h < 2; ++h) {
    auto model = Fit(half_[h]);
    if (!model.ok()) return model.status();
    model_[h] = *std::move(model);
    for (const uint32_t i : half_[1 - h]) out_.score[i] = model_[h]->Score(features_.Row(i));
  }
  return absl::OkStatus();
}

absl::Status Fitter::ScoreFolds() {
  fold_score_.assign(trial_.size(), 0);
  for (uint32_t fold = 0; fold < kFolds; ++fold) {
    Places others;
    for (const uint32_t i : half_[0]) {
      if (fold_[i] != fold) others.push_back(i);
    }
    const auto model = Fit(others);
    if (!model.ok()) return model.status();
    for (const uint32_t i : half_[0]) {
      if (fold_[i] == fold) fold_score_[i] = model->Score(features_.Row(i));
    }
  }
  return absl::OkStatus();
}

absl::Status Fitter::FillQini() {
  std::vector<uint8_t> treated, pulled;
  for (const TrialMember& m : trial_) {
    treated.push_back(m.treated ? 1 : 0);
    pulled.push_back(m.pulled ? 1 : 0);
  }
  QiniOptions qini;
  qini.confidence = options_.confidence;
  qini.seed = options_.seed;
  qini.run = options_.run;
  auto curve = ComputeQini(out_.score, treated, pulled, qini);
  if (!curve.ok()) return curve.status();
  out_.qini = *std::move(curve);
  return absl::OkStatus();
}

std::optional<double> Fitter::ChooseBar() {
  SpareList& spare = out_.spare;
  spare.min_uplift =
      options_.min_uplift.value_or(std::max(0.0, Measure(half_[0])->value / 2));
  Places order = half_[0];
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(fold_score_[a], a) < std::pair(fold_score_[b], b);
  });
  std::optional<double> bar;
  double most_saved = 0;
  for (int step = 1; step < kSteps; ++step) {
    const size_t count = order.size() * static_cast<size_t>(step) / kSteps;
    const Places lowest(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
    const std::optional<Estimate> uplift = Measure(lowest);
    const double saved = uplift ? step * (spare.min_uplift - uplift->value) : 0;
    if (saved <= most_saved) continue;
    most_saved = saved;
    spare.share = static_cast<double>(step) / kSteps;
    spare.chosen = *uplift;
    bar = fold_score_[order[count - 1]];
  }
  return bar;
}

absl::Status Fitter::FillSpareList() {
  const std::optional<double> bar = ChooseBar();
  if (!bar) return absl::OkStatus();
  SpareList& spare = out_.spare;
  Places listed, rest;
  for (const uint32_t i : half_[1]) (out_.score[i] <= *bar ? listed : rest).push_back(i);
  spare.held_out_listed = listed.size();
  spare.held_out_rest = rest.size();
  const std::optional<Estimate> low = Measure(listed), high = Measure(rest);
  if (!low || !high) return absl::OkStatus();  // Nobody to check it on: not confirmed.
  spare.listed = *low;
  spare.rest = *high;
  const double value = low->value - high->value;
  spare.difference = {value,
                      value - std::hypot(low->value - low->low, high->high - high->value),
                      value + std::hypot(low->high - low->value, high->value - high->low)};
  spare.confirmed = spare.difference.high < 0;
  if (!spare.confirmed) return absl::OkStatus();
  for (uint32_t i = 0; i < trial_.size(); ++i) {
    const double score = model_[0]->Score(features_.Row(i));
    if (score <= *bar) spare.members.push_back({trial_[i].member, score, trial_[i].treated});
  }
  std::sort(spare.members.begin(), spare.members.end(), [](const auto& a, const auto& b) {
    return std::pair(a.predicted_uplift, a.member) < std::pair(b.predicted_uplift, b.member);
  });
  return absl::OkStatus();
}

absl::StatusOr<UpliftModel> Fitter::Run() {
  Split();
  if (absl::Status s = CheckArms(); !s.ok()) return s;
  if (absl::Status s = ScoreHalves(); !s.ok()) return s;
  if (absl::Status s = FillQini(); !s.ok()) return s;
  if (absl::Status s = ScoreFolds(); !s.ok()) return s;
  if (absl::Status s = FillSpareList(); !s.ok()) return s;
  return std::move(out_);
}

absl::Status CheckOptions(const Experiment& experiment, const MemberFeatures& features,
                          const UpliftModelOptions& options) {
  if (features.num_features() == 0) {
    return absl::FailedPreconditionError("members have neither attributes, tags nor a history");
  }
  if (features.rows.size() != experiment.members.size() * features.num_features()) {
    return absl::InvalidArgumentError(
        absl::StrCat("features has ", features.rows.size() / features.num_features(),
                     " rows, expected ", experiment.members.size()));
  }
  if (options.min_uplift && !(std::abs(*options.min_uplift) <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_uplift = ", *options.min_uplift, ", expected in [-1, 1]"));
  }
  if (options.min_arm < 10) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_arm = ", options.min_arm, ", expected >= 10"));
  }
  if (!(options.confidence > 0) || !(options.confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence = ", options.confidence, ", expected in (0, 1)"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<UpliftModel> FitUpliftModel(const Experiment& experiment,
                                           const MemberFeatures& features,
                                           const UpliftModelOptions& options) {
  if (absl::Status s = CheckOptions(experiment, features, options); !s.ok()) return s;
  return Fitter(experiment, features, options).Run();
}

}  // namespace pullgraph
