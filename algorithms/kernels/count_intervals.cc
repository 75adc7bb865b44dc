// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/count_intervals.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/normal_quantile.h"
#include "algorithms/kernels/wilson.h"

namespace pullgraph {
namespace {

absl::Status CheckConfidence(double confidence) {
  const double tail = 1 - confidence;
  if (tail > 0 && tail < 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("confidence = ", confidence, ", expected in (0, 1)"));
}

absl::Status CheckGroup(uint64_t count) {
  if (count > 0) return absl::OkStatus();
  return absl::InvalidArgumentError("a group is empty, expected at least one in each");
}

}  // namespace

double Moments::VarianceOfMean() const {
  if (count < 2) return 0;
  const auto n = static_cast<double>(count);
  return std::max(0.0, (squares - sum * sum / n) / (n - 1)) / n;
}

BetaTails TailsOfBeta(double a, double b, double tail) {
  const boost::math::beta_distribution<double> posterior(a, b);
  return {boost::math::quantile(posterior, tail),
          boost::math::quantile(boost::math::complement(posterior, tail))};
}

absl::StatusOr<Estimate> BetaShare(uint64_t hits, uint64_t trials, double confidence) {
  if (absl::Status s = CheckConfidence(confidence); !s.ok()) return s;
  if (hits > trials) {
    return absl::InvalidArgumentError(
        absl::StrCat("hits = ", hits, ", expected at most trials = ", trials));
  }
  if (trials == 0) return Estimate{0.5, 0, 1};
  const double tail = (1 - confidence) / 2;
  const auto yes = static_cast<double>(hits), no = static_cast<double>(trials - hits);
  const boost::math::beta_distribution<double> posterior(yes + 0.5, no + 0.5);
  return Estimate{yes / static_cast<double>(trials),
                  hits == 0 ? 0 : boost::math::quantile(posterior, tail),
                  hits == trials
                      ? 1
                      : boost::math::quantile(boost::math::complement(posterior, tail))};
}

absl::StatusOr<Estimate> GammaRate(uint64_t count, double exposure, double confidence) {
  if (absl::Status s = CheckConfidence(confidence); !s.ok()) return s;
  if (!(exposure > 0) || !std::isfinite(exposure)) {
    return absl::InvalidArgumentError(
        absl::StrCat("exposure = ", exposure, ", expected finite and > 0"));
  }
  const double tail = (1 - confidence) / 2;
  const auto k = static_cast<double>(count);
  const boost::math::gamma_distribution<double> posterior(k + 0.5, 1);
  return Estimate{k / exposure,
                  count == 0 ? 0 : boost::math::quantile(posterior, tail) / exposure,
                  boost::math::quantile(boost::math::complement(posterior, tail)) / exposure};
}

absl::StatusOr<Estimate> ShareDifference(uint64_t hits1, uint64_t trials1, uint64_t hits0,
                                         uint64_t trials0, double confidence) {
  if (absl::Status s = CheckGroup(std::min(trials1, trials0)); !s.ok()) return s;
  const absl::StatusOr<ShareInterval> one = WilsonInterval(hits1, trials1, confidence);
  if (!one.ok()) return one.status();
  const absl::StatusOr<ShareInterval> zero = WilsonInterval(hits0, trials0, confidence);
  if (!zero.ok()) return zero.status();
  const double p1 = static_cast<double>(hits1) / static_cast<double>(trials1);
  const double p0 = static_cast<double>(hits0) / static_cast<double>(trials0);
  const double value = p1 - p0;
  return Estimate{value, value - std::hypot(p1 - one->low, zero->high - p0),
                  value + std::hypot(one->high - p1, p0 - zero->low)};
}

absl::StatusOr<Estimate> MeanDifference(const Moments& one, const Moments& zero,
                                        double confidence) {
  if (absl::Status s = CheckConfidence(confidence); !s.ok()) return s;
  if (absl::Status s = CheckGroup(std::min(one.count, zero.count)); !s.ok()) return s;
  const double value = one.Mean() - zero.Mean();
  const double half = TwoSidedNormalQuantile(1 - confidence) *
                      std::sqrt(one.VarianceOfMean() + zero.VarianceOfMean());
  return Estimate{value, value - half, value + half};
}

}  // namespace pullgraph
