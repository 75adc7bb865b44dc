// SPDX-License-Identifier: Apache-2.0
// `pullgraph backtest --leverage`.
#include "absl/strings/str_cat.h"
#include "algorithms/journey/leverage_backtest.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/waste_messages.h"
#include "pullgraph/v1/backtest.pb.h"
#include "tools/backtest_modes.h"

namespace pullgraph::tools {

using figures::CountOf;

absl::StatusOr<Answer> AnswerLeverageBacktest(Session& session, const BacktestModes& modes) {
  const CommunityView view = session.view();
  InfluenceArcsOptions arc_options;
  arc_options.direction = modes.direction;
  arc_options.run = session.run();
  const absl::StatusOr<InfluenceArcs> arcs = FindInfluenceArcs(view, arc_options);
  if (!arcs.ok()) return arcs.status();
  LeverageBacktestOptions options;
  options.seeds = modes.seeds;
  options.seed = session.seed;
  options.run = session.run();
  const absl::StatusOr<LeverageBacktest> result =
      BacktestLeverage(arcs->graph, arcs->since, ActionLogOf(view), options);
  if (absl::IsFailedPrecondition(result.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat(result.status().message(), "\nimport signals with their times"));
  }
  if (!result.ok()) return result.status();
  Answer answer;
  answer.Of<v1::LeverageCheck>();
  answer.title = absl::StrCat(
      "Do those followed before have followers after? Chosen on ", figures::Grouped(result->earlier),
      " first pulls before ", FormatDate(result->split), ", counted on ",
      figures::Grouped(result->later), " from then on");
  for (const LeverageCheck& check : result->checks) {
    v1::LeverageCheck& row = answer.Add<v1::LeverageCheck>();
    row.set_learned(std::string(InfluenceBeliefName(check.belief)));
    row.set_seeds(check.seeds.size());
    row.set_actions(check.actions);
    row.set_expected(check.expected);
    row.set_seen(check.seen);
    if (check.ratio.value == check.ratio.value) *row.mutable_ratio() = ToMessage(check.ratio);
  }
  answer.Note(
      "leverage --probabilities learned has the fitted prior. Without one, who looks best of many "
      "looks too good: fewer follow than expected.");
  answer.Note("95 % interval, by resampling blocks of things pulled. Following is no proof of "
              "influence: alike members pull alike.");
  return answer;
}

}  // namespace pullgraph::tools
