// SPDX-License-Identifier: Apache-2.0
#include "io/report/ticks.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"

namespace pullgraph::report {
namespace {


constexpr double kFarthest = 1e15;

// mantissa * 10^exponent, times k, rounded once: no 0.30000000000000004.
double Multiple(double k, int mantissa, int exponent) {
  const double power = std::pow(10.0, std::abs(exponent));
  return exponent < 0 ? k * mantissa / power : k * mantissa * power;
}

void Widen(double& low, double& high) {
  if (!std::isfinite(low) || !std::isfinite(high) || high < low) {
    low = 0;
    high = 1;
  }
  low = std::clamp(low, -kFarthest, kFarthest);
  high = std::clamp(high, -kFarthest, kFarthest);
  // Closer than that, and doubles no longer tell the marks apart.
  const double least = std::max(std::abs(low), std::abs(high)) * 1e-9;
  if (high - low > std::max(least, 1e-12)) return;
  if (low == 0) {
    high = 1;
  } else if (low > 0) {
    low = 0;
  } else {
    high = 0;
  }
  if (high - low < 1e-12) high = low + 1;
}

int DecimalsOf(double step) {
  for (int d = 0; d < 9; ++d) {
    const double shifted = step * std::pow(10.0, d);
    if (std::abs(shifted - std::round(shifted)) < 1e-6 * shifted) return d;
  }
  return 9;
}

struct NamedSpan {
  double days;
  const char* name;
};
constexpr NamedSpan kSpans[] = {
    {1.0 / 86400, "1 s"}, {1.0 / 8640, "10 s"}, {1.0 / 1440, "1 min"}, {1.0 / 144, "10 min"},
    {1.0 / 24, "1 h"},    {0.25, "6 h"},        {1, "1 day"},          {7, "1 week"},
    {30, "1 month"},      {365.25, "1 year"},   {3652.5, "10 years"},  {36525, "100 years"}};
constexpr size_t kNumSpans = sizeof(kSpans) / sizeof(kSpans[0]);

}  // namespace

std::vector<double> NiceTicks(double low, double high, int most) {
  Widen(low, high);
  most = std::max(most, 3);
  for (int exponent = static_cast<int>(std::floor(std::log10(high - low))) - 2;; ++exponent) {
    for (const int mantissa : {1, 2, 5}) {
      const double step = Multiple(1, mantissa, exponent);
      double first = std::floor(low / step);
      double last = std::ceil(high / step);
      if (last - first + 1 > most) continue;
      // Rounding may have put an end a hair inside.
      if (Multiple(first, mantissa, exponent) > low) --first;
      if (Multiple(last, mantissa, exponent) < high) ++last;
      if (last - first + 1 > most) continue;
      std::vector<double> ticks;
      for (double k = first; k <= last; ++k) ticks.push_back(Multiple(k, mantissa, exponent));
      return ticks;
    }
  }
}

std::vector<Tick> NumberTicks(double low, double high, int most, double scale,
                              std::string_view suffix) {
  const std::vector<double> at = NiceTicks(low, high, most);
  const int decimals = DecimalsOf(scale * (at[1] - at[0]));
  std::vector<Tick> ticks;
  for (const double t : at) {
    const double v = scale * t;
    const bool grouped = decimals == 0 && v >= 1000 && v < kFarthest;
    ticks.push_back({t, absl::StrCat(grouped ? figures::Short(v) : figures::Fixed(v, decimals),
                                     AbslView(suffix))});
  }
  return ticks;
}

std::vector<Tick> PowerTicks(double low, double high, int most, double scale,
                             std::string_view suffix) {
  if (!(low > 0) || !(high >= low) || !std::isfinite(high)) {
    low = 0.1;
    high = 1;
  }
  int first = static_cast<int>(std::floor(std::log10(low) + 1e-9));
  int last = static_cast<int>(std::ceil(std::log10(high) - 1e-9));
  if (last <= first) last = first + 1;
  const int stride = std::max(1, (last - first + most - 2) / std::max(1, most - 1));
  std::vector<Tick> ticks;
  for (int e = first; e <= last; ++e) {
    Tick& tick = ticks.emplace_back();
    tick.at = Multiple(1, 1, e);
    if ((last - e) % stride == 0)
      tick.label = absl::StrCat(figures::Short(scale * tick.at), AbslView(suffix));
  }
  return ticks;
}

std::vector<Tick> SpanTicks(double low_days, double high_days, int most) {
  if (!(low_days > 0)) low_days = kSpans[0].days;
  if (!(high_days > low_days)) high_days = low_days;
  size_t first = 0;
  while (first + 2 < kNumSpans && kSpans[first + 1].days <= low_days) ++first;
  size_t last = first + 1;
  while (last + 1 < kNumSpans && kSpans[last].days < high_days) ++last;
  const size_t stride = 1 + (last - first) / static_cast<size_t>(std::max(1, most));
  std::vector<Tick> ticks;
  for (size_t i = first; i <= last; ++i) {
    ticks.push_back({kSpans[i].days, (last - i) % stride == 0 ? kSpans[i].name : ""});
  }
  return ticks;
}

std::vector<Tick> DateTicks(Time from, Time until, int most) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::vector<Tick> ticks;
  if (!from.is_present() || !until.is_present() || until <= from) return ticks;
  const int year = std::atoi(FormatDate(from).substr(0, 4).c_str());
  const double months = DaysBetween(from, until) / 30.44;
  int stride = 1;
  for (const int s : {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 24000}) {
    stride = s;
    if (months / s <= std::max(1, most)) break;
  }
  int labelled = 0;
  // Whole strides since year 0, so that marks fall on round years.
  const int begin = year * 12 / stride;
  for (int m = begin * stride;; m += stride) {
    const int y = m / 12;
    if (y > 9999) break;
    if (y < 1) continue;
    const absl::StatusOr<Time> t = ParseTime(absl::StrFormat("%04d-%02d-01", y, m % 12 + 1));
    if (!t.ok() || *t > until) break;
    if (*t < from) continue;
    const bool whole = stride % 12 == 0;
    const std::string name = whole ? "" : kMonths[m % 12];
    // The year once, and where it changes.
    const bool with_year = whole || y != labelled;
    ticks.push_back(
        {DaysBetween(from, *t), name + (with_year ? absl::StrCat(whole ? "" : " ", y) : "")});
    labelled = y;
  }
  return ticks;
}

}  // namespace pullgraph::report
