// SPDX-License-Identifier: Apache-2.0
#include "graph/calendar.h"

#include <gtest/gtest.h>

#include "graph/random.h"

namespace pullgraph::calendar_test {
namespace {

Time At(const char* text) { return ParseTime(text).value(); }

TEST(Calendar, NamesOfKnownMoments) {
  struct Case {
    const char* time;
    const char *day, *week, *month, *quarter, *year;
  };
  const Case cases[] = {
      {"1970-01-01T00:00:00Z", "1970-01-01", "1969-12-29", "1970-01", "1970-Q1", "1970"},
      {"1969-12-31T23:59:59Z", "1969-12-31", "1969-12-29", "1969-12", "1969-Q4", "1969"},
      {"2018-03-12T17:00:45Z", "2018-03-12", "2018-03-12", "2018-03", "2018-Q1", "2018"},
      {"2018-03-11T23:59:59Z", "2018-03-11", "2018-03-05", "2018-03", "2018-Q1", "2018"},
      {"2000-02-29", "2000-02-29", "2000-02-28", "2000-02", "2000-Q1", "2000"},
      {"2024-12-31T23:59:59Z", "2024-12-31", "2024-12-30", "2024-12", "2024-Q4", "2024"},
      {"1900-03-01", "1900-03-01", "1900-02-26", "1900-03", "1900-Q1", "1900"},
      {"0001-01-01", "0001-01-01", "0001-01-01", "0001-01", "0001-Q1", "0001"},
      {"9999-12-31", "9999-12-31", "9999-12-27", "9999-12", "9999-Q4", "9999"}};
  for (const Case& c : cases) {
    const auto name = [&](CalendarUnit unit) {
      return PeriodName(PeriodOf(At(c.time), unit), unit);
    };
    EXPECT_EQ(name(CalendarUnit::kDay), c.day);
    EXPECT_EQ(name(CalendarUnit::kWeek), c.week);
    EXPECT_EQ(name(CalendarUnit::kMonth), c.month);
    EXPECT_EQ(name(CalendarUnit::kQuarter), c.quarter);
    EXPECT_EQ(name(CalendarUnit::kYear), c.year);
  }
}

// Periods follow one another without a gap, and each moment lies in its own.
TEST(Calendar, PeriodsPartitionTime) {
  RandomStream random(1, 0);
  for (const CalendarUnit unit : {CalendarUnit::kDay, CalendarUnit::kWeek, CalendarUnit::kMonth,
                                  CalendarUnit::kQuarter, CalendarUnit::kYear}) {
    EXPECT_EQ(PeriodOf(Time(0), unit), 0);
    for (int i = 0; i < 2000; ++i) {
      const auto span = static_cast<uint64_t>(kLatestTime.micros() - kEarliestTime.micros());
      const Time t(kEarliestTime.micros() + static_cast<int64_t>(random.Below(span)));
      const int32_t period = PeriodOf(t, unit);
      EXPECT_LE(PeriodStart(period, unit), t);
      EXPECT_GT(PeriodStart(period + 1, unit), t);
      EXPECT_EQ(PeriodOf(PeriodStart(period, unit), unit), period);
      EXPECT_EQ(PeriodOf(Time(PeriodStart(period, unit).micros() - 1), unit), period - 1);
    }
  }
}

}  // namespace
}  // namespace pullgraph::calendar_test
