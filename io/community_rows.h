// SPDX-License-Identifier: Apache-2.0
// A community as row messages, for people and other programs to read.
#ifndef PULLGRAPH_IO_COMMUNITY_ROWS_H_
#define PULLGRAPH_IO_COMMUNITY_ROWS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "pullgraph/v1/rows.pb.h"

namespace pullgraph {

// Calls take(row) for everything in `community`: itself, topics, resources, markets,
// members, memberships, ties (an undirected one once), signals, touches. What is
// absent or default is left out. Importing the rows gives an equal community. `run` is
// looked at each thousand rows.
//
// ERRORS: the first of `take`, which ends the walk; Cancelled.
absl::Status ForEachRow(const CommunityGraph& community,
                        absl::FunctionRef<absl::Status(const v1::Row&)> take,
                        const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_COMMUNITY_ROWS_H_
