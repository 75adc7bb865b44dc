// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_NODE_LINK_H_
#define PULLGRAPH_IO_IMPORT_NODE_LINK_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads a graph in JSON as NetworkX (node_link_data) and d3 have it: an object with `nodes`
// and `links` or `edges`. Ends of links are ids of nodes; where some are not, but all are
// whole numbers below the number of nodes, they are positions in `nodes`, as older versions
// wrote them. Without an `id` a node goes by its `key`, its `name` or its position. Of
// several links for the same ends each counts. d3 calls a weight `value`. For what other
// fields mean see docs/import/graph.md; those that hold lists or objects are left out.
//
// COST: O(bytes); memory is that of the result and of the links' ends.
// ERRORS: DataLoss with file:line:column for what is not JSON, has no nodes and links, or a
// link without source or target; those of ByteSource; Cancelled.
// SOURCE: NetworkX 2.8, networkx.readwrite.json_graph.node_link_data.
absl::StatusOr<ImportResult> ImportNodeLink(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportNodeLinkFrom(ByteSource source, const GraphOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format.
bool LooksLikeNodeLink(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_NODE_LINK_H_
