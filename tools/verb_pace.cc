// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/journey/pace.h"
#include "algorithms/journey/pace_groups.h"
#include "algorithms/journey/waits.h"
#include "graph/names.h"
#include "graph/string_table.h"
#include "io/journey_messages.h"
#include "tools/adoption_modes.h"
#include "tools/journey_tables.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

enum class By { kAll, kCluster, kTopic, kWeekday };

struct PaceVerb {
  WaitKind kind = WaitKind::kFirstPull;
  By by = By::kAll;
  std::string resource;
  std::string signal;
  bool rhythm = false;
  PaceOptions pace;
  WaitOptions waits;
  AdoptionCurveMode curve;
};

const std::map<std::string, WaitKind> kKinds = {{"first-pull", WaitKind::kFirstPull},
                                                {"answer", WaitKind::kAnswer},
                                                {"adoption", WaitKind::kAdoption}};
const std::map<std::string, By> kBys = {
    {"all", By::kAll}, {"cluster", By::kCluster}, {"topic", By::kTopic}, {"weekday", By::kWeekday}};

template <class Value>
std::string NameIn(const std::map<std::string, Value>& names, Value value) {
  for (const auto& [name, v] : names) {
    if (v == value) return name;
  }
  return "";
}

absl::StatusOr<PaceGroups> ByCluster(Session& session, const std::vector<PaceItem>& items) {
  EdgeOptions options;
  options.seed = session.seed;
  options.run = session.run();
  const absl::StatusOr<EdgeReport> report = FindEdgeClusters(session.view(), options);
  if (!report.ok()) return report.status();
  std::vector<std::string> names(report->num_clusters);
  for (const EdgeCluster& cluster : report->clusters) {
    names.resize(std::max(names.size(), size_t{cluster.id} + 1));
    names[cluster.id] = cluster.name;
  }
  return GroupByCluster(items, report->cluster_of, names);
}

absl::StatusOr<PaceGroups> MakeGroups(Session& session, const PaceVerb& verb,
                                      const std::vector<PaceItem>& items) {
  switch (verb.by) {
    case By::kCluster: return ByCluster(session, items);
    case By::kTopic: return GroupByTopic(session.community(), items);
    case By::kWeekday: return GroupByWeekday(items);
    case By::kAll: break;
  }
  return GroupTogether(items);
}

std::string TitleOf(const PaceVerb& verb, const CommunityGraph& c) {
  if (verb.kind == WaitKind::kAnswer) return "Days from ask to first answer";
  if (verb.kind == WaitKind::kFirstPull) return "Days from joining to the first pull";
  return absl::StrCat("Days until ", AbslView(c.ResourceLabel(verb.waits.resource)),
                      " is pulled, from when it could be");
}

int RunWaits(Session& session, PaceVerb& verb) {
  verb.waits.kind = verb.kind;
  const absl::StatusOr<Waits> waits = FindWaits(session.view(), verb.waits);
  if (!waits.ok()) return FailCompute(waits.status());
  const absl::StatusOr<PaceGroups> groups = MakeGroups(session, verb, ItemsOf(*waits));
  if (!groups.ok()) return FailCompute(groups.status());
  verb.pace.run = session.run();
  const auto paces = FindPace(waits->waits, groups->rows, verb.pace);
  if (!paces.ok()) return FailCompute(paces.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "pace", {{"of", NameIn(kKinds, verb.kind)}, {"by", NameIn(kBys, verb.by)},
               {"resource", verb.resource}, {"signal", verb.signal},
               {"by_days", absl::StrCat(verb.pace.by_days)},
               {"min_size", absl::StrCat(verb.pace.min_size)}});
  const auto over = static_cast<size_t>(std::count_if(
      waits->waits.begin(), waits->waits.end(), [](const Wait& w) { return w.observed; }));
  table.title = absl::StrFormat("%s: %d waits, %d of them over", TitleOf(verb, session.community()),
                                waits->waits.size(), over);
  table.columns = PaceColumns(verb.pace.by_days);
  for (const Pace& pace : *paces) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    v1::PaceLine line = ToMessage(pace);
    line.set_rank(static_cast<uint32_t>(table.rows.size() + 1));
    line.set_event(NameIn(kKinds, verb.kind));
    line.set_group(groups->id[pace.group]);
    line.set_group_name(groups->name[pace.group]);
    line.set_by_days(verb.pace.by_days);
    *table.rows.emplace_back().mutable_pace_line() = std::move(line);
  }
  if (waits->undated > 0) {
    table.notes.push_back(absl::StrFormat(
        "Left out: %d of whom nobody knows since when they wait.", waits->undated));
  }
  table.notes.push_back("Kaplan-Meier: waits that are not over count for as long as they have "
                        "lasted. 95 % intervals.");
  return FinishResult(session, table);
}

int RunRhythm(Session& session, const PaceVerb& verb) {
  const std::vector<PaceItem> pulls = DatedPulls(session.view(), verb.waits.signal);
  if (pulls.empty()) {
    return FailCompute(
        absl::FailedPreconditionError("no pull is dated: there is no rhythm to find"));
  }
  const absl::StatusOr<PaceGroups> groups = MakeGroups(session, verb, pulls);
  if (!groups.ok()) return FailCompute(groups.status());
  const auto rhythms = FindRhythms(session.view(), pulls, *groups,
                                   {verb.pace.min_size, verb.pace.confidence, session.run()});
  if (!rhythms.ok()) return FailCompute(rhythms.status());
  ResultTable table;
  table.manifest = session.Manifest("pace", {{"rhythm", "true"}, {"by", NameIn(kBys, verb.by)},
                                             {"signal", verb.signal}});
  table.title = absl::StrFormat("Do pulls bring about pulls? A Hawkes process fitted to %d pulls",
                                pulls.size());
  table.columns = RhythmColumns();
  for (const Rhythm& rhythm : *rhythms) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    v1::RhythmLine* row = table.rows.emplace_back().mutable_rhythm_line();
    *row = ToMessage(rhythm.fit, rhythm.days);
    row->set_group(groups->id[rhythm.group]);
    row->set_group_name(groups->name[rhythm.group]);
    row->set_rank(static_cast<uint32_t>(table.rows.size()));
  }
  table.notes.push_back("Pulls each brings about: 0.3 means that three of ten pulls would not be "
                        "there without another just before.");
  table.notes.push_back("Fit holds below .05: some other rhythm (days, weeks, growth) is there as "
                        "well, and may pass for the former.");
  return FinishResult(session, table);
}

int Run(Session& session, PaceVerb& verb) {
  if (verb.by == By::kTopic && verb.kind != WaitKind::kAnswer && !verb.rhythm) {
    PrintFailure(absl::InvalidArgumentError(
        "--by topic: a wait for a pull has no topic\nask for --of answer or for --rhythm"));
    return kBadUsage;
  }
  if (const int code = session.Load(); code != kDone) return code;
  if (!verb.signal.empty()) {
    const absl::StatusOr<SignalKind> kind = ParseName<SignalKind>(verb.signal);
    if (!kind.ok()) return FailCompute(kind.status());
    verb.waits.signal = *kind;
  }
  if (!verb.resource.empty()) {
    const auto resource = session.community().FindResource(verb.resource);
    if (!resource) {
      return FailCompute(absl::NotFoundError(
          absl::StrCat("--resource: there is no resource '", verb.resource,
                       "'\nids are those of the import; pullgraph cat lists them")));
    }
    verb.waits.resource = *resource;
    verb.kind = WaitKind::kAdoption;
  } else if ((verb.kind == WaitKind::kAdoption && !verb.rhythm) || verb.curve.asked) {
    return FailCompute(absl::InvalidArgumentError(
        "adoption of what?\nname a resource with --resource ID"));
  }
  session.StartRun("pace");
  if (verb.curve.asked) {
    verb.curve.periods.resource = verb.waits.resource;
    verb.curve.periods.signal = verb.waits.signal;
    return RunAdoptionCurve(session, verb.curve);
  }
  return verb.rhythm ? RunRhythm(session, verb) : RunWaits(session, verb);
}

}  // namespace

void AddPace(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "pace", "How fast, and is there a rhythm? Waits for a pull, an answer, adoption; Hawkes fit\n\n"
              "  pullgraph pace q.pull --of answer --by topic\n"
              "  pullgraph pace q.pull --rhythm\n"
              "  pullgraph pace q.pull --resource 1165 --curve");
  const auto pace = std::make_shared<PaceVerb>();
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  verb->add_option("--of", pace->kind, "What is waited for: first-pull, answer or adoption")
      ->transform(CLI::CheckedTransformer(kKinds))
      ->default_str("first-pull");
  verb->add_option("--resource", pace->resource, "What is adopted, by id; means --of adoption");
  verb->add_option("--by", pace->by, "Groups: all, cluster, topic or weekday (UTC)")
      ->transform(CLI::CheckedTransformer(kBys))
      ->default_str("all");
  verb->add_option("--signal", pace->signal, "Kind of signals that count as pulls; default: all");
  verb->add_option("--by-days", pace->pace.by_days, "Days by which the share that is over is told")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--min-size", pace->pace.min_size, "Waits a group must have")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI::Option* rhythm = verb->add_flag("--rhythm", pace->rhythm,
                                       "Do pulls bring about pulls? How many, how soon");
  AddAdoptionCurveOptions(*verb, pace->curve);
  verb->get_option("--curve")->excludes(rhythm);
  SetAction(*verb, [&session, pace] { return Run(session, *pace); });
}

}  // namespace pullgraph::tools
