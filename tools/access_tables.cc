// SPDX-License-Identifier: Apache-2.0
#include "tools/access_tables.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pullgraph::tools {
namespace {

// Names for people, ids for programs.
template <class Message>
Cell PathCell(const Message& m) {
  Cell cell = Cell::Text(absl::StrJoin(m.member_names(), " > "));
  cell.raw = absl::StrJoin(m.members(), " > ");
  return cell;
}

// To the minute for people.
Cell TimeCell(int64_t micros) {
  Cell cell = Cell::Text(FormatTime(Time(micros)));
  cell.text = cell.raw.substr(0, 16);
  if (cell.text.size() == 16) cell.text[10] = ' ';
  return cell;
}

}  // namespace

std::vector<ResultColumn> AccessPathColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.access_path()); };
  };
  using P = v1::AccessPath;
  return {{"#", of([](const P& p) { return Cell::Count(p.rank()); })},
          {"member", of([](const P& p) { return Cell::Text(p.target()); })},
          {"name", of([](const P& p) { return Cell::Text(p.target_name()); })},
          {"access", of([](const P& p) { return Cell::Percent(p.probability()); })},
          {"hops", of([](const P& p) { return Cell::Count(p.hops()); })},
          {"path", of([](const P& p) { return PathCell(p); })}};
}

std::vector<ResultColumn> ReachColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.reach()); };
  };
  using R = v1::Reach;
  return {{"member", of([](const R& r) { return Cell::Text(r.member()); })},
          {"name", of([](const R& r) { return Cell::Text(r.member_name()); })},
          {"reach", of([](const R& r) { return Cell::Percent(r.probability()); })},
          {"within", of([](const R& r) { return Cell::Percent(r.epsilon()); })},
          {"worlds", of([](const R& r) { return Cell::Count(r.worlds()); })}};
}

std::vector<ResultColumn> BrokerColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.broker()); };
  };
  using B = v1::Broker;
  return {
      {"#", of([](const B& b) { return Cell::Count(b.rank()); })},
      {"member", of([](const B& b) { return Cell::Text(b.member()); })},
      {"name", of([](const B& b) { return Cell::Text(b.member_name()); })},
      {"contacts", of([](const B& b) { return Cell::Count(b.contacts()); })},
      {"betweenness", of([](const B& b) { return Cell::Percent(b.betweenness()); })},
      {"within", of([](const B& b) {
         return b.epsilon() > 0 ? Cell::Percent(b.epsilon()) : Cell{"exact", "0", true};
       })},
      {"cluster", of([](const B& b) { return Cell::Count(b.cluster()); })},
      {"tied to clusters", of([](const B& b) { return Cell::Count(b.clusters_tied()); })},
      {"participation", of([](const B& b) { return Cell::Number(b.participation(), 3); })}};
}

std::vector<ResultColumn> ClosenessColumns(int hops) {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.closeness()); };
  };
  using C = v1::Closeness;
  std::vector<ResultColumn> columns = {
      {"#", of([](const C& c) { return Cell::Count(c.rank()); })},
      {"member", of([](const C& c) { return Cell::Text(c.member()); })},
      {"name", of([](const C& c) { return Cell::Text(c.member_name()); })},
      {"closeness", of([](const C& c) { return Cell::Number(c.closeness(), 4); })}};
  for (int i = 0; i < hops; ++i) {
    columns.push_back({absl::StrCat("within ", i + 1, i == 0 ? " hop" : " hops"),
                       of([i](const C& c) { return Cell::Count(c.within(i)); })});
  }
  return columns;
}

std::vector<ResultColumn> TemporalPathColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.temporal_path()); };
  };
  using P = v1::TemporalPath;
  return {{"#", of([](const P& p) { return Cell::Count(p.rank()); })},
          {"from", of([](const P& p) { return Cell::Text(p.source()); })},
          {"to", of([](const P& p) { return Cell::Text(p.target()); })},
          {"name", of([](const P& p) { return Cell::Text(p.target_name()); })},
          {"departs, UTC", of([](const P& p) { return TimeCell(p.departs()); })},
          {"arrives, UTC", of([](const P& p) { return TimeCell(p.arrives()); })},
          {"takes, days", of([](const P& p) {
             return Cell::Number(DaysBetween(Time(p.departs()), Time(p.arrives())), 2);
           })},
          {"hops", of([](const P& p) { return Cell::Count(p.hops()); })},
          {"path", of([](const P& p) { return PathCell(p); })}};
}

std::vector<ResultColumn> TradeOffColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.trade_off()); };
  };
  using T = v1::TradeOff;
  return {{"#", of([](const T& t) { return Cell::Count(t.rank()); })},
          {"hops", of([](const T& t) { return Cell::Count(t.hops()); })},
          {"access", of([](const T& t) { return Cell::Percent(t.probability()); })},
          {"stalest tie, days", of([](const T& t) {
             return t.has_staleness_days() ? Cell::Number(t.staleness_days(), 1)
                                           : Cell::Absent();
           })},
          {"path", of([](const T& t) { return PathCell(t); })}};
}

std::vector<ResultColumn> PlanColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.planned_introduction()); };
  };
  using P = v1::PlannedIntroduction;
  return {{"#", of([](const P& p) { return Cell::Count(p.rank()); })},
          {"target", of([](const P& p) { return Cell::Text(p.target()); })},
          {"name", of([](const P& p) { return Cell::Text(p.target_name()); })},
          {"status", of([](const P& p) { return Cell::Text(p.status()); })},
          {"ask", of([](const P& p) { return Cell::Text(p.broker()); })},
          {"who is", of([](const P& p) { return Cell::Text(p.broker_name()); })},
          {"asked for", of([](const P& p) {
             return p.broker().empty() ? Cell::Absent() : Cell::Count(p.broker_asks());
           })},
          {"access", of([](const P& p) {
             return p.members().empty() ? Cell::Absent() : Cell::Percent(p.probability());
           })},
          {"path", of([](const P& p) { return PathCell(p); })}};
}

}  // namespace pullgraph::tools
