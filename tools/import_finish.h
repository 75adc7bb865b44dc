// SPDX-License-Identifier: Apache-2.0
// What every way of making a community file ends with.
#ifndef PULLGRAPH_TOOLS_IMPORT_FINISH_H_
#define PULLGRAPH_TOOLS_IMPORT_FINISH_H_

#include <string>

#include "absl/status/status.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"

namespace pullgraph::tools {

// What was read, and what was left out and how often, on standard error.
void PrintReport(const ImportReport& report);

// Says what the verbs will miss in it, and what brings it in.
void NoteWhatIsMissing(const CommunityGraph& community, ImportReport& report);

// ERRORS: those of OutputFile; Cancelled.
absl::Status WriteTo(const std::string& output, const CommunityGraph& community, bool compact,
                     const RunControl& run);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_IMPORT_FINISH_H_
