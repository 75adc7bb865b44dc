// SPDX-License-Identifier: Apache-2.0
#include "tools/adoption_modes.h"

#include "absl/strings/str_cat.h"
#include "algorithms/journey/adoption_exposure.h"
#include "graph/names.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/journey_messages.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;

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
  return absl::StrCat(s.resource_name(), ": adopted by ", figures::Grouped(s.adopters()), " of ",
                      CountOf(s.members(), "member", "members"), "; half of the adopters by ",
                      s.t50_of_adopters(), " (T50), half of all ",
                      s.has_t50_of_members() ? absl::StrCat("by ", s.t50_of_members()) : "not yet");
}

std::string ExposureNote(const v1::AdoptionSummary& s) {
  if (!s.has_odds_ratio()) {
    return "Exposure: whether those whose contacts had adopted were next can't be told from so "
           "few adoptions or ties.";
  }
  const bool certain = s.odds_low() > 1 || s.odds_high() < 1;
  return absl::StrCat(
      "Exposure: with a contact who had adopted before, the odds of being next were ",
      figures::Plain(figures::WithRange(s.odds_ratio(), s.odds_low(), s.odds_high())),
      " times those without", certain ? "" : ", which may be chance", ": ",
      figures::Grouped(s.exposed_adopted()), " of ", figures::Grouped(s.exposed()), " against ",
      figures::Grouped(s.unexposed_adopted()), " of ", figures::Grouped(s.unexposed()), ".");
}

}  // namespace

void AddAdoptionCurveOptions(Options& o, AdoptionCurveMode& mode) {
  o.Mode("--curve", mode.asked,
         "How --resource spread, period by period; were the contacts of adopters next?");
  o.In({"--curve"});
  o.Choice<CalendarUnit>("--period", mode.periods.unit,
                         {{"day", CalendarUnit::kDay},
                          {"week", CalendarUnit::kWeek},
                          {"month", CalendarUnit::kMonth},
                          {"quarter", CalendarUnit::kQuarter},
                          {"year", CalendarUnit::kYear}},
                         "Periods of the calendar; weeks begin on Monday");
  o.Text("--within", mode.within, "NAME",
         "Attribute, such as a village or segment: exposure is compared only among members of "
         "equal value");
  AddDirectionOption(o, mode.direction,
                     "Who exposes whom: along directed ties (who answers, who asked), against them "
                     "(who is named, who names), or both");
}

void AddDirectionOption(Options& o, InfluenceDirection& direction, const std::string& about) {
  o.Choice<InfluenceDirection>("--direction", direction,
                               {{"along", InfluenceDirection::kAlong},
                                {"against", InfluenceDirection::kAgainst},
                                {"both", InfluenceDirection::kBoth}},
                               about);
}

absl::StatusOr<Answer> AnswerAdoptionCurve(Session& session, const AdoptionCurveMode& mode) {
  const absl::StatusOr<AdoptionPeriods> periods = FindAdoptionPeriods(session.view(), mode.periods);
  if (!periods.ok()) return periods.status();
  const absl::StatusOr<AdoptionCurve> curve = FindAdoptionCurve(periods->adopted, periods->from);
  if (!curve.ok()) return curve.status();
  const absl::StatusOr<AdoptionExposure> exposure = Exposure(session, mode, *periods);
  if (!exposure.ok()) return exposure.status();
  v1::AdoptionSummary summary = ToMessage(*curve, *exposure, mode.periods.unit);
  SetRef(session.community(), mode.periods.resource, summary, "resource");
  Answer answer;
  answer.Of<v1::AdoptionLine>();
  answer.title = Title(summary);
  for (const AdoptionPeriod& line : curve->periods) {
    if (session.HasRoom(answer)) answer.Add(ToMessage(line, mode.periods.unit));
  }
  if (const size_t left = curve->periods.size() - answer.rows.size(); left > 0) {
    answer.Note(absl::StrCat(CountOf(left, "later period is", "later periods are"),
                             " left out; see --limit."));
  }
  answer.Note(ExposureNote(summary));
  answer.Note("95 % interval. Prediction, not proof of influence: alike members are tied.");
  answer.Summarize(std::move(summary));
  return answer;
}

}  // namespace pullgraph::tools
