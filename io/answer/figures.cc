// SPDX-License-Identifier: Apache-2.0
#include "io/answer/figures.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "graph/string_table.h"

namespace pullgraph::figures {
namespace {

constexpr char kMinus[] = "\xE2\x88\x92";
constexpr int kMostDecimals = 9;
constexpr double kLeastShown = 1e-4;
constexpr double kLeastPercent = 0.1;

// Decimals that show `digits` significant digits of `v`.
int DecimalsFor(double v, int digits) {
  if (!std::isfinite(v) || v == 0) return 0;
  const double size = std::abs(v);
  int magnitude = static_cast<int>(std::floor(std::log10(size)));
  // 0.0999 is rounded up to 0.10, not to 0.100.
  const double unit = std::pow(10.0, magnitude - digits + 1);
  if (std::round(size / unit) >= std::pow(10.0, digits)) ++magnitude;
  return std::clamp(digits - 1 - magnitude, 0, kMostDecimals);
}

// Both ends with the decimals that two digits of their distance need.
std::string Between(double low, double high, double scale) {
  low *= scale;
  high *= scale;
  const int decimals = high > low ? DecimalsFor(high - low, 2) : DecimalsFor(high, 2);
  return absl::StrCat(Fixed(low, decimals), " to ", Fixed(high, decimals));
}

struct Unit {
  double days;
  const char* name;
};
constexpr Unit kUnits[] = {{1.0 / 86400, "seconds"},
                           {1.0 / 1440, "minutes"},
                           {1.0 / 24, "hours"},
                           {1, "days"},
                           {7, "weeks"},
                           {365.25, "years"}};

// The largest unit of which there are two or more; seconds below that.
const Unit& UnitOf(double days) {
  const Unit* best = &kUnits[0];
  for (const Unit& unit : kUnits) {
    if (days >= (unit.days == 7 ? 8 : 2) * unit.days) best = &unit;
  }
  return *best;
}

// Decimals for an estimate and its interval together.
int SharedDecimals(double v, double low, double high) {
  const int own = DecimalsFor(v, 3);
  if (!std::isfinite(low) || !std::isfinite(high) || !(high > low)) return own;
  return v == 0 ? DecimalsFor(high - low, 2) : std::min(own, DecimalsFor(high - low, 2));
}

// "(low to high)" in so many decimals; ".." for an end that is not known.
std::string Ends(double low, double high, int decimals, bool sign) {
  const auto end = [&](double v) {
    if (!std::isfinite(v)) return std::string("..");
    if (std::abs(v) >= 1000) return Short(v);
    return absl::StrCat(sign && v > 0 ? "+" : "", Fixed(v, decimals));
  };
  return absl::StrCat("(", end(low), " to ", end(high), ")");
}

}  // namespace

std::string Grouped(uint64_t n) {
  const std::string digits = absl::StrCat(n);
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string CountOf(uint64_t n, std::string_view one, std::string_view many) {
  return absl::StrCat(Grouped(n), " ", AbslView(n == 1 ? one : many));
}

std::string Fixed(double v, int decimals) {
  if (!std::isfinite(v)) return "unknown";
  std::string text =
      absl::StrFormat("%.*f", std::clamp(decimals, 0, kMostDecimals), std::abs(v));
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return v < 0 && !zero ? kMinus + text : text;
}

std::string Short(double v) {
  if (!std::isfinite(v)) return "unknown";
  const double size = std::abs(v);
  if (size >= 1e15) return absl::StrFormat("%.2e", v);
  if (size >= 1000) {
    return (v < 0 ? kMinus : "") + Grouped(static_cast<uint64_t>(std::llround(size)));
  }
  if (size > 0 && size < kLeastShown) return v < 0 ? "> -0.0001" : "< 0.0001";
  std::string text = Fixed(v, DecimalsFor(v, 3));
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string Percent(double share) {
  const double v = 100 * share;
  if (!std::isfinite(v)) return "unknown";
  if (v > 0 && v < kLeastPercent) return absl::StrCat("< 0.1", kNbsp, "%");
  int decimals = std::min(1, DecimalsFor(v, 2));
  // Nearly all is not all.
  if (v < 100 && Fixed(v, decimals) == Fixed(100, decimals)) decimals = 1;
  if (v < 100 && Fixed(v, 1) == Fixed(100, 1)) return absl::StrCat("> 99.9", kNbsp, "%");
  return absl::StrCat(Fixed(v, decimals), kNbsp, "%");
}

std::string PercentRange(double low, double high) {
  return absl::StrCat(Between(low, high, 100), kNbsp, "%");
}

std::string Points(double difference) {
  const double v = 100 * difference;
  return absl::StrCat(v > 0 ? "+" : "", Fixed(v, std::min(2, DecimalsFor(v, 2))), kNbsp,
                      "points");
}

std::string PointsRange(double low, double high) {
  return absl::StrCat(Between(low, high, 100), kNbsp, "points");
}

std::string Range(double low, double high) { return Between(low, high, 1); }

std::string Span(double days) {
  if (!std::isfinite(days)) return "unknown";
  if (days == 0) return "no time";
  if (days < kUnits[0].days) return "less than a second";
  const Unit& unit = UnitOf(days);
  const double count = days / unit.days;
  return absl::StrCat(count >= 1000 ? Short(count) : Fixed(count, DecimalsFor(count, 2)),
                      kNbsp, unit.name);
}

std::string SpanRange(double low_days, double high_days) {
  if (!std::isfinite(low_days) || !std::isfinite(high_days)) return "unknown";
  const Unit& unit = UnitOf(high_days);
  return absl::StrCat(Between(low_days, high_days, 1 / unit.days), kNbsp, unit.name);
}

std::string WithRange(double v, double low, double high) {
  if (!std::isfinite(v)) return "unknown";
  const int decimals = SharedDecimals(v, low, high);
  return absl::StrCat(std::abs(v) >= 1000 ? Short(v) : Fixed(v, decimals), " ",
                      Ends(low, high, decimals, false));
}

std::string PercentWithRange(double share, double low, double high) {
  const double v = 100 * share;
  // A likelihood below a tenth of a per cent keeps the digits that set it apart from its ends.
  const int decimals = std::min(1, SharedDecimals(v, 100 * low, 100 * high));
  std::string text = Fixed(v, decimals);
  if (v > 0 && v < kLeastPercent) text = "< 0.1";
  if (v < 100 && text == Fixed(100, decimals)) return absl::StrCat(Percent(share), " ", Ends(100 * low, 100 * high, 1, false));
  return absl::StrCat(text, kNbsp, "% ", Ends(100 * low, 100 * high, decimals, false));
}

std::string PointsWithRange(double v, double low, double high) {
  return absl::StrCat(Points(v), " ", Ends(100 * low, 100 * high, std::min(2, DecimalsFor(100 * v, 2)), true));
}

std::string SpanWithRange(double days, double low, double high) {
  if (!std::isfinite(days)) return "unknown";
  // 0 has no unit of its own.
  if (days == 0 && std::isfinite(high)) return absl::StrCat(Span(0), " (", SpanRange(low, high), ")");
  const Unit& unit = UnitOf(days);
  const double v = days / unit.days;
  const int decimals = DecimalsFor(v, 2);
  return absl::StrCat(Span(days), " ", Ends(low / unit.days, high / unit.days, decimals, false));
}

std::string Plain(std::string figure) {
  return absl::StrReplaceAll(figure, {{kNbsp, " "}, {kMinus, "-"}});
}

}  // namespace pullgraph::figures
