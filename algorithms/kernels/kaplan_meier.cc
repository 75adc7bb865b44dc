// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/kaplan_meier.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/normal_quantile.h"

namespace pullgraph {
namespace {

// Products such as .9 * (8/9) * ... miss 1/2 by their rounding; this much is no
// difference.
constexpr double kRounding = 1e-9;

absl::Status CheckInput(absl::Span<const double> times, absl::Span<const uint8_t> observed,
                        const KaplanMeierOptions& options) {
  if (times.size() != observed.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("observed has ", observed.size(), " flags, expected one for each of ",
                     times.size(), " times"));
  }
  const double tail = 1 - options.confidence;
  if (!(tail > 0) || !(tail < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence = ", options.confidence, ", expected in (0, 1)"));
  }
  if (options.horizon && !(*options.horizon >= 0 && std::isfinite(*options.horizon))) {
    return absl::InvalidArgumentError(
        absl::StrCat("horizon = ", *options.horizon, ", expected finite and >= 0"));
  }
  for (size_t i = 0; i < times.size(); ++i) {
    if (!(times[i] >= 0) || !std::isfinite(times[i])) {
      return absl::InvalidArgumentError(
          absl::StrCat("times[", i, "] = ", times[i], ", expected finite and >= 0"));
    }
    if (observed[i] > 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("observed[", i, "] = ", int{observed[i]}, ", expected 0 or 1"));
    }
  }
  if (options.entry.empty()) return absl::OkStatus();
  if (options.entry.size() != times.size()) {
    return absl::InvalidArgumentError(absl::StrCat("entry has ", options.entry.size(),
                                                   " times, expected one for each of ",
                                                   times.size()));
  }
  for (size_t i = 0; i < times.size(); ++i) {
    if (!(options.entry[i] >= 0) || !(options.entry[i] <= times[i])) {
      return absl::InvalidArgumentError(absl::StrCat("entry[", i, "] = ", options.entry[i],
                                                     ", expected in [0, ", times[i], "]"));
    }
  }
  return absl::OkStatus();
}

// Counts at each distinct time; `entry` is sorted, or empty if all enter at 0.
std::vector<SurvivalStep> CountSteps(absl::Span<const double> times,
                                     absl::Span<const uint8_t> observed,
                                     const std::vector<double>& entry) {
  std::vector<std::pair<double, uint8_t>> sorted(times.size());
  // + 0.0 makes of -0 a 0.
  for (size_t i = 0; i < times.size(); ++i) sorted[i] = {times[i] + 0.0, observed[i]};
  std::sort(sorted.begin(), sorted.end());
  std::vector<SurvivalStep> steps;
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (steps.empty() || steps.back().time != sorted[i].first) {
      steps.emplace_back().time = sorted[i].first;
      const auto late = entry.end() - std::upper_bound(entry.begin(), entry.end(), sorted[i].first);
      steps.back().at_risk = sorted.size() - i - static_cast<size_t>(late);
    }
    ++(sorted[i].second != 0 ? steps.back().events : steps.back().censored);
  }
  return steps;
}

// Cuts off what cannot be linked to the later times: that before the first entry, and that
// up to where all who were at risk had the event while others were to enter yet.
void CutUnknown(const std::vector<double>& entry, SurvivalCurve& curve) {
  if (entry.empty()) return;
  curve.from = entry.front();
  size_t cut = 0;
  for (size_t i = 0; i < curve.steps.size(); ++i) {
    const SurvivalStep& step = curve.steps[i];
    if (step.events < step.at_risk || !(entry.back() > step.time)) continue;
    cut = i + 1;
    curve.from = step.time;
  }
  curve.steps.erase(curve.steps.begin(), curve.steps.begin() + static_cast<std::ptrdiff_t>(cut));
}

// Survival, variance and interval of every step, z standard errors wide.
void FillCurve(double z, std::vector<SurvivalStep>& steps) {
  double survival = 1, hazard_variance = 0, low = 1, high = 1;
  for (SurvivalStep& step : steps) {
    const auto n = static_cast<double>(step.at_risk), d = static_cast<double>(step.events);
    if (step.events == step.at_risk) {
      survival = 0;
      low = 0;
    } else if (step.events > 0) {
      survival *= (n - d) / n;
      hazard_variance += d / (n * (n - d));
      const double width = z * std::sqrt(hazard_variance) / std::abs(std::log(survival));
      low = std::pow(survival, std::exp(width));
      high = std::pow(survival, std::exp(-width));
    }
    step.survival = survival;
    step.variance = survival == 0 ? 0 : survival * survival * hazard_variance;
    step.low = low;
    step.high = high;
  }
}

// Area under the curve and its error: each event counts by the area right of it.
// SOURCE: Klein and Moeschberger 2003, section 4.5.
void FillRestrictedMean(SurvivalCurve& curve) {
  double area = 0, variance = 0, until = curve.horizon;
  for (size_t i = curve.steps.size(); i-- > 0;) {
    const SurvivalStep& step = curve.steps[i];
    if (step.time >= curve.horizon) continue;
    area += step.survival * (until - step.time);
    until = step.time;
    if (step.events == step.at_risk) continue;  // No area is left of a curve at 0.
    const auto n = static_cast<double>(step.at_risk), d = static_cast<double>(step.events);
    variance += area * area * d / (n * (n - d));
  }
  curve.restricted_mean = area + std::max(0.0, until - curve.from);
  curve.restricted_mean_error = std::sqrt(variance);
}

}  // namespace

const SurvivalStep* SurvivalCurve::At(double time) const {
  const auto after = std::upper_bound(
      steps.begin(), steps.end(), time,
      [](double t, const SurvivalStep& step) { return t < step.time; });
  return after == steps.begin() ? nullptr : &*(after - 1);
}

double SurvivalCurve::Survival(double time) const {
  const SurvivalStep* step = At(time);
  return step == nullptr ? 1 : step->survival;
}

SurvivalQuantile SurvivalCurve::Quantile(double p) const {
  const double level = (1 - p) * (1 + kRounding);
  SurvivalQuantile quantile;
  for (const SurvivalStep& step : steps) {
    if (!quantile.low && step.low <= level) quantile.low = step.time;
    if (!quantile.time && step.survival <= level) quantile.time = step.time;
    if (!quantile.high && step.high <= level) quantile.high = step.time;
  }
  return quantile;
}

absl::StatusOr<SurvivalCurve> KaplanMeier(absl::Span<const double> times,
                                          absl::Span<const uint8_t> observed,
                                          const KaplanMeierOptions& options) {
  if (absl::Status s = CheckInput(times, observed, options); !s.ok()) return s;
  SurvivalCurve curve;
  curve.count = times.size();
  std::vector<double> entry(options.entry.begin(), options.entry.end());
  std::sort(entry.begin(), entry.end());
  curve.steps = CountSteps(times, observed, entry);
  for (const SurvivalStep& step : curve.steps) curve.events += step.events;
  CutUnknown(entry, curve);
  FillCurve(TwoSidedNormalQuantile(1 - options.confidence), curve.steps);
  curve.median = curve.Quantile(0.5);
  curve.horizon = options.horizon.value_or(curve.steps.empty() ? 0 : curve.steps.back().time);
  FillRestrictedMean(curve);
  return curve;
}

}  // namespace pullgraph
