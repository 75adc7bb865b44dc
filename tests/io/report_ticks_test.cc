// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "graph/random.h"
#include "io/report/ticks.h"

namespace pullgraph::report::report_ticks_test {
namespace {

// 1, 2 or 5 times a power of ten.
bool IsNice(double step) {
  const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
  for (const double nice : {1.0, 2.0, 5.0}) {
    if (std::abs(mantissa - nice) < 1e-6) return true;
  }
  return false;
}

TEST(NiceTicks, AreNiceCoverTheRangeAndAreFew) {
  RandomStream random(11, 0);
  int tight = 0, loose = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double size = std::pow(10.0, random.Uniform() * 18 - 9);
    const double low = (random.Uniform() - 0.5) * size;
    const double high = low + random.Uniform() * size;
    const int most = 3 + static_cast<int>(random.Below(9));
    const std::vector<double> ticks = NiceTicks(low, high, most);
    ASSERT_GE(ticks.size(), 2U);
    ASSERT_LE(ticks.size(), static_cast<size_t>(most)) << low << " " << high;
    ASSERT_LE(ticks.front(), low);
    ASSERT_GE(ticks.back(), high);
    const double step = ticks[1] - ticks[0];
    ASSERT_TRUE(IsNice(step)) << step;
    for (size_t k = 1; k < ticks.size(); ++k)
      ASSERT_NEAR(ticks[k] - ticks[k - 1], step, step * 1e-6);
    // Not more than one step is wasted at either end.
    ASSERT_LT(low - ticks.front(), step * 1.000001);
    ASSERT_LT(ticks.back() - high, step * 1.000001);
    (ticks.size() == static_cast<size_t>(most) ? tight : loose) += 1;
  }
  EXPECT_GT(tight, 1000);
  EXPECT_GT(loose, 1000);
}

TEST(NiceTicks, ChooseTheFinestThatFits) {
  EXPECT_EQ(NiceTicks(0, 1, 6), (std::vector<double>{0, 0.2, 0.4, 0.6, 0.8, 1}));
  EXPECT_EQ(NiceTicks(0, 0.3, 4), (std::vector<double>{0, 0.1, 0.2, 0.3}));
  EXPECT_EQ(NiceTicks(-3, 7, 4), (std::vector<double>{-5, 0, 5, 10}));
}

TEST(NiceTicks, WidenWhatIsNoRange) {
  EXPECT_EQ(NiceTicks(0, 0, 3), (std::vector<double>{0, 0.5, 1}));
  EXPECT_EQ(NiceTicks(0, 0, 1).size(), 3U);  // Fewer than three marks are no axis.
  EXPECT_EQ(NiceTicks(4, 4, 3).front(), 0);
  EXPECT_GE(NiceTicks(4, 4, 3).back(), 4);
  EXPECT_LE(NiceTicks(-4, -4, 3).front(), -4);
  EXPECT_GE(NiceTicks(-4, -4, 3).back(), 0);
  const double inf = std::numeric_limits<double>::infinity();
  for (const auto& [low, high] : std::vector<std::pair<double, double>>{{1, 0},
                                                                        {0, inf},
                                                                        {-inf, inf},
                                                                        {std::nan(""), 1},
                                                                        {0, std::nan("")},
                                                                        {0, 1e300},
                                                                        {-1e300, 1e300},
                                                                        {1e9, 1e9 + 1e-9},
                                                                        {0, 1e-300}}) {
    const std::vector<double> ticks = NiceTicks(low, high, 5);
    ASSERT_GE(ticks.size(), 2U);
    ASSERT_LE(ticks.size(), 5U);
    for (size_t k = 1; k < ticks.size(); ++k) EXPECT_LT(ticks[k - 1], ticks[k]);
    EXPECT_TRUE(std::isfinite(ticks.back()));
  }
}

TEST(NumberTicks, LabelWithTheDecimalsOfTheStep) {
  const std::vector<Tick> ticks = NumberTicks(0, 0.05, 6, 100, "%");
  ASSERT_EQ(ticks.size(), 6U);
  EXPECT_EQ(ticks[3].label, "3%");
  EXPECT_EQ(NumberTicks(0, 0.004, 3, 100, "%")[1].label, "0.2%");
  EXPECT_EQ(NumberTicks(0, 2000, 3)[1].label, "1,000");
  EXPECT_EQ(NumberTicks(-1, 1, 3)[0].label,
            "\xE2\x88\x92"
            "1");
}

TEST(PowerTicks, ArePowersOfTenAroundTheRange) {
  const std::vector<Tick> ticks = PowerTicks(0.0002, 0.05, 5, 100, "%");
  ASSERT_EQ(ticks.size(), 4U);
  EXPECT_EQ(ticks[0].label, "0.01%");
  EXPECT_EQ(ticks[3].label, "10%");
  int labelled = 0;
  for (const Tick& tick : PowerTicks(1e-9, 1, 4)) labelled += !tick.label.empty();
  EXPECT_LE(labelled, 4);
  EXPECT_GE(labelled, 2);
  EXPECT_EQ(PowerTicks(0, 1, 4).size(), 2U);
  EXPECT_EQ(PowerTicks(0.01, 0.01, 4).size(), 2U);
}

TEST(SpanTicks, AreSpansPeopleKnow) {
  const std::vector<Tick> ticks = SpanTicks(2.0 / 1440, 20, 9);
  EXPECT_EQ(ticks.front().label, "1 min");
  EXPECT_EQ(ticks.back().label, "1 month");
  RandomStream random(5, 0);
  for (int i = 0; i < 2000; ++i) {
    const double low = std::pow(10.0, random.Uniform() * 8 - 4);
    const double high = low * (1 + random.Uniform() * 1000);
    const std::vector<Tick> some = SpanTicks(low, high, 6);
    ASSERT_GE(some.size(), 2U);
    ASSERT_LE(some.front().at, low);
    ASSERT_TRUE(some.back().at >= high || high > 36525) << high;
    ASSERT_FALSE(some.back().label.empty());
  }
  EXPECT_GE(SpanTicks(0, 0, 5).size(), 2U);
  EXPECT_GE(SpanTicks(-1, std::nan(""), 5).size(), 2U);
}

TEST(DateTicks, AreBeginningsOfMonthsOrYears) {
  const Time from = *ParseTime("2018-03-12"), until = *ParseTime("2018-09-02");
  const std::vector<Tick> months = DateTicks(from, until, 5);
  ASSERT_EQ(months.size(), 3U);
  EXPECT_EQ(months[0].label, "May 2018");
  EXPECT_EQ(months[1].label, "Jul");
  EXPECT_DOUBLE_EQ(months[0].at, DaysBetween(from, *ParseTime("2018-05-01")));
  const std::vector<Tick> years =
      DateTicks(*ParseTime("2001-05-05"), *ParseTime("2019-01-01"), 5);
  ASSERT_FALSE(years.empty());
  EXPECT_EQ(years[0].label, "2005");
  EXPECT_LE(DateTicks(kEarliestTime, kLatestTime, 5).size(), 6U);
  EXPECT_GE(DateTicks(kEarliestTime, kLatestTime, 5).size(), 2U);
  EXPECT_TRUE(DateTicks(from, from, 5).empty());
  EXPECT_TRUE(DateTicks(Time::Absent(), until, 5).empty());
}

}  // namespace
}  // namespace pullgraph::report::report_ticks_test
