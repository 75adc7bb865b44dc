// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_GML_H_
#define PULLGRAPH_IO_IMPORT_GML_H_

#include <string>

#include "absl/status/statusor.h"
#include "graph/names.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"

namespace pullgraph {

struct GmlOptions {
  std::string name;                    // Of the community; "" = none.
  std::string producer = "pullgraph";  // Written into the community.
  TieKind kind = TieKind::kUnspecified;  // Of all ties.
  const RunControl* run = nullptr;     // Progress and cancellation.
};

// Reads a graph in GML. Nodes are members under their `id`; `label` is their display
// name and every other scalar (`value`, `group`, ...) an attribute. Edges are ties,
// directed if the graph says `directed 1`; what else they carry is left out and
// reported.
//
// COST: O(bytes); memory is that of the result.
// ERRORS: DataLoss with file:line:column for bad syntax, a node id that comes twice or
// is missing, an edge to a node that is not there, invalid UTF-8; I/O errors of
// ByteSource; Cancelled.
// SOURCE: M. Himsolt, GML: A portable Graph File Format, 1997.
absl::StatusOr<ImportResult> ImportGml(const std::string& path, const GmlOptions& options = {});
absl::StatusOr<ImportResult> ImportGmlFrom(ByteSource source, const GmlOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GML_H_
