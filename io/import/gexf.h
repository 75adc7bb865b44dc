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

// Reads a graph in GEXF 1.1 to 1.3 as graph_options.h says. Where a node begins is when
// the member joined; where an edge begins and ends (of several spells: first and last)
// are the dates of the tie. Numbers are dates only if they are Unix epoch times of 1973 or
// later; others, such as years, are left out and counted. Of a value that changes over time
// the last one listed is taken. Drawing (viz:...) is left out.
//
// COST, ERRORS: see graph_options.h; also DataLoss for a declared entity.
// SOURCE: GEXF 1.3 Primer, 2022, https://gexf.net.
absl::StatusOr<ImportResult> ImportGexf(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportGexfFrom(ByteSource source, const GraphOptions& options = {});

// Whether a file that begins with `head` is one.
bool LooksLikeGexf(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GEXF_H_
