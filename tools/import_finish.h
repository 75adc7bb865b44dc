// SPDX-License-Identifier: Apache-2.0
// What every way of making a community file ends with.
#ifndef PULLGRAPH_TOOLS_IMPORT_FINISH_H_
#define PULLGRAPH_TOOLS_IMPORT_FINISH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"
#include "io/import/togetherness.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

// What was read, and what was left out and how often, on standard error.
void PrintReport(const ImportReport& report);

// Says what the verbs will miss in it, and what brings it in.
void NoteWhatIsMissing(const CommunityGraph& community, ImportReport& report);

// ERRORS: those of OutputFile; Cancelled.
absl::Status WriteTo(const std::string& output, const CommunityGraph& community, bool compact,
                     const RunControl& run);

// --weight: what the weights of a graph's edges mean.
void DeclareWeight(Options& o, GraphWeight& weight);

// --ties-from: what makes ties between those who share it; to be read by ParseTiesFrom.
Option& DeclareTiesFrom(Options& o, std::vector<std::string>& words);
// ERRORS: InvalidArgument that names the option.
absl::Status ParseTiesFrom(const std::vector<std::string>& words, TogethernessOptions& options);

// --customer: the rule of MarkCustomers.
void DeclareCustomer(Options& o, std::string& rule);

// --aliases: the table that says which accounts are whose.
// --employers: see AddEmployers.
void DeclareEmployers(Options& o, bool& employers);
void DeclareAliases(Options& o, std::string& path);

// Where a verb that makes a community file out of others puts it.
struct MadeFile {
  std::string output;
  bool compact = false;
};
void DeclareMadeFile(Options& o, MadeFile& made);
// Writes it and tells of it; the exit code.
int FinishMade(Session& session, const MadeFile& made, const absl::StatusOr<ImportResult>& result);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_IMPORT_FINISH_H_
