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

// Reads a JSON object with `nodes` and `links` (or `edges`), as NetworkX, D3 and graphology
// write it, as graph_options.h says. Ends of links are ids of nodes (`id` or `key`), or,
// where a number is no id, places in the list of nodes counted from 0. D3 calls weights
// `value`. Lists and objects within nodes and links are left out and counted.
//
// COST: also the ends of all links. ERRORS: see graph_options.h.
// SOURCE: NetworkX 3, node_link_data; D3 4, d3-force.
absl::StatusOr<ImportResult> ImportNodeLink(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportNodeLinkFrom(ByteSource source, const GraphOptions& options = {});

// Whether a file that begins with `head` is one.
bool LooksLikeNodeLink(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_NODE_LINK_H_
