// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_GRAPHML_H_
#define PULLGRAPH_IO_IMPORT_GRAPHML_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads a graph in GraphML. Nodes are members, edges are ties, directed as the graph or the
// edge itself says; for what their data mean see docs/import/graph.md. Defaults of keys
// are applied to nodes and edges that have no value of their own. Nodes of graphs within
// nodes are taken like all others. Of several graphs the first is taken. Hyperedges, ports
// and what nests inside <data>, but for the labels that yEd writes, are left out and counted.
//
// COST: O(bytes); memory is that of the result.
// ERRORS: DataLoss with file:line:column for what is not well-formed, is no GraphML, a node
// without id or an edge without source or target; those of ByteSource; Cancelled.
// SOURCE: U. Brandes et al., GraphML Progress Report, 2002, doi:10.1007/3-540-45848-4_59.
absl::StatusOr<ImportResult> ImportGraphML(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportGraphMLFrom(ByteSource source, const GraphOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format.
bool LooksLikeGraphML(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GRAPHML_H_
