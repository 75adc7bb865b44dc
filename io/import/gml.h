// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_GML_H_
#define PULLGRAPH_IO_IMPORT_GML_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

using GmlOptions = GraphOptions;

// Reads a graph in GML. Nodes are members under their `id`, edges are ties, directed if the
// graph says `directed 1`; for what other keys mean see docs/import/graph.md. Lists on nodes
// and edges, and `graphics`, are left out and counted.
//
// COST: O(bytes); memory is that of the result.
// ERRORS: DataLoss with file:line:column for bad syntax, a node id that comes twice or
// is missing, an edge to a node that is not there, invalid UTF-8; I/O errors of
// ByteSource; Cancelled.
// SOURCE: M. Himsolt, GML: A portable Graph File Format, 1997.
absl::StatusOr<ImportResult> ImportGml(const std::string& path, const GmlOptions& options = {});
absl::StatusOr<ImportResult> ImportGmlFrom(ByteSource source, const GmlOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format.
bool LooksLikeGml(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GML_H_
