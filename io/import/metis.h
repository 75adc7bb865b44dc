// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_METIS_H_
#define PULLGRAPH_IO_IMPORT_METIS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads a graph of METIS (.graph): a line a vertex with its neighbours. Vertices are members
// under their number, from 1; edges are undirected ties, with a weight if the format says so.
// Sizes and weights of vertices become attributes (size, weight1, weight2, ...). An edge that
// stands in the list of one end only is taken, and counted.
//
// COST: O(bytes + m log m); memory is that of the result and 24 bytes an edge.
// ERRORS: DataLoss with file:line:column for a neighbour out of range, an unknown format, and
// more or fewer vertices or edges than announced; ResourceExhausted for more vertices than
// 1,000,000 and the file's bytes; those of ByteSource; Cancelled.
// SOURCE: G. Karypis, METIS 5.1.0: Manual, 2013, section 4.1.1.
absl::StatusOr<ImportResult> ImportMetis(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportMetisFrom(ByteSource source, const GraphOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format. It has no
// mark of its own: of a longer file with weights, false is returned.
bool LooksLikeMetis(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_METIS_H_
