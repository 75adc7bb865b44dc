// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "graph/build_introduction_graph.h"
#include "graph/member_policy.h"
#include "graph/string_table.h"
#include "io/needs_messages.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct NeedsVerb {
  NeedsOptions needs;
  IntroductionOptions ties;
  IntroductionPathOptions path;
  std::string topic;
  bool idle = false;
};

Cell Days(bool known, double days) {
  return known ? Cell{absl::StrFormat("%.*f", days < 10 ? 2 : 1, days),
                      absl::StrFormat("%.9g", days), true}
               : Cell::Absent();
}

Cell PathCell(const v1::CanAnswer& a) {
  if (a.path_size() == 0) return Cell::Text("nobody reaches them");
  Cell cell = Cell::Text(a.path_size() == 1
                             ? absl::StrCat("in the ", a.path_from(), " already")
                             : absl::StrCat(a.path_from(), " ",
                                            absl::StrJoin(a.path_names(), " > ")));
  cell.raw = absl::StrJoin(a.path(), " > ");
  return cell;
}

// The first whom somebody reaches, else the first; null if nobody can answer.
const v1::CanAnswer* Best(const v1::UnmetNeed& n) {
  for (const v1::CanAnswer& person : n.can_answer()) {
    if (person.path_size() > 0) return &person;
  }
  return n.can_answer_size() == 0 ? nullptr : &n.can_answer(0);
}

std::vector<ResultColumn> NeedColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.unmet_need()); };
  };
  using N = v1::UnmetNeed;
  return {
      {"#", of([](const N& n) { return Cell::Count(n.rank()); })},
      {"topic", of([](const N& n) { return Cell::Text(n.topic_name()); })},
      {"asks", of([](const N& n) { return Cell::Count(n.asks()); })},
      {"unanswered", of([](const N& n) { return Cell::Count(n.unanswered()); })},
      {"in time", of([](const N& n) {
         return n.has_served() ? Cell::Percent(n.served().value()) : Cell::Absent();
       })},
      {"unmet a week", of([](const N& n) {
         return n.has_unmet() ? Cell::Number(n.unmet().value(), 2) : Cell::Absent();
       })},
      {"low", of([](const N& n) {
         return n.has_unmet() ? Cell::Number(n.unmet().low(), 2) : Cell::Absent();
       })},
      {"high", of([](const N& n) {
         return n.has_unmet() ? Cell::Number(n.unmet().high(), 2) : Cell::Absent();
       })},
      {"days to answer", of([](const N& n) {
         return Days(n.answer().has_median(), n.answer().median());
       })},
      {"from", of([](const N& n) { return Days(n.answer().has_low(), n.answer().low()); })},
      {"to", of([](const N& n) { return Days(n.answer().has_high(), n.answer().high()); })},
      {"days to content", of([](const N& n) {
         return Days(n.publish().has_median(), n.publish().median());
       })},
      {"idle content", of([](const N& n) {
         return n.content() == 0
                    ? Cell::Absent()
                    : Cell{absl::StrCat(n.idle_content(), " of ", n.content()),
                           absl::StrCat(n.idle_content()), true};
       })},
      {"who can answer", of([](const N& n) {
         const v1::CanAnswer* best = Best(n);
         if (best == nullptr) return Cell::Text("nobody");
         Cell cell = Cell::Text(best->member_name());
         cell.raw = best->member();
         return cell;
       })},
      {"way to them", of([](const N& n) {
         const v1::CanAnswer* best = Best(n);
         return best == nullptr ? Cell::Text("") : PathCell(*best);
       })},
  };
}

std::vector<ResultColumn> AnswererColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.can_answer()); };
  };
  using A = v1::CanAnswer;
  return {{"#", of([](const A& a) { return Cell::Count(a.rank()); })},
          {"member", of([](const A& a) { return Cell::Text(a.member()); })},
          {"name", of([](const A& a) { return Cell::Text(a.member_name()); })},
          {"score", of([](const A& a) { return Cell::Number(a.score(), 2); })},
          {"offer level", of([](const A& a) { return Cell::Number(a.offer_level(), 2); })},
          {"answers", of([](const A& a) { return Cell::Count(a.answers()); })},
          {"last answer", of([](const A& a) {
             return Cell::Text(a.has_last_answer() ? FormatDate(Time(a.last_answer())) : "");
           })},
          {"known for", of([](const A& a) {
             return Cell::Text(a.related_only() ? "related topics" : "the topic");
           })},
          {"access", of([](const A& a) { return Cell::Percent(a.path_probability()); })},
          {"way to them", of(PathCell)}};
}

std::vector<ResultColumn> IdleColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.idle_content()); };
  };
  using I = v1::IdleContent;
  return {{"#", of([](const I& i) { return Cell::Count(i.rank()); })},
          {"content", of([](const I& i) { return Cell::Text(i.resource()); })},
          {"published", of([](const I& i) {
             return Cell::Text(FormatDate(Time(i.published_at())));
           })},
          {"age, days", of([](const I& i) { return Cell::Number(i.age_days(), 0); })},
          {"topics", of([](const I& i) { return Cell::Text(absl::StrJoin(i.topics(), ", ")); })},
          {"title", of([](const I& i) { return Cell::Text(i.title()); })}};
}

std::vector<MemberId> Customers(const CommunityView& view, MarketId market) {
  std::vector<MemberId> customers;
  const std::vector<uint8_t> is_customer = view.Customers(market);
  for (uint32_t m = 0; m < is_customer.size(); ++m) {
    if (is_customer[m] != 0) customers.push_back(MemberId(m));
  }
  return customers;
}

// The needs to show: all, or the one of --topic.
absl::StatusOr<std::vector<const UnmetNeed*>> Shown(const Session& session, const NeedsVerb& verb,
                                                    const NeedsReport& report) {
  std::vector<const UnmetNeed*> shown;
  if (!verb.topic.empty()) {
    const std::optional<TopicId> topic = session.community().FindTopic(verb.topic);
    for (const UnmetNeed& need : report.topics) {
      if (topic && need.topic == *topic) shown.push_back(&need);
    }
    if (shown.empty()) {
      return absl::NotFoundError(absl::StrCat("--topic: nobody asked about a topic '", verb.topic,
                                              "'\nrun without it to see all topics"));
    }
    return shown;
  }
  for (const UnmetNeed& need : report.topics) {
    if (shown.size() >= static_cast<size_t>(session.limit)) break;
    shown.push_back(&need);
  }
  return shown;
}

absl::Status FillNeeds(const Session& session, const NeedsVerb& verb, const NeedsReport& report,
                       MarketId market, ResultTable& table) {
  const CommunityView view = session.view();
  const auto shown = Shown(session, verb, report);
  if (!shown.ok()) return shown.status();
  const absl::StatusOr<IntroductionGraph> graph = BuildIntroductionGraph(view, verb.ties);
  if (!graph.ok()) return graph.status();
  const std::vector<MemberId> staff = KnownStaff(view), customers = Customers(view, market);
  table.columns = verb.topic.empty() ? NeedColumns() : AnswererColumns();
  uint32_t rank = 0;
  for (const UnmetNeed* need : *shown) {
    const auto paths = FindNeedPaths(*graph, *need, staff, customers, verb.path);
    if (!paths.ok()) return paths.status();
    v1::UnmetNeed message = ToMessage(view, *need, *paths, ++rank);
    if (verb.topic.empty()) {
      *table.rows.emplace_back().mutable_unmet_need() = std::move(message);
      continue;
    }
    for (v1::CanAnswer& person : *message.mutable_can_answer()) {
      *table.rows.emplace_back().mutable_can_answer() = std::move(person);
    }
  }
  return absl::OkStatus();
}

void FillIdle(const Session& session, const NeedsReport& report, ResultTable& table) {
  table.columns = IdleColumns();
  for (const IdleContent& content : report.idle) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    const auto rank = static_cast<uint32_t>(table.rows.size() + 1);
    *table.rows.emplace_back().mutable_idle_content() = ToMessage(session.view(), content, rank);
  }
}

std::string AnswerSummary(const UnmetNeed& all) {
  if (all.answer.count == 0) return "no ask is dated";
  const SurvivalQuantile& m = all.answer.median;
  if (!m.time) return "less than half of the asks are answered";
  const auto limit = [](const std::optional<double>& days) {
    return days ? absl::StrFormat("%.2f", *days) : std::string("never");
  };
  return absl::StrFormat("half are answered within %.2f days (95 %% interval %s to %s)", *m.time,
                         limit(m.low), limit(m.high));
}

void AddNotes(const NeedsVerb& verb, const NeedsReport& report, ResultTable& table) {
  const UnmetNeed& all = report.all;
  if (all.asks == 0) {
    table.notes.push_back("Nobody asked anything: there are no signals of kind ask.");
  } else if (all.unmet) {
    table.notes.push_back(absl::StrFormat(
        "Unmet: %.2f asks a week (%.2f to %.2f) were not answered within %g days, over %.1f weeks.",
        all.unmet->value, all.unmet->low, all.unmet->high, verb.needs.within_days, report.weeks));
  } else {
    table.notes.push_back("No ask is dated and old enough: rates are not known.");
  }
  if (all.publish.count == 0) {
    table.notes.push_back("There is no dated content besides questions and answers.");
  } else {
    table.notes.push_back(absl::StrFormat(
        "%d of %d pieces of content had no pull within %g days (--idle).", all.idle, all.content,
        verb.needs.idle_days));
  }
}

int Run(Session& session, NeedsVerb& verb) {
  if (const int code = session.Load(); code != kDone) return code;
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return FailCompute(market.status());
  const RunControl& run = session.StartRun("needs");
  verb.needs.run = verb.ties.strength.run = verb.path.run = &run;
  if (!verb.topic.empty()) verb.needs.max_answerers = session.limit;
  const auto report = FindUnmetNeeds(session.view(), verb.needs);
  if (!report.ok()) return FailCompute(report.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "needs", {{"within_days", absl::StrCat(verb.needs.within_days)},
                {"idle_days", absl::StrCat(verb.needs.idle_days)},
                {"topic", verb.topic},
                {"channel", verb.needs.channel},
                {"answers_are_content", verb.needs.answers_are_content ? "true" : "false"},
                {"max_hops", absl::StrCat(verb.path.max_hops)}});
  table.title = absl::StrFormat("%d of %d asks are unanswered, on %d topics in all; %s",
                                report->all.unanswered, report->all.asks, report->topics.size(),
                                AnswerSummary(report->all));
  if (verb.idle) {
    FillIdle(session, *report, table);
  } else {
    const absl::Status s = FillNeeds(session, verb, *report, *market, table);
    if (!s.ok()) return FailCompute(s);
  }
  AddNotes(verb, *report, table);
  return FinishResult(session, table);
}

}  // namespace

void AddNeeds(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "needs", "What is asked for that nobody serves, and who can answer?\n\n"
               "  pullgraph needs q.pull\n"
               "  pullgraph needs q.pull --topic quantum-algorithms");
  const auto needs = std::make_shared<NeedsVerb>();
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  verb->add_option("--within", needs->needs.within_days, "Days within which an answer is in time")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--topic", needs->topic, "Everybody who can answer this topic, by id");
  verb->add_flag("--idle", needs->idle, "Content that nobody pulled in time");
  verb->add_option("--idle-days", needs->needs.idle_days, "Days that content has to be pulled")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_flag("--answers-as-content", needs->needs.answers_are_content,
                 "Answers are content, too");
  verb->add_option("--channel", needs->needs.channel,
                   "Leave out of who can answer those who opted out of it");
  verb->add_option("--max-hops", needs->path.max_hops, "Introductions in a path at most")
      ->capture_default_str();
  verb->add_option("--tie-half-life", needs->ties.strength.half_life_days,
                   "Days after which an exchange counts half")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  SetAction(*verb, [&session, needs] { return Run(session, *needs); });
}

}  // namespace pullgraph::tools
