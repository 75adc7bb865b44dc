// SPDX-License-Identifier: Apache-2.0
#include "tools/adoption_modes.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/journey/adoption_exposure.h"
#include "graph/names.h"
#include "graph/string_table.h"
#include "io/journey_messages.h"
#include "tools/journey_tables.h"
#include "tools/result_writer.h"

namespace pullgraph::tools {
namespace {

const std::map<std::string, CalendarUnit> kUnits = {{"day", CalendarUnit::kDay},
                                                    {"week", CalendarUnit::kWeek},
                                                    {"month", CalendarUnit::kMonth},
                                                    {"quarter", CalendarUnit::kQuarter},
                                                    {"year", CalendarUnit::kYear}};
const std::map<std::string, InfluenceDirection> kDirections = {
    {"along", InfluenceDirection::kAlong},
    {"against", InfluenceDirection::kAgainst},
    {"both", InfluenceDirection::kBoth}};

template <class Value>
std::string NameOf(const std::map<std::string, Value>& names, Value value) {
  for (const auto& [name, v] : names) {
    if (v == value) return name;
  }
  return "";
}

absl::StatusOr<AdoptionExposure> Exposure(Session& session, const AdoptionCurveMode& mode,
                                          const AdoptionPeriods& periods) {
  InfluenceArcsOptions arc_options;
  arc_options.direction = mode.direction;
  arc_options.run = session.run();
  const absl::StatusOr<InfluenceArcs> arcs = FindInfluenceArcs(session.view(), arc_options);
  if (!arcs.ok()) return arcs.status();
  std::vector<int32_t> arc_from(arcs->graph.num_arcs(), INT32_MIN);
  for (size_t arc = 0; arc < arc_from.size(); ++arc) {
    if (const Time t = arcs->since[arc]; t.is_present()) {
      arc_from[arc] = PeriodOf(t, mode.periods.unit);
    }
  }
  AdoptionExposureOptions options;
  options.from = periods.from;
  options.arc_from = arc_from;
  std::vector<uint32_t> group;
  if (!mode.within.empty()) {
    absl::StatusOr<std::vector<uint32_t>> groups =
        GroupsByAttribute(session.community(), mode.within);
    if (!groups.ok()) {
      return absl::Status(groups.status().code(),
                          absl::StrCat("--within: ", groups.status().message(),
                                       "\npullgraph cat shows those there are"));
    }
    group = *std::move(groups);
    options.group = group;
  }
  return FindAdoptionExposure(arcs->graph, periods.adopted, options);
}

std::string Title(const v1::AdoptionSummary& s) {
  return absl::StrFormat(
      "%s: adopted by %d of %d members; half of the adopters by %s (T50), half of all %s",
      s.resource_name(), s.adopters(), s.members(), s.t50_of_adopters(),
      s.has_t50_of_members() ? absl::StrCat("by ", s.t50_of_members()) : "not yet");
}

std::string ExposureNote(const v1::AdoptionSummary& s) {
  if (!s.has_odds_ratio()) {
    return "Exposure: whether those whose contacts had adopted were next can't be told from so "
           "few adoptions or ties.";
  }
  const bool certain = s.odds_low() > 1 || s.odds_high() < 1;
  return absl::StrFormat(
      "Exposure: with a contact who had adopted before, the odds of being next were %.2f (%.2f to "
      "%.2f) times those without%s: %d of %d against %d of %d.",
      s.odds_ratio(), s.odds_low(), s.odds_high(), certain ? "" : ", which may be chance",
      s.exposed_adopted(), s.exposed(), s.unexposed_adopted(), s.unexposed());
}

std::vector<ResultColumn> Columns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.adoption_line()); };
  };
  using A = v1::AdoptionLine;
  return {{"period", of([](const A& a) { return Cell::Text(a.period()); })},
          {"adopters", of([](const A& a) { return Cell::Count(a.adopters()); })},
          {"so far", of([](const A& a) { return Cell::Count(a.cumulative()); })},
          {"of all members", of([](const A& a) { return Cell::Percent(a.share()); })},
          {"of those left", of([](const A& a) { return Cell::Percent(a.hazard()); })}};
}

}  // namespace

void AddAdoptionCurveOptions(CLI::App& verb, AdoptionCurveMode& mode) {
  CLI::Option* curve = verb.add_flag(
      "--curve", mode.asked, "How --resource spread, period by period; were the contacts of "
                             "adopters next?");
  verb.add_option("--period", mode.periods.unit, "day, week (from Monday), month, quarter or year")
      ->transform(CLI::CheckedTransformer(kUnits))
      ->default_str("month")
      ->needs(curve);
  verb.add_option("--within", mode.within,
                  "Attribute, such as a village or segment: exposure is compared only among "
                  "members of equal value")
      ->needs(curve);
  verb.add_option("--direction", mode.direction,
                  "Who exposes whom: along directed ties (who answers, who asked), against them "
                  "(who is named, who names), or both")
      ->transform(CLI::CheckedTransformer(kDirections))
      ->default_str("along")
      ->needs(curve);
}

int RunAdoptionCurve(Session& session, const AdoptionCurveMode& mode) {
  const CommunityGraph& c = session.community();
  const CalendarUnit unit = mode.periods.unit;
  const absl::StatusOr<AdoptionPeriods> periods =
      FindAdoptionPeriods(session.view(), mode.periods);
  if (!periods.ok()) return FailCompute(periods.status());
  const absl::StatusOr<AdoptionCurve> curve = FindAdoptionCurve(periods->adopted, periods->from);
  if (!curve.ok()) return FailCompute(curve.status());
  const absl::StatusOr<AdoptionExposure> exposure = Exposure(session, mode, *periods);
  if (!exposure.ok()) return FailCompute(exposure.status());
  v1::AdoptionSummary summary = ToMessage(*curve, *exposure, unit);
  summary.set_resource(std::string(c.ResourceKey(mode.periods.resource)));
  summary.set_resource_name(std::string(c.ResourceLabel(mode.periods.resource)));
  ResultTable table;
  table.manifest = session.Manifest(
      "pace", {{"curve", "true"},
               {"resource", summary.resource()},
               {"period", NameOf(kUnits, unit)},
               {"within", mode.within},
               {"direction", NameOf(kDirections, mode.direction)}});
  table.title = Title(summary);
  table.columns = Columns();
  for (const AdoptionPeriod& line : curve->periods) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    *table.rows.emplace_back().mutable_adoption_line() = ToMessage(line, unit);
  }
  if (const size_t left = curve->periods.size() - table.rows.size(); left > 0) {
    table.notes.push_back(absl::StrFormat("%d later periods are left out; see --limit.", left));
  }
  table.notes.push_back(ExposureNote(summary));
  table.notes.push_back("95 % interval. Prediction, not proof of influence: alike members are tied.");
  // Where a row may be of another kind, what the title and the notes say comes last.
  if (session.format == "json" || session.format == "pb") {
    *table.rows.emplace_back().mutable_adoption_summary() = std::move(summary);
  }
  return FinishResult(session, table);
}

}  // namespace pullgraph::tools
