// SPDX-License-Identifier: Apache-2.0
// Files, folders and archives of any kind, made one community; for the verbs that bring in.
#ifndef PULLGRAPH_TOOLS_IMPORT_SOURCES_H_
#define PULLGRAPH_TOOLS_IMPORT_SOURCES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "io/import/bots.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"
#include "io/import/source_formats.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {

struct SourceSettings {
  std::vector<std::string> paths;
  std::string name;
  std::string as;
  std::string aliases;
  bool employers = false;
  std::vector<std::string> ties_from;
  GraphWeight weight = GraphWeight::kAuto;
  BotOptions bots;
  bool dry_run = false;
};

// PATH..., --as, --weight, --ties-from, --aliases, --bot, --person, --name.
void DeclareSources(Options& o, SourceSettings& s);

// Reads what the paths hold, tells of each, and makes one community of them, after those of
// `before` (null: none): with the ties asked for, under the names that --aliases says, and
// with bots known as such.
// ERRORS: those of the importers and of MergeCommunities; InvalidArgument for --weight where
// there is no graph, and for --ties-from.
absl::StatusOr<ImportResult> ReadSources(Session& session, const SourceSettings& s,
                                         const CommunityGraph* before = nullptr);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_IMPORT_SOURCES_H_
