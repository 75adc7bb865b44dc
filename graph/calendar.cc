// SPDX-License-Identifier: Apache-2.0
#include "graph/calendar.h"

#include <chrono>

#include "absl/strings/str_format.h"

namespace pullgraph {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kMonthsOfYear = 12;
constexpr int kMonthsOfQuarter = 3;
// The epoch is a Thursday, three days after the Monday of its week.
constexpr int kDaysIntoWeek = 3;

int32_t FloorDivide(int32_t a, int32_t b) { return a / b - (a % b < 0 ? 1 : 0); }

int32_t DayOf(Time t) {
  const int64_t micros = t.micros();
  return static_cast<int32_t>(micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0));
}

int32_t MonthOf(int32_t day) {
  const year_month_day date{sys_days(days(day))};
  return (static_cast<int>(date.year()) - 1970) * kMonthsOfYear +
         static_cast<int32_t>(static_cast<unsigned>(date.month())) - 1;
}

int32_t MonthsOf(CalendarUnit unit) {
  return unit == CalendarUnit::kYear ? kMonthsOfYear
                                     : unit == CalendarUnit::kQuarter ? kMonthsOfQuarter : 1;
}

}  // namespace

int32_t PeriodOf(Time t, CalendarUnit unit) {
  const int32_t day = DayOf(t);
  if (unit == CalendarUnit::kDay) return day;
  if (unit == CalendarUnit::kWeek) return FloorDivide(day + kDaysIntoWeek, 7);
  return FloorDivide(MonthOf(day), MonthsOf(unit));
}

Time PeriodStart(int32_t period, CalendarUnit unit) {
  int64_t day = period;
  if (unit == CalendarUnit::kWeek) {
    day = int64_t{period} * 7 - kDaysIntoWeek;
  } else if (unit != CalendarUnit::kDay) {
    const int32_t month = period * MonthsOf(unit);
    const int32_t year = FloorDivide(month, kMonthsOfYear);
    const auto of_year = static_cast<unsigned>(month - year * kMonthsOfYear);
    day = sys_days(std::chrono::year(1970 + year) / std::chrono::month(of_year + 1) / 1)
              .time_since_epoch().count();
  }
  return Time(day * kMicrosPerDay);
}

std::string PeriodName(int32_t period, CalendarUnit unit) {
  const std::string day = FormatDate(PeriodStart(period, unit));
  switch (unit) {
    case CalendarUnit::kYear: return day.substr(0, 4);
    case CalendarUnit::kMonth: return day.substr(0, 7);
    case CalendarUnit::kQuarter:
      return absl::StrFormat("%s-Q%d", day.substr(0, 4),
                             period - FloorDivide(period, 4) * 4 + 1);
    case CalendarUnit::kDay:
    case CalendarUnit::kWeek: break;
  }
  return day;
}

}  // namespace pullgraph
