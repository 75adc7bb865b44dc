// SPDX-License-Identifier: Apache-2.0
#include "tools/backtest_modes.h"

#include "tools/adoption_modes.h"

namespace pullgraph::tools {

void AddBacktestModes(Options& o, BacktestModes& modes) {
  o.In({});
  o.Mode("--needs", modes.needs, "Those named as able to answer: did they? Beside simple rules");
  o.Mode("--leverage", modes.leverage,
         "Members chosen on the earlier half of the log: who followed them on the later?");
  o.Mode("--trajectory", modes.trajectory,
         "Moves between levels, and who fell silent: predicted against seen");
  o.In({"--needs"});
  o.Num("--recent-days", modes.recent_days, MoreThan(0),
        "Days that the rule 'most active lately' looks back");
  o.In({"--leverage"});
  o.Num("--seeds", modes.seeds, Between(1, 1'000'000), "Members to choose");
  AddDirectionOption(o, modes.direction, "As that of leverage: who moves whom along a directed tie");
  o.In({"--trajectory"});
  o.Num("--window-days", modes.levels.windows.days, MoreThan(0), "Days of a window");
}

bool AnyMode(const BacktestModes& modes) { return modes.needs || modes.leverage || modes.trajectory; }

absl::StatusOr<Answer> AnswerBacktestMode(Session& session, BacktestModes& modes) {
  if (modes.needs) return AnswerNeedsBacktest(session, modes);
  if (modes.leverage) return AnswerLeverageBacktest(session, modes);
  return AnswerTrajectoryBacktest(session, modes);
}

}  // namespace pullgraph::tools
