// SPDX-License-Identifier: Apache-2.0
// `pullgraph backtest --trajectory`.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/silence.h"
#include "algorithms/journey/transition_check.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "pullgraph/v1/backtest.pb.h"
#include "tools/backtest_modes.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

v1::SilenceCheck ToRow(const LevelHistory& history, const SilenceCheck& check) {
  v1::SilenceCheck row;
  row.set_origin(history.windows[check.origin].until.micros());
  row.set_members(check.members);
  row.set_expected(check.expected);
  row.set_seen(check.seen);
  row.set_auc(check.auc);
  row.set_brier(check.brier);
  row.set_skill(check.skill);
  for (const SilenceBin& bin : check.bins) {
    v1::ReliabilityBin* b = row.add_reliability();
    b->set_low(bin.low);
    b->set_high(bin.high);
    b->set_pairs(bin.members);
    b->set_predicted(bin.predicted);
    b->set_observed(bin.observed);
  }
  return row;
}

// One line for each origin, then the tenths of the last.
void AddSilence(const LevelHistory& history, const std::vector<SilenceCheck>& checks,
                Answer& answer) {
  for (const SilenceCheck& check : checks) {
    answer.Note(absl::StrCat(
        "Silent after ", FormatDate(history.windows[check.origin].until), ": ",
        Short(check.expected), " expected, ", figures::Grouped(check.seen), " seen, of ",
        CountOf(check.members, "active member", "active members"), "; AUC ",
        figures::Plain(figures::Percent(check.auc)), ", Brier skill over the level alone ",
        Short(check.skill), "."));
  }
  if (checks.empty() || checks.back().bins.empty()) return;
  std::string bins = "By probability, the last time: ";
  for (const SilenceBin& bin : checks.back().bins) {
    absl::StrAppend(&bins, &bin == &checks.back().bins.front() ? "" : ", ",
                    figures::Plain(figures::Percent(bin.predicted)), " predicted and ",
                    figures::Plain(figures::Percent(bin.observed)), " seen");
  }
  answer.Note(bins + ".");
}

}  // namespace

absl::StatusOr<Answer> AnswerTrajectoryBacktest(Session& session, BacktestModes& modes) {
  modes.levels.run = session.run();
  const auto options = OverAllOfHistory(session.view(), modes.levels);
  if (!options.ok()) return options.status();
  const absl::StatusOr<LevelHistory> history = FindLevels(session.view(), *options);
  if (!history.ok()) return history.status();
  const auto moves = CheckTransitions(*history);
  if (!moves.ok()) return moves.status();
  const auto silence = BacktestSilence(*history, 4, session.run());
  if (!silence.ok()) return silence.status();
  Answer answer;
  answer.Of<v1::TransitionCheck>();
  size_t inside = 0;
  for (const TransitionCheck& move : *moves) {
    v1::TransitionCheck& row = answer.Add<v1::TransitionCheck>();
    row.set_from(std::string(LevelName(move.from)));
    row.set_to(std::string(LevelName(move.to)));
    row.set_members(move.members);
    row.set_rate(move.predicted.value);
    row.set_low(move.predicted.low);
    row.set_high(move.predicted.high);
    const auto members = static_cast<double>(move.members);
    row.set_seen_rate(static_cast<double>(move.seen) / members);
    row.set_expected(move.predicted.value * members);
    row.set_seen(move.seen);
    row.set_inside(move.inside);
    inside += move.inside ? 1 : 0;
  }
  const Window& last = history->windows.back();
  answer.title = absl::StrCat("Moves between levels, predicted from ",
                              history->windows.size() - 1, " windows and seen in ",
                              FormatDate(last.from), " to ", FormatDate(last.until), ": ", inside,
                              " of ", moves->size(), " shares lie where they should");
  AddSilence(*history, *silence, answer);
  answer.Note("95 % intervals of what is to be seen, by how much the windows before differ.");
  if (!silence->empty()) answer.Summarize(ToRow(*history, silence->back()));
  return answer;
}

}  // namespace pullgraph::tools
