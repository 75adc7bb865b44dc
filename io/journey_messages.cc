// SPDX-License-Identifier: Apache-2.0
#include "io/journey_messages.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/answer/answer.h"

namespace pullgraph {

v1::PaceLine ToMessage(const Pace& pace) {
  v1::PaceLine line;
  line.set_waits(pace.waits);
  line.set_events(pace.events);
  if (pace.quarter.time) line.set_quarter_days(*pace.quarter.time);
  if (pace.half.time) line.set_median_days(*pace.half.time);
  if (pace.half.low) line.set_median_low(*pace.half.low);
  if (pace.half.high) line.set_median_high(*pace.half.high);
  if (pace.done) {
    line.set_done(pace.done->value);
    line.set_done_low(pace.done->low);
    line.set_done_high(pace.done->high);
  }
  if (pace.known_from > 0) line.set_known_from_days(pace.known_from);
  line.set_than_others(pace.against_others.p_value >= 0.05 ? "no different"
                       : pace.against_others.z > 0         ? "sooner"
                                                           : "later");
  line.set_z(pace.against_others.z);
  line.set_p_value(pace.against_others.p_value);
  return line;
}

v1::RhythmLine ToMessage(const HawkesFit& fit, double days) {
  v1::RhythmLine line;
  line.set_events(fit.events);
  line.set_days(days);
  line.set_background(fit.background.value);
  line.set_background_low(fit.background.low);
  line.set_background_high(fit.background.high);
  line.set_branching(fit.branching.value);
  line.set_branching_low(fit.branching.low);
  line.set_branching_high(fit.branching.high);
  line.set_half_life_hours(24 * fit.half_life.value);
  line.set_half_life_low(24 * fit.half_life.low);
  if (std::isfinite(fit.half_life.high)) line.set_half_life_high(24 * fit.half_life.high);
  line.set_steady_p_value(fit.gain_p_value);
  line.set_fit_p_value(fit.ks_p_value);
  return line;
}

v1::AdoptionLine ToMessage(const AdoptionPeriod& line, CalendarUnit unit) {
  v1::AdoptionLine row;
  row.set_period(PeriodName(line.period, unit));
  row.set_start(PeriodStart(line.period, unit).micros());
  row.set_adopters(line.adopters);
  row.set_cumulative(line.cumulative);
  row.set_share(line.share);
  row.set_hazard(line.hazard);
  return row;
}

v1::AdoptionSummary ToMessage(const AdoptionCurve& curve, const AdoptionExposure& exposure,
                              CalendarUnit unit) {
  v1::AdoptionSummary row;
  row.set_members(curve.members);
  row.set_adopters(curve.adopters);
  if (curve.t50_of_adopters) row.set_t50_of_adopters(PeriodName(*curve.t50_of_adopters, unit));
  if (curve.t50_of_members) row.set_t50_of_members(PeriodName(*curve.t50_of_members, unit));
  if (std::isfinite(exposure.odds_ratio)) {
    row.set_odds_ratio(exposure.odds_ratio);
    row.set_odds_low(exposure.low);
    row.set_odds_high(exposure.high);
  }
  row.set_exposed(exposure.exposed);
  row.set_exposed_adopted(exposure.exposed_adopted);
  row.set_unexposed(exposure.unexposed);
  row.set_unexposed_adopted(exposure.unexposed_adopted);
  return row;
}

std::vector<v1::LevelTransition> ToMessages(const LevelTransitions& t) {
  std::vector<v1::LevelTransition> rows;
  for (size_t i = 0; i < kNumLevels; ++i) {
    for (size_t j = 0; j < kNumLevels; ++j) {
      v1::LevelTransition& row = rows.emplace_back();
      row.set_from(std::string(LevelName(static_cast<Level>(i + 1))));
      row.set_to(std::string(LevelName(static_cast<Level>(j + 1))));
      row.set_members(t.counts[i][j]);
      row.set_rate(t.rates[i][j].value);
      row.set_low(t.rates[i][j].low);
      row.set_high(t.rates[i][j].high);
      row.set_share_now(t.now[j]);
      row.set_share_heading(t.heading[j]);
    }
  }
  return rows;
}

v1::MemberDrift ToMessage(const CommunityView& view, const LevelHistory& history,
                          const Drift& drift, uint32_t rank) {
  v1::MemberDrift row;
  row.set_rank(rank);
  SetRef(view.community(), drift.member, row, "member");
  row.set_drift(drift.slope);
  row.set_first_level(std::string(LevelName(drift.first)));
  row.set_last_level(std::string(LevelName(drift.last)));
  for (const std::vector<Level>& levels : history.levels) {
    row.add_levels(std::string(LevelName(levels[drift.member.value()])));
  }
  return row;
}

v1::ClusterStage ToMessage(const CommunityView& view, const ClusterLives& lives,
                           const ClusterStage& stage) {
  const CommunityGraph& c = view.community();
  v1::ClusterStage row;
  row.set_id(stage.id);
  row.set_name(absl::StrCat("around ", AbslView(c.MemberLabel(stage.centre))));
  row.set_from(lives.windows[stage.window].from.micros());
  row.set_until(lives.windows[stage.window].until.micros());
  row.set_event(std::string(LifeEventName(stage.event)));
  row.set_members(stage.event == LifeEvent::kDeath ? 0 : stage.members.size());
  row.set_members_before(stage.size_before);
  for (const uint32_t id : stage.with) row.add_with(id);
  row.set_arrivals(stage.arrivals);
  row.set_departures(stage.departures);
  if (stage.gravity) {
    row.set_gravity(stage.gravity->value);
    row.set_gravity_low(stage.gravity->low);
    row.set_gravity_high(stage.gravity->high);
  }
  for (const MemberId m : stage.members) row.add_member(std::string(c.MemberKey(m)));
  return row;
}

}  // namespace pullgraph
