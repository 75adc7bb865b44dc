// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_validation.h"

#include <algorithm>
#include <cmath>

#include "absl/functional/function_ref.h"
#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {
namespace {

PlattLine FitSome(absl::Span<const PullSample> samples, absl::Span<const double> scores,
                  absl::FunctionRef<bool(uint32_t)> wanted, const RunControl* run,
                  PlattLine otherwise) {
  std::vector<double> some;
  std::vector<uint8_t> labels;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (!wanted(samples[i].member)) continue;
    some.push_back(scores[i]);
    labels.push_back(samples[i].pulled);
  }
  if (std::count(labels.begin(), labels.end(), 1) < 5) return otherwise;
  LogisticOptions options;
  options.ridge = 1e-9;
  options.run = options.progress = run;
  const absl::StatusOr<LogisticModel> platt = FitLogistic(some, 1, labels, {}, options);
  if (!platt.ok() || platt->scale[0] <= 0) return otherwise;
  const double fitted = platt->weight[0] / platt->scale[0];
  // A falling or wildly steep curve is an accident of few positives.
  if (!(fitted > 0.2 && fitted < 5)) return otherwise;
  return {fitted, platt->intercept - fitted * platt->mean[0]};
}

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

PlattLine FitPlattLine(absl::Span<const PullSample> samples, absl::Span<const double> scores,
                       const RunControl* run, PlattLine otherwise) {
  RunControl silent;
  if (run != nullptr) silent = *run;
  silent.progress = nullptr;
  return FitSome(samples, scores, [](uint32_t) { return true; }, &silent, otherwise);
}

std::vector<double> CrossCalibrated(absl::Span<const PullSample> samples,
                                    absl::Span<const double> scores,
                                    const RunControl* run) {
  const auto half = [](uint32_t member) { return MixBits(member) & 1; };
  const PlattLine whole = FitPlattLine(samples, scores, run);
  PlattLine lines[2];
  for (const uint64_t side : {0, 1}) {
    const RunControl part =
        PartOf(run, "", 0.3 + 0.35 * static_cast<double>(side), 0.65 + 0.35 * static_cast<double>(side));
    lines[side] =
        FitSome(samples, scores, [&](uint32_t m) { return half(m) != side; }, &part, whole);
  }
  std::vector<double> p(samples.size());
  for (size_t i = 0; i < samples.size(); ++i) {
    const PlattLine& line = lines[half(samples[i].member)];
    p[i] = Sigmoid(line.slope * scores[i] + line.offset);
  }
  return p;
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

void FillReport(absl::Span<const PullSample> samples, absl::Span<const double> p,
                PullModelReport& report) {
  const std::vector<uint8_t> labels = LabelsOf(samples);
  std::vector<double> popularity;
  std::vector<double> recency;
  for (const PullSample& sample : samples) {
    popularity.push_back(sample.features[Index(PullFeature::kResourcePulls)]);
    recency.push_back(-sample.features[Index(PullFeature::kResourceIdle)]);
  }
  report.pairs = samples.size();
  report.positives = static_cast<uint64_t>(std::count(labels.begin(), labels.end(), 1));
  report.auc = RocAuc(p, labels);
  report.average_precision = AveragePrecision(p, labels);
  report.brier = BrierScore(p, labels);
  report.ece = ExpectedCalibrationError(p, labels, 10);
  report.reliability = ReliabilityTable(p, labels, 10, /*equal_mass=*/true);
  report.auc_popularity = RocAuc(popularity, labels);
  report.auc_recency = RocAuc(recency, labels);
  report.average_precision_popularity = AveragePrecision(popularity, labels);
  report.average_precision_recency = AveragePrecision(recency, labels);
}

}  // namespace pullgraph
