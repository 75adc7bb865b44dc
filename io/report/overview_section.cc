// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "io/answer/figures.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

constexpr double kWeek = 7;
constexpr double kMostSteps = 400;

struct Counts {
  uint64_t members = 0;
  uint64_t customers = 0;
  uint64_t resources = 0;
  uint64_t ties = 0;
  uint64_t pulls = 0;
  uint64_t undated = 0;  // Pulls.
  uint64_t pushes = 0;   // Without holdouts.
  uint64_t holdouts = 0;
  Time first;  // Of anything dated.
};

uint64_t KnownTies(const CommunityView& view, Time& first) {
  const CommunityGraph& c = view.community();
  const TieGraph& g = c.graph();
  uint64_t ties = 0;
  for (Node u = 0; u < g.num_nodes(); ++u) {
    for (ArcIndex arc = g.OutBegin(u); arc < g.OutEnd(u); ++arc) {
      // The arc from the smaller end stands for an undirected tie.
      if (!view.HasTie(arc) || (c.IsMirrored(arc) && u > g.Target(arc))) continue;
      ++ties;
      const Time t = c.ties().first_at[arc];
      if (t.is_present() && (!first.is_present() || t < first)) first = t;
    }
  }
  return ties;
}

Counts Count(const CommunityView& view, MarketId market) {
  const CommunityGraph& c = view.community();
  Counts n;
  const std::vector<uint8_t> customers = view.Customers(market);
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    if (!view.HasMember(MemberId(m))) continue;
    ++n.members;
    n.customers += customers[m];
  }
  for (uint32_t r = 0; r < c.num_resources(); ++r)
    n.resources += view.HasResource(ResourceId(r));
  n.ties = KnownTies(view, n.first);
  const auto earliest = [&](Time t) {
    if (t.is_present() && (!n.first.is_present() || t < n.first)) n.first = t;
  };
  n.pulls = view.num_signals();
  for (size_t i = 0; i < n.pulls; ++i) {
    n.undated += !c.signals().at[i].is_present();
    earliest(c.signals().at[i]);
  }
  for (size_t i = 0; i < view.num_touches(); ++i) {
    (c.touches().holdout[i] != 0 ? n.holdouts : n.pushes) += 1;
    earliest(c.touches().sent_at[i]);
  }
  return n;
}

// Pulls in equal steps of whole weeks that end now, the earliest first.
struct Weekly {
  std::vector<double> a_week;
  int weeks = 1;  // Of a step.
  Time from;
};

Weekly CountWeeks(const CommunityView& view) {
  const SignalColumns& s = view.community().signals();
  Weekly w;
  Time first;
  for (size_t i = 0; i < view.num_signals() && !first.is_present(); ++i) first = s.at[i];
  if (!first.is_present()) return w;
  const double weeks = DaysBetween(first, view.now()) / kWeek;
  w.weeks = std::max(1, static_cast<int>(std::ceil(weeks / kMostSteps)));
  // Only whole steps are comparable.
  const auto steps = static_cast<size_t>(weeks / w.weeks);
  w.a_week.assign(steps, 0);
  w.from = AddMicros(view.now(), -static_cast<int64_t>(steps) * w.weeks * 7 * kMicrosPerDay);
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (!s.at[i].is_present()) continue;
    const double back = DaysBetween(s.at[i], view.now()) / kWeek / w.weeks;
    const auto step = static_cast<size_t>(std::max(0.0, back));
    if (step < steps) w.a_week[steps - 1 - step] += 1.0 / w.weeks;
  }
  return w;
}

std::string WeeklyChart(const CommunityView& view, const Weekly& w) {
  const double most = *std::max_element(w.a_week.begin(), w.a_week.end());
  const std::vector<Tick> ticks = NumberTicks(0, most, 4);
  const Scale y = ScaleOf(ticks);
  const Scale x = {0, DaysBetween(w.from, view.now()), false};
  const std::string per =
      w.weeks == 1 ? "" : absl::StrCat(", mean of ", w.weeks, " weeks each");
  Plot plot({"weekly", "Pulls a week over time",
             absl::StrCat("From ", FormatDate(w.from), " to ", FormatDate(view.now()),
                          ": the lowest week had ",
                          Short(*std::min_element(w.a_week.begin(), w.a_week.end())),
                          " pulls, the highest ", Short(most), ", the last ",
                          Short(w.a_week.back()), "."),
             140, 48, ""});
  plot.VerticalAxis(ticks, y, "pulls a week" + per);
  std::vector<Point> line;
  const auto n = static_cast<double>(w.a_week.size());
  for (size_t i = 0; i < w.a_week.size(); ++i) {
    line.push_back({static_cast<double>(i) / n, y(w.a_week[i])});
    line.push_back({static_cast<double>(i + 1) / n, y(w.a_week[i])});
  }
  std::vector<Point> area = line;
  area.push_back({1, 0});
  area.push_back({0, 0});
  plot.Path(area, "area", /*closed=*/true);
  plot.Path(line, "curve");
  plot.HorizontalAxis(DateTicks(w.from, view.now(), 5), x, "");
  return absl::StrCat(
      "<figure>", std::move(plot).Finish(),
      "<figcaption>Weeks are counted back from the last moment of the data; a first "
      "one that is not whole is left out.</figcaption></figure>\n");
}

void AddFigure(std::string_view what, const std::string& figure, std::string& out) {
  absl::StrAppend(&out, "<div><dt>", Escape(what), "</dt><dd>", figure, "</dd></div>");
}

}  // namespace

Section OverviewSection(const CommunityView& view, MarketId market) {
  const Counts n = Count(view, market);
  Section s{"figures", "The community in figures", "", ""};
  std::string market_name;
  if (!market.is_none()) {
    const std::string_view label =
        view.community().String(view.community().markets().name[market.value()]);
    market_name =
        " of " + Name(label.empty() ? view.community().markets().id[market.value()] : label);
  }
  absl::StrAppend(&s.headline, CountOf(n.members, "member", "members"), ", of whom ",
                  n.customers == 0 ? "none" : Grouped(n.customers),
                  n.customers <= 1 ? " is a customer" : " are customers", market_name);
  absl::StrAppend(&s.headline, n.pulls > 0 ? ", pulled " : ", did not pull",
                  n.pulls > 0 ? CountOf(n.pulls, "time", "times") : "");
  const bool dated = n.first.is_present() && view.now().is_present();
  if (dated) {
    const std::string first = Date(n.first), last = Date(view.now());
    absl::StrAppend(&s.headline, n.pulls == 0 ? "; the data are" : "",
                    first == last ? " of " : " from ",
                    first == last ? first : first + " to " + last);
  }
  s.headline += ".";
  s.body = "<dl class=\"figures\">";
  AddFigure("members", Grouped(n.members), s.body);
  AddFigure("customers", Grouped(n.customers), s.body);
  AddFigure("resources", Grouped(n.resources), s.body);
  AddFigure("topics", Grouped(view.community().num_topics()), s.body);
  AddFigure("ties", Grouped(n.ties), s.body);
  AddFigure("pulls", Grouped(n.pulls), s.body);
  AddFigure("pushes", Grouped(n.pushes), s.body);
  if (n.holdouts > 0) AddFigure("held out of a push", Grouped(n.holdouts), s.body);
  if (dated && n.first < view.now())
    AddFigure("span", Span(DaysBetween(n.first, view.now())), s.body);
  s.body += "</dl>\n";
  const Weekly weekly = CountWeeks(view);
  if (weekly.a_week.size() >= 2) {
    s.body += WeeklyChart(view, weekly);
    if (n.undated > 0) {
      s.body +=
          Note(CountOf(n.undated, "pull has", "pulls have") + " no date and no place there.");
    }
  } else {
    s.body += Note(
        n.pulls == n.undated
            ? "No pull is dated: there is no chart of pulls a week."
            : "The dated pulls span less than two weeks: there is no chart of pulls a week.");
  }
  return s;
}

}  // namespace pullgraph::report
