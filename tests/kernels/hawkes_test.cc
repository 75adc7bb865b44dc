// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/hawkes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>

#include "tests/testing/status_matchers.h"

namespace pullgraph::hawkes_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

double Intensity(const std::vector<double>& times, double t, const HawkesParameters& p) {
  double sum = p.background;
  for (const double s : times) {
    if (s < t) sum += p.branching * p.rate * std::exp(-p.rate * (t - s));
  }
  return sum;
}

TEST(Hawkes, LikelihoodEqualsItsDefinition) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    RandomStream random(seed, 1);
    const HawkesParameters p = {0.2 + random.Uniform(), 0.9 * random.Uniform(),
                                0.1 + 3 * random.Uniform()};
    ASSERT_OK_AND_ASSIGN(const std::vector<double> times, SimulateHawkes(p, 60, random));
    double expected = -p.background * 60;
    for (const double t : times) {
      expected += std::log(Intensity(times, t, p));
      expected -= p.branching * (1 - std::exp(-p.rate * (60 - t)));
    }
    EXPECT_NEAR(HawkesLogLikelihood(times, 60, p), expected, 1e-8 * (1 + std::abs(expected)));
  }
}

TEST(Hawkes, FitIsTheMaximum) {
  for (uint64_t seed = 0; seed < 10; ++seed) {
    RandomStream random(seed, 2);
    const HawkesParameters truth = {0.8, 0.5, 1.5};
    ASSERT_OK_AND_ASSIGN(const std::vector<double> times, SimulateHawkes(truth, 300, random));
    ASSERT_OK_AND_ASSIGN(const HawkesFit fit, FitHawkes(times, 300));
    EXPECT_EQ(fit.events, times.size());
    EXPECT_NEAR(fit.log_likelihood, HawkesLogLikelihood(times, 300, fit.parameters), 1e-9);
    EXPECT_GE(fit.log_likelihood, HawkesLogLikelihood(times, 300, truth));
    for (int i = 0; i < 300; ++i) {
      HawkesParameters other = fit.parameters;
      other.background *= std::exp(0.3 * random.Normal());
      other.branching = std::min(0.99, other.branching * std::exp(0.3 * random.Normal()));
      other.rate *= std::exp(0.3 * random.Normal());
      EXPECT_GE(fit.log_likelihood + 1e-7, HawkesLogLikelihood(times, 300, other));
    }
  }
}

TEST(Hawkes, IntervalsCoverWhatWasPlanted) {
  const HawkesParameters truth = {2, 0.6, 4};
  const double half_life = std::log(2.0) / truth.rate;
  int background = 0, branching = 0, life = 0, fits_well = 0, excited = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    RandomStream random(seed, 3);
    ASSERT_OK_AND_ASSIGN(const std::vector<double> times, SimulateHawkes(truth, 150, random));
    ASSERT_OK_AND_ASSIGN(const HawkesFit fit, FitHawkes(times, 150));
    background += fit.background.low <= 2 && 2 <= fit.background.high;
    branching += fit.branching.low <= 0.6 && 0.6 <= fit.branching.high;
    life += fit.half_life.low <= half_life && half_life <= fit.half_life.high;
    fits_well += fit.ks_p_value > 0.05;
    excited += fit.gain_p_value < 0.001;
    // No interval is so wide that it must cover.
    EXPECT_LT(fit.branching.high - fit.branching.low, 0.5);
  }
  // 95 of 100 are stated; fewer than 89 have a chance of 0.4 %.
  EXPECT_GE(background, 89);
  EXPECT_GE(branching, 89);
  EXPECT_GE(life, 89);
  EXPECT_GE(fits_well, 89);
  EXPECT_EQ(excited, 100);
}

TEST(Hawkes, SteadyEventsAreNotCalledExcited) {
  int excited = 0, rejected = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    RandomStream random(seed, 4);
    ASSERT_OK_AND_ASSIGN(const std::vector<double> times, SimulateHawkes({3, 0, 1}, 100, random));
    ASSERT_OK_AND_ASSIGN(const HawkesFit fit, FitHawkes(times, 100));
    excited += fit.gain_p_value < 0.01;
    rejected += fit.ks_p_value < 0.05;
    EXPECT_LT(fit.parameters.branching, 0.5);
  }
  EXPECT_LE(excited, 6);
  EXPECT_LE(rejected, 10);
}

TEST(Hawkes, GoodnessOfFitSeesAnotherRhythm) {
  // Five events at each full hour: neither steady nor what one exponential explains.
  std::vector<double> times;
  for (int hour = 1; hour < 100; ++hour) {
    for (int k = 0; k < 5; ++k) times.push_back(hour + 0.01 * k);
  }
  ASSERT_OK_AND_ASSIGN(const HawkesFit fit, FitHawkes(times, 100));
  EXPECT_LT(fit.ks_p_value, 1e-3);
  EXPECT_LT(fit.gain_p_value, 1e-9);
}

TEST(Hawkes, CountsOneEventAMoment) {
  RandomStream random(9, 5);
  ASSERT_OK_AND_ASSIGN(std::vector<double> times, SimulateHawkes({2, 0.4, 3}, 50, random));
  ASSERT_OK_AND_ASSIGN(const HawkesFit once, FitHawkes(times, 50));
  std::vector<double> twice = times;
  twice.insert(twice.end(), times.begin(), times.end());
  Shuffle(twice, random);
  ASSERT_OK_AND_ASSIGN(const HawkesFit same, FitHawkes(twice, 50));
  EXPECT_EQ(once.log_likelihood, same.log_likelihood);
  EXPECT_EQ(once.events, same.events);
}

TEST(Hawkes, SimulationHasItsMean) {
  const HawkesParameters p = {1.5, 0.5, 2};
  double sum = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    RandomStream random(seed, 6);
    ASSERT_OK_AND_ASSIGN(const std::vector<double> times, SimulateHawkes(p, 100, random));
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
    if (!times.empty()) {
      EXPECT_GE(times.front(), 0);
      EXPECT_LE(times.back(), 100);
    }
    sum += static_cast<double>(times.size());
  }
  // Intensity from an empty start: mu (1 - a exp(-(1 - a) rate t)) / (1 - a).
  const double mean = 1.5 / 0.5 * (100 - 0.5 * (1 - std::exp(-100.0)) / 1.0);
  // The variance is about mu end / (1 - a)^3 = 1200.
  EXPECT_NEAR(sum / 400, mean, 4 * std::sqrt(1200.0 / 400));
}

TEST(Hawkes, RejectsWhatItCannotFit) {
  const std::vector<double> ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 9.5};
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(FitHawkes(ten, 10), IsOk());
  EXPECT_THAT(FitHawkes(absl::MakeSpan(ten).subspan(1), 10), StatusIs(kInvalid, "9 different"));
  EXPECT_THAT(FitHawkes(ten, 9), StatusIs(kInvalid, "9.5"));
  EXPECT_THAT(FitHawkes(ten, 0), StatusIs(kInvalid, "end"));
  EXPECT_THAT(FitHawkes(ten, std::numeric_limits<double>::infinity()), StatusIs(kInvalid, "end"));
  std::vector<double> nan = ten;
  nan[3] = std::nan("");
  EXPECT_THAT(FitHawkes(nan, 10), StatusIs(kInvalid, "nan"));
  HawkesOptions options;
  options.confidence = 1;
  EXPECT_THAT(FitHawkes(ten, 10, options), StatusIs(kInvalid, "confidence"));
  options = {};
  options.shortest_half_life = 5;
  EXPECT_THAT(FitHawkes(ten, 10, options), StatusIs(kInvalid, "half-lives"));
  std::atomic<bool> cancel = true;
  RunControl run;
  run.cancelled = &cancel;
  options = {};
  options.run = &run;
  EXPECT_THAT(FitHawkes(ten, 10, options), StatusIs(absl::StatusCode::kCancelled, ""));
  RandomStream random(1, 1);
  EXPECT_THAT(SimulateHawkes({1, 1, 1}, 5, random), StatusIs(kInvalid, "branching"));
  EXPECT_THAT(SimulateHawkes({1, 0.5, 0}, 5, random), StatusIs(kInvalid, "rate"));
  EXPECT_THAT(SimulateHawkes({1e9, 0.5, 1}, 5, random), StatusIs(kInvalid, "more events"));
}

}  // namespace
}  // namespace pullgraph::hawkes_test
