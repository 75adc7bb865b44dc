// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "absl/strings/str_cat.h"
#include "graph/build_introduction_graph.h"
#include "io/answer/figures.h"
#include "io/needs_messages.h"
#include "tools/model_options.h"
#include "tools/needs_absence.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_needs {
namespace {

using figures::CountOf;
using figures::Short;

struct NeedsSettings {
  NeedsOptions needs;
  IntroductionOptions ties;
  IntroductionPathOptions path;
  std::string topic;
  bool idle = false;
  bool absence = false;
  double window_days = 365;  // Of --absence.
};

// The needs to show: all, or the one of --topic.
absl::StatusOr<std::vector<const UnmetNeed*>> Shown(const Session& session,
                                                    const NeedsSettings& settings,
                                                    const NeedsReport& report) {
  std::vector<const UnmetNeed*> shown;
  TopicId only = TopicId::None();
  if (!settings.topic.empty()) {
    const absl::StatusOr<TopicId> topic = session.FindTopic("--topic", settings.topic);
    if (!topic.ok()) return topic.status();
    only = *topic;
  }
  for (const UnmetNeed& need : report.topics) {
    if (shown.size() >= static_cast<size_t>(session.limit)) break;
    if (only.is_none() || need.topic == only) shown.push_back(&need);
  }
  if (shown.empty() && !only.is_none()) {
    return absl::NotFoundError(absl::StrCat("--topic: nobody asked about '", settings.topic,
                                            "'\nrun without it to see all topics"));
  }
  return shown;
}

absl::Status FillNeeds(const Session& session, const NeedsSettings& settings,
                       const NeedsReport& report, Answer& answer) {
  const CommunityView view = session.view();
  const auto shown = Shown(session, settings, report);
  if (!shown.ok()) return shown.status();
  const absl::StatusOr<IntroductionGraph> graph = BuildIntroductionGraph(view, settings.ties);
  if (!graph.ok()) return graph.status();
  const ContactPoints from = FindContactPoints(view, session.market());
  uint32_t rank = 0;
  for (const UnmetNeed* need : *shown) {
    const auto paths = FindNeedPaths(*graph, *need, from.staff, from.customers, settings.path);
    if (!paths.ok()) return paths.status();
    v1::UnmetNeed message = ToMessage(view, *need, *paths, ++rank);
    if (settings.topic.empty()) {
      answer.Add(std::move(message));
      continue;
    }
    for (v1::CanAnswer& person : *message.mutable_can_answer()) answer.Add(std::move(person));
  }
  return absl::OkStatus();
}

std::string AnswerSummary(const UnmetNeed& all) {
  if (all.answer.count == 0) return "no ask is dated";
  const SurvivalQuantile& m = all.answer.median;
  if (!m.time) return "less than half of the asks are answered";
  constexpr double kNever = std::numeric_limits<double>::infinity();
  return absl::StrCat("half are answered within ",
                      figures::Plain(figures::SpanWithRange(*m.time, m.low.value_or(kNever),
                                                            m.high.value_or(kNever))));
}

void AddNotes(const NeedsSettings& settings, const NeedsReport& report, Answer& answer) {
  const UnmetNeed& all = report.all;
  if (all.asks == 0) {
    answer.Note("Nobody asked anything: there are no signals of kind ask.");
  } else if (all.unmet) {
    answer.Note(absl::StrCat(
        "Unmet: ",
        figures::Plain(figures::WithRange(all.unmet->value, all.unmet->low, all.unmet->high)),
        " asks a week were not answered within ", Short(settings.needs.within_days),
        " days, over ", Short(report.weeks), " weeks. 95 % intervals."));
  } else {
    answer.Note("No ask is dated and old enough: rates are not known.");
  }
  if (all.early > 0) {
    answer.Note(absl::StrCat("Left out of times and rates: ", CountOf(all.early, "ask", "asks"),
                             " answered before asked; a date is wrong."));
  }
  if (report.answerers.elsewhere > 0) {
    answer.Note(absl::StrCat(
        "Who can answer: an answer counts half after ", Short(report.answerers.half_life_days),
        " days and ", Short(100 * report.answerers.elsewhere), " % on another topic, which would "
        "have named the answerers of the last asks best (backtest --needs)."));
  }
  if (all.publish.count == 0) {
    answer.Note("There is no dated content besides questions and answers.");
  } else {
    answer.Note(absl::StrCat(figures::Grouped(all.idle), " of ",
                             CountOf(all.content, "piece", "pieces"),
                             " of content had no pull within ", Short(settings.needs.idle_days),
                             " days (--idle)."));
  }
}

absl::StatusOr<Answer> Needs(Session& session, NeedsSettings& settings) {
  if (settings.absence) return AnswerAbsence(session, settings.window_days);
  settings.needs.run = settings.ties.strength.run = settings.path.run = session.run();
  if (!settings.topic.empty()) settings.needs.max_answerers = session.limit;
  const auto report = FindUnmetNeeds(session.view(), settings.needs);
  if (!report.ok()) return report.status();
  Answer answer;
  answer.title = absl::StrCat(figures::Grouped(report->all.unanswered), " of ",
                              CountOf(report->all.asks, "ask is", "asks are"),
                              " unanswered, on ",
                              CountOf(report->topics.size(), "topic", "topics"), " in all; ",
                              AnswerSummary(report->all));
  if (settings.idle) {
    answer.Of<v1::IdleContent>();
    for (const IdleContent& content : report->idle) {
      if (!session.HasRoom(answer)) break;
      answer.Add(ToMessage(session.view(), content, answer.NextRank()));
    }
  } else {
    answer.Of<v1::UnmetNeed>();
    if (!settings.topic.empty()) answer.Of<v1::CanAnswer>();
    if (absl::Status s = FillNeeds(session, settings, *report, answer); !s.ok()) return s;
  }
  AddNotes(settings, *report, answer);
  return answer;
}

void Declare(Options& o, Session& session, NeedsSettings& s) {
  session.Input(o);
  session.Result(o, 20);
  Options::MakeMode(o.Text("--topic", s.topic, "TOPIC",
                           "Everybody who can answer this topic, by id or name"));
  o.Mode("--idle", s.idle, "Content that nobody pulled in time");
  o.Mode("--absence", s.absence, "How few people carry half of the answers; what breaks without each");
  o.In({"--absence"});
  o.Num("--window", s.window_days, MoreThan(0), "Days looked back");
  o.In({kPlain});
  o.Num("--within", s.needs.within_days, MoreThan(0), "Days within which an answer is in time");
  o.In({kPlain, "--idle"});
  o.Num("--idle-days", s.needs.idle_days, MoreThan(0), "Days that content has to be pulled");
  o.Flag("--answers-as-content", s.needs.answers_are_content, "Answers are content, too");
  o.In({kPlain, "--topic"});
  session.Market(o);
  o.Text("--channel", s.needs.channel, "NAME",
         "Leave out of who can answer those who opted out of it");
  o.Num("--max-hops", s.path.max_hops, AtLeast(1), "Introductions in a path at most");
  AddTieOptions(o, s.ties.strength);
}

const bool kRegistered = Register<NeedsSettings>(
    {.name = "needs",
     .group = Group::kAct,
     .question = "What is asked for that nobody serves, and who can answer?",
     .examples = {"pullgraph needs q.pull", "pullgraph needs q.pull --topic quantum-algorithms"},
     .cost = {2, 40, 0}},
    Answers<v1::UnmetNeed, v1::CanAnswer, v1::IdleContent, v1::Carrier>(), Declare, Needs);

}  // namespace
}  // namespace pullgraph::tools::verb_needs
