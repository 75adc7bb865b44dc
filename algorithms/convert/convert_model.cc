// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/convert/convert_judge.h"
#include "algorithms/convert/convert_origins.h"
#include "algorithms/convert/convert_sentence.h"
#include "algorithms/kernels/sigmoid.h"
#include "graph/member_policy.h"
#include "graph/parallel.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr double kTenth = 1.2815515655446004;  // Of a normal: its 90 % point.
constexpr int kResamples = 8;
// Standard deviation, in log-odds, of what no feature tells of a member.
constexpr double kUntold = 0.3;

absl::Status CheckConvertOptions(const ConvertOptions& o) {
  const auto days = [](const char* name, double v) {
    if (v >= 0 && std::isfinite(v)) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(name, " is ", v, ", expected a number >= 0"));
  };
  absl::Status s = days("horizon_days", o.horizon_days);
  s.Update(days("half_life_days", o.half_life_days));
  if (o.max_members < 1) s.Update(absl::InvalidArgumentError("max_members is 0, expected >= 1"));
  return s;
}

// How often a member is drawn where as many members are drawn as there are.
int TimesDrawn(uint64_t seed, uint32_t member) {
  RandomStream random(seed, member);
  const double limit = std::exp(-1.0);
  double product = random.Uniform();
  int times = 0;
  while (product > limit) product *= random.Uniform(), ++times;
  return times;
}

}  // namespace

ConversionChance ConvertModel::Predict(const ConvertRow& row) const {
  const double x = calibration_.LogOdds(learner_.LogOdds(row));
  double sum = 0, squares = 0;
  for (const ConvertLearner& learner : resampled_) {
    const double other = calibration_.LogOdds(learner.LogOdds(row)) - x;
    sum += other;
    squares += other * other;
  }
  double variance = 0;
  if (const auto n = static_cast<double>(resampled_.size()); n > 1) {
    variance = std::max(0.0, squares - sum * sum / n) / (n - 1);
  }
  const double shared = calibration_.shared_error();
  const double error = std::sqrt(variance + shared * shared + (tells() ? kUntold * kUntold : 0));
  return {Sigmoid(x), Sigmoid(x - kTenth * error), Sigmoid(x + kTenth * error)};
}

ExpectedCustomers ConvertModel::Expect(absl::Span<const double> p) const {
  ExpectedCustomers out;
  double variance = 0;
  for (const double each : p) {
    out.mean += each;
    variance += each * (1 - each);
  }
  if (!(out.mean > 0)) return out;
  const double shared = calibration_.shared_error() * out.mean;
  variance += shared * shared;
  // As log-normal of that mean and variance.
  const double log_variance = std::log1p(variance / (out.mean * out.mean));
  const double spread = kTenth * std::sqrt(log_variance);
  out.low = out.mean * std::exp(-log_variance / 2 - spread);
  out.high = out.mean * std::exp(-log_variance / 2 + spread);
  return out;
}

// Trains one model.
// The samples of members drawn with replacement.
ConvertSamples Redrawn(const ConvertSamples& samples, uint64_t seed) {
  ConvertSamples drawn;
  for (size_t i = 0; i < samples.size(); ++i) {
    const double times = TimesDrawn(seed, samples.member[i]);
    if (times == 0) continue;
    drawn.member.push_back(samples.member[i]);
    drawn.row.push_back(samples.row[i]);
    drawn.label.push_back(samples.label[i]);
    drawn.weight.push_back(samples.weight[i] * times);
    drawn.age.push_back(samples.age[i]);
  }
  return drawn;
}

void Hide(absl::Span<const uint8_t> hidden, Conversions& c) {
  for (size_t m = 0; m < hidden.size(); ++m) {
    if (hidden[m] != 0) c.customer[m] = 0, c.at[m] = Time::Absent();
  }
}

class ConvertTrainer {
 public:
  ConvertTrainer(const CommunityView& view, const ConvertOptions& options)
      : view_(view), options_(options) {}

  absl::StatusOr<ConvertModel> Run() {
    if (absl::Status s = CheckConvertOptions(options_); !s.ok()) return s;
    if (absl::Status s = Look(); !s.ok()) return s;
    const RunControl judging = PartOf(options_.run, "judging rankings by history", 0.4, 0.85);
    auto choice = ChooseLearner(origins_, model_.is_temporal(), options_.seed, Of(judging));
    if (!choice.ok()) return choice.status();
    Judge(*choice);
    const RunControl fitting = PartOf(options_.run, "learning from history", 0.85, 1);
    if (absl::Status s = Fit(choice->recipe, Of(fitting)); !s.ok()) return s;
    SetSentence(model_.conversions_, model_.clock_, model_.report_);
    return std::move(model_);
  }

 private:
  const RunControl* Of(const RunControl& part) const {
    return options_.run == nullptr ? nullptr : &part;
  }

  absl::Status Look() {
    model_.conversions_ = FindConversions(view_, options_.market);
    if (!options_.hidden.empty()) {
      if (options_.hidden.size() != model_.conversions_.customer.size()) {
        return absl::InvalidArgumentError(
            absl::StrCat("hidden has ", options_.hidden.size(), " members, expected ",
                         model_.conversions_.customer.size()));
      }
      Hide(options_.hidden, model_.conversions_);
    }
    const Conversions& c = model_.conversions_;
    if (std::count(c.customer.begin(), c.customer.end(), 1) == 0) {
      return absl::FailedPreconditionError(
          "nobody is a customer: there is no market to start from\n"
          "import memberships, or say who is one: pullgraph derive FILE --customer 'purchase>=1' -o NEW");
    }
    model_.clock_ = ChooseConversionClock(c);
    model_.seed_ = options_.seed;
    model_.attributes_ = options_.attributes || !c.temporal;
    if (options_.horizon_days > 0) {
      model_.clock_.horizon_days = model_.clock_.half_life_days = options_.horizon_days;
    }
    if (options_.half_life_days > 0) model_.clock_.half_life_days = options_.half_life_days;
    if (c.temporal && ConvertOriginTimes(c, model_.clock_.horizon_days).empty()) {
      if (options_.horizon_days > 0) {
        return absl::FailedPreconditionError(
            absl::StrCat("history is shorter than two horizons of ", options_.horizon_days,
                         " days\na shorter --horizon"));
      }
      model_.conversions_.temporal = false;  // Too short to look back even the least horizon.
    }
    const RunControl looking = PartOf(options_.run, "looking back through history", 0, 0.4);
    ConvertOriginOptions o;
    o.horizon_days = model_.clock_.horizon_days;
    o.half_life_days = model_.clock_.half_life_days;
    o.max_members = options_.max_members;
    o.attributes = options_.attributes;
    o.seed = options_.seed;
    o.run = Of(looking);
    auto origins = DescribeOrigins(view_, c, o);
    if (!origins.ok()) return origins.status();
    origins_ = *std::move(origins);
    ConvertReport& report = model_.report_;
    report.origins = origins_.size();
    for (const ConvertOrigin& origin : origins_) {
      report.prospects += origin.member.size();
      report.conversions += origin.positives;
    }
    return absl::OkStatus();
  }

  // Calibrates and reports; falls back to the mean where history does not bear more out.
  void Judge(ConvertChoice& choice) {
    const std::vector<double> p = CrossCalibrated(choice.rows, choice.scores);
    JudgeChoice(choice, p, model_.report_);
    if (!model_.tells()) {
      choice.recipe = ConvertRecipe{{{ConvertPart::kMean}}, "the mean rate", true};
      choice.scores = choice.mean_scores;
    }
    model_.calibration_ = ConvertCalibration::Fit(choice.rows, choice.scores);
  }

  absl::Status Fit(const ConvertRecipe& recipe, const RunControl* run) {
    std::vector<const ConvertOrigin*> all;
    for (const ConvertOrigin& origin : origins_) all.push_back(&origin);
    const ConvertSamples samples = GatherSamples(all, options_.seed);
    auto learner = ConvertLearner::Fit(samples, recipe, options_.seed, run);
    if (!learner.ok()) return learner.status();
    model_.learner_ = *std::move(learner);
    if (!model_.tells()) return absl::OkStatus();
    model_.resampled_.resize(kResamples);
    RunControl one;
    one.cancelled = run == nullptr ? nullptr : run->cancelled;
    return ParallelForStatus(ThreadsOf(run), kResamples, 1, [&](int64_t begin, int64_t) {
      const uint64_t seed = MixBits(options_.seed + 17) + static_cast<uint64_t>(begin);
      const ConvertSamples drawn = Redrawn(samples, seed);
      auto fit = ConvertLearner::Fit(drawn, recipe, options_.seed, &one);
      if (!fit.ok()) return fit.status();
      model_.resampled_[static_cast<size_t>(begin)] = *std::move(fit);
      return absl::OkStatus();
    });
  }

  const CommunityView& view_;
  const ConvertOptions& options_;
  ConvertModel model_;
  std::vector<ConvertOrigin> origins_;
};

absl::StatusOr<ConvertModel> TrainConvertModel(const CommunityView& view,
                                               const ConvertOptions& options) {
  return ConvertTrainer(view, options).Run();
}

std::vector<std::string> ConvertReasons(const ConvertModel& model, const ConvertRow& row,
                                        size_t most) {
  constexpr double kMatters = 0.05;  // Log-odds.
  const std::vector<double> contributions = model.Contributions(row);
  std::vector<size_t> order;
  for (size_t f = 0; f < contributions.size(); ++f) {
    if (contributions[f] >= kMatters) order.push_back(f);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return contributions[a] > contributions[b]; });
  const bool dated = model.conversions().now.is_present();
  std::vector<std::string> reasons;
  for (const size_t f : order) {
    if (reasons.size() == most) break;
    const std::string reason =
        dated ? ConvertFeatureReason(f, row[f] > 0) : UndatedConvertReason(f, row[f] > 0);
    // Where nothing is dated, several features say the same.
    if (reason.empty() || std::count(reasons.begin(), reasons.end(), reason) > 0) continue;
    reasons.push_back(reason);
  }
  return reasons;
}

absl::StatusOr<ConversionForecast> ForecastConversions(const CommunityView& view,
                                                       const ConvertModel& model,
                                                       const RunControl* run) {
  const Conversions& c = model.conversions();
  auto cluster = ClustersOf(view, model.half_life_days(), model.seed(), run);
  if (!cluster.ok()) return cluster.status();
  const Time now = c.now.is_present() ? AddMicros(c.now, 1) : c.now;
  auto rows = ConvertRows({&view, model.is_temporal() || c.now.is_present() ? now : Time::Absent(),
                           model.half_life_days(), c.customer, c.since, c.at, *cluster,
                           model.uses_attributes(), model.is_temporal() ? absl::Span<const uint8_t>() : c.telling,
                           run});
  if (!rows.ok()) return rows.status();
  ConversionForecast out;
  for (uint32_t m = 0; m < rows->size(); ++m) {
    if (c.customer[m] != 0 || !IsOfCommunity(view, MemberId(m))) continue;
    // Customers who left count as having become one: they do not do so again.
    if (c.at[m].is_present()) continue;
    out.member.push_back(m);
    out.rows.push_back((*rows)[m]);
  }
  CenterRows(out.rows);
  out.chance.resize(out.member.size());
  constexpr int64_t kAtATime = 512;
  ParallelFor(ThreadsOf(run), static_cast<int64_t>(out.member.size()), kAtATime,
              [&](int64_t begin, int64_t end) {
                for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
                  out.chance[i] = model.Predict(out.rows[i]);
                }
              });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  return out;
}

}  // namespace pullgraph
