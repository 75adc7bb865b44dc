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

// Reads a network of Pajek, .net or .paj: *Vertices, *Arcs, *Edges, *Arcslist, *Edgeslist,
// *Matrix, *Partition and *Vector. Vertices are members under their number, with their label
// as display name; a partition or vector is an attribute. Arcs are directed ties, edges
// undirected ones, and so are entries of a matrix that is symmetric. Of several networks the
// first is taken. Coordinates, shapes and the names of relations are left out.
//
// COST: O(bytes); memory is that of the result.
// ERRORS: DataLoss with file:line:column for a vertex out of range or a line that is none of
// its section; ResourceExhausted for more vertices than 1,000,000 and the file's bytes; those
// of ByteSource; Cancelled.
// SOURCE: A. Mrvar, V. Batagelj, Programs for Analysis and Visualization of Very Large
// Networks: Reference Manual, 2018.
absl::StatusOr<ImportResult> ImportPajek(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportPajekFrom(ByteSource source, const GraphOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format.
bool LooksLikePajek(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PAJEK_H_
