// SPDX-License-Identifier: Apache-2.0
// What members did, asked and answered, and what was sent to them.
#include <algorithm>
#include <cmath>

#include "algorithms/convert/convert_features.h"

namespace pullgraph::convert_internal {
namespace {

// Half-lives after which an act counts half in what a member did in all.
constexpr double kLong = 8;
constexpr double kAsksLong = 4;

struct ActSums {
  double recent = 0, all = 0, last = 0, before = 0, asks = 0, unmet = 0, answers = 0, touches = 0;
  Time latest;
};

// Half-lives from `t` to now; 0 where nothing is dated.
double AgeOf(const ConvertScene& scene, Time t) {
  if (!t.is_present() || !scene.at.is_present()) return 0;
  return std::max(0.0, DaysBetween(t, scene.at)) / scene.half_life_days;
}

void AddSignals(const ConvertScene& scene, std::vector<ActSums>& sums) {
  const SignalColumns& signals = scene.view->community().signals();
  for (size_t i = 0; i < scene.view->num_signals(); ++i) {
    const Time answered = scene.view->AnsweredAt(i);
    if (const MemberId by = signals.answered_by[i]; !by.is_none() &&
                                                    (answered.is_present() || !signals.at[i].is_present())) {
      ActSums& s = sums[by.value()];
      const double age = AgeOf(scene, answered);
      s.answers += std::exp2(-age / kAsksLong);
      s.recent += std::exp2(-age);
      s.all += std::exp2(-age / kLong);
      s.last += age < 1 ? 1 : 0;
      s.before += age >= 1 && age < 2 ? 1 : 0;
      s.latest = std::max(s.latest, answered);
    }
    const MemberId m = signals.member[i];
    if (m.is_none() || !Counts(scene, i)) continue;
    ActSums& s = sums[m.value()];
    const double age = AgeOf(scene, signals.at[i]);
    s.recent += std::exp2(-age);
    s.all += std::exp2(-age / kLong);
    s.last += age < 1 ? 1 : 0;
    s.before += age >= 1 && age < 2 ? 1 : 0;
    s.latest = std::max(s.latest, signals.at[i]);
    if (signals.kind[i] != SignalKind::kAsk) continue;
    const double ask = std::exp2(-age / kAsksLong);
    s.asks += ask;
    if (!answered.is_present()) s.unmet += ask;
  }
}

void AddTouches(const ConvertScene& scene, std::vector<ActSums>& sums) {
  const TouchColumns& touches = scene.view->community().touches();
  for (size_t i = 0; i < scene.view->num_touches(); ++i) {
    if (touches.holdout[i] != 0) continue;
    if (scene.at.is_present() && touches.sent_at[i] >= scene.at) continue;
    sums[touches.member[i].value()].touches +=
        std::exp2(-AgeOf(scene, touches.sent_at[i]) / kAsksLong);
  }
}

}  // namespace

void SetActs(const ConvertScene& scene, std::vector<ConvertRow>& rows) {
  std::vector<ActSums> sums(rows.size());
  AddSignals(scene, sums);
  AddTouches(scene, sums);
  for (size_t m = 0; m < rows.size(); ++m) {
    const ActSums& s = sums[m];
    const auto set = [&](ConvertFeature f, double x) {
      rows[m][Index(f)] = static_cast<float>(x);
    };
    const double tenure = AgeOf(scene, scene.since[m]);
    const bool silent = s.all <= 0;
    set(ConvertFeature::kRecentActs, std::log1p(s.recent));
    set(ConvertFeature::kActs, std::log1p(s.all));
    set(ConvertFeature::kIdle,
        std::log1p(s.latest.is_present() ? AgeOf(scene, s.latest) : tenure));
    set(ConvertFeature::kTenure, std::log1p(tenure));
    set(ConvertFeature::kSilent, silent ? 1 : 0);
    set(ConvertFeature::kTrend, std::log((s.last + 1) / (s.before + 1)));
    set(ConvertFeature::kAsks, std::log1p(s.asks));
    set(ConvertFeature::kUnmetAsks, std::log1p(s.unmet));
    set(ConvertFeature::kAnswers, std::log1p(s.answers));
    set(ConvertFeature::kTouches, std::log1p(s.touches));
  }
}

}  // namespace pullgraph::convert_internal
