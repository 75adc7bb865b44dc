// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/forecast_quality.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "algorithms/kernels/metrics.h"
#include "algorithms/kernels/count_intervals.h"

namespace pullgraph {
namespace {

constexpr double kNormal95 = 1.959963984540054;
constexpr uint64_t kMemberPlaces = 3;

// The pairs on the lists: the first `places` of each group, by falling p, then index.
std::vector<size_t> PairsOnLists(const JudgedPairs& pairs, uint64_t places, bool per_member) {
  std::vector<size_t> order(pairs.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto group = [&](size_t i) {
    return (uint64_t{pairs.origin[i]} << 32) | (per_member ? pairs.member[i] : 0U);
  };
  const auto before = [&](size_t a, size_t b) { return group(a) < group(b); };
  if (!std::is_sorted(order.begin(), order.end(), before)) {
    std::stable_sort(order.begin(), order.end(), before);
  }
  std::vector<size_t> listed;
  for (auto first = order.begin(); first != order.end();) {
    const auto last = std::find_if(first, order.end(),
                                   [&](size_t i) { return group(i) != group(*first); });
    const auto most = std::min(static_cast<int64_t>(places), static_cast<int64_t>(last - first));
    std::partial_sort(first, first + most, last, [&](size_t a, size_t b) {
      return std::pair(-pairs.p[a], a) < std::pair(-pairs.p[b], b);
    });
    listed.insert(listed.end(), first, first + most);
    first = last;
  }
  return listed;
}

// What one member has on the lists.
struct MemberPart {
  double observed = 0;
  double expected = 0;
};

std::vector<MemberPart> PartsOfMembers(const JudgedPairs& pairs,
                                       const std::vector<size_t>& listed) {
  std::vector<std::pair<uint32_t, size_t>> by_member;
  for (const size_t i : listed) by_member.emplace_back(pairs.member[i], i);
  std::sort(by_member.begin(), by_member.end());
  std::vector<MemberPart> parts;
  for (size_t k = 0; k < by_member.size(); ++k) {
    if (k == 0 || by_member[k].first != by_member[k - 1].first) parts.emplace_back();
    parts.back().observed += pairs.pulled[by_member[k].second];
    parts.back().expected += pairs.p[by_member[k].second];
  }
  return parts;
}

void SetRatioInterval(const std::vector<MemberPart>& parts, int resamples, uint64_t seed,
                      TopRatio& top) {
  std::vector<double> ratios;
  for (int b = 0; b < resamples; ++b) {
    RandomStream random(seed, static_cast<uint64_t>(b));
    MemberPart sum;
    for (size_t i = 0; i < parts.size(); ++i) {
      const MemberPart& part = parts[random.Below(parts.size())];
      sum.observed += part.observed;
      sum.expected += part.expected;
    }
    ratios.push_back(sum.expected > 0 ? sum.observed / sum.expected : 0);
  }
  std::sort(ratios.begin(), ratios.end());
  const auto at = [&](double q) {
    return ratios[static_cast<size_t>(q * static_cast<double>(ratios.size() - 1))];
  };
  top.low = at(0.025);
  top.high = at(0.975);
  if (const auto poisson = GammaRate(top.observed, top.expected); poisson.ok()) {
    top.low = std::min(top.low, poisson->low);
    top.high = std::max(top.high, poisson->high);
  }
}

// AUC with the variance that clusters leave, from how each pair places among the other
// class: a positive's share of negatives below it, a negative's of positives above.
void SetAuc(const JudgedPairs& pairs, ForecastQuality& quality) {
  const auto positives =
      static_cast<double>(std::count(pairs.pulled.begin(), pairs.pulled.end(), 1));
  const double negatives = static_cast<double>(pairs.size()) - positives;
  if (positives == 0 || negatives == 0) return;
  std::vector<size_t> order(pairs.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return pairs.p[a] < pairs.p[b]; });
  std::vector<double> share(pairs.size());
  double below_positive = 0, below_negative = 0, auc = 0;
  for (size_t i = 0; i < order.size();) {
    size_t end = i;
    double tied_positive = 0;
    for (; end < order.size() && pairs.p[order[end]] == pairs.p[order[i]]; ++end) {
      tied_positive += pairs.pulled[order[end]];
    }
    const double tied_negative = static_cast<double>(end - i) - tied_positive;
    for (; i < end; ++i) {
      const size_t k = order[i];
      share[k] = pairs.pulled[k] != 0
                     ? (below_negative + tied_negative / 2) / negatives
                     : 1 - (below_positive + tied_positive / 2) / positives;
      if (pairs.pulled[k] != 0) auc += share[k] / positives;
    }
    below_positive += tied_positive;
    below_negative += tied_negative;
  }
  std::vector<std::pair<uint32_t, double>> influence;
  for (size_t k = 0; k < pairs.size(); ++k) {
    const double n = pairs.pulled[k] != 0 ? positives : negatives;
    influence.emplace_back(pairs.member[k], (share[k] - auc) / n);
  }
  std::stable_sort(influence.begin(), influence.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  double variance = 0, sum = 0;
  for (size_t k = 0; k < influence.size(); ++k) {
    sum += influence[k].second;
    if (k + 1 == influence.size() || influence[k + 1].first != influence[k].first) {
      variance += sum * sum;
      sum = 0;
    }
  }
  const double spread = kNormal95 * std::sqrt(variance);
  quality.auc = auc;
  quality.auc_low = std::max(0.0, auc - spread);
  quality.auc_high = std::min(1.0, auc + spread);
}

void SetSkill(const JudgedPairs& pairs, ForecastQuality& quality) {
  const double rate = quality.base_rate;
  double brier = 0, loss = 0, base_brier = 0, base_loss = 0;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const double y = pairs.pulled[i];
    const double p = std::clamp(pairs.p[i], 1e-12, 1 - 1e-12);
    brier += (p - y) * (p - y);
    base_brier += (rate - y) * (rate - y);
    loss -= std::log(y > 0 ? p : 1 - p);
    base_loss -= std::log(y > 0 ? rate : 1 - rate);
  }
  if (base_brier > 0) quality.brier_skill = 1 - brier / base_brier;
  if (base_loss > 0) quality.log_loss_skill = 1 - loss / base_loss;
}

}  // namespace

void JudgedPairs::Add(uint32_t of_member, uint32_t at_origin, double forecast, uint8_t outcome) {
  member.push_back(of_member);
  origin.push_back(at_origin);
  p.push_back(forecast);
  pulled.push_back(outcome);
}

TopRatio JudgeTop(const JudgedPairs& pairs, uint64_t places, bool per_member, int resamples,
                  uint64_t seed) {
  TopRatio top;
  top.places = places;
  top.per_member = per_member;
  const std::vector<size_t> listed = PairsOnLists(pairs, places, per_member);
  top.pairs = listed.size();
  for (const size_t i : listed) {
    top.observed += pairs.pulled[i];
    top.expected += pairs.p[i];
  }
  if (listed.empty() || !(top.expected > 0)) return top;
  top.ratio = static_cast<double>(top.observed) / top.expected;
  SetRatioInterval(PartsOfMembers(pairs, listed), std::max(1, resamples), seed, top);
  return top;
}

ForecastQuality JudgeForecast(const JudgedPairs& pairs, int resamples, uint64_t seed) {
  ForecastQuality quality;
  if (pairs.size() == 0) return quality;
  const auto positives = std::count(pairs.pulled.begin(), pairs.pulled.end(), 1);
  quality.base_rate = static_cast<double>(positives) / static_cast<double>(pairs.size());
  SetAuc(pairs, quality);
  if (positives > 0) {
    SetSkill(pairs, quality);
    quality.relative_error =
        ExpectedCalibrationError(pairs.p, pairs.pulled, 10) / quality.base_rate;
  }
  for (const uint64_t places : {10, 100, 1000}) {
    quality.top.push_back(JudgeTop(pairs, places, false, resamples, seed));
  }
  quality.top.push_back(JudgeTop(pairs, kMemberPlaces, true, resamples, seed));
  return quality;
}

}  // namespace pullgraph
