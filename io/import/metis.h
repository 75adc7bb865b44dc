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

// Reads an undirected graph as METIS, KaHIP and NetworKit write it (.graph), as
// graph_options.h says. Members are "1", "2", ...; weights of vertices become attributes
// `weight`, `weight2`, ...
//
// COST: also a hash table of the edges. ERRORS: see graph_options.h; also DataLoss for fewer
// or more vertices than the first line declares.
// SOURCE: G. Karypis, METIS 5.1.0 manual, section 4.1, 2013.
absl::StatusOr<ImportResult> ImportMetis(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportMetisFrom(ByteSource source, const GraphOptions& options = {});

// Whether a file that begins with `head` is one.
bool LooksLikeMetis(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_METIS_H_
