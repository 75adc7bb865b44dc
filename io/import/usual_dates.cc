// SPDX-License-Identifier: Apache-2.0
#include "io/import/usual_dates.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "graph/string_table.h"
#include "graph/utf8.h"

namespace pullgraph {
namespace {

constexpr size_t kLongest = 80;
constexpr char kDirectives[] = "YymdeHIMSpbBaAzTFRDnt%";

constexpr const char* kNamedMonths[] = {
    "%b %d, %Y %I:%M %p", "%b %d, %Y %I:%M:%S %p", "%b %d, %Y, %I:%M %p",
    "%b %d, %Y at %I:%M %p", "%b %d, %Y %H:%M", "%b %d, %Y %H:%M:%S", "%b %d, %Y", "%b %d %Y",
    "%b %d %H:%M:%S %Y", "%b %d %H:%M:%S %Y %z", "%d %b %Y", "%d %b %Y %H:%M",
    "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M %z", "%d %b %Y, %H:%M",
    "%d %b %Y %I:%M %p", "%d-%b-%Y", "%d-%b-%Y %H:%M", "%d-%b-%Y %H:%M:%S"};

std::string_view Stripped(std::string_view s) {
  while (!s.empty() && absl::ascii_isspace(static_cast<unsigned char>(s.front()))) s.remove_prefix(1);
  while (!s.empty() && absl::ascii_isspace(static_cast<unsigned char>(s.back()))) s.remove_suffix(1);
  return s;
}

absl::Status NotADate(std::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", Printable(text), "' is not a time as usually written"));
}

// Without the name of a day of the week before it.
std::string_view WithoutWeekday(std::string_view s) {
  static constexpr const char* kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const size_t end = s.find_first_of(", ");
  if (end == std::string_view::npos || end < 3) return s;
  const bool is_day = std::any_of(std::begin(kDays), std::end(kDays), [s](const char* day) {
    return absl::EqualsIgnoreCase(AbslView(s.substr(0, 3)), day);
  });
  // "Sun" and "Sunday", but no word that only begins like one.
  if (!is_day || (end > 3 && !absl::EndsWithIgnoreCase(AbslView(s.substr(0, end)), "day"))) return s;
  return Stripped(s.substr(s[end] == ',' ? end + 1 : end));
}

std::string_view WithoutUtc(std::string_view s) {
  for (const std::string_view zone : {"UTC", "GMT"}) {
    if (s.size() > zone.size() && s.substr(s.size() - zone.size()) == zone) {
      return Stripped(s.substr(0, s.size() - zone.size()));
    }
  }
  return s;
}

absl::StatusOr<Time> Storable(absl::Time at, std::string_view text) {
  const Time time(absl::ToUnixMicros(at));
  if (at != absl::InfiniteFuture() && at != absl::InfinitePast() && time.is_present() &&
      IsStorable(time)) {
    return time;
  }
  return absl::OutOfRangeError(
      absl::StrCat("'", Printable(text), "' lies outside the years 1 to 9999"));
}

// By a format of strptime's; seconds may have a fraction.
absl::StatusOr<Time> ParseByFormat(std::string_view text, std::string_view format) {
  std::string exact;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      exact += format[i];
      continue;
    }
    ++i;
    if (format[i] == 'S') {
      exact += "%E*S";
    } else if (format[i] == 'T') {
      exact += "%H:%M:%E*S";
    } else if (format[i] == 'F') {
      exact += "%Y-%m-%d";
    } else if (format[i] == 'Y' && format.substr(i + 1, 1) == "%") {
      exact += "%E4Y";  // Otherwise a year takes all digits that follow.
    } else {
      exact += '%';
      exact += format[i];
    }
  }
  absl::Time at;
  std::string error;
  // What Abseil reads besides formats, "infinite-future", begins like this.
  const bool is_word = absl::StartsWith(AbslView(Stripped(text)), "inf");
  if (text.size() > kLongest || is_word || !absl::ParseTime(exact, AbslView(text), &at, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", Printable(text), "' is no time of the form ", AbslView(format)));
  }
  return Storable(at, text);
}

bool IsDigits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

absl::StatusOr<Time> ParseUsualTime(std::string_view text) {
  const std::string_view s = WithoutUtc(Stripped(text));
  if (s.size() > kLongest) return NotADate(text);
  const bool year_first = s.size() >= 10 && IsDigits(s.substr(0, 4)) && s[4] == s[7] &&
                          (s[4] == '-' || s[4] == '/');
  if (year_first) {
    std::string iso(s);
    iso[4] = iso[7] = '-';
    const size_t sign = iso.find_last_of("+-Z");
    if (sign > 10 && iso[sign - 1] == ' ') iso.erase(sign - 1, 1);
    return ParseWrittenTime(iso);
  }
  double number;
  if (absl::SimpleAtod(AbslView(s), &number)) return ParseWrittenTime(s);
  const std::string_view rest = WithoutWeekday(s);
  for (const char* format : kNamedMonths) {
    const absl::StatusOr<Time> time = ParseByFormat(rest, format);
    if (time.ok()) return time;
  }
  return NotADate(text);
}

absl::StatusOr<Time> ParseTimeBy(std::string_view text, std::string_view format) {
  if (format == "usual") return ParseUsualTime(text);
  const std::string_view s = Stripped(text);
  if (format != "epoch" && format != "excel") return ParseByFormat(s, format);
  double number;
  if (!absl::SimpleAtod(AbslView(s), &number) || !std::isfinite(number)) {
    return absl::InvalidArgumentError(absl::StrCat("'", Printable(text), "' is no number"));
  }
  if (format == "epoch") return ParseTime(s);
  constexpr double kDaysBefore1970 = 25'569;
  constexpr double kMostDays = 2'958'466;  // 9999-12-31 and a day.
  if (!(number >= 0 && number < kMostDays)) {
    return absl::OutOfRangeError(absl::StrCat("'", Printable(text), "' is no day of a spreadsheet"));
  }
  // Spreadsheets keep seconds, as parts of a day that are not exact.
  return Time(std::llround((number - kDaysBefore1970) * 86'400) * kMicrosPerSecond);
}

absl::Status CheckDateFormat(std::string_view format) {
  if (format == "usual" || format == "epoch" || format == "excel") return absl::OkStatus();
  bool has_year = false;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    const char directive = ++i < format.size() ? format[i] : '\0';
    if (directive == '\0' || std::string_view(kDirectives).find(directive) == std::string_view::npos) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", Printable(format), "' has a directive that is not known; known are "
          "%Y %y %m %d %e %H %I %M %S %p %b %B %a %A %z %T %F %R %D"));
    }
    has_year |= directive == 'Y' || directive == 'y' || directive == 'F' || directive == 'D';
  }
  if (has_year) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", Printable(format),
                   "' gives no year; expected a format such as %m/%d/%Y, usual, epoch or excel"));
}

}  // namespace pullgraph
