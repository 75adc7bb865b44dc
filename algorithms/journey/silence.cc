// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/silence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "algorithms/kernels/logistic.h"

namespace pullgraph {
namespace {

constexpr double kMostWindows = 60;
constexpr double kMostCells = 2e7;  // Members x windows.
constexpr size_t kMostRows = 1'000'000;
constexpr uint64_t kFewestRows = 100, kFewestOfEach = 20;
constexpr double kHalfLifeWindows = 12;
constexpr size_t kBins = 5;
constexpr size_t kFeatures = 7;
using Features = std::array<double, kFeatures>;

bool IsActive(const LevelHistory& h, size_t w, size_t m) { return h.levels[w][m] > Level::kEdge; }
bool IsSilent(const LevelHistory& h, size_t w, size_t m) { return h.levels[w][m] == Level::kEdge; }

// What is known of a member at the end of window w.
Features FeaturesOf(const LevelHistory& h, size_t w, size_t m) {
  const auto days = [&](size_t back) {
    return w >= back ? std::log1p(h.active_days[w - back][m]) : 0.0;
  };
  size_t known = 0;
  while (known <= w && known < 24 && h.levels[w - known][m] != Level::kUnknown) ++known;
  const double length = DaysBetween(h.windows[w].from, h.windows[w].until);
  return {days(0),
          days(1),
          days(2),
          h.idle_days[w][m] / length,
          h.levels[w][m] >= Level::kRegular ? 1.0 : 0.0,
          h.levels[w][m] == Level::kCore ? 1.0 : 0.0,
          std::log(static_cast<double>(known))};
}

struct Rows {
  std::vector<double> features, weights;
  std::vector<uint8_t> labels;
  std::array<double, kNumLevels + 1> silent = {}, all = {};  // By level, weighted.
};

Rows Collect(const LevelHistory& h, size_t origin) {
  Rows rows;
  // The latest windows first, as many as there is room for.
  for (size_t w = origin; w-- > 0 && rows.labels.size() < kMostRows;) {
    const double weight =
        std::exp2(-static_cast<double>(origin - 1 - w) / kHalfLifeWindows);
    for (size_t m = 0; m < h.levels[w].size(); ++m) {
      if (!IsActive(h, w, m)) continue;
      const Features f = FeaturesOf(h, w, m);
      rows.features.insert(rows.features.end(), f.begin(), f.end());
      rows.labels.push_back(IsSilent(h, w + 1, m) ? 1 : 0);
      rows.weights.push_back(weight);
      const auto level = static_cast<size_t>(h.levels[w][m]);
      rows.silent[level] += weight * rows.labels.back();
      rows.all[level] += weight;
    }
  }
  return rows;
}

bool IsEnough(const Rows& rows) {
  const auto silent = static_cast<uint64_t>(std::count(rows.labels.begin(), rows.labels.end(), 1));
  return rows.labels.size() >= kFewestRows && silent >= kFewestOfEach &&
         rows.labels.size() - silent >= kFewestOfEach;
}

// P(a positive is ranked above a negative), ties as half.
double AucOf(std::vector<std::pair<double, uint8_t>> scored) {
  std::sort(scored.begin(), scored.end());
  double positives = 0, above = 0, negatives = 0;
  for (size_t i = 0; i < scored.size();) {
    double p = 0, n = 0;
    const double score = scored[i].first;
    for (; i < scored.size() && scored[i].first == score; ++i) ++(scored[i].second != 0 ? p : n);
    above += p * (negatives + n / 2);
    positives += p, negatives += n;
  }
  return positives > 0 && negatives > 0 ? above / (positives * negatives) : 0.5;
}

std::vector<SilenceBin> BinsOf(std::vector<std::pair<double, uint8_t>> scored) {
  std::sort(scored.begin(), scored.end());
  std::vector<SilenceBin> bins;
  for (size_t b = 0; b < kBins; ++b) {
    const size_t begin = scored.size() * b / kBins, end = scored.size() * (b + 1) / kBins;
    if (begin == end) continue;
    SilenceBin bin{scored[begin].first, scored[end - 1].first, end - begin, 0, 0};
    for (size_t i = begin; i < end; ++i) bin.predicted += scored[i].first, bin.observed += scored[i].second;
    bin.predicted /= static_cast<double>(bin.members);
    bin.observed /= static_cast<double>(bin.members);
    bins.push_back(bin);
  }
  return bins;
}

SilenceCheck Compare(const LevelHistory& h, size_t origin, const SilenceForecast& forecast) {
  SilenceCheck check;
  check.origin = origin;
  double by_level = 0;
  std::vector<std::pair<double, uint8_t>> scored;
  for (size_t m = 0; m < forecast.probability.size(); ++m) {
    if (std::isnan(forecast.probability[m])) continue;
    const uint8_t silent = IsSilent(h, origin + 1, m) ? 1 : 0;
    scored.emplace_back(forecast.probability[m], silent);
    ++check.members;
    check.expected += forecast.probability[m];
    check.seen += silent;
    check.brier += std::pow(forecast.probability[m] - silent, 2);
    by_level += std::pow(forecast.by_level[m] - silent, 2);
  }
  if (check.members == 0) return check;
  check.skill = by_level > 0 ? 1 - check.brier / by_level : 0;
  check.brier /= static_cast<double>(check.members);
  check.auc = AucOf(scored);
  check.bins = BinsOf(std::move(scored));
  return check;
}

}  // namespace

absl::StatusOr<LevelOptions> OverAllOfHistory(const CommunityView& view, LevelOptions options) {
  const auto asked = MakeWindows(view, options.windows);
  if (!asked.ok()) return asked.status();
  const CommunityGraph& c = view.community();
  Time first = view.now();
  const auto see = [&](Time t) {
    if (t.is_present()) first = std::min(first, t);
  };
  for (size_t i = 0; i < view.num_signals(); ++i) see(c.signals().at[i]);
  for (ArcIndex arc = 0; arc < c.graph().num_arcs(); ++arc) see(c.ties().first_at[arc]);
  const double windows = std::ceil(DaysBetween(first, view.now()) / options.windows.days);
  const double room = kMostCells / std::max(1.0, double{1} * c.num_members());
  options.windows.count = std::max(
      options.windows.count, static_cast<int>(std::min({kMostWindows, windows, room})));
  return options;
}

absl::StatusOr<SilenceForecast> ForecastSilence(const LevelHistory& history, size_t origin,
                                                const RunControl* run) {
  if (origin >= history.levels.size()) {
    return absl::OutOfRangeError(
        absl::StrCat("origin is ", origin, " of ", history.levels.size(), " windows"));
  }
  if (origin == 0) {
    return absl::FailedPreconditionError("there is no window before the last to learn from");
  }
  const Rows rows = Collect(history, origin);
  SilenceForecast forecast;
  forecast.rows = rows.labels.size();
  const size_t n = history.levels[origin].size();
  forecast.by_level.assign(n, std::numeric_limits<double>::quiet_NaN());
  for (size_t m = 0; m < n; ++m) {
    if (!IsActive(history, origin, m)) continue;
    const auto level = static_cast<size_t>(history.levels[origin][m]);
    forecast.by_level[m] = (rows.silent[level] + 0.5) / (rows.all[level] + 1);
  }
  forecast.probability = forecast.by_level;
  if (!IsEnough(rows)) return forecast;
  LogisticOptions options;
  options.run = run;
  const auto model = FitLogistic(rows.features, kFeatures, rows.labels, rows.weights, options);
  if (!model.ok()) return model.status();
  forecast.learned = true;
  for (size_t m = 0; m < n; ++m) {
    if (!IsActive(history, origin, m)) continue;
    forecast.probability[m] = model->Probability(FeaturesOf(history, origin, m));
  }
  return forecast;
}

absl::StatusOr<std::vector<SilenceCheck>> BacktestSilence(const LevelHistory& history,
                                                          size_t origins, const RunControl* run) {
  if (origins == 0) return absl::InvalidArgumentError("origins is 0, expected at least 1");
  if (history.levels.size() < 3) {
    return absl::FailedPreconditionError("fewer than three windows: nothing to learn and to judge");
  }
  std::vector<SilenceCheck> checks;
  const size_t last = history.levels.size() - 2;
  for (size_t w = last - std::min(origins, last) + 1; w <= last; ++w) {
    const auto forecast = ForecastSilence(history, w, run);
    if (!forecast.ok()) return forecast.status();
    checks.push_back(Compare(history, w, *forecast));
  }
  return checks;
}

}  // namespace pullgraph
