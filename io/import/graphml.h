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

// Reads the first graph of a GraphML file as graph_options.h says; others are counted.
// Nodes within nodes are nodes like others. The default of a key holds where an element
// says nothing. Labels of yEd are display names. Hyperedges and ports are left out.
//
// COST, ERRORS: see graph_options.h; also DataLoss for a declared entity.
// SOURCE: U. Brandes et al., GraphML Progress Report, 2002, doi:10.1007/3-540-45848-4_59.
absl::StatusOr<ImportResult> ImportGraphML(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportGraphMLFrom(ByteSource source, const GraphOptions& options = {});

// Whether a file that begins with `head` is one.
bool LooksLikeGraphML(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GRAPHML_H_
