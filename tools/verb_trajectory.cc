// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "algorithms/journey/cluster_life.h"
#include "algorithms/journey/levels.h"
#include "io/answer/figures.h"
#include "io/journey_messages.h"
#include "tools/command/verb.h"
#include "tools/trajectory_modes.h"

namespace pullgraph::tools::verb_trajectory {
namespace {

using figures::CountOf;
using figures::Short;

struct TrajectorySettings {
  LevelOptions levels;
  ClusterLifeOptions clusters;
  bool members = false;
  bool lives = false;
  bool silent = false;
  bool cohorts = false;
  CalendarUnit unit = CalendarUnit::kMonth;
};

std::string Span(const std::vector<Window>& windows) {
  return absl::StrCat(CountOf(windows.size(), "window", "windows"), " of ",
                      Short(DaysBetween(windows[0].from, windows[0].until)), " days, ",
                      FormatDate(windows.front().from), " to ", FormatDate(windows.back().until));
}

absl::StatusOr<Answer> AnswerClusters(Session& session, TrajectorySettings& settings) {
  settings.clusters.windows = settings.levels.windows;
  settings.clusters.seed = session.seed;
  settings.clusters.run = session.run();
  const CommunityView view = session.view();
  const absl::StatusOr<ClusterLives> lives = FindClusterLives(view, settings.clusters);
  if (!lives.ok()) return lives.status();
  Answer answer;
  answer.Of<v1::ClusterStage>();
  answer.title = absl::StrCat("Life of ", CountOf(lives->num_ids, "cluster", "clusters"),
                              " over ", Span(lives->windows));
  // The latest first: that is what one acts upon.
  for (size_t w = lives->windows.size(); w-- > 0;) {
    for (const ClusterStage& stage : lives->stages) {
      if (stage.window == w && session.HasRoom(answer)) answer.Add(ToMessage(view, *lives, stage));
    }
  }
  answer.Note("Ids stay from window to window. Gravity: share of those who moved that came here, "
              "over the cluster's share of members; above 1 it draws people.");
  return answer;
}

Answer AnswerMembers(const Session& session, const LevelHistory& history) {
  const CommunityView view = session.view();
  Answer answer;
  answer.Of<v1::MemberDrift>();
  const std::vector<Drift> drifts = FindDrifts(history);
  size_t up = 0, down = 0;
  for (const Drift& drift : drifts) {
    up += drift.slope > 0;
    down += drift.slope < 0;
  }
  answer.title = absl::StrCat(CountOf(up, "member moves", "members move"),
                              " towards the core, ", figures::Grouped(down),
                              " away from it, ", figures::Grouped(drifts.size() - up - down),
                              " stay; ", Span(history.windows));
  for (const Drift& drift : drifts) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, history, drift, answer.NextRank()));
  }
  return answer;
}

absl::StatusOr<Answer> AnswerLevels(const Session& session, const TrajectorySettings& settings,
                                    const LevelHistory& history) {
  const absl::StatusOr<LevelTransitions> transitions = CountTransitions(history);
  if (!transitions.ok()) return transitions.status();
  Answer answer;
  answer.Of<v1::LevelTransition>();
  answer.title = absl::StrCat("Where members of each level are a window later; ",
                              Span(history.windows));
  for (v1::LevelTransition& row : ToMessages(*transitions)) {
    if (session.HasRoom(answer)) answer.Add(std::move(row));
  }
  const auto& entered = transitions->entered;
  answer.Note(absl::StrCat(CountOf(transitions->members, "member is", "members are"),
                           " known now. Newcomers began as: silent ", entered[0], ", casual ",
                           entered[1], ", regular ", entered[2], ", core ", entered[3], "."));
  answer.Note(absl::StrCat("Silent: nothing heard in the window. Regular: active on ",
                           CountOf(static_cast<uint64_t>(settings.levels.regular_days), "day", "days"),
                           ". Core: regular, and core number ", history.core_number.back(),
                           " or more in the last window."));
  return answer;
}

absl::StatusOr<Answer> Trajectory(Session& session, TrajectorySettings& settings) {
  settings.levels.run = session.run();
  if (settings.lives) return AnswerClusters(session, settings);
  if (settings.silent) return AnswerDrifting(session, settings.levels);
  if (settings.cohorts) return AnswerCohorts(session, settings.unit);
  const absl::StatusOr<LevelHistory> history = FindLevels(session.view(), settings.levels);
  if (!history.ok()) return history.status();
  if (settings.members) return AnswerMembers(session, *history);
  return AnswerLevels(session, settings, *history);
}

void Declare(Options& o, Session& session, TrajectorySettings& s) {
  session.Input(o);
  session.Result(o, 40);
  o.Mode("--members", s.members, "Who moves towards the core, who falls silent");
  o.Mode("--clusters", s.lives, "Birth, growth, merger, split and death of clusters");
  o.Mode("--silent", s.silent, "Who is likely to fall silent in the next window");
  o.Mode("--cohorts", s.cohorts, "Of those who came in a month: how many stay?");
  o.In({kPlain, "--members", "--clusters"});
  o.Num("--windows", s.levels.windows.count, Between(2, 1000),
        "Windows, the last of which ends now");
  o.In({kPlain, "--members", "--clusters", "--silent"});
  o.Num("--window-days", s.levels.windows.days, MoreThan(0), "Days of a window");
  o.In({"--cohorts"});
  o.Choice<CalendarUnit>("--period", s.unit,
                         {{"month", CalendarUnit::kMonth},
                          {"quarter", CalendarUnit::kQuarter},
                          {"year", CalendarUnit::kYear}},
                         "Periods of the calendar that make a cohort");
  o.In({kPlain, "--members", "--silent"});
  o.Num("--regular-days", s.levels.regular_days, AtLeast(1), "Active days that make a regular");
  o.Num("--core-number", s.levels.core_number, AtLeast(0),
        "Core number that makes a regular core; 0: half of the window's largest");
  o.In({"--clusters"});
  session.Seed(o);
  o.Num("--min-size", s.clusters.min_size, Between(2, 1e6), "Members a cluster must have");
  o.Num("--overlap", s.clusters.overlap, Positive(1),
        "Share of members in common that makes one cluster go into another");
  o.Num("--resolution", s.clusters.resolution, MoreThan(0), "More gives more, smaller clusters");
}

const bool kRegistered = Register<TrajectorySettings>(
    {.name = "trajectory",
     .group = Group::kUnderstand,
     .question = "Where are members and clusters going? Levels, drift, life cycles, gravity",
     .examples = {"pullgraph trajectory q.pull", "pullgraph trajectory q.pull --members",
                  "pullgraph trajectory q.pull --silent", "pullgraph trajectory q.pull --clusters"},
     .cost = {4, 60, 0}},
    Answers<v1::LevelTransition, v1::MemberDrift, v1::ClusterStage, v1::DriftingMember,
            v1::CohortLine>(), Declare, Trajectory);

}  // namespace
}  // namespace pullgraph::tools::verb_trajectory
