// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_ROWS_H_
#define PULLGRAPH_IO_IMPORT_ROWS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"

namespace pullgraph {

struct RowsOptions {
  std::string name;                   // Of the community; "" = that of its Community row.
  const RunControl* run = nullptr;    // Progress and cancellation.
};

// Reads pullgraph.v1.Row messages, varint-delimited or as JSON lines, in any order;
// which of the two is seen by the first rows. What is mentioned without a row of its
// own is made, and the report counts it.
//
// COST: O(rows); memory is that of the result.
// ERRORS: DataLoss with the line (or the byte) for what is no row, a row longer than
// 64 MiB, an entity described twice, or a field out of range; I/O errors of
// ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportRows(const std::string& path, const RowsOptions& options = {});
absl::StatusOr<ImportResult> ImportRowsFrom(ByteSource source, const RowsOptions& options = {});

// Whether bytes that begin with `head` are Row messages, each after its length.
bool IsDelimitedRows(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ROWS_H_
