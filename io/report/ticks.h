// SPDX-License-Identifier: Apache-2.0
// Where the marks of an axis stand, and what they say.
#ifndef PULLGRAPH_IO_REPORT_TICKS_H_
#define PULLGRAPH_IO_REPORT_TICKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "graph/time.h"

namespace pullgraph::report {

struct Tick {
  double at = 0;  // In the unit of the axis.
  std::string label;
};

// Marks at multiples of 1, 2 or 5 times a power of ten, ascending: the first at or below
// `low`, the last at or above `high`, at least 2 and at most `most` (>= 3) of them. A range
// without extent, or one that is no range (high < low, not finite), is widened to one that
// holds what it can of both.
std::vector<double> NiceTicks(double low, double high, int most);

// The same with labels; `suffix` stands behind each number, which `scale` is applied to.
std::vector<Tick> NumberTicks(double low, double high, int most, double scale = 1,
                              std::string_view suffix = "");

// Powers of ten, the first at or below `low`, the last at or above `high`, both > 0 (else
// 0.1 and 1); with more than `most` only each n-th is labelled.
std::vector<Tick> PowerTicks(double low, double high, int most, double scale = 1,
                             std::string_view suffix = "");

// Natural spans from seconds to a hundred years, in days, around [low, high] (days), > 0.
std::vector<Tick> SpanTicks(double low_days, double high_days, int most);

// Beginnings of months or years strictly inside [from, until], in days since `from`.
std::vector<Tick> DateTicks(Time from, Time until, int most);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_TICKS_H_
