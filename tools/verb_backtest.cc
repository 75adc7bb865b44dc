// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "algorithms/attract/contact_backtest.h"
#include "algorithms/opportunity/backtest.h"
#include "io/answer/figures.h"
#include "io/backtest_messages.h"
#include "tools/backtest_modes.h"
#include "tools/model_options.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;

struct BacktestSettings {
  BacktestOptions backtest;
  bool contacts = false;
  BacktestModes modes;  // Of other verbs.
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
  constexpr auto kHistorical = static_cast<size_t>(NegativeKind::kHistorical);
  for (const ContactScore& score : result->scores) {
    v1::ContactScore& row = answer.Add<v1::ContactScore>();
    row.set_ranking(score.name);
    row.set_auc_random(score.auc[kRandom]);
    row.set_auc_historical(score.auc[kHistorical]);
    row.set_average_precision_random(score.average_precision[kRandom]);
    row.set_average_precision_historical(score.average_precision[kHistorical]);
  }
  answer.Note(
      "random: the same sender, anybody else; hard: two who were in contact before, but not then.");
  return answer;
}

absl::StatusOr<Answer> RunBacktest(Session& session, BacktestSettings& settings) {
  if (settings.contacts) return AnswerContacts(session);
  if (AnyMode(settings.modes)) return AnswerBacktestMode(session, settings.modes);
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
  o.In({kPlain, "--contacts", "--needs", "--leverage"});
  session.Seed(o);
  o.In({kPlain});
  AddModelOptions(o, s.backtest.model);
  o.Num("--origins", s.backtest.origins, AtLeast(1), "Origins, a horizon apart");
}

const bool kRegistered = Register<BacktestSettings>(
    {.name = "backtest",
     .group = Group::kCheck,
     .question = "Would rankings by likelihood have been right? Beside popularity, recency, chance",
     .examples = {"pullgraph backtest q.pull --origins 3", "pullgraph backtest mails.pull --contacts"},
     .cost = {240, 100, 3e5}},
    Answers<v1::BacktestReport, v1::ContactScore, v1::AnswererHits, v1::LeverageCheck,
            v1::TransitionCheck, v1::SilenceCheck>(), Declare, RunBacktest);

}  // namespace
}  // namespace pullgraph::tools
