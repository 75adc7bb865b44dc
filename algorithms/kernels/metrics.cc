// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pullgraph {
namespace {

// Indices by falling score; equal scores by index.
std::vector<size_t> ByScore(absl::Span<const double> scores) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  return order;
}

// Calls visit(size, positives) for each run of equal scores, best first.
template <class Visit>
void ForEachTie(absl::Span<const double> scores, absl::Span<const uint8_t> labels, Visit visit) {
  const std::vector<size_t> order = ByScore(scores);
  for (size_t i = 0; i < order.size();) {
    const size_t begin = i;
    uint64_t positives = 0;
    for (; i < order.size() && scores[order[i]] == scores[order[begin]]; ++i) {
      positives += labels[order[i]];
    }
    visit(static_cast<uint64_t>(i - begin), positives);
  }
}

ReliabilityBin BinOf(absl::Span<const double> p, absl::Span<const uint8_t> labels,
                     absl::Span<const size_t> members) {
  ReliabilityBin bin;
  bin.low = 1;
  for (const size_t i : members) {
    bin.low = std::min(bin.low, p[i]);
    bin.high = std::max(bin.high, p[i]);
    bin.predicted += p[i];
    bin.observed += labels[i];
  }
  bin.count = members.size();
  bin.predicted /= static_cast<double>(members.size());
  bin.observed /= static_cast<double>(members.size());
  return bin;
}

}  // namespace

double RocAuc(absl::Span<const double> scores, absl::Span<const uint8_t> labels) {
  double wins = 0;
  double positives_above = 0;
  double negatives = 0;
  ForEachTie(scores, labels, [&](uint64_t size, uint64_t positives) {
    const auto p = static_cast<double>(positives);
    const auto q = static_cast<double>(size - positives);
    wins += q * (positives_above + p / 2);
    positives_above += p;
    negatives += q;
  });
  const double pairs = positives_above * negatives;
  return pairs > 0 ? wins / pairs : 0.5;
}

double AveragePrecision(absl::Span<const double> scores, absl::Span<const uint8_t> labels) {
  double sum = 0;
  double seen = 0;
  double found = 0;
  ForEachTie(scores, labels, [&](uint64_t size, uint64_t positives) {
    const auto p = static_cast<double>(positives);
    const auto n = static_cast<double>(size);
    // The k-th positive of the tie stands, on average, at place k (n + 1) / (p + 1).
    for (double k = 1; k <= p; ++k) sum += (found + k) / (seen + k * (n + 1) / (p + 1));
    seen += n;
    found += p;
  });
  return found > 0 ? sum / found : 0;
}

double BrierScore(absl::Span<const double> probabilities, absl::Span<const uint8_t> labels) {
  double sum = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const double d = probabilities[i] - labels[i];
    sum += d * d;
  }
  return labels.empty() ? 0 : sum / static_cast<double>(labels.size());
}

std::vector<ReliabilityBin> ReliabilityTable(absl::Span<const double> probabilities,
                                             absl::Span<const uint8_t> labels, int bins,
                                             bool equal_mass) {
  std::vector<ReliabilityBin> table;
  if (equal_mass) {
    std::vector<size_t> order = ByScore(probabilities);
    std::reverse(order.begin(), order.end());
    for (int b = 0; b < bins; ++b) {
      const size_t begin = order.size() * static_cast<size_t>(b) / static_cast<size_t>(bins);
      const size_t end = order.size() * static_cast<size_t>(b + 1) / static_cast<size_t>(bins);
      if (begin == end) continue;
      table.push_back(BinOf(probabilities, labels,
                            absl::MakeConstSpan(order).subspan(begin, end - begin)));
    }
    return table;
  }
  std::vector<std::vector<size_t>> members(static_cast<size_t>(bins));
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto b = static_cast<int>(std::floor(probabilities[i] * bins));
    members[static_cast<size_t>(std::clamp(b, 0, bins - 1))].push_back(i);
  }
  for (const std::vector<size_t>& bin : members) {
    if (!bin.empty()) table.push_back(BinOf(probabilities, labels, bin));
  }
  return table;
}

double ExpectedCalibrationError(absl::Span<const double> probabilities,
                                absl::Span<const uint8_t> labels, int bins) {
  const std::vector<size_t> order = ByScore(probabilities);
  const auto n = order.size();
  double sum = 0;
  size_t begin = 0;
  for (int b = 0; b < bins && begin < n; ++b) {
    size_t end = std::max(begin + 1, n * static_cast<size_t>(b + 1) / static_cast<size_t>(bins));
    while (end < n && probabilities[order[end]] == probabilities[order[end - 1]]) ++end;
    double off = 0;
    for (; begin < end; ++begin) off += probabilities[order[begin]] - labels[order[begin]];
    sum += std::abs(off);
  }
  return n == 0 ? 0 : sum / static_cast<double>(n);
}

std::vector<double> LiftByDecile(absl::Span<const double> scores,
                                 absl::Span<const uint8_t> labels) {
  const std::vector<size_t> order = ByScore(scores);
  const auto total = static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  std::vector<double> lift;
  if (total == 0) return lift;
  for (size_t d = 0; d < 10; ++d) {
    const size_t begin = order.size() * d / 10;
    const size_t end = order.size() * (d + 1) / 10;
    double positives = 0;
    for (size_t i = begin; i < end; ++i) positives += labels[order[i]];
    const double expected =
        total * static_cast<double>(end - begin) / static_cast<double>(order.size());
    lift.push_back(expected > 0 ? positives / expected : 0);
  }
  return lift;
}

}  // namespace pullgraph
