// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them, with their units: three significant digits at most, an
// interval in the digits of its estimate. Tables, sentences and the report all come here.
#ifndef PULLGRAPH_IO_ANSWER_FIGURES_H_
#define PULLGRAPH_IO_ANSWER_FIGURES_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace pullgraph::figures {

// No break between a number and its unit.
inline constexpr char kNbsp[] = "\xC2\xA0";

// 1234567 -> "1,234,567".
std::string Grouped(uint64_t n);

// "1 member", "1,234 members".
std::string CountOf(uint64_t n, std::string_view one, std::string_view many);

// Three significant digits; from 1000 on a whole number, grouped; "< 0.0001" below that.
// Not finite: "unknown".
std::string Short(double v);

// With so many decimals; "-0" is "0", minus is a true minus sign.
std::string Fixed(double v, int decimals);

// "15 %", "3.2 %", "< 0.1 %"; 100 % only for 1 and more.
std::string Percent(double share);

// "2.1 to 4.6 %", with as many decimals as the width of the interval bears.
std::string PercentRange(double low, double high);

// "+4.5 points" of a difference of shares.
std::string Points(double difference);
std::string PointsRange(double low, double high);

// "0.29 to 1.1", decimals by the width.
std::string Range(double low, double high);

// An estimate and its interval in the same digits: "0.126 (0.108 to 0.150)",
// "15 % (12 to 18)", "+7.66 points (+7.00 to +8.32)". An end that is not known (NaN) is
// "..".
std::string WithRange(double v, double low, double high);
std::string PercentWithRange(double share, double low, double high);
std::string PointsWithRange(double v, double low, double high);

// A span in the unit that suits it: "45 minutes", "3.4 hours", "12 days", "2.1 years".
std::string Span(double days);
std::string SpanRange(double low_days, double high_days);
// "12 days (10 to 15)"; "3.4 hours (..  to 5.1)".
std::string SpanWithRange(double days, double low, double high);

// The same in plain ASCII, for text: "15 %", "-3.2".
std::string Plain(std::string figure);

}  // namespace pullgraph::figures

#endif  // PULLGRAPH_IO_ANSWER_FIGURES_H_
