// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "io/answer/figures.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

constexpr double kMinute = 1.0 / 1440;
// Steps that a chart can show; more would be drawn over each other.
constexpr double kMostSteps = 240;

struct Subject {
  const SurvivalCurve* curve;
  const char* id;
  const char* title;    // Of the chart.
  const char* axis;     // Of its vertical axis.
  const char* waiting;  // "asks", "members".
  const char* done;     // "answered", "have pulled".
};

struct Corner {
  Point done, low, high;
};

// The curve of those who are done, as corners of its steps.
std::vector<Corner> Corners(const SurvivalCurve& curve, const Scale& x) {
  std::vector<Corner> corners = {{{0, 0}, {0, 0}, {0, 0}}};
  double last = -1;
  for (const SurvivalStep& step : curve.steps) {
    if (step.events == 0 && &step != &curve.steps.back()) continue;
    const double at = std::clamp(x(step.time), 0.0, 1.0);
    // Of steps that share a place the last one stands.
    if (std::floor(at * kMostSteps) == std::floor(last * kMostSteps)) {
      corners.back().done.y = 1 - step.survival;
      corners.back().low.y = 1 - step.high;
      corners.back().high.y = 1 - step.low;
      continue;
    }
    last = at;
    Corner flat = corners.back();
    flat.done.x = flat.low.x = flat.high.x = at;
    corners.push_back(flat);
    corners.push_back({{at, 1 - step.survival}, {at, 1 - step.high}, {at, 1 - step.low}});
  }
  return corners;
}

std::string MedianText(const SurvivalQuantile& m) {
  if (!m.time) return "not reached";
  std::string range;
  if (m.low && m.high) {
    range = absl::StrCat(" (", SpanRange(*m.low, *m.high), ")");
  } else if (m.low) {
    range = absl::StrCat(" (", Span(*m.low), " or more)");
  }
  return Span(*m.time) + range;
}

Scale TimeScale(const SurvivalCurve& curve, std::vector<Tick>& ticks) {
  double first = 0;
  for (const SurvivalStep& step : curve.steps) {
    if (step.events > 0 && step.time > 0) {
      first = step.time;
      break;
    }
  }
  ticks =
      SpanTicks(std::max(first, kMinute), std::max(curve.steps.back().time, 2 * kMinute), 6);
  return ScaleOf(ticks, /*log=*/true);
}

std::string Chart(const Subject& s) {
  const SurvivalCurve& curve = *s.curve;
  std::vector<Tick> ticks;
  const Scale x = TimeScale(curve, ticks);
  // Half is shown wherever it is reached.
  const double top = curve.median.time ? 1 : 1 - curve.steps.back().low;
  const std::vector<Tick> shares = NumberTicks(0, top, 6, 100, "%");
  const Scale y = ScaleOf(shares);
  const std::string median = MedianText(curve.median);
  Plot plot(
      {s.id, s.title,
       absl::StrCat("Rises to ", Percent(1 - curve.steps.back().survival), " after ",
                    Span(curve.steps.back().time), "; half are done (T50): ", median, "."),
       200, 52, ""});
  plot.VerticalAxis(shares, y, s.axis);
  plot.HorizontalAxis(ticks, x, "time waited");
  const std::vector<Corner> corners = Corners(curve, x);
  std::vector<Point> line, band;
  for (const Corner& c : corners) {
    line.push_back({c.done.x, y(c.done.y)});
    band.push_back({c.high.x, y(c.high.y)});
  }
  for (size_t i = corners.size(); i-- > 0;)
    band.push_back({corners[i].low.x, y(corners[i].low.y)});
  plot.Path(band, "band", /*closed=*/true);
  plot.Path(line, "curve");
  if (curve.median.time) {
    const double at = std::clamp(x(*curve.median.time), 0.0, 1.0);
    plot.Line({0, y(0.5)}, {at, y(0.5)}, "guide");
    plot.Line({at, 0}, {at, y(0.5)}, "guide");
    plot.Dot({at, y(0.5)}, 4, "pinned");
    const bool left = at > 0.55;
    plot.Text({at, y(0.5)}, left ? -8 : 8, left ? -8 : 16, left ? "end" : "start",
              "T50 " + Span(*curve.median.time), "mark");
  }
  return absl::StrCat("<figure>", std::move(plot).Finish(), "</figure>\n");
}

std::string DoneBy(const SurvivalCurve& curve, double days) {
  // Past the longest wait nothing is known.
  if (days > curve.steps.back().time) return "not known";
  const SurvivalStep* step = curve.At(days);
  if (step == nullptr) return Percent(0);
  return absl::StrCat(Percent(1 - step->survival), "<small>",
                      PercentRange(1 - step->high, 1 - step->low), "</small>");
}

std::string WaitTable(const std::vector<Subject>& subjects) {
  Table table("Waits, with 95 % intervals", {{"of", ""},
                                             {"waits", "n"},
                                             {"over", "n"},
                                             {"half by (T50)", "n"},
                                             {"done by 1 day", "n"},
                                             {"by 7 days", "n"},
                                             {"by 30 days", "n"}});
  for (const Subject& s : subjects) {
    const SurvivalQuantile& m = s.curve->median;
    const std::string range =
        m.time && m.low && m.high ? "<small>" + SpanRange(*m.low, *m.high) + "</small>" : "";
    table.Row({s.title, Grouped(s.curve->count), Grouped(s.curve->events),
               (m.time ? Span(*m.time) : "not reached") + range, DoneBy(*s.curve, 1),
               DoneBy(*s.curve, 7), DoneBy(*s.curve, 30)});
  }
  return std::move(table).Finish();
}

std::string Headline(const Subject& s) {
  const SurvivalCurve& c = *s.curve;
  if (c.median.time) {
    return absl::StrCat("Half of the ", s.waiting, " ", s.done, " within ",
                        Span(*c.median.time), ".");
  }
  return absl::StrCat("Fewer than half of the ", s.waiting, " ", s.done, " (",
                      Percent(1 - c.steps.back().survival), " within ",
                      Span(c.steps.back().time), ").");
}

bool Holds(const SurvivalCurve* curve) {
  return curve != nullptr && curve->events > 0 && !curve->steps.empty() &&
         curve->steps.back().time > 0;
}

}  // namespace

Section PaceSection(const PaceCurves& curves) {
  const char kTitle[] = "Pace";
  std::vector<Subject> subjects;
  if (Holds(curves.answer)) {
    subjects.push_back({curves.answer, "answer", "From ask to first answer", "share answered",
                        "asks", "are answered"});
  }
  if (Holds(curves.first_pull)) {
    subjects.push_back({curves.first_pull, "pull", "From joining to first pull",
                        "share who have pulled", "members", "pull for the first time"});
  }
  if (subjects.empty()) {
    return LeftOut(
        "pace", kTitle,
        "No ask has a dated answer and no member a date of joining and a dated pull: how "
        "long things take is not known.");
  }
  Section s{"pace", kTitle, "", ""};
  for (const Subject& subject : subjects) {
    absl::StrAppend(&s.headline, s.headline.empty() ? "" : " ", Headline(subject));
  }
  s.body = Paragraph(
      "The curves rise as waits come to an end; those that are not over count for as "
      "long as they have lasted. The band is the 95 % interval. Time runs in "
      "natural steps, each many times the one before.");
  for (const Subject& subject : subjects) {
    absl::StrAppend(&s.body, "<h3>", subject.title, "</h3>\n", Chart(subject));
  }
  s.body += WaitTable(subjects);
  return s;
}

}  // namespace pullgraph::report
