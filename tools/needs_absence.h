// SPDX-License-Identifier: Apache-2.0
// `pullgraph needs --absence`.
#ifndef PULLGRAPH_TOOLS_NEEDS_ABSENCE_H_
#define PULLGRAPH_TOOLS_NEEDS_ABSENCE_H_

#include "absl/status/statusor.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

absl::StatusOr<Answer> AnswerAbsence(Session& session, double window_days);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_NEEDS_ABSENCE_H_
