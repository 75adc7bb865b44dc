// SPDX-License-Identifier: Apache-2.0
// Inline SVG whose text keeps its size at any width of the page: what is horizontal is in
// percent of the width, what is vertical in pixels.
#ifndef PULLGRAPH_IO_REPORT_PLOT_H_
#define PULLGRAPH_IO_REPORT_PLOT_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "io/report/ticks.h"

namespace pullgraph::report {

// From figures to [0, 1], by their logarithm if `log` (what is <= low is 0 then).
struct Scale {
  double low = 0;
  double high = 1;
  bool log = false;
  double operator()(double v) const;
};

// The scale that reaches from the first tick to the last; at least one.
Scale ScaleOf(absl::Span<const Tick> ticks, bool log = false);

struct PlotOptions {
  std::string id;           // Unique on the page; letters and digits.
  std::string title;        // Both not escaped.
  std::string description;  // What one sees, in words.
  int height = 220;         // Pixels, of the area inside the axes.
  int left = 52;            // Room for the labels of the vertical axis.
  std::string shape;        // Further class of the element, for the style.
};

struct Point {
  double x = 0;  // Both in [0, 1]; y grows upwards.
  double y = 0;
};

// Adds marks in the order of drawing. Classes are those of style.h.
class Plot {
 public:
  explicit Plot(PlotOptions options);

  void HorizontalAxis(absl::Span<const Tick> ticks, const Scale& scale,
                      std::string_view label);
  void VerticalAxis(absl::Span<const Tick> ticks, const Scale& scale, std::string_view label);
  void Line(Point a, Point b, std::string_view style);
  // A line through all points, or what it encloses.
  void Path(absl::Span<const Point> points, std::string_view style, bool closed = false);
  void Dot(Point at, double radius, std::string_view style, std::string_view title = "");
  // `dx`, `dy`: pixels to the right and down. `anchor`: start, middle or end.
  void Text(Point at, double dx, double dy, std::string_view anchor, std::string_view text,
            std::string_view style = "");

  // `text` at (dx, dy) pixels from the point, with a line to it if it is `away`.
  void Callout(Point at, double dx, double dy, bool away, std::string_view text);

  std::string Finish() &&;

 private:
  std::string X(double x) const;
  std::string Y(double y) const;

  PlotOptions options_;
  std::string body_;
};

// One row of a table's column of intervals.
struct Interval {
  double value = 0;
  double low = 0;
  double high = 0;
};

// A dot on its interval, over faint lines at the ticks; what lies outside of the scale ends
// at its border with an arrow's head.
std::string IntervalRow(const Interval& interval, absl::Span<const Tick> ticks,
                        const Scale& scale, std::string_view title);
// A bar from 0 with its interval.
std::string BarRow(const Interval& interval, absl::Span<const Tick> ticks, const Scale& scale,
                   std::string_view title);
// The labels of the ticks, for the head of that column.
std::string IntervalHead(absl::Span<const Tick> ticks, const Scale& scale);

// A coordinate, two decimals at most: "12.5", "0".
std::string Coordinate(double v);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_PLOT_H_
