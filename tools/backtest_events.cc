// SPDX-License-Identifier: Apache-2.0
#include "tools/backtest_events.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/event_backtest.h"
#include "algorithms/attract/event_rankings.h"
#include "io/answer/figures.h"
#include "io/backtest_messages.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Grouped;
using figures::Short;

void NoteEvents(const EventBacktest& result, const EventBacktestOptions& options,
                Answer& answer) {
  answer.Note(
      "place: where the true one stands among all, those it also went to just then left "
      "out; equal ones count half. MRR: mean of 1 / place. Intervals: sources drawn anew.");
  answer.Note(absl::StrCat(
      "every ranking knows what was strictly before each event, but for EdgeBank in batches, "
      "which learns every ",
      options.batch, " events."));
  answer.Note(absl::StrCat("learned is ", Short(std::abs(result.lead)),
                           result.lead < 0 ? " behind \"" : " ahead of \"",
                           SimpleRankingName(result.rival), "\" (95 %: ",
                           Short(result.lead_low), " to ", Short(result.lead_high),
                           "), the best simple one of validation."));
  answer.Note(result.chosen_trees > 0
                  ? absl::StrCat("learned: ", result.chosen_trees, " trees, as many as did best "
                                 "in validation; then fixed.")
                  : "learned: a simple ranking, as it did better in validation than the trees.");
}

}  // namespace

absl::StatusOr<Answer> AnswerEvents(Session& session) {
  const EventStream stream = ListEvents(session.view());
  EventBacktestOptions options;
  options.seed = session.seed;
  options.run = session.run();
  const absl::StatusOr<EventBacktest> result = BacktestEvents(stream, options);
  if (!result.ok()) return result.status();
  Answer answer;
  answer.findings = {{"validation_from", absl::StrCat(options.validation_from)},
                     {"test_from", absl::StrCat(options.test_from)},
                     {"batch", absl::StrCat(options.batch)},
                     {"bootstrap", absl::StrCat(options.bootstrap)},
                     {"max_training", absl::StrCat(options.model.max_training)},
                     {"chosen_trees", absl::StrCat(result->chosen_trees)}};
  const bool signals = result->kind == EventKind::kSignals;
  answer.title = absl::StrCat(
      "Where members go next: ",
      signals ? CountOf(result->tested, "signal", "signals")
              : CountOf(result->tested, "contact", "contacts"),
      " since ", FormatDate(Time(result->test_begin)), ", the one true ",
      signals ? "resource" : "member", " among ", Grouped(result->num_targets),
      "; learned from ", Grouped(result->learned_from), " of ", Grouped(result->training),
      " before, chosen by ", Grouped(result->validation), " between");
  for (const EventScore& score : result->scores) answer.Add(ToMessage(score));
  NoteEvents(*result, options, answer);
  return answer;
}

}  // namespace pullgraph::tools
