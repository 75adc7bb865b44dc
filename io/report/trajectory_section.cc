// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/report/plot.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

std::string LevelAt(size_t i) { return std::string(LevelName(static_cast<Level>(i + 1))); }

// Shaded by the rate: never so dark that the figure is hard to read.
std::string Cell(const LevelTransitions& t, size_t i, size_t j) {
  const Estimate& rate = t.rates[i][j];
  return absl::StrCat("<td style=\"background:rgb(var(--blue-parts) / ",
                      Coordinate(0.55 * rate.value), ")\">", Percent(rate.value), "<small>",
                      PercentRange(rate.low, rate.high), "</small></td>");
}

std::string HeatTable(const LevelTransitions& t) {
  std::string out =
      "<div class=\"scroll heat\" tabindex=\"0\" role=\"region\" aria-label=\"Levels\"><table>"
      "<caption>Of those at the level of the row, the share at that of the column a window "
      "later, "
      "with 95 % intervals; darker is more</caption><thead><tr><th scope=\"col\">from "
      "\xE2\x86\x93 to "
      "\xE2\x86\x92</th>";
  for (size_t j = 0; j < kNumLevels; ++j)
    absl::StrAppend(&out, "<th scope=\"col\">", LevelAt(j), "</th>");
  out += "<th scope=\"col\">steps seen</th></tr></thead><tbody>\n";
  for (size_t i = 0; i < kNumLevels; ++i) {
    uint64_t steps = 0;
    for (const uint64_t count : t.counts[i]) steps += count;
    absl::StrAppend(&out, "<tr><th scope=\"row\">", LevelAt(i), "</th>");
    for (size_t j = 0; j < kNumLevels; ++j) {
      out += steps > 0 ? Cell(t, i, j) : "<td>unknown</td>";
    }
    absl::StrAppend(&out, "<td>", Grouped(steps), "</td></tr>\n");
  }
  return out + "</tbody></table></div>\n";
}

std::string ShareTable(const LevelTransitions& t) {
  const std::vector<Tick> ticks = NumberTicks(0, 1, 3, 100, "%");
  const Scale x = ScaleOf(ticks);
  Table table(
      "Where members are, and where they are heading if the rates stay and nobody comes or "
      "goes",
      {{"level", ""},
       {"now" + IntervalHead(ticks, x), "w"},
       {"<span class=\"vh\">now, in figures</span>", "n"},
       {"heading for" + IntervalHead(ticks, x), "w"},
       {"<span class=\"vh\">heading for, in figures</span>", "n"},
       {"newcomers began here", "n"}});
  for (size_t i = 0; i < kNumLevels; ++i) {
    const auto bar = [&](double share) {
      return BarRow({share, share, share}, ticks, x, Percent(share));
    };
    table.Row({LevelAt(i), bar(t.now[i]), Percent(t.now[i]), bar(t.heading[i]),
               Percent(t.heading[i]), Grouped(t.entered[i])});
  }
  return std::move(table).Finish();
}

}  // namespace

Section TrajectorySection(const LevelHistory& history, const LevelTransitions& t,
                          const LevelOptions& options) {
  Section s{"trajectory", "Trajectory", "", ""};
  uint64_t steps = 0, up = 0, down = 0;
  for (size_t i = 0; i < kNumLevels; ++i) {
    for (size_t j = 0; j < kNumLevels; ++j) {
      steps += t.counts[i][j];
      if (j > i) up += t.counts[i][j];
      if (j < i) down += t.counts[i][j];
    }
  }
  if (steps == 0) {
    return LeftOut("trajectory", s.title,
                   "Nobody is known for two windows in a row: there are no steps to count.");
  }
  const auto active = [](const std::array<double, kNumLevels>& share) {
    return share[1] + share[2] + share[3];
  };
  s.headline =
      absl::StrCat(Percent(active(t.now)), " of ", CountOf(t.members, "member", "members"),
                   " are active now; if things go on like this, ", Percent(active(t.heading)),
                   " will be. ", CountOf(up, "step", "steps"), " led towards the core, ",
                   Grouped(down), " towards the edge.");
  s.body = Paragraph(absl::StrCat(
      history.windows.size(), " windows of ", Short(options.windows.days), " days, from ",
      Date(history.windows.front().from), " to ", Date(history.windows.back().until),
      ". Edge: nothing heard in the window. Regular: active on ", options.regular_days,
      " days. Core: regular, and in exchange with ", history.core_number.back(),
      " or more who are so too (core number, last window)."));
  s.body += HeatTable(t) + ShareTable(t);
  return s;
}

}  // namespace pullgraph::report
