// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/opportunity/list_change.h"
#include "io/result_stream.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct CompareVerb {
  std::string before;
  std::string after;
};

// A list as it was written, and as it is compared; row i of one is entry i of the other.
struct List {
  ResultStream stream;
  std::vector<ListedOpportunity> entries;

  const v1::Opportunity& Row(const ListedOpportunity* entry) const {
    return stream.rows[static_cast<size_t>(entry - entries.data())].opportunity();
  }
};

absl::StatusOr<List> ReadList(const std::string& path, const RunControl* run) {
  absl::StatusOr<ResultStream> stream = ReadResults(path, run);
  if (!stream.ok()) return stream.status();
  List list;
  list.stream = *std::move(stream);
  for (const v1::Result& row : list.stream.rows) {
    if (!row.has_opportunity()) {
      return absl::DataLossError(absl::StrCat(path, ": results of ", list.stream.manifest.verb(),
                                              ", expected opportunities\nwrite them with "
                                              "pullgraph rank FILE --format=pb -o ", path));
    }
    const v1::Opportunity& o = row.opportunity();
    list.entries.push_back({o.member(), o.resource(), o.rank(), o.p_attract(), o.p_access(),
                            o.value(), o.leverage(), o.cost()});
  }
  return list;
}

std::string PercentText(double p) { return Cell::Percent(p).text; }

std::string Why(const OpportunityChange& change, size_t before_size, size_t after_size) {
  if (change.before == nullptr) return absl::StrFormat("not among the %d before", before_size);
  if (change.after == nullptr) return absl::StrFormat("not among the %d now", after_size);
  const ListedOpportunity& a = *change.before;
  const ListedOpportunity& b = *change.after;
  const OpportunityPart part = change.largest();
  if (change.effect[static_cast<size_t>(part)] == 0) return "others moved";
  switch (part) {
    case OpportunityPart::kAttract:
      return absl::StrCat("likelihood ", PercentText(a.p_attract), " -> ",
                          PercentText(b.p_attract));
    case OpportunityPart::kAccess:
      return absl::StrCat("access ", PercentText(a.p_access), " -> ", PercentText(b.p_access));
    case OpportunityPart::kValue:
      return absl::StrFormat("value %.2f -> %.2f", a.value, b.value);
    case OpportunityPart::kLeverage:
      return absl::StrFormat("leverage %.2f -> %.2f", a.leverage, b.leverage);
    case OpportunityPart::kCost:
      return absl::StrFormat("cost %.2f -> %.2f", a.cost, b.cost);
  }
  return "";
}

v1::OpportunityChange ToChange(const OpportunityChange& change, const List& before,
                               const List& after) {
  v1::OpportunityChange message;
  const v1::Opportunity& row = change.after != nullptr ? after.Row(change.after)
                                                       : before.Row(change.before);
  message.set_member(row.member());
  message.set_member_name(row.member_name());
  message.set_resource(row.resource());
  message.set_resource_name(row.resource_name());
  if (change.before != nullptr) {
    message.set_rank_before(change.before->rank);
    message.set_expected_value_before(change.before->expected_value());
  }
  if (change.after != nullptr) {
    message.set_rank_after(change.after->rank);
    message.set_expected_value_after(change.after->expected_value());
  }
  const auto effect = [&](OpportunityPart part) {
    return change.effect[static_cast<size_t>(part)];
  };
  message.set_difference(change.difference);
  message.set_effect_of_attract(effect(OpportunityPart::kAttract));
  message.set_effect_of_access(effect(OpportunityPart::kAccess));
  message.set_effect_of_value(effect(OpportunityPart::kValue));
  message.set_effect_of_leverage(effect(OpportunityPart::kLeverage));
  message.set_effect_of_cost(effect(OpportunityPart::kCost));
  message.set_why(Why(change, before.entries.size(), after.entries.size()));
  return message;
}

std::vector<ResultColumn> Columns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.opportunity_change()); };
  };
  using C = v1::OpportunityChange;
  return {
      {"member", of([](const C& c) {
         return Cell::Text(c.member_name().empty() ? c.member() : c.member_name());
       })},
      {"with", of([](const C& c) {
         return Cell::Text(c.resource_name().empty() ? c.resource() : c.resource_name());
       })},
      {"rank before", of([](const C& c) {
         return c.has_rank_before() ? Cell::Count(c.rank_before()) : Cell::Absent();
       })},
      {"now", of([](const C& c) {
         return c.has_rank_after() ? Cell::Count(c.rank_after()) : Cell::Absent();
       })},
      {"worth before", of([](const C& c) {
         return c.has_expected_value_before() ? Cell::Number(c.expected_value_before(), 4)
                                              : Cell::Absent();
       })},
      {"worth now", of([](const C& c) {
         return c.has_expected_value_after() ? Cell::Number(c.expected_value_after(), 4)
                                             : Cell::Absent();
       })},
      {"why", of([](const C& c) { return Cell::Text(c.why()); })},
  };
}

// What differs between two runs themselves, in words.
std::vector<std::string> RunDifferences(const v1::RunManifest& a, const v1::RunManifest& b) {
  std::vector<std::string> found;
  const auto note = [&](const std::string& what, const std::string& x, const std::string& y) {
    if (x != y) found.push_back(absl::StrCat(what, ": ", x, " -> ", y));
  };
  const auto as_of = [](const v1::RunManifest& m) {
    return m.has_as_of() ? FormatDate(Time(m.as_of())) : std::string("all of history");
  };
  note("version", a.version(), b.version());
  note("as of", as_of(a), as_of(b));
  note("seed", absl::StrCat(a.seed()), absl::StrCat(b.seed()));
  if (a.input_crc32c() != b.input_crc32c() || a.input_bytes() != b.input_bytes()) {
    found.push_back(absl::StrCat("input: another file (", a.input(), " -> ", b.input(), ")"));
  }
  std::set<std::string> names;
  const auto value_of = [](const v1::RunManifest& m, const std::string& name) {
    for (const v1::Parameter& p : m.parameters()) {
      if (p.name() == name) return p.value();
    }
    return std::string("not given");
  };
  for (const v1::RunManifest* m : {&a, &b}) {
    for (const v1::Parameter& p : m->parameters()) names.insert(p.name());
  }
  for (const std::string& name : names) note(name, value_of(a, name), value_of(b, name));
  return found;
}

int Run(Session& session, const CompareVerb& verb) {
  const RunControl* run = &session.StartRun("compare");
  const absl::StatusOr<List> before = ReadList(verb.before, run);
  if (!before.ok()) return FailInput(before.status());
  const absl::StatusOr<List> after = ReadList(verb.after, run);
  if (!after.ok()) return FailInput(after.status());
  const auto changes = CompareLists(before->entries, after->entries);
  if (!changes.ok()) return FailCompute(changes.status());
  size_t entered = 0;
  size_t left = 0;
  ResultTable table;
  for (const OpportunityChange& change : *changes) {
    entered += change.before == nullptr;
    left += change.after == nullptr;
    if (table.rows.size() >= static_cast<size_t>(session.limit)) continue;
    *table.rows.emplace_back().mutable_opportunity_change() = ToChange(change, *before, *after);
  }
  table.manifest = session.Manifest("compare", {{"before", verb.before}, {"after", verb.after}});
  table.title = absl::StrFormat("%d opportunities before, %d now: %d entered, %d left, %d changed",
                                before->entries.size(), after->entries.size(), entered, left,
                                changes->size() - entered - left);
  table.columns = Columns();
  for (const std::string& difference :
       RunDifferences(before->stream.manifest, after->stream.manifest)) {
    table.notes.push_back(difference);
  }
  return FinishResult(session, table);
}

}  // namespace

void AddCompare(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "compare", "What changed between two ranked lists, and why?\n\n"
                 "  pullgraph rank q.pull --as-of 2018-08-01 --format=pb -o july.pb\n"
                 "  pullgraph rank q.pull --format=pb -o now.pb\n"
                 "  pullgraph compare july.pb now.pb");
  const auto compare = std::make_shared<CompareVerb>();
  verb->add_option("BEFORE", compare->before, "What rank --format=pb wrote, or -")->required();
  verb->add_option("AFTER", compare->after, "The same, later")->required();
  session.AddCommon(*verb);
  session.AddResult(*verb, 20);
  SetAction(*verb, [&session, compare] { return Run(session, *compare); });
}

}  // namespace pullgraph::tools
