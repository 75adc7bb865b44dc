// SPDX-License-Identifier: Apache-2.0
// `pullgraph backtest --needs`.
#include "absl/strings/str_cat.h"
#include "algorithms/lean/needs_backtest.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/waste_messages.h"
#include "pullgraph/v1/backtest.pb.h"
#include "tools/backtest_modes.h"

namespace pullgraph::tools {

using figures::CountOf;
using figures::Short;

absl::StatusOr<Answer> AnswerNeedsBacktest(Session& session, const BacktestModes& modes) {
  NeedsBacktestOptions options;
  options.recent_days = modes.recent_days;
  options.seed = session.seed;
  options.run = session.run();
  const absl::StatusOr<NeedsBacktest> result = BacktestNeeds(session.view(), options);
  if (absl::IsFailedPrecondition(result.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat(result.status().message(), "\nimport asks and answers with their times"));
  }
  if (!result.ok()) return result.status();
  Answer answer;
  answer.Of<v1::AnswererHits>();
  answer.title = absl::StrCat("Did those named answer? ", CountOf(result->asks, "ask", "asks"),
                              " since ", FormatDate(result->test_begin),
                              " that somebody answered within ", Short(options.within_days), " days");
  for (size_t r = 0; r < kNumAnswererRankings; ++r) {
    const AnswererScore& score = result->scores[r];
    v1::AnswererHits& row = answer.Add<v1::AnswererHits>();
    row.set_ranking(std::string(AnswererRankingName(static_cast<AnswererRanking>(r))));
    *row.mutable_hit_at_1() = ToMessage(score.hit_at_1);
    *row.mutable_hit_at_3() = ToMessage(score.hit_at_3);
    row.set_mrr_at_10(score.mrr_at_10);
  }
  const Estimate& over = result->over_active;
  if (over.value == over.value) {
    answer.Note(absl::StrCat("Among three, who can answer: ",
                             figures::Plain(figures::WithRange(over.value, over.low, over.high)),
                             " times the hits of the most active in the last ",
                             Short(modes.recent_days), " days."));
  }
  const double known = static_cast<double>(result->known) / static_cast<double>(result->asks);
  answer.Note(absl::StrCat("No ranking can reach more than ",
                           figures::Plain(figures::Percent(known)),
                           ": the other asks were answered by people who had never answered before."));
  answer.Note(absl::StrCat(
      "Chosen on ", CountOf(result->learned, "ask", "asks"), " before: an answer counts half after ",
      Short(result->half_life_days), " days, ", Short(100 * result->elsewhere),
      " % on another topic", result->tie > 0 ? ", twice to the same asker" : "",
      ". 95 % intervals, by resampling askers."));
  answer.findings = {{"half_life_days", absl::StrCat(result->half_life_days)},
                     {"elsewhere", absl::StrCat(result->elsewhere)},
                     {"tie", absl::StrCat(result->tie)},
                     {"over_active", absl::StrCat(over.value)}};
  return answer;
}

}  // namespace pullgraph::tools
