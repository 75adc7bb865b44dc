// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "algorithms/kernels/count_intervals.h"

namespace pullgraph {
namespace {

// Calls visit(begin, end) for the rows of each origin.
template <class Visit>
void ForEachOrigin(const JudgedRows& rows, Visit visit) {
  for (size_t i = 0; i < rows.size();) {
    size_t end = i;
    while (end < rows.size() && rows.origin[end] == rows.origin[i]) ++end;
    visit(i, end);
    i = end;
  }
}

// Square root of the sum of squares of the sums of `influence` by member.
double ClusteredError(const JudgedRows& rows, absl::Span<const double> influence) {
  uint32_t most = 0;
  for (const uint32_t m : rows.member) most = std::max(most, m);
  std::vector<double> of_member(rows.size() == 0 ? 0 : size_t{most} + 1);
  for (size_t i = 0; i < rows.size(); ++i) of_member[rows.member[i]] += influence[i];
  double squares = 0;
  for (const double x : of_member) squares += x * x;
  return std::sqrt(squares);
}

double LogLoss(double p, uint8_t label) {
  constexpr double kTiny = 1e-12;
  return -std::log(std::max(kTiny, label != 0 ? p : 1 - p));
}

}  // namespace

const char* ConversionVerdictName(ConversionVerdict verdict) {
  constexpr const char* kNames[] = {"too little", "nothing", "simple", "holds"};
  return kNames[static_cast<size_t>(verdict)];
}

AucEstimate JudgeAuc(const JudgedRows& rows, absl::Span<const double> scores) {
  std::vector<double> placement(rows.size());  // Among the other class of its origin.
  double sum = 0, pairs_weight = 0;
  std::vector<double> weight(rows.size());
  ForEachOrigin(rows, [&](size_t begin, size_t end) {
    std::vector<size_t> order(end - begin);
    std::iota(order.begin(), order.end(), begin);
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return std::tie(scores[a], a) < std::tie(scores[b], b); });
    double positives = 0;
    for (const size_t i : order) positives += rows.label[i];
    const double negatives = static_cast<double>(order.size()) - positives;
    if (positives == 0 || negatives == 0) return;
    double seen[2] = {0, 0};
    for (size_t i = 0; i < order.size();) {
      size_t same = i;
      double tied[2] = {0, 0};
      for (; same < order.size() && scores[order[same]] == scores[order[i]]; ++same) {
        tied[rows.label[order[same]]] += 1;
      }
      for (; i < same; ++i) {
        const size_t row = order[i];
        const size_t other = 1 - size_t{rows.label[row]};
        const double below = seen[other] + tied[other] / 2;
        const bool converted = rows.label[row] != 0;
        placement[row] = converted ? below / negatives : 1 - below / positives;
        weight[row] = converted ? 1 : positives / negatives;
        if (converted) sum += placement[row];
      }
      seen[0] += tied[0], seen[1] += tied[1];
    }
    pairs_weight += positives;
  });
  AucEstimate auc;
  if (pairs_weight == 0) return auc;
  auc.value = sum / pairs_weight;
  std::vector<double> influence(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (weight[i] > 0) influence[i] = weight[i] * (placement[i] - auc.value) / pairs_weight;
  }
  auc.error = ClusteredError(rows, influence);
  return auc;
}

LossGain JudgeLoss(const JudgedRows& rows, absl::Span<const double> p,
                   absl::Span<const double> base) {
  LossGain gain;
  std::vector<double> gains(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const double before = LogLoss(base[i], rows.label[i]);
    gains[i] = before - LogLoss(p[i], rows.label[i]);
    gain.sum += gains[i];
    gain.base += before;
  }
  gain.error = ClusteredError(rows, gains);
  return gain;
}

TopReport JudgeTop(const JudgedRows& rows, absl::Span<const double> p, uint64_t k) {
  TopReport top;
  top.k = k;
  ForEachOrigin(rows, [&](size_t begin, size_t end) {
    std::vector<size_t> order(end - begin);
    std::iota(order.begin(), order.end(), begin);
    const auto first = order.begin() + static_cast<ptrdiff_t>(std::min<uint64_t>(k, order.size()));
    std::partial_sort(order.begin(), first, order.end(), [&](size_t a, size_t b) {
      return std::make_tuple(-p[a], rows.member[a]) < std::make_tuple(-p[b], rows.member[b]);
    });
    for (auto i = order.begin(); i != first; ++i) {
      top.expected += p[*i];
      top.happened += rows.label[*i];
    }
  });
  if (!(top.expected > 0)) return top;
  top.ratio = static_cast<double>(top.happened) / top.expected;
  if (const auto rate = GammaRate(top.happened, top.expected); rate.ok()) {
    top.ratio_low = rate->low;
    top.ratio_high = rate->high;
  }
  return top;
}

}  // namespace pullgraph
