// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_calibration.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "algorithms/kernels/logistic.h"
#include "algorithms/kernels/sigmoid.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr double kGroupPulls = 10;    // Expected in the topmost group, at least.
constexpr size_t kGroupPairs = 20;    // In a group, at least.
constexpr double kPriorPulls = 1.5;    // By which a group is drawn towards the line.
constexpr double kFewPulls = 20;      // Below, the slope of the line is not learned.
constexpr double kShareAbove = 0.25;   // Of the line's slope, above the topmost group.
constexpr double kLeastSlope = 0.02;  // Keeps the curve rising within pooled groups.
// Variance of the log-odds between horizons that is taken for granted.
constexpr double kPriorDrift = 0.02;

// log-odds = slope x score + offset.
struct Line {
  double slope = 1;
  double offset = 0;
  double Probability(double score) const { return Sigmoid(slope * score + offset); }
};

constexpr size_t kBestOfMember = 10;

struct Chosen {
  std::vector<size_t> index;  // By falling score.
  double pulls = 0;
};

Chosen Choose(const ScoredPairs& pairs, absl::Span<const uint8_t> skip) {
  Chosen chosen;
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (!skip.empty() && skip[i] != 0) continue;
    chosen.index.push_back(i);
    chosen.pulls += pairs.pulled[i];
  }
  std::stable_sort(chosen.index.begin(), chosen.index.end(),
                   [&](size_t a, size_t b) { return pairs.score[a] > pairs.score[b]; });
  return chosen;
}

Line FitLine(const ScoredPairs& pairs, const Chosen& chosen) {
  Line line;
  if (chosen.pulls >= kFewPulls) {
    std::vector<double> scores;
    std::vector<uint8_t> labels;
    for (const size_t i : chosen.index) {
      scores.push_back(pairs.score[i]);
      labels.push_back(pairs.pulled[i]);
    }
    LogisticOptions options;
    options.ridge = 1e-9;
    const auto platt = FitLogistic(scores, 1, labels, {}, options);
    if (platt.ok() && platt->scale[0] > 0) {
      // A falling curve is an accident, and so is a much steeper one.
      line.slope = std::clamp(platt->weight[0] / platt->scale[0], kLeastSlope, 1.5);
    }
  }
  // The level, by which about as many are expected as came: drawn towards the scores' own.
  const auto expect = [&] {
    double sum = 0;
    for (const size_t i : chosen.index) sum += line.Probability(pairs.score[i]);
    return sum;
  };
  double expected = expect();
  const double target = expected * (chosen.pulls + kPriorPulls) / (expected + kPriorPulls);
  for (int step = 0; step < 30 && expected > 0; ++step) {
    const double move = std::log(target / expected);
    line.offset += move;
    if (std::abs(move) < 1e-6) break;
    expected = expect();
  }
  return line;
}

struct Group {
  double pairs = 0;
  double score = 0;     // Sum, each times what is expected of the pair.
  double expected = 0;  // By the line.
  double observed = 0;

  // Where its pulls are expected, on average.
  double Center() const { return score / expected; }
  double LogOdds(const Line& line) const {
    return line.slope * Center() + line.offset +
           std::log((observed + kPriorPulls) / (expected + kPriorPulls));
  }
  void Take(const Group& other) {
    pairs += other.pairs;
    score += other.score;
    expected += other.expected;
    observed += other.observed;
  }
};

// Says which pairs are among the best kBestOfMember of their member at their origin.
std::vector<uint8_t> BestOfMembers(const ScoredPairs& pairs, const Chosen& chosen) {
  std::vector<uint8_t> best(pairs.size());
  std::map<uint64_t, size_t> seen;
  for (const size_t i : chosen.index) {
    const uint64_t list = (uint64_t{pairs.origin[i]} << 32) | pairs.member[i];
    best[i] = seen[list]++ < kBestOfMember;
  }
  return best;
}

// Groups by falling score, then pooled until their rates fall. Lists are made of each
// member's best, so it is these that tell; of the others those that score lower than all
// groups are one more.
std::vector<Group> MakeGroups(const ScoredPairs& pairs, const Chosen& chosen, const Line& line) {
  std::vector<Group> groups;
  Group open;
  const std::vector<uint8_t> best = BestOfMembers(pairs, chosen);
  for (size_t k = 0; k < chosen.index.size(); ++k) {
    const size_t i = chosen.index[k];
    if (best[i] == 0) continue;
    const double p = line.Probability(pairs.score[i]);
    open.Take({1, p * pairs.score[i], p, double{1} * pairs.pulled[i]});
    const bool tied = k + 1 < chosen.index.size() &&
                      pairs.score[chosen.index[k + 1]] == pairs.score[i];
    if (tied || open.expected < kGroupPulls * (1 + static_cast<double>(groups.size()) / 2) ||
        open.pairs < kGroupPairs) {
      continue;
    }
    groups.push_back(std::exchange(open, Group()));
  }
  if (open.pairs > 0) {
    if (groups.empty()) {
      groups.push_back(open);
    } else {
      groups.back().Take(open);
    }
  }
  Group rest;
  for (const size_t i : chosen.index) {
    if (best[i] != 0 || pairs.score[i] >= groups.back().Center()) continue;
    const double p = line.Probability(pairs.score[i]);
    rest.Take({1, p * pairs.score[i], p, double{1} * pairs.pulled[i]});
  }
  if (rest.expected >= kGroupPulls) groups.push_back(rest);
  std::vector<Group> pooled;
  for (const Group& group : groups) {
    pooled.push_back(group);
    while (pooled.size() > 1 && pooled.back().LogOdds(line) >= pooled[pooled.size() - 2].LogOdds(line)) {
      pooled[pooled.size() - 2].Take(pooled.back());
      pooled.pop_back();
    }
  }
  return pooled;
}

// How many times more the counts of members vary than independent pairs would.
double Overdispersion(const ScoredPairs& pairs, const Chosen& chosen, const Line& line) {
  std::map<uint32_t, std::pair<double, double>> of_member;  // Observed, expected.
  for (const size_t i : chosen.index) {
    auto& [observed, expected] = of_member[pairs.member[i]];
    observed += pairs.pulled[i];
    expected += line.Probability(pairs.score[i]);
  }
  double square = 0, expected = 0;
  for (const auto& [member, sums] : of_member) {
    square += (sums.first - sums.second) * (sums.first - sums.second);
    expected += sums.second;
  }
  return expected > 0 ? std::clamp(square / expected, 1.0, 10.0) : 1;
}

// Variance between origins of the logarithm of observed over expected, beyond chance.
double Drift(const ScoredPairs& pairs, const Chosen& chosen, const Line& line,
             double overdispersion) {
  std::map<uint32_t, std::pair<double, double>> of_origin;
  for (const size_t i : chosen.index) {
    auto& [observed, expected] = of_origin[pairs.origin[i]];
    observed += pairs.pulled[i];
    expected += line.Probability(pairs.score[i]);
  }
  // Counts as one more origin of the prior's drift.
  double sum = kPriorDrift, count = 1;
  for (const auto& [origin, sums] : of_origin) {
    if (of_origin.size() < 2) break;
    const double off = std::log((sums.first + 1) / (sums.second + 1));
    sum += off * off - overdispersion / (sums.second + 1);
    count += 1;
  }
  return std::clamp(sum / count, kPriorDrift / 4, 1.0);
}

}  // namespace

void ScoredPairs::Add(uint32_t of_member, uint32_t at_origin, double of_pair, uint8_t outcome) {
  member.push_back(of_member);
  origin.push_back(at_origin);
  score.push_back(of_pair);
  pulled.push_back(outcome);
}

size_t PullCalibration::Segment(double score) const {
  return static_cast<size_t>(std::upper_bound(score_.begin(), score_.end(), score) -
                             score_.begin());
}

double PullCalibration::LogOdds(double score) const {
  if (score_.empty()) return score;
  const size_t k = Segment(score);
  if (k == 0) return log_odds_.front() + slope_below_ * (score - score_.front());
  return log_odds_[k - 1] + Slope(score) * (score - score_[k - 1]);
}

double PullCalibration::Slope(double score) const {
  if (score_.empty()) return 1;
  const size_t k = Segment(score);
  if (k == 0) return slope_below_;
  if (k == score_.size()) return slope_above_;
  return (log_odds_[k] - log_odds_[k - 1]) / (score_[k] - score_[k - 1]);
}

double PullCalibration::Error(double score) const {
  if (score_.empty()) return 0;
  const size_t k = Segment(score);
  if (k == 0) return error_.front();
  if (k == score_.size()) {
    // Half of the way by which the likelihood rises beyond what was seen.
    return error_.back() + slope_above_ / 2 * (score - score_.back());
  }
  const double share = (score - score_[k - 1]) / (score_[k] - score_[k - 1]);
  return error_[k - 1] + share * (error_[k] - error_[k - 1]);
}

PullCalibration FitPullCalibration(const ScoredPairs& pairs, absl::Span<const uint8_t> skip) {
  PullCalibration curve;
  const Chosen chosen = Choose(pairs, skip);
  if (chosen.index.empty()) return curve;
  const Line line = FitLine(pairs, chosen);
  std::vector<Group> groups = MakeGroups(pairs, chosen, line);
  std::reverse(groups.begin(), groups.end());
  const double overdispersion = Overdispersion(pairs, chosen, line);
  const double drift = Drift(pairs, chosen, line, overdispersion);
  curve.slope_below_ = line.slope;
  curve.slope_above_ = kShareAbove * line.slope;
  for (const Group& group : groups) {
    if (!(group.expected > 0)) continue;
    const double score = group.Center();
    double log_odds = group.LogOdds(line);
    if (!curve.score_.empty()) {
      if (!(score > curve.score_.back() + 1e-9)) continue;
      log_odds = std::max(log_odds, curve.log_odds_.back() +
                                        kLeastSlope * (score - curve.score_.back()));
    }
    curve.score_.push_back(score);
    curve.log_odds_.push_back(log_odds);
    curve.error_.push_back(
        std::sqrt(overdispersion / (group.observed + kPriorPulls) + drift));
  }
  return curve;
}

std::vector<double> CrossCalibratedPairs(const ScoredPairs& pairs) {
  std::vector<double> p(pairs.size());
  for (const uint64_t side : {0, 1}) {
    std::vector<uint8_t> skip(pairs.size());
    for (size_t i = 0; i < skip.size(); ++i) skip[i] = (MixBits(pairs.member[i]) & 1) == side;
    const PullCalibration curve = FitPullCalibration(pairs, skip);
    for (size_t i = 0; i < skip.size(); ++i) {
      if (skip[i] != 0) p[i] = Sigmoid(curve.LogOdds(pairs.score[i]));
    }
  }
  return p;
}

}  // namespace pullgraph
