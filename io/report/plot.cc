// SPDX-License-Identifier: Apache-2.0
#include "io/report/plot.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "graph/string_table.h"
#include "io/report/markup.h"

namespace pullgraph::report {
namespace {

constexpr int kTop = 10;
constexpr int kBottom = 44;
constexpr int kRight = 20;
constexpr int kRowHeight = 20;

std::string Share(double x) { return Coordinate(100 * x) + "%"; }

std::string Element(std::string_view name, std::string_view attributes,
                    std::string_view style) {
  return absl::StrCat("<", AbslView(name), AbslView(attributes),
                      style.empty() ? "" : absl::StrCat(" class=\"", AbslView(style), "\""),
                      "/>");
}

std::string HorizontalLine(double a, double b, double y, std::string_view style) {
  return Element("line",
                 absl::StrCat(" x1=\"", Share(a), "\" x2=\"", Share(b), "\" y1=\"",
                              Coordinate(y), "\" y2=\"", Coordinate(y), "\""),
                 style);
}

std::string RowStart(absl::Span<const Tick> ticks, const Scale& scale,
                     std::string_view title) {
  std::string out = absl::StrCat("<svg class=\"row\" width=\"100%\" height=\"", kRowHeight,
                                 "\" role=\"img\"><title>", Escape(title), "</title>");
  for (const Tick& tick : ticks) {
    const std::string x = Share(scale(tick.at));
    const bool zero = tick.at == 0 && scale.low < 0;
    absl::StrAppend(&out, "<line class=\"", zero ? "axis" : "grid", "\" x1=\"", x, "\" x2=\"",
                    x, "\" y1=\"0\" y2=\"", kRowHeight, "\"/>");
  }
  return out;
}

// The interval's line, clipped to the scale.
std::string Whisker(const Interval& i, const Scale& scale) {
  const double low = std::clamp(scale(i.low), 0.0, 1.0);
  const double high = std::clamp(scale(i.high), 0.0, 1.0);
  std::string out = HorizontalLine(low, high, kRowHeight / 2.0, "whisker");
  if (scale(i.high) > 1 + 1e-9) {
    absl::StrAppend(&out,
                    "<text x=\"100%\" dx=\"-5\" y=\"14\">\xE2\x80\xBA</text>");
  }
  if (scale(i.low) < -1e-9) {
    absl::StrAppend(&out,
                    "<text x=\"0%\" dx=\"-1\" y=\"14\">\xE2\x80\xB9</text>");
  }
  return out;
}

}  // namespace

std::string Coordinate(double v) {
  if (!std::isfinite(v)) v = 0;
  std::string text = absl::StrFormat("%.2f", v);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

double Scale::operator()(double v) const {
  if (!log) return high > low ? (v - low) / (high - low) : 0;
  if (!(v > low) || !(high > low)) return 0;
  return std::log(v / low) / std::log(high / low);
}

Scale ScaleOf(absl::Span<const Tick> ticks, bool log) {
  if (ticks.empty()) return {};
  return {ticks.front().at, ticks.back().at, log};
}

Plot::Plot(PlotOptions options) : options_(std::move(options)) {}

std::string Plot::X(double x) const { return Share(x); }
std::string Plot::Y(double y) const { return Coordinate((1 - y) * options_.height); }

void Plot::Line(Point a, Point b, std::string_view style) {
  body_ += Element("line",
                   absl::StrCat(" x1=\"", X(a.x), "\" y1=\"", Y(a.y), "\" x2=\"", X(b.x),
                                "\" y2=\"", Y(b.y), "\""),
                   style);
}

void Plot::Path(absl::Span<const Point> points, std::string_view style, bool closed) {
  if (points.empty()) return;
  // Only this part is stretched; its lines are not.
  absl::StrAppend(&body_, "<svg width=\"100%\" height=\"", options_.height,
                  "\" viewBox=\"0 0 1000 ", options_.height,
                  "\" preserveAspectRatio=\"none\"><path class=\"", AbslView(style),
                  "\" d=\"");
  for (size_t i = 0; i < points.size(); ++i) {
    absl::StrAppend(&body_, i == 0 ? "M" : "L", Coordinate(1000 * points[i].x), " ",
                    Y(points[i].y));
  }
  absl::StrAppend(&body_, closed ? "Z" : "", "\"/></svg>");
}

void Plot::Dot(Point at, double radius, std::string_view style, std::string_view title) {
  absl::StrAppend(&body_, "<circle class=\"", AbslView(style), "\" cx=\"", X(at.x), "\" cy=\"",
                  Y(at.y), "\" r=\"", Coordinate(radius), "\"");
  if (title.empty()) {
    body_ += "/>";
  } else {
    absl::StrAppend(&body_, "><title>", Escape(title), "</title></circle>");
  }
}

void Plot::Text(Point at, double dx, double dy, std::string_view anchor, std::string_view text,
                std::string_view style) {
  absl::StrAppend(&body_, "<text x=\"", X(at.x), "\" y=\"", Y(at.y), "\" dx=\"",
                  Coordinate(dx), "\" dy=\"", Coordinate(dy), "\" text-anchor=\"",
                  AbslView(anchor), "\"");
  if (!style.empty()) absl::StrAppend(&body_, " class=\"", AbslView(style), "\"");
  absl::StrAppend(&body_, ">", Escape(text), "</text>");
}

void Plot::Callout(Point at, double dx, double dy, bool away, std::string_view text) {
  // An inner svg has its origin at the point, and pixels from there.
  absl::StrAppend(&body_, "<svg x=\"", X(at.x), "\" y=\"", Y(at.y), "\">");
  if (away) {
    // Ends short of the text.
    const double size = std::max(1.0, std::hypot(dx, dy));
    const double share = std::max(0.0, 1 - 9 / size);
    absl::StrAppend(&body_, "<line class=\"lead-line\" x2=\"", Coordinate(dx * share),
                    "\" y2=\"", Coordinate(dy * share), "\"/>");
  }
  absl::StrAppend(&body_, "<text class=\"mark halo\" text-anchor=\"middle\" x=\"",
                  Coordinate(dx), "\" y=\"", Coordinate(dy + 4), "\">", Escape(text),
                  "</text></svg>");
}

void Plot::HorizontalAxis(absl::Span<const Tick> ticks, const Scale& scale,
                          std::string_view label) {
  Line({0, 0}, {1, 0}, "axis");
  for (const Tick& tick : ticks) {
    const double x = scale(tick.at);
    const std::string at = X(x);
    absl::StrAppend(&body_, "<line class=\"axis\" x1=\"", at, "\" x2=\"", at, "\" y1=\"",
                    options_.height, "\" y2=\"", options_.height + 4, "\"/>");
    if (!tick.label.empty()) Text({x, 0}, 0, 18, x > 0.97 ? "end" : "middle", tick.label);
  }
  if (!label.empty()) Text({1, 0}, 0, 36, "end", label, "name");
}

void Plot::VerticalAxis(absl::Span<const Tick> ticks, const Scale& scale,
                        std::string_view label) {
  for (const Tick& tick : ticks) {
    const double y = scale(tick.at);
    Line({0, y}, {1, y}, "grid");
    if (!tick.label.empty()) Text({0, y}, -8, 4, "end", tick.label);
  }
  options_.description = absl::StrCat(AbslView(label), ". ", options_.description);
  Text({0, 1}, -options_.left, -12, "start", label, "name");
}

std::string Plot::Finish() && {
  const std::string id = Escape(options_.id);
  return absl::StrCat("<svg class=\"plot", options_.shape.empty() ? "" : " ", options_.shape,
                      "\" role=\"img\" aria-labelledby=\"", id, "-t ", id, "-d\" height=\"",
                      options_.height, "\" style=\"margin:", kTop + 18, "px ", kRight, "px ",
                      kBottom, "px ", options_.left, "px;width:calc(100% - ",
                      options_.left + kRight, "px)\"><title id=\"", id, "-t\">",
                      Escape(options_.title), "</title><desc id=\"", id, "-d\">",
                      Escape(options_.description), "</desc>", body_, "</svg>\n");
}

std::string IntervalRow(const Interval& interval, absl::Span<const Tick> ticks,
                        const Scale& scale, std::string_view title) {
  std::string out = RowStart(ticks, scale, title) + Whisker(interval, scale);
  const double x = std::clamp(scale(interval.value), 0.0, 1.0);
  absl::StrAppend(&out, "<circle class=\"dot\" cx=\"", Share(x), "\" cy=\"", kRowHeight / 2,
                  "\" r=\"4\"/></svg>");
  return out;
}

std::string BarRow(const Interval& interval, absl::Span<const Tick> ticks, const Scale& scale,
                   std::string_view title) {
  std::string out = RowStart(ticks, scale, title);
  const double zero = std::clamp(scale(0), 0.0, 1.0);
  const double x = std::clamp(scale(interval.value), 0.0, 1.0);
  absl::StrAppend(&out, "<rect class=\"bar\" x=\"", Share(std::min(zero, x)), "\" width=\"",
                  Share(std::abs(x - zero)), "\" y=\"5\" height=\"10\"/>",
                  Whisker(interval, scale), "</svg>");
  return out;
}

std::string IntervalHead(absl::Span<const Tick> ticks, const Scale& scale) {
  std::string out = "<svg class=\"row\" width=\"100%\" height=\"16\" aria-hidden=\"true\">";
  for (const Tick& tick : ticks) {
    const double x = scale(tick.at);
    const char* anchor = x < 0.04 ? "start" : x > 0.96 ? "end" : "middle";
    // On a narrow screen only the outer ones have room.
    const bool outer = &tick == &ticks.front() || &tick == &ticks.back();
    absl::StrAppend(&out, "<text x=\"", Share(x), "\" y=\"12\" text-anchor=\"", anchor, "\"",
                    outer ? "" : " class=\"tight\"", ">", Escape(tick.label), "</text>");
  }
  return out + "</svg>";
}

}  // namespace pullgraph::report
