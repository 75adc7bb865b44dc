// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_EDGES_H_
#define PULLGRAPH_IO_IMPORT_EDGES_H_

#include <string>

#include "absl/status/statusor.h"
#include "graph/names.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

enum class EdgeListHeader {
  kAuto,  // A first line that names its columns (source and target, from and to, ...), of
          // two words over a line of two integers, or that holds no time, count or
          // strength where one is due, is a header.
  kYes,
  kNo,
};

struct EdgeListOptions {
  std::string name;                    // Of the community; "" = none.
  std::string producer = "pullgraph";  // Written into the community.
  bool directed = false;               // Ties point from the first id to the second.
  TieKind kind = TieKind::kUnspecified;  // Of all ties.
  // Columns, counted from 1, so 3 or more; 0 = there is none. A time is ISO-8601 or a
  // Unix epoch number; a count is an integer >= 1; a strength is a probability in
  // (0, 1].
  int time_column = 0;
  int count_column = 0;
  int strength_column = 0;
  // A weight is any number, or nothing; what it means is said by `weight`. 0 = the column
  // that a header calls weight, or that KONECT has, if there is one.
  int weight_column = 0;
  GraphWeight weight = GraphWeight::kAuto;
  EdgeListHeader header = EdgeListHeader::kAuto;
  // If not 0, in [1, 2^31]: the ids are the integers from 0 up to here, and all of
  // them are members, also those that no line mentions.
  uint32_t num_members = 0;
  const RunControl* run = nullptr;  // Threads, progress, cancellation.
};

// Reads an edge list as SNAP, KONECT and spreadsheets have them: two ids a line. The first
// line says what separates them in all lines: a tab, ';' or ',', or else blanks; quotes are
// honoured. Lines that start with # or % are comments. Lines may end as on any system. Ids
// may be integers or any words; the members of the community are exactly those that are
// mentioned (but see num_members). A header that names its columns says where the two ids
// and the weight are. KONECT's first line, "% asym positive", says whether ties are directed
// and that the third column is a weight.
//
// Returns a community of members and ties alone. Lines of equal ends (undirected: in
// either order) are folded: their number is the count of the tie, and all their times
// are kept. A line that ties a member to itself is kept. Columns that no option names
// are left out, and the report says so.
//
// COST: O(bytes + n log n); plain integer ids are read at memory speed.
// ERRORS: DataLoss with file:line:column for a line of one column, a cell that is not
// what its column should hold, invalid UTF-8, damaged compression, Matrix Market, and a
// network of KONECT whose two columns are different things; InvalidArgument
// for a bad option; I/O errors of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportEdges(const std::string& path,
                                         const EdgeListOptions& options = {});

// The same for a source that is open already.
absl::StatusOr<ImportResult> ImportEdgesFrom(ByteSource source,
                                             const EdgeListOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_EDGES_H_
