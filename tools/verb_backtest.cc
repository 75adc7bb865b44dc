// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "algorithms/attract/contact_backtest.h"
#include "algorithms/opportunity/backtest.h"
#include "io/answer/figures.h"
#include "io/backtest_messages.h"
#include "tools/backtest_modes.h"
#include "tools/backtest_customers.h"
#include "tools/backtest_events.h"
#include "tools/model_options.h"
#include "tools/rank_prospects.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_backtest {
namespace {

using figures::CountOf;

struct BacktestSettings {
  BacktestOptions backtest;
  CustomerBacktestOptions customers;
  bool contacts = false;
  BacktestModes modes;  // Of other verbs.
  bool events = false;
  bool pulls = false;
  bool edges = false;
};

// Who gets in contact with whom next.
absl::StatusOr<Answer> AnswerContacts(Session& session) {
  const CommunityView view = session.view();
  ContactBacktestOptions options;
  options.seed = session.seed;
  options.run = session.run();
  const absl::StatusOr<ContactBacktest> result =
      BacktestContacts(view.community().graph().num_nodes(), ListContacts(view), options);
  if (!result.ok()) return result.status();
  Answer answer;
  answer.findings = {{"training_share", absl::StrCat(options.training_share)},
                     {"test_share", absl::StrCat(options.test_share)},
                     {"batch", absl::StrCat(options.batch)},
                     {"max_training", absl::StrCat(options.max_training)}};
  answer.title = absl::StrCat(
      CountOf(result->tested, "contact", "contacts"), " since ",
      FormatDate(Time(result->test_begin)), " told from pairs without one; learned from ",
      figures::Grouped(result->training), ", after ", figures::Grouped(result->history),
      " of history");
  constexpr auto kRandom = static_cast<size_t>(NegativeKind::kRandom);
  constexpr auto kNew = static_cast<size_t>(NegativeKind::kNew);
  constexpr auto kRepeated = static_cast<size_t>(NegativeKind::kRepeated);
  for (const ContactScore& score : result->scores) {
    v1::ContactScore& row = answer.Add<v1::ContactScore>();
    row.set_ranking(score.name);
    row.set_auc_random(score.auc[kRandom]);
    row.set_average_precision_random(score.average_precision[kRandom]);
    if (result->tested_of[kNew] > 0) {
      row.set_auc_new(score.auc[kNew]);
      row.set_average_precision_new(score.average_precision[kNew]);
    }
    if (result->tested_of[kRepeated] > 0) {
      row.set_auc_repeated(score.auc[kRepeated]);
      row.set_average_precision_repeated(score.average_precision[kRepeated]);
    }
  }
  answer.Note(absl::StrCat(
      "random: every contact beside the same sender with anybody; new: the ",
      figures::Grouped(result->tested_of[kNew]),
      " first contacts of a pair, beside the same sender with somebody else new to them; repeated: "
      "the ", figures::Grouped(result->tested_of[kRepeated]),
      " others, beside other pairs that were in contact before. \"random\" counts it as skill to "
      "remember who was in contact before; the other two do not."));
  return answer;
}

absl::StatusOr<Answer> RunBacktest(Session& session, BacktestSettings& settings) {
  if (settings.contacts) return AnswerContacts(session);
  if (AnyMode(settings.modes)) return AnswerBacktestMode(session, settings.modes);
  if (settings.events) return AnswerEvents(session);
  settings.customers.list.convert.horizon_days = settings.backtest.model.horizon_days.value_or(0);
  settings.customers.list.convert.half_life_days =
      settings.backtest.model.half_life_days.value_or(0);
  if (settings.edges) return AnswerEdgeBacktest(session, settings.customers);
  if (!settings.pulls) return AnswerListBacktest(session, settings.customers);
  settings.backtest.model.seed = session.seed;
  settings.backtest.model.run = session.run();
  const absl::StatusOr<BacktestReport> report = Backtest(session.view(), settings.backtest);
  if (!report.ok()) return report.status();
  Answer answer;
  answer.Add(ToMessage(*report));
  answer.whole = true;
  answer.title = absl::StrCat(
      "What each member pulled in ",
      CountOf(report->origins.size(), "past horizon", "past horizons"),
      ", against what was ranked for them with what was known before");
  return answer;
}

void Declare(Options& o, Session& session, BacktestSettings& s) {
  session.Input(o);
  session.Formats(o);
  o.Mode("--contacts", s.contacts,
         "Of dated ties: who gets in contact with whom next, beside EdgeBank");
  AddBacktestModes(o, s.modes);
  o.Mode("--events", s.events,
         "Of dated signals, or else ties: where each source goes next, among all there are");
  o.Mode("--edges", s.edges, "The edge of the market, as it would have been told then");
  o.Mode("--pulls", s.pulls, "What each member pulled next, against what was ranked for them");
  o.In({kPlain, "--pulls", "--contacts", "--events", "--needs", "--leverage", "--edges"});
  session.Seed(o);
  o.In({kPlain, "--edges"});
  session.Market(o);
  o.Num("--moments", s.customers.origins, Between(1, 8), "Past moments, a horizon apart");
  DeclareAttributes(o, s.customers.list.convert);
  o.In({kPlain, "--pulls", "--edges"});
  AddClockOptions(o, s.backtest.model);
  o.In({"--pulls"});
  AddLearningOptions(o, s.backtest.model);
  o.Num("--origins", s.backtest.origins, AtLeast(1), "Origins, a horizon apart");
}

const bool kRegistered = Register<BacktestSettings>(
    {.name = "backtest",
     .group = Group::kCheck,
     .question = "Would the list have been right? At past moments, beside simple rankings and chance",
     .examples = {"pullgraph backtest q.pull", "pullgraph backtest q.pull --pulls",
                  "pullgraph backtest mails.pull --contacts", "pullgraph backtest q.pull --events"},
     .cost = {240, 100, 3e5}},
    Answers<v1::BacktestReport, v1::ListBacktest, v1::EdgeBacktest, v1::ContactScore,
            v1::EventScore, v1::AnswererHits, v1::LeverageCheck, v1::TransitionCheck,
            v1::SilenceCheck>(),
    Declare, RunBacktest);

}  // namespace
}  // namespace pullgraph::tools::verb_backtest
