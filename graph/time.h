// SPDX-License-Identifier: Apache-2.0
// Points in time: int64 microseconds since the Unix epoch, UTC.
#ifndef PULLGRAPH_GRAPH_TIME_H_
#define PULLGRAPH_GRAPH_TIME_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pullgraph {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

// A moment, or absent. Absent is its own value, never 0, and orders before
// every moment. Moments outside years 1..9999 are rejected where they enter.
class Time {
 public:
  constexpr Time() = default;
  constexpr explicit Time(int64_t micros) : micros_(micros) {}
  static constexpr Time Absent() { return Time(); }
  // Later than every moment a file can hold: "all of history".
  static constexpr Time Max() { return Time(std::numeric_limits<int64_t>::max()); }

  constexpr int64_t micros() const { return micros_; }
  constexpr bool is_present() const { return micros_ != kAbsent; }
  friend constexpr auto operator<=>(Time, Time) = default;

 private:
  static constexpr int64_t kAbsent = std::numeric_limits<int64_t>::min();
  int64_t micros_ = kAbsent;
};

// First and last moment a community may hold, inclusive.
inline constexpr Time kEarliestTime{-62'135'596'800 * kMicrosPerSecond};
inline constexpr Time kLatestTime{253'402'300'800 * kMicrosPerSecond - 1};

// True if `t` is absent or lies in [kEarliestTime, kLatestTime].
bool IsStorable(Time t);

// Reads ISO-8601 (`2018-03-12`, `2018-03-12T17:00:45.567`, with `Z` or
// `+02:00`; no zone means UTC) or a Unix epoch number: of seconds, or by its
// size of milliseconds (>= 1e11) or microseconds (>= 1e14).
//
// ERRORS: InvalidArgument with the text and what was expected; OutOfRange
// outside years 1..9999.
absl::StatusOr<Time> ParseTime(std::string_view text);

// As ParseTime, for what people and spreadsheets write: a bare number counts only where it
// is a moment in the years 1973 to 2199 and cannot be meant otherwise. 45366 may be the day
// number of a spreadsheet, 20240315 and 202403151230 dates without hyphens.
//
// ERRORS: those of ParseTime; InvalidArgument, with what to write instead on a second line,
// for other numbers.
absl::StatusOr<Time> ParseWrittenTime(std::string_view text);

// Reads a span such as `30d`, `12h`, `2w`, `90m`, `45s`; a bare number is days.
// Returns microseconds > 0.
//
// ERRORS: InvalidArgument with the text and what was expected.
absl::StatusOr<int64_t> ParseDuration(std::string_view text);

// `2018-03-12T17:00:45.567Z`; fractions only where there are any; "" if absent.
std::string FormatTime(Time t);

// `2018-03-12`; "" if absent.
std::string FormatDate(Time t);

// Days from `from` to `to`, negative if `to` is earlier. Both present.
inline double DaysBetween(Time from, Time to) {
  return (static_cast<double>(to.micros()) - static_cast<double>(from.micros())) /
         static_cast<double>(kMicrosPerDay);
}

// `t` moved by `micros`, clamped to [kEarliestTime, kLatestTime]; absent stays so.
Time AddMicros(Time t, int64_t micros);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_TIME_H_
