// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_validation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "algorithms/kernels/metrics.h"
#include "algorithms/kernels/ranking_metrics.h"

namespace pullgraph {
namespace {

double LogLoss(double p, uint8_t label) {
  constexpr double kLeast = 1e-12;
  return -std::log(std::max(kLeast, label != 0 ? p : 1 - p));
}

std::vector<uint8_t> LabelsOf(absl::Span<const PullSample> samples) {
  std::vector<uint8_t> labels;
  for (const PullSample& sample : samples) labels.push_back(sample.pulled);
  return labels;
}

}  // namespace

std::vector<double> CrossCalibrated(absl::Span<const PullSample> samples,
                                    absl::Span<const double> scores) {
  ScoredPairs pairs;
  for (size_t i = 0; i < samples.size(); ++i) {
    pairs.Add(samples[i].member, 0, scores[i], samples[i].pulled);
  }
  return CrossCalibratedPairs(pairs);
}

std::vector<double> NdcgOfMembers(absl::Span<const PullSample> samples,
                                  absl::Span<const double> scores) {
  std::vector<double> all;
  std::vector<std::pair<double, size_t>> order;
  std::vector<uint8_t> labels;
  for (size_t begin = 0, end = 0; begin < samples.size(); begin = end) {
    order.clear();
    bool any = false;
    for (; end < samples.size() && samples[end].member == samples[begin].member; ++end) {
      order.emplace_back(-scores[end], end);
      any = any || samples[end].pulled != 0;
    }
    if (!any) continue;
    std::sort(order.begin(), order.end());
    labels.clear();
    for (const auto& [score, i] : order) labels.push_back(samples[i].pulled);
    all.push_back(NdcgAtK(labels, 10));
  }
  return all;
}

PullRanking PreferredRanking(const std::array<std::vector<double>, kNumPullRankings>& ndcg) {
  const auto n = static_cast<double>(ndcg[0].size());
  size_t best = 0;
  double most = 0;  // That a simple ranking gains.
  for (size_t r = 1; r < kNumPullRankings && n > 0; ++r) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < ndcg[r].size(); ++i) {
      const double gain = ndcg[r][i] - ndcg[0][i];
      sum += gain;
      squares += gain * gain;
    }
    const double mean = sum / n;
    const double error =
        std::sqrt(std::max(0.0, squares / n - mean * mean) / std::max(1.0, n - 1));
    const bool prefers = mean > 0 && (n < kFewQueries || mean > error);
    if (prefers && mean > most) best = r, most = mean;
  }
  return static_cast<PullRanking>(best);
}

LearnerScore ScoreLearner(absl::Span<const PullSample> samples, absl::Span<const double> p) {
  LearnerScore score;
  for (size_t i = 0; i < samples.size(); ++i) score.log_loss += LogLoss(p[i], samples[i].pulled);
  score.log_loss /= std::max(1.0, static_cast<double>(samples.size()));
  score.average_precision = AveragePrecision(p, LabelsOf(samples));
  return score;
}

bool IsClearlyBetter(absl::Span<const PullSample> samples, absl::Span<const double> first,
                     absl::Span<const double> second) {
  // What `second` saves, member by member (samples are in their order).
  std::vector<double> saved;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (i == 0 || samples[i].member != samples[i - 1].member) saved.push_back(0);
    saved.back() += LogLoss(first[i], samples[i].pulled) - LogLoss(second[i], samples[i].pulled);
  }
  if (saved.size() < 2) return false;
  const auto n = static_cast<double>(saved.size());
  double mean = 0;
  for (const double s : saved) mean += s / n;
  double square = 0;
  for (const double s : saved) square += (s - mean) * (s - mean);
  const double error = std::sqrt(square / (n - 1) / n);
  const std::vector<uint8_t> labels = LabelsOf(samples);
  return mean > error && AveragePrecision(second, labels) >= AveragePrecision(first, labels);
}

void FillReport(absl::Span<const PullSample> samples, absl::Span<const uint32_t> origins,
                absl::Span<const double> p, uint64_t seed, PullModelReport& report) {
  const std::vector<uint8_t> labels = LabelsOf(samples);
  std::vector<double> popularity;
  std::vector<double> recency;
  JudgedPairs judged;
  for (size_t i = 0; i < samples.size(); ++i) {
    popularity.push_back(samples[i].features[Index(PullFeature::kResourcePulls)]);
    recency.push_back(samples[i].features[Index(PullFeature::kResourceRecency)]);
    judged.Add(samples[i].member, origins[i], p[i], samples[i].pulled);
  }
  report.pairs = samples.size();
  report.positives = static_cast<uint64_t>(std::count(labels.begin(), labels.end(), 1));
  if (report.wanted > 0) {
    report.candidate_recall =
        static_cast<double>(report.positives) / static_cast<double>(report.wanted);
  }
  report.auc = RocAuc(p, labels);
  report.average_precision = AveragePrecision(p, labels);
  report.brier = BrierScore(p, labels);
  report.ece = ExpectedCalibrationError(p, labels, 10);
  report.reliability = ReliabilityTable(p, labels, 10, /*equal_mass=*/true);
  report.auc_popularity = RocAuc(popularity, labels);
  report.auc_recency = RocAuc(recency, labels);
  report.average_precision_popularity = AveragePrecision(popularity, labels);
  report.average_precision_recency = AveragePrecision(recency, labels);
  report.quality = JudgeForecast(judged, 400, seed);
}

}  // namespace pullgraph
