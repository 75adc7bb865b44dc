// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/journey/cluster_life.h"
#include "algorithms/journey/levels.h"
#include "graph/string_table.h"
#include "io/journey_messages.h"
#include "tools/journey_tables.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct TrajectoryVerb {
  LevelOptions levels;
  ClusterLifeOptions clusters;
  bool members = false;
  bool lives = false;
};

std::string Span(const std::vector<Window>& windows) {
  return absl::StrFormat("%d windows of %.4g days, %s to %s", windows.size(),
                         DaysBetween(windows[0].from, windows[0].until),
                         FormatDate(windows.front().from), FormatDate(windows.back().until));
}

int RunClusters(Session& session, TrajectoryVerb& verb) {
  verb.clusters.windows = verb.levels.windows;
  verb.clusters.seed = session.seed;
  verb.clusters.run = session.run();
  const CommunityView view = session.view();
  const absl::StatusOr<ClusterLives> lives = FindClusterLives(view, verb.clusters);
  if (!lives.ok()) return FailCompute(lives.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "trajectory", {{"clusters", "true"}, {"windows", absl::StrCat(verb.clusters.windows.count)},
                     {"window_days", absl::StrCat(verb.clusters.windows.days)},
                     {"min_size", absl::StrCat(verb.clusters.min_size)},
                     {"overlap", absl::StrCat(verb.clusters.overlap)},
                     {"resolution", absl::StrCat(verb.clusters.resolution)}});
  table.title = absl::StrFormat("Life of %d clusters over %s", lives->num_ids, Span(lives->windows));
  table.columns = ClusterStageColumns();
  // The latest first: that is what one acts upon.
  for (size_t w = lives->windows.size(); w-- > 0;) {
    for (const ClusterStage& stage : lives->stages) {
      if (stage.window != w) continue;
      if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
      *table.rows.emplace_back().mutable_cluster_stage() = ToMessage(view, *lives, stage);
    }
  }
  table.notes.push_back("Ids stay from window to window. Gravity: share of those who moved that "
                        "came here, over the cluster's share of members; above 1 it draws people.");
  return FinishResult(session, table);
}

int RunMembers(Session& session, const TrajectoryVerb& verb, const LevelHistory& history) {
  const CommunityView view = session.view();
  ResultTable table;
  table.manifest = session.Manifest(
      "trajectory", {{"members", "true"}, {"windows", absl::StrCat(verb.levels.windows.count)},
                     {"window_days", absl::StrCat(verb.levels.windows.days)},
                     {"regular_days", absl::StrCat(verb.levels.regular_days)}});
  const std::vector<Drift> drifts = FindDrifts(history);
  size_t to_core = 0;
  for (const Drift& drift : drifts) to_core += drift.slope > 0;
  table.title = absl::StrFormat("%d members move towards the core, %d towards the edge; %s", to_core,
                                drifts.size() - to_core, Span(history.windows));
  table.columns = DriftColumns();
  for (const Drift& drift : drifts) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    const auto rank = static_cast<uint32_t>(table.rows.size() + 1);
    *table.rows.emplace_back().mutable_member_drift() = ToMessage(view, history, drift, rank);
  }
  return FinishResult(session, table);
}

int RunLevels(Session& session, const TrajectoryVerb& verb, const LevelHistory& history) {
  const absl::StatusOr<LevelTransitions> transitions = CountTransitions(history);
  if (!transitions.ok()) return FailCompute(transitions.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "trajectory", {{"windows", absl::StrCat(verb.levels.windows.count)},
                     {"window_days", absl::StrCat(verb.levels.windows.days)},
                     {"regular_days", absl::StrCat(verb.levels.regular_days)},
                     {"core_number", absl::StrCat(verb.levels.core_number)}});
  table.title = absl::StrFormat("Where members of each level are a window later; %s",
                                Span(history.windows));
  table.columns = TransitionColumns();
  for (v1::LevelTransition& row : ToMessages(*transitions)) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    *table.rows.emplace_back().mutable_level_transition() = std::move(row);
  }
  const auto& entered = transitions->entered;
  table.notes.push_back(absl::StrFormat(
      "%d members are known now. Newcomers began at: edge %d, casual %d, regular %d, core %d.",
      transitions->members, entered[0], entered[1], entered[2], entered[3]));
  table.notes.push_back(absl::StrFormat(
      "Edge: nothing heard in the window. Regular: active on %d days. Core: regular, and core number "
      "%d or more in the last window.",
      verb.levels.regular_days, history.core_number.back()));
  return FinishResult(session, table);
}

int Run(Session& session, TrajectoryVerb& verb) {
  if (const int code = session.Load(); code != kDone) return code;
  verb.levels.run = &session.StartRun("trajectory");
  if (verb.lives) return RunClusters(session, verb);
  const absl::StatusOr<LevelHistory> history = FindLevels(session.view(), verb.levels);
  if (!history.ok()) return FailCompute(history.status());
  return verb.members ? RunMembers(session, verb, *history) : RunLevels(session, verb, *history);
}

}  // namespace

void AddTrajectory(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "trajectory", "Where are members and clusters going? Levels, drift, life cycles, gravity\n\n"
                    "  pullgraph trajectory q.pull\n"
                    "  pullgraph trajectory q.pull --members\n"
                    "  pullgraph trajectory q.pull --clusters");
  const auto t = std::make_shared<TrajectoryVerb>();
  session.AddInput(*verb);
  session.AddResult(*verb, 40);
  auto* members =
      verb->add_flag("--members", t->members, "Who moves towards the core, who to the edge");
  verb->add_flag("--clusters", t->lives, "Birth, growth, merger, split and death of clusters")
      ->excludes(members);
  verb->add_option("--windows", t->levels.windows.count, "Windows, the last of which ends now")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  verb->add_option("--window-days", t->levels.windows.days, "Days of a window")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--regular-days", t->levels.regular_days, "Active days that make a regular")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--core-number", t->levels.core_number,
                   "Core number that makes a regular core; 0: half of the window's largest")
      ->capture_default_str();
  verb->add_option("--min-size", t->clusters.min_size, "Members a cluster must have")
      ->check(CLI::Range(2U, 1'000'000U))
      ->capture_default_str();
  verb->add_option("--overlap", t->clusters.overlap,
                   "Share of members in common that makes one cluster go into another")
      ->capture_default_str();
  verb->add_option("--resolution", t->clusters.resolution, "More gives more, smaller clusters")
      ->capture_default_str();
  SetAction(*verb, [&session, t] { return Run(session, *t); });
}

}  // namespace pullgraph::tools
