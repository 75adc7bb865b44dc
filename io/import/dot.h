// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_DOT_H_
#define PULLGRAPH_IO_IMPORT_DOT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads a graph in the DOT language of Graphviz: graph and digraph, strict (equal edges are
// one), subgraphs, chains of edges, attribute lists and their defaults, quoted, numeric and
// HTML ids, comments. Nodes are members, edges are ties; for what their attributes mean see
// docs/import/graph.md. Ports and what is said
// of the graph itself are left out, and so are defaults past 16 or of over 256 bytes. Of
// several graphs the first is taken.
//
// COST: O(bytes + edges); memory is that of the result. Edges between subgraphs multiply:
// there may be 1,000,000 of them and one a byte.
// ERRORS: DataLoss with file:line:column for bad syntax and for nesting deeper than 64;
// ResourceExhausted for too many edges; those of ByteSource; Cancelled.
// SOURCE: https://graphviz.org/doc/info/lang.html.
absl::StatusOr<ImportResult> ImportDot(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportDotFrom(ByteSource source, const GraphOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format.
bool LooksLikeDot(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DOT_H_
