// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_PAJEK_H_
#define PULLGRAPH_IO_IMPORT_PAJEK_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads the first network of a Pajek file (.net, .paj) as graph_options.h says: *Vertices,
// *Arcs, *Edges, *Arcslist, *Edgeslist, *Matrix. A vertex is a member under its number, its
// label the display name. Relations are put together. Other networks, partitions and
// vectors are counted; coordinates and drawing are left out. Text that is not UTF-8 is
// taken for ISO-8859-1.
//
// COST, ERRORS: see graph_options.h.
// SOURCE: V. Batagelj and A. Mrvar, Pajek reference manual, 2018.
absl::StatusOr<ImportResult> ImportPajek(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportPajekFrom(ByteSource source, const GraphOptions& options = {});

// Whether a file that begins with `head` is one.
bool LooksLikePajek(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PAJEK_H_
