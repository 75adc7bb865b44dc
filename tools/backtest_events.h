// SPDX-License-Identifier: Apache-2.0
// What `pullgraph backtest --events` answers.
#ifndef PULLGRAPH_TOOLS_BACKTEST_EVENTS_H_
#define PULLGRAPH_TOOLS_BACKTEST_EVENTS_H_

#include "absl/status/statusor.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

// Where each member goes next: one target against all.
absl::StatusOr<Answer> AnswerEvents(Session& session);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_BACKTEST_EVENTS_H_
