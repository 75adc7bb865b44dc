// SPDX-License-Identifier: Apache-2.0
// Who falls silent, and moves between levels: forecasts against worlds that are known.
#include "algorithms/journey/silence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "algorithms/journey/transition_check.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::silence_test {
namespace {

using testing::StatusIs;

// Members whose rate of activity decays: each window they act on Poisson-many days about
// their rate, which falls to a tenth at a moment of their own. `blind`: all have the same
// rate for ever, so that nothing tells who falls silent.
LevelHistory MakeHistory(uint64_t seed, size_t members, size_t windows, bool blind) {
  LevelHistory h;
  for (size_t w = 0; w < windows; ++w) {
    const auto day = [](size_t d) { return Time(static_cast<int64_t>(d) * kMicrosPerDay); };
    h.windows.push_back({day(30 * w), day(30 * w + 30)});
    h.levels.emplace_back(members, Level::kEdge);
    h.active_days.emplace_back(members, 0U);
    h.idle_days.emplace_back(members, 30.0F);
  }
  for (size_t m = 0; m < members; ++m) {
    RandomStream random(seed, m);
    const double rate = blind ? 0.05 : 0.02 + 0.4 * random.Uniform();
    const double leaves = blind ? 1e9 : 30 * static_cast<double>(windows) * 1.5 * random.Uniform();
    for (size_t d = 0; d < 30 * windows; ++d) {
      const bool left = static_cast<double>(d) > leaves;
      if (!random.Bernoulli(left ? rate / 10 : rate)) continue;
      ++h.active_days[d / 30][m];
      h.idle_days[d / 30][m] = static_cast<float>(30 - d % 30);
    }
    for (size_t w = 0; w < windows; ++w) {
      const uint32_t days = h.active_days[w][m];
      h.levels[w][m] = days == 0 ? Level::kEdge : days < 3 ? Level::kCasual : Level::kRegular;
    }
  }
  return h;
}

TEST(Silence, IsCalibratedAndBetterThanTheLevel) {
  double expected = 0, seen = 0, skill = 0, auc = 0;
  double predicted_low = 0, observed_low = 0, predicted_high = 0, observed_high = 0;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const LevelHistory h = MakeHistory(seed, 400, 12, false);
    ASSERT_OK_AND_ASSIGN(const auto checks, BacktestSilence(h, 4));
    ASSERT_EQ(checks.size(), 4u);
    EXPECT_EQ(checks.back().origin, 10u);
    for (const SilenceCheck& check : checks) {
      expected += check.expected, seen += static_cast<double>(check.seen);
      skill += check.skill / 40, auc += check.auc / 40;
      predicted_low += check.bins.front().predicted, observed_low += check.bins.front().observed;
      predicted_high += check.bins.back().predicted, observed_high += check.bins.back().observed;
    }
  }
  EXPECT_NEAR(seen / expected, 1, 0.08);
  EXPECT_GT(skill, 0.03);
  EXPECT_GT(auc, 0.7);
  // The least and the most likely fifth, too.
  EXPECT_NEAR(observed_low / 40, predicted_low / 40, 0.03);
  EXPECT_NEAR(observed_high / predicted_high, 1, 0.1);
}

TEST(Silence, FindsNothingWhereNothingTells) {
  double skill = 0, auc = 0, expected = 0, seen = 0;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const LevelHistory h = MakeHistory(seed, 400, 12, true);
    ASSERT_OK_AND_ASSIGN(const auto checks, BacktestSilence(h, 4));
    for (const SilenceCheck& check : checks) {
      skill += check.skill / 40, auc += check.auc / 40;
      expected += check.expected, seen += static_cast<double>(check.seen);
    }
  }
  EXPECT_NEAR(auc, 0.5, 0.02);
  EXPECT_NEAR(skill, 0, 0.01);
  EXPECT_NEAR(seen / expected, 1, 0.05);
}

TEST(Silence, KnowsNothingOfTheFutureAndLittleOfFew) {
  const LevelHistory whole = MakeHistory(5, 100, 12, false);
  LevelHistory cut = whole;
  cut.windows.resize(9), cut.levels.resize(9), cut.active_days.resize(9), cut.idle_days.resize(9);
  ASSERT_OK_AND_ASSIGN(const SilenceForecast a, ForecastSilence(whole, 8));
  ASSERT_OK_AND_ASSIGN(const SilenceForecast b, ForecastSilence(cut, 8));
  EXPECT_TRUE(a.learned);
  size_t active = 0;
  for (size_t m = 0; m < 100; ++m) {
    EXPECT_EQ(std::isnan(a.probability[m]), std::isnan(b.probability[m]));
    if (std::isnan(a.probability[m])) continue;
    EXPECT_EQ(a.probability[m], b.probability[m]);
    ++active;
  }
  EXPECT_GT(active, 10u);
  ASSERT_OK_AND_ASSIGN(const SilenceForecast few, ForecastSilence(MakeHistory(5, 8, 4, false), 3));
  EXPECT_FALSE(few.learned);
  EXPECT_THAT(ForecastSilence(whole, 12), StatusIs(absl::StatusCode::kOutOfRange, "12 of 12"));
  EXPECT_THAT(ForecastSilence(whole, 0), StatusIs(absl::StatusCode::kFailedPrecondition, "no window"));
}

TEST(TransitionCheck, IntervalsHoldWhatIsSeen) {
  int inside = 0, all = 0, empty_worlds = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const LevelHistory h = MakeHistory(seed, 200, 10, true);  // Steady: rates stay.
    ASSERT_OK_AND_ASSIGN(const auto checks, CheckTransitions(h));
    for (const TransitionCheck& check : checks) {
      inside += check.inside, ++all;
      EXPECT_LE(check.predicted.low, check.predicted.value);
      EXPECT_GE(check.predicted.high, check.predicted.value);
      empty_worlds += check.seen == 0;
    }
  }
  EXPECT_GE(inside, 0.9 * all);
  EXPECT_GT(empty_worlds, 0);
  // Rates that break off are seen to: everybody leaves in the last window.
  LevelHistory broken = MakeHistory(1, 200, 10, true);
  for (Level& level : broken.levels.back()) level = Level::kEdge;
  int outside = 0;
  ASSERT_OK_AND_ASSIGN(const auto of_broken, CheckTransitions(broken));
  for (const TransitionCheck& check : of_broken) outside += !check.inside;
  EXPECT_GE(outside, 3);
  LevelHistory few = MakeHistory(1, 20, 3, true);
  EXPECT_THAT(CheckTransitions(few), StatusIs(absl::StatusCode::kFailedPrecondition, "four"));
}

}  // namespace
}  // namespace pullgraph::silence_test
