// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/kaplan_meier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::kaplan_meier_test {
namespace {

using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

struct Sample {
  std::vector<double> times;
  std::vector<uint8_t> observed;
};

// Weeks of remission of 21 + 21 leukaemia patients, with 6-MP (12 censored) and with
// placebo (none): Freireich 1963, the data on which the estimate is taught.
Sample SixMp() {
  Sample s{{6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}, {}};
  for (size_t i = 0; i < s.times.size(); ++i) s.observed.push_back(i < 9 ? 1 : 0);
  return s;
}
Sample Placebo() {
  Sample s{{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}, {}};
  s.observed.assign(21, 1);
  return s;
}

SurvivalCurve Fit(const Sample& s, const KaplanMeierOptions& options = {}) {
  return KaplanMeier(s.times, s.observed, options).value();
}

// A row of the curve at a time of an event.
struct Row {
  double time;
  uint64_t at_risk, events;
  double survival, variance, low, high;
};

void ExpectRows(const SurvivalCurve& curve, const std::vector<Row>& rows) {
  size_t k = 0;
  for (const SurvivalStep& step : curve.steps) {
    if (step.events == 0) continue;
    ASSERT_LT(k, rows.size());
    EXPECT_EQ(step.time, rows[k].time);
    EXPECT_EQ(step.at_risk, rows[k].at_risk);
    EXPECT_EQ(step.events, rows[k].events);
    EXPECT_NEAR(step.survival, rows[k].survival, 1e-12) << step.time;
    EXPECT_NEAR(step.variance, rows[k].variance, 1e-12) << step.time;
    EXPECT_NEAR(step.low, rows[k].low, 1e-12) << step.time;
    EXPECT_NEAR(step.high, rows[k].high, 1e-12) << step.time;
    ++k;
  }
  EXPECT_EQ(k, rows.size());
}

// By hand for 6-MP: S(6) = 18/21, S(7) = 18/21 * 16/17, S(10) = that * 14/15, and so on
// to S(23) = .448: the .857 .807 .753 .690 .627 .538 .448 that textbooks print. Greenwood
// at 6: (6/7)^2 * 3/(21*18). Variances, intervals, median and means come from a script in
// Python that multiplies exact fractions over the risk set counted anew at each time,
// takes z from statistics.NormalDist, and adds up rectangles for the area.
TEST(KaplanMeier, SixMpByHandAndByScript) {
  const SurvivalCurve curve = Fit(SixMp());
  ExpectRows(curve,
             {{6, 21, 3, 18.0 / 21, 0.005830903790087463, 0.6197179552659839, 0.951551747646997},
              {7, 17, 1, 0.8067226890756303, 0.007557743809337873, 0.5631465646222333,
               0.9228090192028804},
              {10, 15, 1, 0.7529411764705882, 0.009283255632125976, 0.5031995107999565,
               0.8893618351692656},
              {13, 12, 1, 0.6901960784313725, 0.011409381797060743, 0.4316102224861841,
               0.8490659633494508},
              {16, 11, 1, 0.6274509803921569, 0.013008284180005464, 0.3675108559875021,
               0.8049121894718413},
              {22, 7, 1, 0.5378151260504201, 0.0164438950732707, 0.26777893676713505,
               0.7467907176353945},
              {23, 6, 1, 0.4481792717086835, 0.01811486023163774, 0.1880520059592324,
               0.6801426284952414}});
  EXPECT_EQ(curve.count, 21);
  EXPECT_EQ(curve.events, 9);
  EXPECT_EQ(curve.steps.size(), 16);  // 6, 7, 9, 10, 11, 13, ...: censored times are there.
  EXPECT_EQ(curve.steps[2].censored, 1);
  EXPECT_EQ(curve.median.time, 23);
  EXPECT_EQ(curve.median.low, 13);
  EXPECT_EQ(curve.median.high, std::nullopt);
  EXPECT_EQ(curve.horizon, 35);
  EXPECT_NEAR(curve.restricted_mean, 23.287394958, 1e-8);
  EXPECT_NEAR(curve.restricted_mean_error, 2.82746762337, 1e-10);
  KaplanMeierOptions options;
  options.horizon = 20;
  EXPECT_NEAR(Fit(SixMp(), options).restricted_mean, 16.116526610644257, 1e-12);
  EXPECT_NEAR(Fit(SixMp(), options).restricted_mean_error, 1.251560196005047, 1e-12);
}

// Without censoring the curve is the share still without the event: k / 21. The mean is
// the plain mean 182 / 21, its variance that of the sample over 21.
TEST(KaplanMeier, PlaceboByHandAndByScript) {
  const SurvivalCurve curve = Fit(Placebo());
  ASSERT_EQ(curve.steps.size(), 12);
  EXPECT_NEAR(curve.steps[5].survival, 8.0 / 21, 1e-15);
  EXPECT_NEAR(curve.steps[5].variance, 8.0 / 21 * 13 / 21 / 21, 1e-15);
  EXPECT_NEAR(curve.steps[5].low, 0.1830665488203944, 1e-12);
  EXPECT_NEAR(curve.steps[5].high, 0.5777886777458309, 1e-12);
  EXPECT_EQ(curve.median.time, 8);  // As R's survfit and lifelines print: 8 (4, 11).
  EXPECT_EQ(curve.median.low, 4);
  EXPECT_EQ(curve.median.high, 11);
  EXPECT_NEAR(curve.restricted_mean, 182.0 / 21, 1e-12);
  EXPECT_NEAR(curve.restricted_mean_error, 1.37739004126, 1e-10);
  // At 0 the limits do not exist; the upper one stays where it was.
  EXPECT_EQ(curve.steps.back().survival, 0);
  EXPECT_EQ(curve.steps.back().variance, 0);
  EXPECT_EQ(curve.steps.back().low, 0);
  EXPECT_NEAR(curve.steps.back().high, 0.19704490569894603, 1e-12);
}

TEST(KaplanMeier, LookUps) {
  const SurvivalCurve curve = Fit(SixMp());
  EXPECT_EQ(curve.At(5.9), nullptr);
  EXPECT_EQ(curve.Survival(5.9), 1);
  EXPECT_NEAR(curve.Survival(6), 18.0 / 21, 1e-15);
  EXPECT_EQ(curve.At(9.5)->time, 9);
  EXPECT_EQ(curve.At(1e9)->time, 35);
  EXPECT_EQ(curve.Quantile(0.25).time, 13);  // S(10) = .753, S(13) = .690.
  EXPECT_EQ(curve.Quantile(0.9).time, std::nullopt);
  EXPECT_EQ(curve.Quantile(0.1).time, 6);
}

TEST(KaplanMeier, AMedianIsNotMissedByRounding) {
  // Without censoring half are gone at the middle time, though the product of the factors
  // is a little more than 1/2 for some n.
  for (int n = 2; n <= 200; n += 2) {
    Sample s;
    for (int i = 1; i <= n; ++i) s.times.push_back(i);
    s.observed.assign(static_cast<size_t>(n), 1);
    EXPECT_EQ(Fit(s).median.time, n / 2) << n;
  }
}

// The definition once more, quadratic and in another order: for each time its factor over
// the risk set.
double SurvivalByDefinition(const Sample& s, double time) {
  std::map<double, long double> factors;
  for (size_t i = 0; i < s.times.size(); ++i) {
    if (s.observed[i] == 0 || s.times[i] > time) continue;
    int at_risk = 0, events = 0;
    for (size_t k = 0; k < s.times.size(); ++k) {
      at_risk += s.times[k] >= s.times[i] ? 1 : 0;
      events += s.times[k] == s.times[i] && s.observed[k] != 0 ? 1 : 0;
    }
    factors[s.times[i]] = 1 - static_cast<long double>(events) / at_risk;
  }
  long double survival = 1;
  for (const auto& [at, factor] : factors) survival *= factor;
  return static_cast<double>(survival);
}

TEST(KaplanMeier, EqualsTheDefinitionOnRandomSamples) {
  int to_zero = 0, stays_up = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed, 0);
    Sample s;
    const size_t n = 1 + random.Below(30);
    for (size_t i = 0; i < n; ++i) {
      s.times.push_back(static_cast<double>(random.Below(12)));  // Many ties.
      s.observed.push_back(random.Bernoulli(0.6) ? 1 : 0);
    }
    const SurvivalCurve curve = Fit(s);
    uint64_t before = n;
    double last = 1;
    for (const SurvivalStep& step : curve.steps) {
      EXPECT_EQ(step.at_risk, before);
      before -= step.events + step.censored;
      EXPECT_NEAR(step.survival, SurvivalByDefinition(s, step.time), 1e-12) << seed;
      EXPECT_LE(step.survival, last);
      EXPECT_LE(step.low, step.survival);
      EXPECT_GE(step.high, step.survival);
      last = step.survival;
    }
    EXPECT_EQ(before, 0);
    ++(last == 0 ? to_zero : stays_up);
    // The order of the input is of no account.
    Sample turned = s;
    std::reverse(turned.times.begin(), turned.times.end());
    std::reverse(turned.observed.begin(), turned.observed.end());
    EXPECT_EQ(Fit(turned).restricted_mean, curve.restricted_mean);
  }
  EXPECT_GT(to_zero, 20);
  EXPECT_GT(stays_up, 20);
}

TEST(KaplanMeier, IntervalsHoldTheTruthAsOftenAsTheySay) {
  // Exponential times of mean 1, censored at an exponential time of mean 2: S(.7) = e^-.7,
  // median ln 2, mean up to 1 1 - 1/e.
  int curve_held = 0, median_held = 0, mean_held = 0;
  constexpr int kRuns = 1000;
  for (int run = 0; run < kRuns; ++run) {
    RandomStream random(7, static_cast<uint64_t>(run));
    Sample s;
    for (int i = 0; i < 80; ++i) {
      const double event = random.Exponential(), censoring = 2 * random.Exponential();
      s.times.push_back(std::min(event, censoring));
      s.observed.push_back(event <= censoring ? 1 : 0);
    }
    KaplanMeierOptions options;
    options.horizon = 1;
    const SurvivalCurve curve = Fit(s, options);
    const SurvivalStep* at = curve.At(0.7);
    curve_held += at->low <= std::exp(-0.7) && std::exp(-0.7) <= at->high ? 1 : 0;
    median_held += curve.median.low.value_or(0) <= std::log(2.0) &&
                           std::log(2.0) <= curve.median.high.value_or(1e9) ? 1 : 0;
    mean_held += std::abs(curve.restricted_mean - (1 - std::exp(-1.0))) <=
                         1.96 * curve.restricted_mean_error ? 1 : 0;
  }
  for (const int held : {curve_held, median_held, mean_held}) {
    EXPECT_GT(held, 0.925 * kRuns);
    EXPECT_LT(held, 0.975 * kRuns);
  }
}

TEST(KaplanMeier, EdgesAndErrors) {
  const SurvivalCurve none = Fit({});
  EXPECT_TRUE(none.steps.empty());
  EXPECT_EQ(none.median.time, std::nullopt);
  EXPECT_EQ(none.restricted_mean, 0);
  EXPECT_EQ(none.Survival(3), 1);
  const SurvivalCurve censored = Fit({{4, 2}, {0, 0}});
  EXPECT_EQ(censored.Survival(4), 1);
  EXPECT_EQ(censored.steps[1].low, 1);
  EXPECT_EQ(censored.restricted_mean, 4);
  const SurvivalCurve at_once = Fit({{-0.0, 0}, {1, 1}});
  ASSERT_EQ(at_once.steps.size(), 1);
  EXPECT_EQ(at_once.median.time, 0);

  EXPECT_THAT(KaplanMeier(std::vector<double>{1}, {}), StatusIs(kInvalid, "observed has 0"));
  const std::vector<uint8_t> one = {1};
  for (const double bad : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT(KaplanMeier(std::vector<double>{bad}, one), StatusIs(kInvalid, "times[0] = "));
  }
  EXPECT_THAT(KaplanMeier(std::vector<double>{1}, std::vector<uint8_t>{2}),
              StatusIs(kInvalid, "observed[0] = 2"));
  KaplanMeierOptions options;
  options.confidence = 1;
  EXPECT_THAT(KaplanMeier(std::vector<double>{1}, one, options),
              StatusIs(kInvalid, "confidence = 1"));
  options = {};
  options.horizon = -1;
  EXPECT_THAT(KaplanMeier(std::vector<double>{1}, one, options),
              StatusIs(kInvalid, "horizon = -1"));
}

// By hand: entries 0 0 0 2 2 5, times 1 3 3+ 4 6+ 7.
TEST(KaplanMeier, DelayedEntryByHand) {
  const std::vector<double> times = {1, 3, 3, 4, 6, 7}, entry = {0, 0, 0, 2, 2, 5};
  KaplanMeierOptions options;
  options.entry = entry;
  const std::vector<uint8_t> observed = {1, 1, 0, 1, 0, 1};
  const SurvivalCurve curve = KaplanMeier(times, observed, options).value();
  ASSERT_EQ(curve.steps.size(), 5u);
  const uint64_t at_risk[] = {3, 4, 2, 2, 1};
  const double survival[] = {2.0 / 3, 2.0 / 3 * 3 / 4, 2.0 / 3 * 3 / 4 / 2, 0.25, 0};
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(curve.steps[i].at_risk, at_risk[i]) << i;
    EXPECT_NEAR(curve.steps[i].survival, survival[i], 1e-12) << i;
  }
  EXPECT_EQ(curve.from, 0);
}

// By the definition: at each event, the share of those looked at who have it.
TEST(KaplanMeier, DelayedEntryEqualsTheDefinition) {
  int cut = 0, whole = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    RandomStream random(seed, 2);
    const size_t n = 3 + seed % 10;
    std::vector<double> times, entry;
    std::vector<uint8_t> observed;
    for (size_t i = 0; i < n; ++i) {
      entry.push_back(static_cast<double>(random.Below(6)));
      times.push_back(entry.back() + static_cast<double>(random.Below(9)));
      observed.push_back(random.Bernoulli(0.6) ? 1 : 0);
    }
    KaplanMeierOptions options;
    options.entry = entry;
    const SurvivalCurve curve = KaplanMeier(times, observed, options).value();
    const auto count = [&](double t, double& at_risk, double& events) {
      at_risk = events = 0;
      for (size_t i = 0; i < n; ++i) {
        at_risk += entry[i] <= t && t <= times[i];
        events += times[i] == t && observed[i] != 0;
      }
    };
    // All who were at risk had the event, and others came later.
    double cut_at = -1, at_risk = 0, events = 0;
    for (double t = 0; t < *std::max_element(entry.begin(), entry.end()); ++t) {
      count(t, at_risk, events);
      if (events > 0 && events == at_risk) cut_at = t;
    }
    ++(cut_at >= 0 ? cut : whole);
    EXPECT_EQ(curve.from, std::max(cut_at, *std::min_element(entry.begin(), entry.end())));
    double survival = 1;
    for (double t = cut_at + 1; t < 20; ++t) {
      count(t, at_risk, events);
      if (events > 0) survival *= 1 - events / at_risk;
      EXPECT_NEAR(curve.Survival(t), survival, 1e-12) << seed << " " << t;
    }
  }
  EXPECT_GT(cut, 3);
  EXPECT_GT(whole, 50);
}

// Planted: lives of median 10, seen only if they last beyond a random entry. Taken as if
// all were seen from birth the median is far too long.
TEST(KaplanMeier, DelayedEntryRecoversATruncatedMedian) {
  int covered = 0, naive = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed, 3);
    std::vector<double> times, entry;
    while (times.size() < 150) {
      // A Weibull life, no exponential: the hazard is not the same at every age.
      const double life = 10 * std::sqrt(random.Exponential() / std::log(2.0));
      const double begin = random.Bernoulli(0.3) ? 0 : random.Uniform() * 20;
      if (life > begin) times.push_back(life), entry.push_back(begin);
    }
    const std::vector<uint8_t> observed(times.size(), 1);
    KaplanMeierOptions options;
    naive += KaplanMeier(times, observed, options)->median.low.value_or(0) <= 10;
    options.entry = entry;
    const SurvivalQuantile median = KaplanMeier(times, observed, options)->median;
    covered += median.low.value_or(0) <= 10 && 10 <= median.high.value_or(HUGE_VAL);
  }
  EXPECT_GE(covered, 180);
  EXPECT_LE(naive, 60);
}

TEST(KaplanMeier, RejectsBadEntries) {
  const std::vector<double> times = {1, 2}, late = {0, 3}, few = {0}, negative = {0, -1};
  const std::vector<uint8_t> observed = {1, 1};
  KaplanMeierOptions options;
  for (const std::vector<double>* entry : {&late, &few, &negative}) {
    options.entry = *entry;
    EXPECT_THAT(KaplanMeier(times, observed, options), StatusIs(kInvalid, "entry"));
  }
}

}  // namespace
}  // namespace pullgraph::kaplan_meier_test
