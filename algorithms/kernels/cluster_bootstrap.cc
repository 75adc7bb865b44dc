// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/cluster_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

absl::Status CheckLevelOf(double confidence) {
  if (confidence > 0 && confidence < 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("confidence = ", confidence, ", expected in (0, 1)"));
}

// One entry a cluster, in the order of their numbers.
absl::StatusOr<std::vector<ClusterCount>> Merged(std::vector<ClusterCount> counts) {
  for (const ClusterCount& c : counts) {
    if (!std::isfinite(c.hits) || !(c.trials >= 0) || !std::isfinite(c.trials)) {
      return absl::InvalidArgumentError(absl::StrCat("cluster ", c.cluster, " has ", c.hits, " of ",
                                                     c.trials, ", expected finite and >= 0"));
    }
  }
  // Stable, so that sums are rounded alike whatever sorts them.
  std::stable_sort(counts.begin(), counts.end(), [](const ClusterCount& a, const ClusterCount& b) {
    return a.cluster < b.cluster;
  });
  size_t kept = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (kept > 0 && counts[kept - 1].cluster == counts[i].cluster) {
      counts[kept - 1].hits += counts[i].hits;
      counts[kept - 1].trials += counts[i].trials;
    } else {
      counts[kept++] = counts[i];
    }
  }
  counts.resize(kept);
  return counts;
}

// The point below which lies the share q of the sorted values, linear in between.
double PercentileOf(const std::vector<double>& sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

absl::StatusOr<Estimate> BootstrapClusters(
    size_t clusters, absl::FunctionRef<double(absl::Span<const uint32_t> weights)> statistic,
    const ClusterBootstrapOptions& options) {
  if (absl::Status s = CheckLevelOf(options.confidence); !s.ok()) return s;
  if (options.resamples < 20) {
    return absl::InvalidArgumentError(
        absl::StrCat("resamples = ", options.resamples, ", expected >= 20"));
  }
  if (clusters == 0) return absl::InvalidArgumentError("there are no clusters to resample");
  Estimate estimate;
  estimate.value = statistic(std::vector<uint32_t>(clusters, 1));
  std::vector<double> values(static_cast<size_t>(options.resamples));
  const absl::Status drawn = ParallelForStatus(
      ThreadsOf(options.run), options.resamples, 8, [&](int64_t begin, int64_t end) {
        std::vector<uint32_t> weights(clusters);
        for (int64_t b = begin; b < end; ++b) {
          if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
          RandomStream random(options.seed, static_cast<uint64_t>(b));
          std::fill(weights.begin(), weights.end(), 0U);
          for (size_t i = 0; i < clusters; ++i) ++weights[random.Below(clusters)];
          values[static_cast<size_t>(b)] = statistic(weights);
        }
        return absl::OkStatus();
      });
  if (!drawn.ok()) return drawn;
  std::erase_if(values, [](double v) { return std::isnan(v); });
  if (values.empty()) {
    estimate.low = estimate.high = std::numeric_limits<double>::quiet_NaN();
    return estimate;
  }
  std::sort(values.begin(), values.end());
  const double tail = (1 - options.confidence) / 2;
  estimate.low = PercentileOf(values, tail);
  estimate.high = PercentileOf(values, 1 - tail);
  return estimate;
}

absl::StatusOr<Estimate> BootstrapRatio(std::vector<ClusterCount> counts,
                                        const ClusterBootstrapOptions& options) {
  const absl::StatusOr<std::vector<ClusterCount>> merged = Merged(std::move(counts));
  if (!merged.ok()) return merged.status();
  return BootstrapClusters(
      merged->size(),
      [&](absl::Span<const uint32_t> weights) {
        double hits = 0, trials = 0;
        for (size_t c = 0; c < weights.size(); ++c) {
          hits += weights[c] * (*merged)[c].hits;
          trials += weights[c] * (*merged)[c].trials;
        }
        return trials > 0 ? hits / trials : std::numeric_limits<double>::quiet_NaN();
      },
      options);
}

absl::StatusOr<Estimate> ClusterShare(std::vector<ClusterCount> counts, double confidence,
                                      double* effective) {
  if (absl::Status s = CheckLevelOf(confidence); !s.ok()) return s;
  const absl::StatusOr<std::vector<ClusterCount>> merged = Merged(std::move(counts));
  if (!merged.ok()) return merged.status();
  double hits = 0, trials = 0, clusters = 0, squares = 0;
  for (const ClusterCount& c : *merged) {
    if (!(c.hits >= 0) || !(c.hits <= c.trials)) {
      return absl::InvalidArgumentError(absl::StrCat("cluster ", c.cluster, " has ", c.hits, " of ",
                                                     c.trials, ", expected hits in [0, trials]"));
    }
    hits += c.hits, trials += c.trials, squares += c.trials * c.trials;
    clusters += c.trials > 0 ? 1 : 0;
  }
  if (effective != nullptr) *effective = 0;
  if (trials == 0) return Estimate{0.5, 0, 1};
  const double p = hits / trials;
  double variance = 0;
  for (const ClusterCount& c : *merged) {
    const double off = c.hits - p * c.trials;
    variance += off * off;
  }
  // As if all trials of a cluster were one, if there is nothing that would tell.
  double n = trials * trials / squares;
  if (clusters > 1 && variance > 0) {
    variance *= clusters / (clusters - 1) / (trials * trials);
    n = std::clamp(p * (1 - p) / variance, std::min(1.0, trials), trials);
  }
  if (effective != nullptr) *effective = n;
  const BetaTails tails = TailsOfBeta(p * n + 0.5, (1 - p) * n + 0.5, (1 - confidence) / 2);
  return Estimate{p, hits == 0 ? 0 : std::min(p, tails.low), hits == trials ? 1 : std::max(p, tails.high)};
}

}  // namespace pullgraph
