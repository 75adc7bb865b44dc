// SPDX-License-Identifier: Apache-2.0
// Modes of `pullgraph backtest` that judge other verbs than rank and attract.
#ifndef PULLGRAPH_TOOLS_BACKTEST_MODES_H_
#define PULLGRAPH_TOOLS_BACKTEST_MODES_H_

#include "absl/status/statusor.h"
#include "algorithms/journey/influence_graph.h"
#include "algorithms/journey/levels.h"
#include "tools/options.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

struct BacktestModes {
  bool needs = false;
  bool leverage = false;
  bool trajectory = false;
  double recent_days = 90;
  uint32_t seeds = 10;
  InfluenceDirection direction = InfluenceDirection::kAlong;
  LevelOptions levels;
};

// Declares the modes and the options that are honoured with them.
void AddBacktestModes(Options& o, BacktestModes& modes);

// True if one of them was asked for.
bool AnyMode(const BacktestModes& modes);
absl::StatusOr<Answer> AnswerBacktestMode(Session& session, BacktestModes& modes);

// Each in its own file.
absl::StatusOr<Answer> AnswerNeedsBacktest(Session& session, const BacktestModes& modes);
absl::StatusOr<Answer> AnswerLeverageBacktest(Session& session, const BacktestModes& modes);
absl::StatusOr<Answer> AnswerTrajectoryBacktest(Session& session, BacktestModes& modes);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_BACKTEST_MODES_H_
