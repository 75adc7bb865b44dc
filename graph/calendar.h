// SPDX-License-Identifier: Apache-2.0
// Days, weeks, months, quarters and years of the Gregorian calendar, UTC.
#ifndef PULLGRAPH_GRAPH_CALENDAR_H_
#define PULLGRAPH_GRAPH_CALENDAR_H_

#include <cstdint>
#include <string>

#include "graph/time.h"

namespace pullgraph {

enum class CalendarUnit { kDay, kWeek, kMonth, kQuarter, kYear };

// Number of the period that holds `t`, which is present and storable; the one that
// holds the Unix epoch is 0, earlier ones are negative. Weeks begin on Mondays.
int32_t PeriodOf(Time t, CalendarUnit unit);

// First moment of a period. Inverse of PeriodOf.
Time PeriodStart(int32_t period, CalendarUnit unit);

// `2018-03-12` for a day or the Monday of a week, `2018-03`, `2018-Q1`, `2018`.
std::string PeriodName(int32_t period, CalendarUnit unit);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_CALENDAR_H_
