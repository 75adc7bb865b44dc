// SPDX-License-Identifier: Apache-2.0
#include "tools/waste_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pullgraph::tools {
namespace {

Cell PercentOf(double p) {
  return {absl::StrFormat("%.1f %%", 100 * p), absl::StrFormat("%.9g", p), true};
}

// In hundredths, as the header says.
Cell Hundredths(double p, int digits) {
  return {absl::StrFormat("%.*f", digits, 100 * p), absl::StrFormat("%.9g", 100 * p), true};
}

// Three columns: a figure in hundredths and its interval. `get` gives it, or null.
void AddInterval(const std::string& name, const std::string& unit, int digits,
                 const v1::Interval* (*get)(const v1::WasteLine&),
                 std::vector<ResultColumn>& columns) {
  const auto part = [&](const char* which, double (v1::Interval::*figure)() const) {
    columns.push_back({absl::StrCat(name, which, unit), [=](const v1::Result& r) {
                         const v1::Interval* i = get(r.waste_line());
                         return i == nullptr ? Cell::Absent() : Hundredths((i->*figure)(), digits);
                       }});
  };
  part("", &v1::Interval::value);
  part(" low", &v1::Interval::low);
  part(" high", &v1::Interval::high);
}

}  // namespace

std::vector<ResultColumn> WasteLedgerColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.waste_line()); };
  };
  using W = v1::WasteLine;
  std::vector<ResultColumn> columns = {
      {"by", of([](const W& w) { return Cell::Text(w.by()); })},
      {"group", of([](const W& w) { return Cell::Text(w.label()); })},
      {"touches", of([](const W& w) { return Cell::Count(w.touches()); })},
      {"members", of([](const W& w) { return Cell::Count(w.members()); })},
      {"pulls", of([](const W& w) { return Cell::Count(w.pulls()); })}};
  AddInterval("pull", " %", 1, [](const W& w) { return &w.pull_share(); }, columns);
  columns.push_back({"wasted", of([](const W& w) { return Cell::Count(w.wasted()); })});
  AddInterval("waste", " %", 1, [](const W& w) {
    return w.decided() == 0 ? nullptr : &w.waste_rate();
  }, columns);
  columns.push_back({"wasted money", of([](const W& w) {
                       return w.cost() > 0 ? Cell::Number(w.wasted_cost(), 2) : Cell::Absent();
                     })});
  AddInterval("uplift", " pts", 2, [](const W& w) {
    return w.uplift_size() == 0 ? nullptr : &w.uplift(0).uplift();
  }, columns);
  return columns;
}

std::vector<ResultColumn> WasteUpliftColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.uplift_line()); };
  };
  using U = v1::UpliftLine;
  const auto figure = [](const U& u, double v) {
    return u.outcome() == "value" ? Cell::Number(v, 4) : PercentOf(v);
  };
  return {
      {"campaign", of([](const U& u) { return Cell::Text(u.campaign()); })},
      {"outcome", of([](const U& u) { return Cell::Text(u.outcome()); })},
      {"touched", of([](const U& u) { return Cell::Count(u.touched()); })},
      {"held out", of([](const U& u) { return Cell::Count(u.held_out()); })},
      {"of touched", of([=](const U& u) { return figure(u, u.touched_mean()); })},
      {"of held out", of([=](const U& u) { return figure(u, u.held_out_mean()); })},
      {"uplift", of([](const U& u) { return Cell::Number(u.uplift().value(), 4); })},
      {"low", of([](const U& u) { return Cell::Number(u.uplift().low(), 4); })},
      {"high", of([](const U& u) { return Cell::Number(u.uplift().high(), 4); })},
      {"holdout", of([](const U& u) {
         return Cell::Text(u.shared_holdout() ? "shared" : "its own");
       })},
  };
}

std::vector<ResultColumn> WasteQiniColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.qini_point()); };
  };
  using Q = v1::QiniPoint;
  return {{"campaign", of([](const Q& q) { return Cell::Text(q.campaign()); })},
          {"touching the first", of([](const Q& q) { return PercentOf(q.share()); })},
          {"gains pulls a member", of([](const Q& q) { return Cell::Number(q.gain(), 5); })},
          {"by chance", of([](const Q& q) { return Cell::Number(q.at_random(), 5); })}};
}

std::vector<ResultColumn> WasteSpareColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.spared_member()); };
  };
  using S = v1::SparedMember;
  return {{"#", of([](const S& s) { return Cell::Count(s.rank()); })},
          {"campaign", of([](const S& s) { return Cell::Text(s.campaign()); })},
          {"member", of([](const S& s) { return Cell::Text(s.member()); })},
          {"name", of([](const S& s) { return Cell::Text(s.member_name()); })},
          {"predicted uplift, points", of([](const S& s) {
             return Hundredths(s.predicted_uplift(), 2);
           })},
          {"was touched", of([](const S& s) {
             return Cell::Text(s.was_touched() ? "yes" : "no");
           })}};
}

std::vector<ResultColumn> WasteWindowColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.window_waste()); };
  };
  using W = v1::WindowWaste;
  return {{"by", of([](const W& w) { return Cell::Text(w.by()); })},
          {"group", of([](const W& w) { return Cell::Text(w.label()); })},
          {"window, days", of([](const W& w) { return Cell::Number(w.days(), 0); })},
          {"wasted", of([](const W& w) { return Cell::Count(w.wasted()); })},
          {"decided", of([](const W& w) { return Cell::Count(w.decided()); })},
          {"waste rate", of([](const W& w) {
             return w.decided() == 0 ? Cell::Absent()
                                     : PercentOf(static_cast<double>(w.wasted()) /
                                                 static_cast<double>(w.decided()));
           })}};
}

}  // namespace pullgraph::tools
