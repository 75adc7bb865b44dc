// SPDX-License-Identifier: Apache-2.0
// What `pullgraph attract` says of ties: who should meet whom, and how well that is told.
#ifndef PULLGRAPH_TOOLS_LINK_MODES_H_
#define PULLGRAPH_TOOLS_LINK_MODES_H_

#include "absl/status/statusor.h"
#include "graph/ids.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

// The likeliest ties that are not known, of `only` or, if that is None, of all.
absl::StatusOr<Answer> AnswerTies(Session& session, int per_member, MemberId only);

// Hides ties and tells how well they are found again.
absl::StatusOr<Answer> AnswerLinks(Session& session, int runs);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_LINK_MODES_H_
