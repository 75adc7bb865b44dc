// SPDX-License-Identifier: Apache-2.0
#include "graph/time.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

constexpr char kExpected[] =
    "expected an ISO-8601 time such as 2018-03-12T17:00:45Z or a Unix epoch "
    "number";

absl::Status BadTime(std::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", absl::string_view(text.data(), text.size()), "' is not a time: ",
                   why, "; ", kExpected));
}

// Consumes exactly `width` digits from the front of `s`.
std::optional<int> TakeDigits(std::string_view& s, size_t width) {
  if (s.size() < width) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < width; ++i) {
    if (s[i] < '0' || s[i] > '9') return std::nullopt;
    value = value * 10 + (s[i] - '0');
  }
  s.remove_prefix(width);
  return value;
}

bool TakeChar(std::string_view& s, char c) {
  if (s.empty() || s.front() != c) return false;
  s.remove_prefix(1);
  return true;
}

// Fraction of a second after the point, as microseconds; further digits are
// dropped.
std::optional<int64_t> TakeFraction(std::string_view& s) {
  int64_t micros = 0;
  int digits = 0;
  while (!s.empty() && s.front() >= '0' && s.front() <= '9') {
    if (digits < 6) micros = micros * 10 + (s.front() - '0');
    ++digits;
    s.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 6; ++digits) micros *= 10;
  return micros;
}

// Clock part `HH:MM[:SS[.ffffff]]` and zone, as microseconds to add to the day.
std::optional<int64_t> TakeClock(std::string_view& s) {
  const auto hour = TakeDigits(s, 2);
  if (!hour || *hour > 23 || !TakeChar(s, ':')) return std::nullopt;
  const auto minute = TakeDigits(s, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int64_t second = 0;
  int64_t micros = 0;
  if (TakeChar(s, ':')) {
    const auto seconds = TakeDigits(s, 2);
    if (!seconds || *seconds > 60) return std::nullopt;
    second = *seconds;
    if (TakeChar(s, '.')) {
      const auto fraction = TakeFraction(s);
      if (!fraction) return std::nullopt;
      micros = *fraction;
    }
  }
  int64_t zone = 0;
  if (!TakeChar(s, 'Z') && !s.empty()) {
    const int sign = s.front() == '-' ? -1 : 1;
    if (!TakeChar(s, '+') && !TakeChar(s, '-')) return std::nullopt;
    const auto zone_hour = TakeDigits(s, 2);
    if (!zone_hour || *zone_hour > 23) return std::nullopt;
    const bool colon = TakeChar(s, ':');
    const auto zone_minute =
        s.empty() && !colon ? std::optional<int>(0) : TakeDigits(s, 2);
    if (!zone_minute || *zone_minute > 59) return std::nullopt;
    zone = sign * (*zone_hour * 3600 + *zone_minute * 60);
  }
  return (*hour * 3600 + *minute * 60 + second - zone) * kMicrosPerSecond + micros;
}

absl::StatusOr<Time> Checked(Time t, std::string_view text) {
  if (t.is_present() && IsStorable(t)) return t;
  return absl::OutOfRangeError(
      absl::StrCat("'", absl::string_view(text.data(), text.size()),
                   "' lies outside the years 1 to 9999"));
}

absl::StatusOr<Time> ParseEpoch(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  int64_t whole = 0;
  if (auto [p, ec] = std::from_chars(text.data(), end, whole);
      ec == std::errc::result_out_of_range && p == end) {
    return Checked(Time::Absent(), text);
  } else if (ec == std::errc() && p == end) {
    const int64_t size = whole < 0 ? -(whole + 1) : whole;
    if (size >= 100'000'000'000'000) return Checked(Time(whole), text);
    if (size >= 100'000'000'000) return Checked(Time(whole * 1000), text);
    return Checked(Time(whole * kMicrosPerSecond), text);
  }
  auto [p, ec] = std::from_chars(text.data(), end, value);
  if (ec != std::errc() || p != end || !(value > -1e15 && value < 1e15)) {
    return BadTime(text, "not understood");
  }
  const double scale = std::abs(value) >= 1e14 ? 1 : std::abs(value) >= 1e11 ? 1e3 : 1e6;
  // To the nearest: 1520874045.567 * 1e6 falls short of the whole microsecond.
  return Checked(Time(std::llround(value * scale)), text);
}

// Twelve or fourteen digits that read as YYYYMMDDHHMM[SS].
bool IsCalendarInDigits(std::string_view s) {
  if (s.size() != 12 && s.size() != 14) return false;
  const auto year = TakeDigits(s, 4), month = TakeDigits(s, 2), day = TakeDigits(s, 2);
  const auto hour = TakeDigits(s, 2), minute = TakeDigits(s, 2);
  return year && month && day && hour && minute && *year >= 1900 && *year < 2200 &&
         *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31 && *hour < 24 && *minute < 60;
}

}  // namespace

bool IsStorable(Time t) {
  return !t.is_present() || (t >= kEarliestTime && t <= kLatestTime);
}

absl::StatusOr<Time> ParseTime(std::string_view text) {
  if (text.empty()) return BadTime(text, "empty");
  const bool calendar = text.size() >= 10 && text[4] == '-' && text[7] == '-';
  if (!calendar) return ParseEpoch(text);
  std::string_view s = text;
  const auto year = TakeDigits(s, 4);
  TakeChar(s, '-');
  const auto month = TakeDigits(s, 2);
  TakeChar(s, '-');
  const auto day = TakeDigits(s, 2);
  if (!year || !month || !day) return BadTime(text, "bad date");
  const std::chrono::year_month_day date{
      std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
      std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return BadTime(text, "no such day");
  int64_t micros =
      std::chrono::sys_days(date).time_since_epoch().count() * kMicrosPerDay;
  if (!s.empty()) {
    if (!TakeChar(s, 'T') && !TakeChar(s, ' ')) return BadTime(text, "bad clock");
    const auto clock = TakeClock(s);
    if (!clock || !s.empty()) return BadTime(text, "bad clock");
    micros += *clock;
  }
  return Checked(Time(micros), text);
}

absl::StatusOr<Time> ParseWrittenTime(std::string_view text) {
  // 1973-03-03, below which eight digits lie, and 2200-01-01.
  constexpr Time kFirst{100'000'000 * kMicrosPerSecond};
  constexpr Time kEnd{7'258'118'400 * kMicrosPerSecond};
  const absl::StatusOr<Time> time = ParseTime(text);
  const bool calendar = text.size() >= 10 && text[4] == '-';
  if (!time.ok() || calendar) return time;
  if (*time >= kFirst && *time < kEnd && !IsCalendarInDigits(text)) return time;
  return absl::InvalidArgumentError(
      absl::StrCat("'", absl::string_view(text.data(), text.size()),
                   "' is a bare number: it may be a date without hyphens, or the day number "
                   "of a spreadsheet\nwrite the date as 2024-03-15"));
}

absl::StatusOr<int64_t> ParseDuration(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [p, ec] = std::from_chars(text.data(), end, value);
  const std::string_view unit(p, static_cast<size_t>(end - p));
  double seconds = 0;
  if (unit.empty() || unit == "d") seconds = 86'400;
  if (unit == "w") seconds = 7 * 86'400;
  if (unit == "h") seconds = 3600;
  if (unit == "m") seconds = 60;
  if (unit == "s") seconds = 1;
  const double micros = value * seconds * 1e6;
  if (ec != std::errc() || !(micros >= 1 && micros < 9e18)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", absl::string_view(text.data(), text.size()),
        "' is not a span of time; expected a number > 0 and a unit, such as 30d, 12h or 2w"));
  }
  return static_cast<int64_t>(micros);
}

std::string FormatTime(Time t) {
  if (!t.is_present()) return "";
  int64_t days = t.micros() / kMicrosPerDay;
  int64_t rest = t.micros() % kMicrosPerDay;
  if (rest < 0) {
    rest += kMicrosPerDay;
    --days;
  }
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(days))};
  const int64_t second = rest / kMicrosPerSecond;
  const int64_t fraction = rest % kMicrosPerSecond;
  char buffer[64];
  std::snprintf(buffer, sizeof(buffer), "%04d-%02u-%02uT%02d:%02d:%02d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  std::string out = buffer;
  if (fraction != 0) {
    std::snprintf(buffer, sizeof(buffer), ".%06d", static_cast<int>(fraction));
    out += buffer;
    while (out.back() == '0') out.pop_back();
  }
  return out + "Z";
}

std::string FormatDate(Time t) { return FormatTime(t).substr(0, 10); }

Time AddMicros(Time t, int64_t micros) {
  if (!t.is_present()) return t;
  int64_t sum = 0;
  if (__builtin_add_overflow(t.micros(), micros, &sum)) {
    return micros < 0 ? kEarliestTime : kLatestTime;
  }
  return std::clamp(Time(sum), kEarliestTime, kLatestTime);
}

}  // namespace pullgraph
