// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/journey/pace.h"
#include "algorithms/journey/waits.h"
#include "algorithms/kernels/hawkes.h"
#include "graph/names.h"
#include "graph/signal_topics.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/journey_messages.h"
#include "tools/adoption_modes.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

enum class By { kAll, kCluster, kTopic, kWeekday };

struct PaceSettings {
  WaitKind kind = WaitKind::kFirstPull;
  By by = By::kAll;
  std::string resource;
  std::string signal;
  bool rhythm = false;
  PaceOptions pace;
  WaitOptions waits;
  AdoptionCurveMode curve;
};

const std::vector<std::pair<std::string, WaitKind>> kKinds = {
    {"first-pull", WaitKind::kFirstPull},
    {"answer", WaitKind::kAnswer},
    {"adoption", WaitKind::kAdoption}};

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

absl::StatusOr<Groups> MakeGroups(Session& session, const PaceSettings& settings,
                                  const std::vector<Row>& rows) {
  switch (settings.by) {
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

std::string TitleOf(const PaceSettings& settings, const CommunityGraph& c) {
  if (settings.kind == WaitKind::kAnswer) return "Days from ask to first answer";
  if (settings.kind == WaitKind::kFirstPull) return "Days from joining to the first pull";
  return absl::StrCat("Days until ", AbslView(c.ResourceLabel(settings.waits.resource)),
                      " is pulled, from when it could be");
}

absl::StatusOr<Answer> AnswerWaits(Session& session, PaceSettings& settings) {
  settings.waits.kind = settings.kind;
  const absl::StatusOr<Waits> waits = FindWaits(session.view(), settings.waits);
  if (!waits.ok()) return waits.status();
  std::vector<Row> rows;
  for (const Wait& wait : waits->waits) rows.push_back({wait.member, wait.signal, wait.from});
  const absl::StatusOr<Groups> groups = MakeGroups(session, settings, rows);
  if (!groups.ok()) return groups.status();
  settings.pace.run = session.run();
  const auto paces = FindPace(waits->waits, groups->rows, settings.pace);
  if (!paces.ok()) return paces.status();
  Answer answer;
  answer.Of<v1::PaceLine>();
  const auto over = static_cast<uint64_t>(std::count_if(
      waits->waits.begin(), waits->waits.end(), [](const Wait& w) { return w.observed; }));
  answer.title = absl::StrCat(TitleOf(settings, session.community()), ": ",
                              CountOf(waits->waits.size(), "wait", "waits"), ", ",
                              figures::Grouped(over), " of them over");
  for (const Pace& pace : *paces) {
    if (!session.HasRoom(answer)) break;
    v1::PaceLine line = ToMessage(pace);
    line.set_rank(answer.NextRank());
    for (const auto& [name, kind] : kKinds) {
      if (kind == settings.kind) line.set_event(name);
    }
    line.set_group(groups->id[pace.group]);
    line.set_group_name(groups->name[pace.group]);
    line.set_by_days(settings.pace.by_days);
    answer.Add(std::move(line));
  }
  if (waits->undated > 0) {
    answer.Note(absl::StrCat("Left out: ", CountOf(waits->undated, "member", "members"),
                             " of whom nobody knows since when they wait."));
  }
  answer.Note(absl::StrCat("Over by then: by day ", Short(settings.pace.by_days),
                           ". Kaplan-Meier: waits that are not over count for as long as they "
                           "have lasted. 95 % intervals."));
  return answer;
}

absl::StatusOr<std::vector<Row>> PullRows(const Session& session, const PaceSettings& settings) {
  const SignalColumns& signals = session.community().signals();
  std::vector<Row> rows;
  for (uint32_t i = 0; i < session.view().num_signals(); ++i) {
    if (!signals.at[i].is_present()) continue;
    if (settings.waits.signal && signals.kind[i] != *settings.waits.signal) continue;
    rows.push_back({signals.member[i], i, signals.at[i]});
  }
  if (rows.empty()) {
    return absl::FailedPreconditionError("no pull is dated: there is no rhythm to find");
  }
  return rows;
}

// Fits each group from the first pull of all to now.
absl::StatusOr<std::vector<v1::RhythmLine>> Rhythms(Session& session, const PaceSettings& settings,
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
    if (moments < std::max<int64_t>(20, settings.pace.min_size) || !(end > 0)) continue;
    HawkesOptions options;
    options.confidence = settings.pace.confidence;
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

absl::StatusOr<Answer> AnswerRhythm(Session& session, const PaceSettings& settings) {
  const absl::StatusOr<std::vector<Row>> rows = PullRows(session, settings);
  if (!rows.ok()) return rows.status();
  const absl::StatusOr<Groups> groups = MakeGroups(session, settings, *rows);
  if (!groups.ok()) return groups.status();
  auto lines = Rhythms(session, settings, *rows, *groups);
  if (!lines.ok()) return lines.status();
  Answer answer;
  answer.Of<v1::RhythmLine>();
  answer.title = absl::StrCat("Do pulls bring about pulls? A Hawkes process fitted to ",
                              CountOf(rows->size(), "pull", "pulls"));
  for (v1::RhythmLine& line : *lines) {
    if (!session.HasRoom(answer)) break;
    line.set_rank(answer.NextRank());
    answer.Add(std::move(line));
  }
  answer.Note("Pulls each brings about: 0.3 means that three of ten pulls would not be there "
              "without another just before.");
  answer.Note("Fit holds below .05: some other rhythm (days, weeks, growth) is there as well, and "
              "may pass for the former.");
  return answer;
}

// What the options together say; ids are looked up.
absl::Status Settle(Session& session, PaceSettings& settings) {
  if (settings.by == By::kTopic && settings.kind != WaitKind::kAnswer && !settings.rhythm) {
    return absl::InvalidArgumentError(
        "--by topic: a wait for a pull has no topic\n--of answer, or --rhythm");
  }
  if (!settings.signal.empty()) {
    const absl::StatusOr<SignalKind> kind = ParseName<SignalKind>(settings.signal);
    if (!kind.ok()) return kind.status();
    settings.waits.signal = *kind;
  }
  if (!settings.resource.empty()) {
    const auto resource = session.FindResource("--resource", settings.resource);
    if (!resource.ok()) return resource.status();
    settings.waits.resource = *resource;
    settings.kind = WaitKind::kAdoption;
  } else if ((settings.kind == WaitKind::kAdoption && !settings.rhythm) || settings.curve.asked) {
    return absl::InvalidArgumentError("adoption of what?\n--resource ID");
  }
  return absl::OkStatus();
}

absl::StatusOr<Answer> AnswerPace(Session& session, PaceSettings& settings) {
  if (absl::Status s = Settle(session, settings); !s.ok()) return s;
  if (settings.curve.asked) {
    settings.curve.periods.resource = settings.waits.resource;
    settings.curve.periods.signal = settings.waits.signal;
    return AnswerAdoptionCurve(session, settings.curve);
  }
  return settings.rhythm ? AnswerRhythm(session, settings) : AnswerWaits(session, settings);
}

void Declare(Options& o, Session& session, PaceSettings& s) {
  session.Input(o);
  session.Result(o, 20);
  o.Mode("--rhythm", s.rhythm, "Do pulls bring about pulls? How many, how soon");
  AddAdoptionCurveOptions(o, s.curve);
  o.In({});
  o.Text("--signal", s.signal, "KIND", "Kind of signals that count as pulls; all, unless it is given");
  o.In({kPlain, "--curve"});
  o.Text("--resource", s.resource, "RESOURCE",
         "What is adopted, by id or title; means --of adoption");
  o.In({kPlain});
  o.Choice<WaitKind>("--of", s.kind, kKinds, "What is waited for");
  o.Num("--by-days", s.pace.by_days, MoreThan(0),
        "Days by which the share that is over is told");
  o.In({kPlain, "--rhythm"});
  session.Seed(o);
  o.Choice<By>("--by", s.by,
               {{"all", By::kAll}, {"cluster", By::kCluster}, {"topic", By::kTopic},
                {"weekday", By::kWeekday}},
               "Groups (weekdays are UTC)");
  o.Num("--min-size", s.pace.min_size, AtLeast(1), "Waits, or moments with a pull, a group must have");
}

const bool kRegistered = Register<PaceSettings>(
    {.name = "pace",
     .group = Group::kUnderstand,
     .question = "How fast, and is there a rhythm? Waits for a pull, an answer, adoption",
     .examples = {"pullgraph pace q.pull --of answer --by topic", "pullgraph pace q.pull --rhythm",
                  "pullgraph pace q.pull --resource 1165 --curve"},
     .cost = {30, 40, 0}},
    Answers<v1::PaceLine, v1::RhythmLine, v1::AdoptionLine>(), Declare, AnswerPace);

}  // namespace
}  // namespace pullgraph::tools
