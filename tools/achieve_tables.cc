// SPDX-License-Identifier: Apache-2.0
#include "tools/achieve_tables.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pullgraph::tools {
namespace {

Cell PathCell(const v1::Complement& c) {
  Cell cell = Cell::Text(absl::StrJoin(c.path_names(), " > "));
  cell.raw = absl::StrJoin(c.path(), " > ");
  return cell;
}

Cell NeedsCell(const v1::Complement& c) {
  return Cell::Text(absl::StrJoin(c.needs(), ", ", [](std::string* out, const v1::NeedCover& n) {
    absl::StrAppend(out, n.topic());
  }));
}

}  // namespace

std::vector<ResultColumn> ComplementColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.complement()); };
  };
  using C = v1::Complement;
  return {{"#", of([](const C& c) { return Cell::Count(c.rank()); })},
          {"kind", of([](const C& c) { return Cell::Text(c.kind()); })},
          {"id", of([](const C& c) { return Cell::Text(c.id()); })},
          {"name", of([](const C& c) { return Cell::Text(c.name()); })},
          {"gain", of([](const C& c) { return Cell::Number(c.gain(), 3); })},
          {"alone", of([](const C& c) { return Cell::Number(c.alone(), 3); })},
          {"covered so far", of([](const C& c) { return Cell::Percent(c.covered_share()); })},
          {"access", of([](const C& c) { return Cell::Percent(c.access()); })},
          {"for", of(NeedsCell)},
          {"path", of(PathCell)}};
}

std::vector<ResultColumn> LackedNeedColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.lacked_need()); };
  };
  using N = v1::LackedNeed;
  return {{"need", of([](const N& n) { return Cell::Text(n.topic()); })},
          {"weight", of([](const N& n) { return Cell::Number(n.weight(), 2); })},
          {"own level", of([](const N& n) { return Cell::Number(n.own(), 2); })},
          {"covered", of([](const N& n) { return Cell::Percent(n.covered()); })},
          {"by", of([](const N& n) { return Cell::Count(n.complements()); })},
          {"people within reach", of([](const N& n) {
             return Cell::Count(n.people_within_reach());
           })},
          {"best covers", of([](const N& n) {
             return n.best().empty() ? Cell::Absent() : Cell::Percent(n.best_cover());
           })},
          {"best person", of([](const N& n) {
             Cell cell = Cell::Text(n.best().empty() ? "nobody" : n.best_name());
             cell.raw = n.best();
             return cell;
           })}};
}

std::vector<ResultColumn> TeamColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.team_member()); };
  };
  using T = v1::TeamMember;
  return {{"#", of([](const T& t) { return Cell::Count(t.rank()); })},
          {"member", of([](const T& t) { return Cell::Text(t.member()); })},
          {"name", of([](const T& t) { return Cell::Text(t.member_name()); })},
          {"in the team for", of([](const T& t) {
             if (t.fills_size() > 0) return Cell::Text(absl::StrJoin(t.fills(), ", "));
             return Cell::Text(t.is_anchor() ? "the team is theirs" : "the introduction");
           })}};
}

std::vector<ResultColumn> StructuralHoleColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.structural_hole()); };
  };
  using H = v1::StructuralHole;
  return {{"#", of([](const H& h) { return Cell::Count(h.rank()); })},
          {"member", of([](const H& h) { return Cell::Text(h.member()); })},
          {"name", of([](const H& h) { return Cell::Text(h.member_name()); })},
          {"contacts", of([](const H& h) { return Cell::Count(h.contacts()); })},
          {"constraint", of([](const H& h) { return Cell::Number(h.constraint(), 4); })},
          {"effective size", of([](const H& h) { return Cell::Number(h.effective_size(), 1); })},
          {"efficiency", of([](const H& h) { return Cell::Percent(h.efficiency()); })},
          {"of the constraint", of([](const H& h) {
             return Cell::Percent(h.constrained_by_share());
           })},
          {"comes from", of([](const H& h) {
             Cell cell = Cell::Text(h.constrained_by_name());
             cell.raw = h.constrained_by();
             return cell;
           })}};
}

std::vector<ResultColumn> ImprovementColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.improvement_rate()); };
  };
  using I = v1::ImprovementRate;
  const auto percent = [](bool known, double value) {
    return known ? Cell::Number(value, 1) : Cell::Absent();
  };
  return {{"time to answer of", of([](const I& i) { return Cell::Text(i.subject()); })},
          {"answers", of([](const I& i) { return Cell::Count(i.answers()); })},
          {"unanswered", of([](const I& i) { return Cell::Count(i.unanswered()); })},
          {"median, days", of([](const I& i) {
             return i.has_median_days() ? Cell::Number(i.median_days(), 3) : Cell::Absent();
           })},
          {"faster, % a week", of([percent](const I& i) {
             return percent(i.has_percent_a_week(), i.percent_a_week());
           })},
          {"low", of([percent](const I& i) { return percent(i.has_low(), i.low()); })},
          {"high", of([percent](const I& i) { return percent(i.has_high(), i.high()); })}};
}

}  // namespace pullgraph::tools
