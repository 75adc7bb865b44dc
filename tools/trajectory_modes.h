// SPDX-License-Identifier: Apache-2.0
// `pullgraph trajectory --silent` and `--cohorts`.
#ifndef PULLGRAPH_TOOLS_TRAJECTORY_MODES_H_
#define PULLGRAPH_TOOLS_TRAJECTORY_MODES_H_

#include "absl/status/statusor.h"
#include "algorithms/journey/levels.h"
#include "graph/calendar.h"
#include "tools/options.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

absl::StatusOr<Answer> AnswerDrifting(Session& session, const LevelOptions& levels);
absl::StatusOr<Answer> AnswerCohorts(Session& session, CalendarUnit unit);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_TRAJECTORY_MODES_H_
