// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {
namespace {

// Standard deviation of the slope around 1, before anything is seen.
constexpr double kSlopeSpread = 0.25;
// The same of the level around 0: what was learned from all has seen how many convert.
constexpr double kLevelSpread = 0.1;
// Conversions, as expected, that stand beside those seen of a group of the first.
constexpr double kBesideSeen = 15;
// Size of the first group at an origin; each is twice the one before.
constexpr size_t kFirstGroup = 10;
// Variance of the logarithm of what happens over what is expected, from one horizon to the
// next, and origins that it counts as.
constexpr double kPriorVariance = 0.01, kPriorOrigins = 2;

struct Group {
  double expected = 0, happened = 0, log_odds = 0, rows = 0;
};

// Which group the row at `place` of its origin, from 0, belongs to.
size_t GroupOf(size_t place) {
  size_t group = 0;
  for (size_t end = kFirstGroup, size = kFirstGroup; place >= end; ++group) size *= 2, end += size;
  return group;
}

}  // namespace

double ConvertCalibration::LogOdds(double score) const {
  const double x = slope_ * score + offset_;
  if (knot_.empty()) return x;
  if (x <= knot_.front()) return x + shift_.front();
  if (x >= knot_.back()) return x + shift_.back();
  const auto above = static_cast<size_t>(std::upper_bound(knot_.begin(), knot_.end(), x) - knot_.begin());
  const double share = (x - knot_[above - 1]) / (knot_[above] - knot_[above - 1]);
  return x + shift_[above - 1] + share * (shift_[above] - shift_[above - 1]);
}

void ConvertCalibration::FitLine(const JudgedRows& rows, absl::Span<const double> scores) {
  const double mean =
      std::accumulate(scores.begin(), scores.end(), 0.0) / std::max<double>(1, static_cast<double>(scores.size()));
  // Around the mean, so that slope and offset are told apart: x = slope (s - mean) + level.
  double slope = 1, level = mean;
  constexpr double kPenalty = 1 / (kSlopeSpread * kSlopeSpread);
  constexpr double kLevelPenalty = 1 / (kLevelSpread * kLevelSpread);
  for (int step = 0; step < 30; ++step) {
    double g0 = kLevelPenalty * (level - mean), h00 = kLevelPenalty, h01 = 0;
    double g1 = kPenalty * (slope - 1), h11 = kPenalty;
    for (size_t i = 0; i < rows.size(); ++i) {
      const double x = scores[i] - mean;
      const double p = Sigmoid(slope * x + level);
      const double error = p - rows.label[i], curve = p * (1 - p);
      g0 += error, g1 += error * x;
      h00 += curve, h01 += curve * x, h11 += curve * x * x;
    }
    const double det = h00 * h11 - h01 * h01;
    if (!(det > 0)) break;
    const auto bounded = [](double d) { return std::clamp(d, -2.0, 2.0); };
    const double d0 = bounded((h11 * g0 - h01 * g1) / det), d1 = bounded((h00 * g1 - h01 * g0) / det);
    level -= d0, slope -= d1;
    if (std::abs(d0) + std::abs(d1) < 1e-10) break;
  }
  slope_ = std::max(0.0, slope);  // More never means less.
  offset_ = level - slope_ * mean;
}

void ConvertCalibration::FitTop(const JudgedRows& rows, absl::Span<const double> scores) {
  std::vector<Group> groups;
  for (size_t begin = 0; begin < rows.size();) {
    size_t end = begin;
    while (end < rows.size() && rows.origin[end] == rows.origin[begin]) ++end;
    std::vector<size_t> order(end - begin);
    std::iota(order.begin(), order.end(), begin);
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return scores[a] > scores[b]; });
    for (size_t place = 0; place < order.size(); ++place) {
      const size_t g = GroupOf(place);
      if (groups.size() <= g) groups.resize(g + 1);
      const double x = slope_ * scores[order[place]] + offset_;
      groups[g].expected += Sigmoid(x);
      groups[g].happened += rows.label[order[place]];
      groups[g].log_odds += x;
      groups[g].rows += 1;
    }
    begin = end;
  }
  // Merges, from the likeliest on, what would come out of order.
  struct Block {
    double sum = 0, weight = 0;
    size_t count = 0;
    double mean() const { return sum / weight; }
  };
  std::vector<Block> blocks;
  std::vector<double> knot;
  for (const Group& g : groups) {
    const double x = g.log_odds / g.rows;
    if (!knot.empty() && !(x < knot.back())) return;  // All alike: there is no top.
    knot.push_back(x);
    const double shift = std::log((g.happened + kBesideSeen) / (g.expected + kBesideSeen));
    const double weight = g.expected + kBesideSeen;
    blocks.push_back({(x + shift) * weight, weight, 1});
    while (blocks.size() > 1 && blocks.back().mean() > blocks[blocks.size() - 2].mean()) {
      Block& into = blocks[blocks.size() - 2];
      into.sum += blocks.back().sum, into.weight += blocks.back().weight;
      into.count += blocks.back().count;
      blocks.pop_back();
    }
  }
  std::vector<double> shift;
  for (const Block& block : blocks) {
    for (size_t i = 0; i < block.count; ++i) shift.push_back(block.mean() - knot[shift.size()]);
  }
  knot_.assign(knot.rbegin(), knot.rend());
  shift_.assign(shift.rbegin(), shift.rend());
}

void ConvertCalibration::FitError(const JudgedRows& rows, absl::Span<const double> scores) {
  std::vector<std::pair<double, double>> origins;  // (expected, happened)
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows.origin[i] != rows.origin[i - 1]) origins.emplace_back(0, 0);
    origins.back().first += Sigmoid(LogOdds(scores[i]));
    origins.back().second += rows.label[i];
  }
  double excess = 0, squares = 0, happened = 0;
  for (const auto& [e, h] : origins) {
    excess += (h - e) * (h - e) - e;
    squares += e * e;
    happened += h;
  }
  const auto n = static_cast<double>(origins.size());
  const double seen = squares > 0 ? std::max(0.0, excess / squares) : 0;
  const double variance = (n * seen + kPriorOrigins * kPriorVariance) / (n + kPriorOrigins);
  shared_error_ = std::sqrt(variance + 1 / (happened + 1));
}

ConvertCalibration ConvertCalibration::Fit(const JudgedRows& rows,
                                           absl::Span<const double> scores) {
  ConvertCalibration c;
  if (rows.size() == 0) return c;
  c.FitLine(rows, scores);
  c.FitTop(rows, scores);
  c.FitError(rows, scores);
  return c;
}

std::vector<double> CrossCalibrated(const JudgedRows& rows, absl::Span<const double> scores) {
  std::vector<double> p(rows.size());
  const uint32_t origins = rows.size() == 0 ? 0 : rows.origin.back() + 1;
  for (uint32_t o = 0; o < origins; ++o) {
    JudgedRows others;
    std::vector<double> their_scores;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows.origin[i] == o && origins > 1) continue;
      others.member.push_back(rows.member[i]);
      others.origin.push_back(rows.origin[i]);
      others.label.push_back(rows.label[i]);
      their_scores.push_back(scores[i]);
    }
    const ConvertCalibration c = ConvertCalibration::Fit(others, their_scores);
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows.origin[i] == o) p[i] = Sigmoid(c.LogOdds(scores[i]));
    }
  }
  return p;
}

}  // namespace pullgraph
