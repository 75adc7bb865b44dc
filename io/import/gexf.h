// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_GEXF_H_
#define PULLGRAPH_IO_IMPORT_GEXF_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads a graph in GEXF 1.1 to 1.3, as Gephi writes it. Nodes are members, edges are ties; a
// mutual edge is an undirected one. For what their attributes mean see docs/import/graph.md.
// The start of a node (or of its first spell) is when the member joined; the start of an edge
// is the first date of the tie and its end the last, over all of its spells. Of an attribute
// that changes, the last value is taken. Times that are no dates (2004.0) are left out.
//
// COST: O(bytes); memory is that of the result.
// ERRORS: DataLoss with file:line:column for what is not well-formed, is no GEXF, a node
// without id or an edge without source or target; those of ByteSource; Cancelled.
// SOURCE: https://gexf.net/schema.html.
absl::StatusOr<ImportResult> ImportGexf(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportGexfFrom(ByteSource source, const GraphOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format.
bool LooksLikeGexf(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GEXF_H_
