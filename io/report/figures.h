// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them, with their units.
#ifndef PULLGRAPH_IO_REPORT_FIGURES_H_
#define PULLGRAPH_IO_REPORT_FIGURES_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace pullgraph::report {

// No break between a number and its unit.
inline constexpr char kNbsp[] = "\xC2\xA0";

// 1234567 -> "1,234,567".
std::string Grouped(uint64_t n);

// "1 member", "1,234 members".
std::string CountOf(uint64_t n, std::string_view one, std::string_view many);

// Three significant digits; from 1000 on a whole number, grouped. Not finite: "unknown".
std::string Short(double v);

// With so many decimals; "-0" is "0", minus is a true minus sign.
std::string Fixed(double v, int decimals);

// Two significant digits: 0.0324 -> "3.2 %"; 100 % only for 1 and more.
std::string Percent(double share);

// "2.1 to 4.6 %", with as many decimals as the width of the interval bears.
std::string PercentRange(double low, double high);

// "+4.5 points" of a difference of shares.
std::string Points(double difference);
std::string PointsRange(double low, double high);

// "0.29 to 1.1", decimals by the width.
std::string Range(double low, double high);

// A span in the unit that suits it: "45 minutes", "3.4 hours", "12 days", "2.1 years".
std::string Span(double days);
std::string SpanRange(double low_days, double high_days);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_FIGURES_H_
