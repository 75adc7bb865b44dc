// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/journey/pace.h"
#include "algorithms/journey/waits.h"
#include "algorithms/kernels/hawkes.h"
#include "graph/names.h"
#include "graph/signal_topics.h"
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

// Rows (waits or signals) put into named groups.
struct Groups {
  std::vector<std::string> id;
  std::vector<std::string> name;
  std::vector<std::vector<uint32_t>> rows;
};

// One thing to put into groups.
struct Row {
  MemberId member;
  uint32_t signal = 0;
  Time at;
};

absl::StatusOr<Groups> ByCluster(Session& session, const std::vector<Row>& rows) {
  EdgeOptions options;
  options.seed = session.seed;
  options.run = session.run();
  const absl::StatusOr<EdgeReport> report = FindEdgeClusters(session.view(), options);
  if (!report.ok()) return report.status();
  Groups groups;
  groups.rows.resize(report->num_clusters);
  for (uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i].member.is_none()) continue;
    const uint32_t cluster = report->cluster_of[rows[i].member.value()];
    if (cluster == UINT32_MAX) continue;
    if (cluster >= groups.rows.size()) groups.rows.resize(cluster + 1);
    groups.rows[cluster].push_back(i);
  }
  for (uint32_t cluster = 0; cluster < groups.rows.size(); ++cluster) {
    groups.id.push_back(absl::StrCat(cluster));
    groups.name.push_back(absl::StrCat("cluster ", cluster));
  }
  for (const EdgeCluster& cluster : report->clusters) groups.name[cluster.id] = cluster.name;
  return groups;
}

Groups ByTopic(const CommunityGraph& c, const std::vector<Row>& rows) {
  Groups groups;
  groups.rows.resize(c.num_topics());
  for (uint32_t i = 0; i < rows.size(); ++i) {
    for (const TopicId topic : TopicsOfSignal(c, rows[i].signal)) {
      groups.rows[topic.value()].push_back(i);
    }
  }
  for (uint32_t t = 0; t < c.num_topics(); ++t) {
    groups.id.emplace_back(c.TopicKey(TopicId(t)));
    groups.name.emplace_back(c.TopicLabel(TopicId(t)));
  }
  return groups;
}

Groups ByWeekday(const std::vector<Row>& rows) {
  Groups groups;
  groups.id = {"1", "2", "3", "4", "5", "6", "7"};
  groups.name = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  groups.rows.resize(7);
  for (uint32_t i = 0; i < rows.size(); ++i) {
    const int64_t micros = rows[i].at.micros();
    const int64_t day = (micros - ((micros % kMicrosPerDay) + kMicrosPerDay) % kMicrosPerDay) /
                        kMicrosPerDay;
    // The epoch began on a Thursday.
    groups.rows[static_cast<size_t>(((day + 3) % 7 + 7) % 7)].push_back(i);
  }
  return groups;
}

absl::StatusOr<Groups> MakeGroups(Session& session, const PaceVerb& verb,
                                  const std::vector<Row>& rows) {
  switch (verb.by) {
    case By::kCluster: return ByCluster(session, rows);
    case By::kTopic: return ByTopic(session.community(), rows);
    case By::kWeekday: return ByWeekday(rows);
    case By::kAll: break;
  }
  Groups all;
  all.id = {"all"};
  all.name = {"all"};
  all.rows.resize(1);
  for (uint32_t i = 0; i < rows.size(); ++i) all.rows[0].push_back(i);
  return all;
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
  std::vector<Row> rows;
  for (const Wait& wait : waits->waits) rows.push_back({wait.member, wait.signal, wait.from});
  const absl::StatusOr<Groups> groups = MakeGroups(session, verb, rows);
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

absl::StatusOr<std::vector<Row>> PullRows(const Session& session, const PaceVerb& verb) {
  const SignalColumns& signals = session.community().signals();
  std::vector<Row> rows;
  for (uint32_t i = 0; i < session.view().num_signals(); ++i) {
    if (!signals.at[i].is_present()) continue;
    if (verb.waits.signal && signals.kind[i] != *verb.waits.signal) continue;
    rows.push_back({signals.member[i], i, signals.at[i]});
  }
  if (rows.empty()) {
    return absl::FailedPreconditionError("no pull is dated: there is no rhythm to find");
  }
  return rows;
}

// Fits each group from the first pull of all to now.
absl::StatusOr<std::vector<v1::RhythmLine>> Rhythms(Session& session, const PaceVerb& verb,
                                                    const std::vector<Row>& rows,
                                                    const Groups& groups) {
  Time first = rows[0].at;
  for (const Row& row : rows) first = std::min(first, row.at);
  const double end = DaysBetween(first, session.view().now());
  std::vector<v1::RhythmLine> lines;
  for (size_t g = 0; g < groups.rows.size(); ++g) {
    std::vector<double> times;
    for (const uint32_t i : groups.rows[g]) times.push_back(DaysBetween(first, rows[i].at));
    std::sort(times.begin(), times.end());
    const auto moments = std::unique(times.begin(), times.end()) - times.begin();
    // Fewer say next to nothing; the fit itself wants ten.
    if (moments < std::max<int64_t>(20, verb.pace.min_size) || !(end > 0)) continue;
    HawkesOptions options;
    options.confidence = verb.pace.confidence;
    options.run = session.run();
    const absl::StatusOr<HawkesFit> fit = FitHawkes(times, end, options);
    if (!fit.ok()) return fit.status();
    lines.push_back(ToMessage(*fit, end));
    lines.back().set_group(groups.id[g]);
    lines.back().set_group_name(groups.name[g]);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const v1::RhythmLine& a, const v1::RhythmLine& b) {
    return a.branching() > b.branching();
  });
  return lines;
}

int RunRhythm(Session& session, const PaceVerb& verb) {
  const absl::StatusOr<std::vector<Row>> rows = PullRows(session, verb);
  if (!rows.ok()) return FailCompute(rows.status());
  const absl::StatusOr<Groups> groups = MakeGroups(session, verb, *rows);
  if (!groups.ok()) return FailCompute(groups.status());
  const auto lines = Rhythms(session, verb, *rows, *groups);
  if (!lines.ok()) return FailCompute(lines.status());
  ResultTable table;
  table.manifest = session.Manifest("pace", {{"rhythm", "true"}, {"by", NameIn(kBys, verb.by)},
                                             {"signal", verb.signal}});
  table.title = absl::StrFormat("Do pulls bring about pulls? A Hawkes process fitted to %d pulls",
                                rows->size());
  table.columns = RhythmColumns();
  for (const v1::RhythmLine& line : *lines) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    v1::RhythmLine* row = table.rows.emplace_back().mutable_rhythm_line();
    *row = line;
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
