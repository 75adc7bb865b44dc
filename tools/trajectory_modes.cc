// SPDX-License-Identifier: Apache-2.0
#include "tools/trajectory_modes.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/acts.h"
#include "algorithms/journey/cohorts.h"
#include "algorithms/journey/silence.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/waste_messages.h"
#include "pullgraph/v1/trajectory.pb.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

struct Drifting {
  uint32_t member = 0;
  double p_silent = 0;
  double usual_days = 0;
  double at_stake() const { return p_silent * usual_days; }
};

// Active days a window, the mean of the last three that know the member.
double UsualDays(const LevelHistory& history, uint32_t m) {
  double days = 0, windows = 0;
  for (size_t back = 0; back < 3 && back < history.levels.size(); ++back) {
    const size_t w = history.levels.size() - 1 - back;
    if (history.levels[w][m] == Level::kUnknown) break;
    days += history.active_days[w][m], windows += 1;
  }
  return windows > 0 ? days / windows : 0;
}

std::vector<Drifting> DriftingOf(const LevelHistory& history, const SilenceForecast& forecast) {
  std::vector<Drifting> all;
  for (uint32_t m = 0; m < forecast.probability.size(); ++m) {
    if (std::isnan(forecast.probability[m])) continue;
    all.push_back({m, forecast.probability[m], UsualDays(history, m)});
  }
  std::sort(all.begin(), all.end(), [](const Drifting& a, const Drifting& b) {
    return std::tuple(-a.at_stake(), a.member) < std::tuple(-b.at_stake(), b.member);
  });
  return all;
}

// How it went where it can be checked by now.
void AddCheck(const LevelHistory& history, const RunControl* run, Answer& answer) {
  const auto checks = BacktestSilence(history, 1, run);
  if (!checks.ok() || checks->empty()) return;
  const SilenceCheck& last = checks->back();
  answer.Note(absl::StrCat("A window ago it would have expected ", Short(last.expected), " of ",
                           CountOf(last.members, "active member", "active members"),
                           " to fall silent; ", figures::Grouped(last.seen), " did, AUC ",
                           figures::Plain(figures::Percent(last.auc)),
                           " (backtest --trajectory)."));
}

}  // namespace

absl::StatusOr<Answer> AnswerDrifting(Session& session, const LevelOptions& levels) {
  const CommunityView view = session.view();
  const auto options = OverAllOfHistory(view, levels);
  if (!options.ok()) return options.status();
  const absl::StatusOr<LevelHistory> history = FindLevels(view, *options);
  if (!history.ok()) return history.status();
  const size_t last = history->levels.size() - 1;
  const auto forecast = ForecastSilence(*history, last, session.run());
  if (!forecast.ok()) return forecast.status();
  const absl::StatusOr<MemberActs> acts = FindActs(view, session.run());
  if (!acts.ok()) return acts.status();
  const std::vector<Drifting> drifting = DriftingOf(*history, *forecast);
  Answer answer;
  answer.Of<v1::DriftingMember>();
  double expected = 0;
  for (const Drifting& d : drifting) expected += d.p_silent;
  answer.title = absl::StrCat(
      "Of ", CountOf(drifting.size(), "active member", "active members"), " ", Short(expected),
      " are likely to fall silent in the next ", Short(options->windows.days),
      " days; those with most at stake first");
  for (const Drifting& d : drifting) {
    if (!session.HasRoom(answer)) break;
    v1::DriftingMember& row = answer.Add<v1::DriftingMember>();
    row.set_rank(static_cast<uint32_t>(answer.rows.size()));
    SetRef(view.community(), MemberId(d.member), row, "member");
    row.set_p_silent(d.p_silent);
    row.set_level(std::string(LevelName(history->levels[last][d.member])));
    row.set_active_days(history->active_days[last][d.member]);
    row.set_usual_days(d.usual_days);
    if (const auto at = acts->Of(MemberId(d.member)); !at.empty()) row.set_last_act(at.back().micros());
    row.set_at_stake(d.at_stake());
  }
  answer.Note(absl::StrCat(
      forecast->learned ? "Learned from " : "By level alone, as there is too little to learn from: ",
      CountOf(forecast->rows, "member-window", "member-windows"), " over ",
      CountOf(history->windows.size(), "window", "windows"), "."));
  AddCheck(*history, session.run(), answer);
  return answer;
}

absl::StatusOr<Answer> AnswerCohorts(Session& session, CalendarUnit unit) {
  const CommunityView view = session.view();
  const absl::StatusOr<MemberActs> acts = FindActs(view, session.run());
  if (!acts.ok()) return acts.status();
  const auto cohorts = FindCohorts(view, *acts, unit);
  if (!cohorts.ok()) return cohorts.status();
  Answer answer;
  answer.Of<v1::CohortLine>();
  uint64_t members = 0;
  for (const Cohort& cohort : *cohorts) members += cohort.members;
  answer.title = absl::StrCat("Who stays: ", CountOf(members, "member", "members"), " in ",
                              CountOf(cohorts->size(), "cohort", "cohorts"),
                              " by when they came; the latest first");
  for (size_t i = cohorts->size(); i-- > 0 && session.HasRoom(answer);) {
    const Cohort& cohort = (*cohorts)[i];
    v1::CohortLine& row = answer.Add<v1::CohortLine>();
    row.set_cohort(PeriodName(cohort.period, unit));
    row.set_members(cohort.members);
    if (cohort.active[0]) *row.mutable_after_1() = ToMessage(*cohort.active[0]);
    if (cohort.active[1]) *row.mutable_after_3() = ToMessage(*cohort.active[1]);
    if (cohort.active[2]) *row.mutable_after_6() = ToMessage(*cohort.active[2]);
    if (cohort.active[3]) *row.mutable_after_12() = ToMessage(*cohort.active[3]);
  }
  answer.Note("Active after 3 months: acted in the month that begins 3 months after they came, of "
              "those for whom it is over. 95 % intervals.");
  return answer;
}

}  // namespace pullgraph::tools
