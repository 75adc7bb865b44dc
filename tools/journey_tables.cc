// SPDX-License-Identifier: Apache-2.0
#include "tools/journey_tables.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "graph/time.h"

namespace pullgraph::tools {
namespace {

// Three significant digits, without an exponent.
std::string Short(double v) {
  const double size = v < 0 ? -v : v;
  return absl::StrFormat("%.*f", size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0, v);
}

Cell Maybe(bool there, double v) {
  return there ? Cell{Short(v), absl::StrFormat("%.9g", v), true} : Cell::Absent();
}

// "1.23 (1.10 to 1.40)"; an end that is not known is told by dots.
Cell Between(bool there, double v, bool has_low, double low, bool has_high, double high) {
  if (!there) return Cell::Absent();
  return {absl::StrCat(Short(v), " (", has_low ? Short(low) : "..", " to ",
                       has_high ? Short(high) : "..", ")"),
          absl::StrFormat("%.9g", v), true};
}

std::string Percent(double share) { return absl::StrFormat("%.3g", 100 * share); }

Cell PercentBetween(double v, double low, double high) {
  return {absl::StrCat(Percent(v), " % (", Percent(low), " to ", Percent(high), ")"),
          absl::StrFormat("%.9g", v), true};
}

Cell PValue(double p) {
  return {p < 0.001 ? "< .001" : absl::StrFormat("%.3f", p), absl::StrFormat("%.9g", p), true};
}

}  // namespace

std::vector<ResultColumn> PaceColumns(double by_days) {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.pace_line()); };
  };
  using P = v1::PaceLine;
  return {{"#", of([](const P& p) { return Cell::Count(p.rank()); })},
          {"group", of([](const P& p) { return Cell::Text(p.group_name()); })},
          {"waits", of([](const P& p) { return Cell::Count(p.waits()); })},
          {"over", of([](const P& p) { return Cell::Count(p.events()); })},
          {"a quarter by day",
           of([](const P& p) { return Maybe(p.has_quarter_days(), p.quarter_days()); })},
          {"half by day (T50)", of([](const P& p) {
             return Between(p.has_median_days(), p.median_days(), p.has_median_low(),
                            p.median_low(), p.has_median_high(), p.median_high());
           })},
          {absl::StrFormat("over by day %g", by_days), of([](const P& p) {
             return PercentBetween(p.done(), p.done_low(), p.done_high());
           })},
          {"than others", of([](const P& p) {
             if (p.p_value() >= 0.05) return Cell::Text("no different");
             return Cell::Text(p.z() > 0 ? "sooner" : "later");
           })},
          {"p", of([](const P& p) { return PValue(p.p_value()); })}};
}

std::vector<ResultColumn> RhythmColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.rhythm_line()); };
  };
  using R = v1::RhythmLine;
  return {{"#", of([](const R& r) { return Cell::Count(r.rank()); })},
          {"group", of([](const R& r) { return Cell::Text(r.group_name()); })},
          {"moments", of([](const R& r) { return Cell::Count(r.events()); })},
          {"of their own a day", of([](const R& r) {
             return Between(true, r.background(), true, r.background_low(), true,
                            r.background_high());
           })},
          {"pulls each brings about", of([](const R& r) {
             return Between(true, r.branching(), true, r.branching_low(), true,
                            r.branching_high());
           })},
          {"half of them within hours", of([](const R& r) {
             return Between(true, r.half_life_hours(), true, r.half_life_low(),
                            r.has_half_life_high(), r.half_life_high());
           })},
          {"p steady", of([](const R& r) { return PValue(r.steady_p_value()); })},
          {"p fit holds", of([](const R& r) { return PValue(r.fit_p_value()); })}};
}

std::vector<ResultColumn> TransitionColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.level_transition()); };
  };
  using T = v1::LevelTransition;
  return {{"from", of([](const T& t) { return Cell::Text(t.from()); })},
          {"to", of([](const T& t) { return Cell::Text(t.to()); })},
          {"members", of([](const T& t) { return Cell::Count(t.members()); })},
          {"rate a window",
           of([](const T& t) { return PercentBetween(t.rate(), t.low(), t.high()); })},
          {"at that level now", of([](const T& t) { return Cell::Percent(t.share_now()); })},
          {"heading for", of([](const T& t) { return Cell::Percent(t.share_heading()); })}};
}

std::vector<ResultColumn> DriftColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.member_drift()); };
  };
  using D = v1::MemberDrift;
  return {{"#", of([](const D& d) { return Cell::Count(d.rank()); })},
          {"member", of([](const D& d) { return Cell::Text(d.member()); })},
          {"name", of([](const D& d) { return Cell::Text(d.member_name()); })},
          {"towards", of([](const D& d) { return Cell::Text(d.drift() > 0 ? "core" : "edge"); })},
          {"levels a window", of([](const D& d) { return Cell::Number(d.drift(), 2); })},
          {"window by window", of([](const D& d) {
             return Cell::Text(absl::StrJoin(d.levels(), " > "));
           })}};
}

std::vector<ResultColumn> ClusterStageColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.cluster_stage()); };
  };
  using C = v1::ClusterStage;
  return {{"until", of([](const C& c) {
             return Cell::Text(FormatDate(Time(c.until())));
           })},
          {"id", of([](const C& c) { return Cell::Count(c.id()); })},
          {"cluster", of([](const C& c) { return Cell::Text(c.name()); })},
          {"event", of([](const C& c) { return Cell::Text(c.event()); })},
          {"with", of([](const C& c) { return Cell::Text(absl::StrJoin(c.with(), " ")); })},
          {"members", of([](const C& c) { return Cell::Count(c.members()); })},
          {"before", of([](const C& c) { return Cell::Count(c.members_before()); })},
          {"came", of([](const C& c) { return Cell::Count(c.arrivals()); })},
          {"left", of([](const C& c) { return Cell::Count(c.departures()); })},
          {"gravity", of([](const C& c) {
             return Between(c.has_gravity(), c.gravity(), true, c.gravity_low(), true,
                            c.gravity_high());
           })}};
}

}  // namespace pullgraph::tools
