// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_CSV_H_
#define PULLGRAPH_IO_IMPORT_CSV_H_

#include <string>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/import/csv_mapping.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"

namespace pullgraph {

struct CsvOptions {
  std::string name;                    // Of the community; "" = name of the directory.
  std::string producer = "pullgraph";  // Written into the community.
  // Members, resources and topics that are mentioned but not in their table, although
  // it is there: false = an error, true = they are made, and the report says so.
  bool allow_undeclared = false;
  const RunControl* run = nullptr;  // Progress and cancellation.
};

// Reads the tables that are in `directory`: topics, resources, markets, members,
// memberships, ties, signals, touches, each as name.csv, name.csv.gz or name.csv.zst.
// docs/import.md lists their columns; the header decides their order. Further columns
// of members become attributes. Who is mentioned without a table to be in is made.
// Separator, encoding and lines before the header are recognised. What is not needed is left
// out, and counted: other further columns, repeated ones, rows without a required field.
//
// COST: one pass over each file; memory is that of the result.
// ERRORS: NotFound if none of the tables is there; DataLoss with file:line:column for
// bad content: rows longer than the header, cells that do not fit their column, ids that
// come twice (both lines are named) or are not declared, required columns that are not
// there; I/O errors of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportCsv(const std::string& directory,
                                       const CsvOptions& options = {});
absl::StatusOr<ImportResult> ImportCsvFolder(const InputFolder& folder,
                                             const CsvOptions& options = {});

// Reads any CSV files as `mapping` says. `path` is a directory, a file (where tables
// of the mapping name none) or "-", which can feed one table only.
absl::StatusOr<ImportResult> ImportMappedCsv(const std::string& path, const CsvMapping& mapping,
                                             const CsvOptions& options = {});
// The same over files in memory.
absl::StatusOr<ImportResult> ImportMappedCsvFolder(const InputFolder& folder,
                                                   const CsvMapping& mapping,
                                                   const CsvOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_H_
