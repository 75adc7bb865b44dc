// SPDX-License-Identifier: Apache-2.0
#include "graph/time.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <ctime>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::time_test {
namespace {

using ::absl::StatusCode;
using testing::StatusIs;

int64_t Micros(const char* text) {
  const auto t = ParseTime(text);
  EXPECT_TRUE(t.ok()) << t.status();
  return t.ok() ? t->micros() : 0;
}

TEST(Time, AbsentIsItsOwnValueAndOrdersFirst) {
  EXPECT_FALSE(Time().is_present());
  EXPECT_TRUE(Time(0).is_present());
  EXPECT_NE(Time::Absent(), Time(0));
  EXPECT_LT(Time::Absent(), kEarliestTime);
  EXPECT_GT(Time::Max(), kLatestTime);
  EXPECT_TRUE(IsStorable(Time::Absent()));
  EXPECT_TRUE(IsStorable(kEarliestTime));
  EXPECT_TRUE(IsStorable(kLatestTime));
  EXPECT_FALSE(IsStorable(Time(kEarliestTime.micros() - 1)));
  EXPECT_FALSE(IsStorable(Time(kLatestTime.micros() + 1)));
  EXPECT_FALSE(IsStorable(Time::Max()));
}

TEST(ParseTime, Iso8601) {
  EXPECT_EQ(Micros("1970-01-01"), 0);
  EXPECT_EQ(Micros("1970-01-02"), kMicrosPerDay);
  EXPECT_EQ(Micros("1969-12-31T23:59:59.999999"), -1);
  EXPECT_EQ(Micros("2018-03-12T17:00:45.567"), 1'520'874'045'567'000);
  EXPECT_EQ(Micros("2018-03-12 17:00:45.567Z"), 1'520'874'045'567'000);
  EXPECT_EQ(Micros("2018-03-12T17:00"), 1'520'874'000'000'000);
  EXPECT_EQ(Micros("2018-03-12T19:00:45+02:00"), 1'520'874'045'000'000);
  EXPECT_EQ(Micros("2018-03-12T12:30:45-0430"), 1'520'874'045'000'000);
  EXPECT_EQ(Micros("2018-03-12T19:00:45+02"), 1'520'874'045'000'000);
  EXPECT_EQ(Micros("2018-03-12T17:00:45.1234567899"), 1'520'874'045'123'456);
  EXPECT_EQ(Micros("2016-12-31T23:59:60Z"), Micros("2017-01-01"));  // A leap second.
  EXPECT_EQ(Micros("2000-02-29"), 951'782'400'000'000);
  EXPECT_EQ(Time(Micros("0001-01-01")), kEarliestTime);
  EXPECT_EQ(Time(Micros("9999-12-31T23:59:59.999999")), kLatestTime);
}

TEST(ParseTime, EpochNumbersByTheirSize) {
  EXPECT_EQ(Micros("0"), 0);
  EXPECT_EQ(Micros("1520874045"), 1'520'874'045'000'000);
  EXPECT_EQ(Micros("1520874045567"), 1'520'874'045'567'000);
  EXPECT_EQ(Micros("1520874045567001"), 1'520'874'045'567'001);
  EXPECT_EQ(Micros("-1"), -1'000'000);
  EXPECT_EQ(Micros("99999999999"), 99'999'999'999'000'000);
  EXPECT_EQ(Micros("100000000000"), 100'000'000'000'000);
  // Not a microsecond less for being written as a fraction.
  EXPECT_EQ(Micros("1520874045.567"), 1'520'874'045'567'000);
  EXPECT_EQ(Micros("1.5e9"), 1'500'000'000'000'000);
}

TEST(ParseWrittenTime, NumbersThatMayBeMeantOtherwise) {
  for (const char* text : {"45366", "20240315", "20250701", "0", "-1", "202403151230",
                           "20240315123000", "45366.5", "99999999999"}) {
    EXPECT_THAT(ParseWrittenTime(text),
                StatusIs(StatusCode::kInvalidArgument, "is a bare number")) << text;
    EXPECT_TRUE(ParseTime(text).ok()) << text;
  }
  for (const char* text : {"1520874045", "1520874045567", "1520874045.567", "2018-03-12"}) {
    ASSERT_OK_AND_ASSIGN(const Time t, ParseWrittenTime(text));
    EXPECT_EQ(t, *ParseTime(text)) << text;
  }
  EXPECT_THAT(ParseWrittenTime("yesterday"),
              StatusIs(StatusCode::kInvalidArgument, "is not a time"));
}

TEST(ParseTime, SaysWhatIsWrong) {
  for (const char* text :
       {"", "yesterday", "2018", "-", "nan", "inf", "1e300", "2018-13-01", "2018-02-30",
        "2019-02-29", "2018-3-12", "2018/03/12", "2018-03-12X10:00", "2018-03-12T24:00",
        "2018-03-12T10:60", "2018-03-12T10:00:61", "2018-03-12T10:00:00.", "2018-03-12T10",
        "2018-03-12T10:00:00+", "2018-03-12T10:00:00+02:", "2018-03-12T10:00:00+24:00",
        "2018-03-12T10:00:00Zx", "2018-03-12 ", " 2018-03-12", "12 34", "0x10",
        "99999999999999999999x"}) {
    if (std::string_view(text) == "2018") continue;  // A number of seconds.
    EXPECT_THAT(ParseTime(text), StatusIs(StatusCode::kInvalidArgument, "is not a time"))
        << text;
    EXPECT_THAT(ParseTime(text), StatusIs(StatusCode::kInvalidArgument, text));
  }
  for (const char* text : {"0000-12-31", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-01:00",
                           "99999999999999999999", "-99999999999999999999",
                           "9223372036854775807", "-9223372036854775808"}) {
    EXPECT_THAT(ParseTime(text), StatusIs(StatusCode::kOutOfRange, "years 1 to 9999")) << text;
  }
}

TEST(FormatTime, ShortestExactForm) {
  EXPECT_EQ(FormatTime(Time::Absent()), "");
  EXPECT_EQ(FormatDate(Time::Absent()), "");
  EXPECT_EQ(FormatTime(Time(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatTime(Time(-1)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatTime(Time(1'520'874'045'567'000)), "2018-03-12T17:00:45.567Z");
  EXPECT_EQ(FormatDate(Time(1'520'874'045'567'000)), "2018-03-12");
  EXPECT_EQ(FormatTime(kEarliestTime), "0001-01-01T00:00:00Z");
  EXPECT_EQ(FormatTime(kLatestTime), "9999-12-31T23:59:59.999999Z");
}

TEST(FormatTime, RoundTripsAndAgreesWithTheCLibrary) {
  RandomStream random(7, 0);
  const auto span = static_cast<uint64_t>(kLatestTime.micros() - kEarliestTime.micros());
  for (int i = 0; i < 20'000; ++i) {
    const Time t(kEarliestTime.micros() + static_cast<int64_t>(random.Below(span + 1)));
    const std::string text = FormatTime(t);
    ASSERT_OK_AND_ASSIGN(const Time back, ParseTime(text));
    ASSERT_EQ(back, t) << text;
    // Floor division, as the C library wants whole seconds.
    const int64_t micros = t.micros();
    const time_t seconds = micros / kMicrosPerSecond - (micros % kMicrosPerSecond < 0 ? 1 : 0);
    std::tm parts;
    ASSERT_NE(gmtime_r(&seconds, &parts), nullptr);
    char expected[64];
    std::snprintf(expected, sizeof(expected), "%04d-%02d-%02dT%02d:%02d:%02d",
                  parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                  parts.tm_min, parts.tm_sec);
    ASSERT_EQ(text.substr(0, 19), expected);
  }
}

TEST(ParseDuration, UnitsAndFaults) {
  EXPECT_EQ(ParseDuration("30d").value(), 30 * kMicrosPerDay);
  EXPECT_EQ(ParseDuration("30").value(), 30 * kMicrosPerDay);
  EXPECT_EQ(ParseDuration("2w").value(), 14 * kMicrosPerDay);
  EXPECT_EQ(ParseDuration("12h").value(), kMicrosPerDay / 2);
  EXPECT_EQ(ParseDuration("90m").value(), 5400 * kMicrosPerSecond);
  EXPECT_EQ(ParseDuration("1.5s").value(), 1'500'000);
  for (const char* text : {"", "d", "0d", "-1d", "5y", "5 d", "nan", "infd", "1e30d", "3dd"}) {
    EXPECT_THAT(ParseDuration(text), StatusIs(StatusCode::kInvalidArgument, "span of time"))
        << text;
  }
}

TEST(AddMicros, ClampsAndKeepsAbsence) {
  EXPECT_EQ(AddMicros(Time(5), 7), Time(12));
  EXPECT_EQ(AddMicros(Time(5), -7), Time(-2));
  EXPECT_EQ(AddMicros(kLatestTime, 1), kLatestTime);
  EXPECT_EQ(AddMicros(kEarliestTime, -1), kEarliestTime);
  EXPECT_EQ(AddMicros(Time(5), INT64_MAX), kLatestTime);
  EXPECT_EQ(AddMicros(Time(-5), INT64_MIN), kEarliestTime);
  EXPECT_EQ(AddMicros(Time::Absent(), kMicrosPerDay), Time::Absent());
}

TEST(DaysBetween, SignedAndFractional) {
  EXPECT_DOUBLE_EQ(DaysBetween(Time(0), Time(kMicrosPerDay / 4)), 0.25);
  EXPECT_DOUBLE_EQ(DaysBetween(Time(kMicrosPerDay), Time(0)), -1);
}

}  // namespace
}  // namespace pullgraph::time_test
