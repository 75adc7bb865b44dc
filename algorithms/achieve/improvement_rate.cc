// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/improvement_rate.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/normal_quantile.h"

namespace pullgraph {
namespace {

constexpr double kMicrosPerWeek = 7.0 * static_cast<double>(kMicrosPerDay);

struct Point {
  double x;  // Microseconds since the first observation, exact.
  double y;  // Logarithm of the performance; more is better.
};

// Inversions of `values` (i < j, values[i] > values[j]); sorts them.
uint64_t CountInversions(std::vector<double>& values, std::vector<double>& buffer) {
  uint64_t count = 0;
  const size_t n = values.size();
  buffer.resize(n);
  // Invariant: runs of `width` are sorted, and inversions inside them are counted.
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t low = 0; low < n; low += 2 * width) {
      const size_t middle = std::min(n, low + width), high = std::min(n, low + 2 * width);
      size_t i = low, j = middle, k = low;
      while (i < middle || j < high) {
        if (j == high || (i < middle && values[i] <= values[j])) {
          buffer[k++] = values[i++];
        } else {
          count += middle - i;
          buffer[k++] = values[j++];
        }
      }
    }
    values.swap(buffer);
  }
  return count;
}

// The slopes of all pairs at different times, in order, none of them stored.
class Slopes {
 public:
  // `points` by x ascending.
  explicit Slopes(std::vector<Point> points) : points_(std::move(points)) {
    const auto pairs = [](uint64_t n) { return n * (n - 1) / 2; };
    count_ = pairs(points_.size());
    const auto n = static_cast<double>(points_.size());
    variance_ = n * (n - 1) * (2 * n + 5);
    for (size_t i = 0, j = 0; i < points_.size(); i = j) {
      while (j < points_.size() && points_[j].x == points_[i].x) ++j;
      count_ -= pairs(j - i);
      const auto t = static_cast<double>(j - i);
      variance_ -= t * (t - 1) * (2 * t + 5);
    }
    variance_ /= 18;
  }

  uint64_t count() const { return count_; }
  // Of Kendall's S if there is no slope, with times that tie.
  double variance() const { return variance_; }

  // How many slopes are below `slope`: points i, j with x_i < x_j whose heights
  // y - slope x are inverted.
  uint64_t Below(double slope) {
    heights_.resize(points_.size());
    for (size_t i = 0; i < points_.size(); ++i) {
      heights_[i] = points_[i].y - slope * points_[i].x;
    }
    for (size_t i = 0, j = 0; i < points_.size(); i = j) {
      while (j < points_.size() && points_[j].x == points_[i].x) ++j;
      // Pairs at one time are none.
      std::sort(heights_.begin() + static_cast<std::ptrdiff_t>(i),
                heights_.begin() + static_cast<std::ptrdiff_t>(j));
    }
    return CountInversions(heights_, buffer_);
  }

  // The slope of rank k in [0, count()), but for rounding: the largest number that at
  // most k slopes are below, found by halving the doubles.
  double Select(uint64_t k) {
    int64_t low = Order(-1e200), high = Order(1e200);
    // Invariant: at most k slopes are below Value(low), more are below Value(high).
    while (static_cast<uint64_t>(high) - static_cast<uint64_t>(low) > kResolution) {
      const int64_t middle = std::midpoint(low, high);
      (Below(Value(middle)) <= k ? low : high) = middle;
    }
    const double value = Value(low);
    return std::abs(value) < std::numeric_limits<double>::min() ? 0 : value;
  }

 private:
  static constexpr uint64_t kResolution = 16;  // In units of the last place.

  // Doubles as integers of the same order.
  static int64_t Order(double value) {
    const auto bits = std::bit_cast<int64_t>(value);
    return bits >= 0 ? bits : std::numeric_limits<int64_t>::min() - bits;
  }
  static double Value(int64_t order) {
    return std::bit_cast<double>(order >= 0 ? order
                                            : std::numeric_limits<int64_t>::min() - order);
  }

  std::vector<Point> points_;
  uint64_t count_ = 0;
  double variance_ = 0;
  std::vector<double> heights_, buffer_;
};

absl::StatusOr<std::vector<Point>> PointsOf(absl::Span<const Performance> performances,
                                            const ImprovementOptions& options) {
  std::vector<Point> points;
  Time first = Time::Max();
  for (const Performance& p : performances) {
    if (IsStorable(p.at) && p.at.is_present()) first = std::min(first, p.at);
  }
  for (size_t i = 0; i < performances.size(); ++i) {
    const Performance& p = performances[i];
    if (!(p.value > 0) || !std::isfinite(p.value)) {
      return absl::InvalidArgumentError(absl::StrCat("performances[", i, "].value = ", p.value,
                                                     ", expected finite and > 0"));
    }
    if (!p.at.is_present() || !IsStorable(p.at)) {
      return absl::InvalidArgumentError(
          absl::StrCat("performances[", i, "].at is no time, expected a date"));
    }
    const double y = std::log(p.value);
    points.push_back({static_cast<double>(p.at.micros() - first.micros()),
                      options.higher_is_better ? y : -y});
  }
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
  });
  return points;
}

double PercentAWeek(double slope) { return 100 * std::expm1(slope * kMicrosPerWeek); }

}  // namespace

absl::StatusOr<std::optional<ImprovementRate>> FindImprovementRate(
    absl::Span<const Performance> performances, const ImprovementOptions& options) {
  if (!(options.confidence > 0 && options.confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence is ", options.confidence, ", expected one in (0, 1)"));
  }
  absl::StatusOr<std::vector<Point>> points = PointsOf(performances, options);
  if (!points.ok()) return points.status();
  Slopes slopes(*std::move(points));
  const uint64_t count = slopes.count();
  if (count == 0) return std::optional<ImprovementRate>();
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  ImprovementRate rate;
  rate.observations = performances.size();
  const double upper = slopes.Select(count / 2);
  const double lower = count % 2 == 1 ? upper : slopes.Select(count / 2 - 1);
  rate.percent_a_week = PercentAWeek(lower / 2 + upper / 2);
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  const double reach =
      TwoSidedNormalQuantile(1 - options.confidence) * std::sqrt(slopes.variance());
  const double outside = std::floor((static_cast<double>(count) - reach) / 2);
  if (outside >= 1) {
    const auto rank = static_cast<uint64_t>(outside) - 1;
    rate.low = PercentAWeek(slopes.Select(rank));
    rate.high = PercentAWeek(slopes.Select(count - 1 - rank));
  }
  return std::optional<ImprovementRate>(rate);
}

}  // namespace pullgraph
