// SPDX-License-Identifier: Apache-2.0
#include "io/report/figures.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "graph/string_table.h"

namespace pullgraph::report {
namespace {

constexpr char kMinus[] = "\xE2\x88\x92";
constexpr int kMostDecimals = 9;

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
  std::string text = Fixed(v, DecimalsFor(v, 3));
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string Percent(double share) {
  const double v = 100 * share;
  int decimals = DecimalsFor(v, 2);
  // Nearly all is not all.
  while (v < 100 && decimals < 3 && Fixed(v, decimals) == Fixed(100, decimals)) ++decimals;
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

}  // namespace pullgraph::report
