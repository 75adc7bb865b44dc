// SPDX-License-Identifier: Apache-2.0
// A community as the tables that `import csv` reads.
#ifndef PULLGRAPH_IO_EXPORT_CSV_H_
#define PULLGRAPH_IO_EXPORT_CSV_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"

namespace pullgraph {

struct ExportedTables {
  int tables = 0;
  uint64_t rows = 0;
  uint64_t formulas = 0;  // Cells that a spreadsheet would take for formulas.
};

// Writes the tables of docs/import.md, those with rows, into the new folder `folder`,
// which appears when all of them are whole. Importing it gives an equal community, but
// for its name and producer, which tables do not hold.
//
// COST: O(size) time, O(1) memory beside the community.
// ERRORS: AlreadyExists for the folder; InvalidArgument for what a table cannot hold:
// an item of a list with a ';', a topic with ':', ';' or '@' in needs or offers, an
// attribute named as a column; those of OutputFile; Cancelled. After any of them nothing
// is left on disk.
absl::StatusOr<ExportedTables> ExportCsv(const CommunityGraph& community,
                                         const std::string& folder,
                                         const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_EXPORT_CSV_H_
