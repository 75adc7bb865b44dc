// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/journey/acts.h"
#include "algorithms/journey/pace.h"
#include "algorithms/journey/pace_groups.h"
#include "algorithms/journey/tenure.h"
#include "algorithms/journey/waits.h"
#include "graph/names.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/journey_messages.h"
#include "tools/adoption_modes.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_pace {
namespace {

using figures::CountOf;
using figures::Short;

enum class By { kAll, kCluster, kTopic, kWeekday, kMonth, kYear };

struct PaceSettings {
  WaitKind kind = WaitKind::kFirstPull;
  const Option* of = nullptr;  // Sets it, if given.
  By by = By::kAll;
  std::string resource;
  std::string signal;
  bool rhythm = false;
  PaceOptions pace;
  WaitOptions waits;
  std::optional<double> gone_days;  // Of tenure.
  AdoptionCurveMode curve;
};

const std::vector<std::pair<std::string, WaitKind>> kKinds = {
    {"first-pull", WaitKind::kFirstPull},
    {"answer", WaitKind::kAnswer},
    {"adoption", WaitKind::kAdoption},
    {"tenure", WaitKind::kTenure}};

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

absl::StatusOr<PaceGroups> MakeGroups(Session& session, const PaceSettings& settings,
                                      const std::vector<PaceItem>& items) {
  switch (settings.by) {
    case By::kCluster: return ByCluster(session, items);
    case By::kTopic: return GroupByTopic(session.community(), items);
    case By::kWeekday: return GroupByWeekday(items);
    case By::kMonth: return GroupByPeriod(items, CalendarUnit::kMonth);
    case By::kYear: return GroupByPeriod(items, CalendarUnit::kYear);
    case By::kAll: break;
  }
  return GroupTogether(items);
}

std::string TitleOf(const PaceSettings& settings, const CommunityGraph& c) {
  if (settings.kind == WaitKind::kAnswer) return "Days from ask to first answer";
  if (settings.kind == WaitKind::kFirstPull) return "Days from joining to the first pull";
  if (settings.kind == WaitKind::kTenure) return "Days from the first act to the last";
  return absl::StrCat("Days until ", AbslView(c.ResourceLabel(settings.waits.resource)),
                      " is pulled, from when it could be");
}

// What was left out, and what was assumed.
void AddWaitNotes(const PaceSettings& settings, const Waits& waits, Answer& answer) {
  const bool asks = settings.kind == WaitKind::kAnswer;
  const bool tenure = settings.kind == WaitKind::kTenure;
  if (waits.undated > 0) {
    answer.Note(absl::StrCat("Left out: ",
                             asks ? CountOf(waits.undated, "ask", "asks")
                                  : CountOf(waits.undated, "member", "members"),
                             asks ? " without a date."
                             : tenure ? " of whom no act is dated."
                                      : " of whom nobody knows since when they wait."));
  }
  if (!waits.early.empty()) {
    answer.Note(absl::StrCat(
        "Left out: ", CountOf(waits.early.size(), "wait", "waits"), " that ended before ",
        waits.early.size() == 1 ? "it" : "they", " began (",
        asks ? "answered before asked" : settings.kind == WaitKind::kAdoption
                                             ? "pulled before it was published or they joined"
                                             : "a pull before joining",
        "): a date is wrong. pullgraph validate names the first."));
  }
  if (waits.entered_late > 0) {
    answer.Note(absl::StrCat(
        CountOf(waits.entered_late, "wait", "waits"), " began before the log does (",
        FormatDate(waits.log_begins), ") and ", waits.entered_late == 1 ? "counts" : "count",
        " from there on, as of members who had not pulled before."));
  }
  const auto at_once = static_cast<uint64_t>(
      std::count_if(waits.waits.begin(), waits.waits.end(),
                    [](const Wait& w) { return w.observed && w.days == 0; }));
  if (tenure && at_once > 0) {
    answer.Note(absl::StrCat(CountOf(at_once, "member was", "members were"),
                             " heard of at one moment only: they stayed for no time."));
  } else if (10 * at_once > waits.waits.size()) {
    answer.Note(absl::StrCat(CountOf(at_once, "wait", "waits"), " took no time at all: ",
                             asks ? "ask and answer" : "the beginning and the pull",
                             " bear the same date, as if one were made of the other."));
  }
}

absl::StatusOr<Waits> TenureWaits(Session& session, const PaceSettings& settings, Answer& answer) {
  const absl::StatusOr<MemberActs> acts = FindActs(session.view(), session.run());
  if (!acts.ok()) return acts.status();
  absl::StatusOr<Tenures> tenures = FindTenures(session.view(), *acts, {settings.gone_days});
  if (!tenures.ok()) return tenures.status();
  answer.Note(absl::StrCat(
      "Gone: silent for ", Short(tenures->gone_days), " days",
      settings.gone_days ? "" : ", longer than 19 of 20 pauses after which somebody came back",
      "; who came later than that ago is left out (",
      CountOf(tenures->too_young, "member", "members"), ")."));
  return std::move(tenures->waits);
}

absl::StatusOr<Answer> AnswerWaits(Session& session, PaceSettings& settings) {
  settings.waits.kind = settings.kind;
  Answer answer;
  const absl::StatusOr<Waits> waits = settings.kind == WaitKind::kTenure
                                          ? TenureWaits(session, settings, answer)
                                          : FindWaits(session.view(), settings.waits);
  if (!waits.ok()) return waits.status();
  const absl::StatusOr<PaceGroups> groups = MakeGroups(session, settings, ItemsOf(*waits));
  if (!groups.ok()) return groups.status();
  settings.pace.run = session.run();
  const auto paces = FindPace(waits->waits, groups->rows, settings.pace);
  if (!paces.ok()) return paces.status();
  answer.Of<v1::PaceLine>();
  const auto over = static_cast<uint64_t>(std::count_if(
      waits->waits.begin(), waits->waits.end(), [](const Wait& w) { return w.observed; }));
  answer.title = absl::StrCat(TitleOf(settings, session.community()), ": ",
                              CountOf(waits->waits.size(), "wait", "waits"), ", ",
                              figures::Grouped(over), " of them over");
  bool told = false;
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
    if (pace.known_from > 0 && !told) {
      told = true;
      answer.Note(absl::StrCat(
          "Where days are missing, nobody was looked at from the beginning: of waits shorter than ",
          figures::Plain(figures::Span(pace.known_from)), " nothing is known."));
    }
    answer.Add(std::move(line));
  }
  AddWaitNotes(settings, *waits, answer);
  answer.Note(absl::StrCat("Over by then: by day ", Short(settings.pace.by_days),
                           ". Kaplan-Meier: waits that are not over count for as long as they "
                           "have lasted. 95 % intervals."));
  return answer;
}

absl::StatusOr<Answer> AnswerRhythm(Session& session, const PaceSettings& settings) {
  const std::vector<PaceItem> pulls = DatedPulls(session.view(), settings.waits.signal);
  if (pulls.empty()) {
    return absl::FailedPreconditionError(
        "no pull is dated: there is no rhythm to find\nimport signals with their times");
  }
  const absl::StatusOr<PaceGroups> groups = MakeGroups(session, settings, pulls);
  if (!groups.ok()) return groups.status();
  const auto rhythms = FindRhythms(session.view(), pulls, *groups,
                                   {settings.pace.min_size, settings.pace.confidence, session.run()});
  if (!rhythms.ok()) return rhythms.status();
  Answer answer;
  answer.Of<v1::RhythmLine>();
  answer.title = absl::StrCat("Do pulls bring about pulls? A Hawkes process fitted to ",
                              CountOf(pulls.size(), "pull", "pulls"));
  for (const Rhythm& rhythm : *rhythms) {
    if (!session.HasRoom(answer)) break;
    v1::RhythmLine line = ToMessage(rhythm.fit, rhythm.days);
    line.set_rank(answer.NextRank());
    line.set_group(groups->id[rhythm.group]);
    line.set_group_name(groups->name[rhythm.group]);
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
  if (!settings.resource.empty() && settings.of->given && settings.kind != WaitKind::kAdoption) {
    return absl::InvalidArgumentError(
        "--of has no effect together with --resource, which means --of adoption\n"
        "leave out one of them");
  }
  if (!settings.signal.empty()) {
    const bool none = settings.kind == WaitKind::kAnswer || settings.kind == WaitKind::kTenure;
    if (none && !settings.rhythm && !settings.curve.asked) {
      return absl::InvalidArgumentError(
          absl::StrCat("--signal has no effect together with --of ",
                       settings.kind == WaitKind::kAnswer ? "answer" : "tenure",
                       "\nleave out one of them"));
    }
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
  s.of = &o.all().back();
  o.Num("--gone-after", s.gone_days, MoreThan(0),
        "Days of silence that make a member gone; by the community's pauses, unless it is given")
      .Needs("--of", "tenure");
  o.Num("--by-days", s.pace.by_days, MoreThan(0),
        "Days by which the share that is over is told");
  o.In({kPlain, "--rhythm"});
  session.Seed(o);
  o.all().back().Needs("--by", "cluster");  // Of the clusters.
  o.Choice<By>("--by", s.by,
               {{"all", By::kAll}, {"cluster", By::kCluster}, {"topic", By::kTopic},
                {"weekday", By::kWeekday}, {"month", By::kMonth}, {"year", By::kYear}},
               "Groups; the last three by when the wait began, UTC: cohorts of tenure");
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
}  // namespace pullgraph::tools::verb_pace
