// SPDX-License-Identifier: Apache-2.0
// What the importers of graph formats have in common.
#ifndef PULLGRAPH_IO_IMPORT_GRAPH_OPTIONS_H_
#define PULLGRAPH_IO_IMPORT_GRAPH_OPTIONS_H_

#include <string>

#include "graph/names.h"
#include "graph/run_control.h"

namespace pullgraph {

// What the weight of an edge says. Formats do not define it.
enum class EdgeWeights {
  kAuto,      // Counts if all are whole and >= 1; strengths if all lie in (0, 1]; else kIgnore.
  kCount,     // How often: whole numbers >= 1. Others are left out.
  kStrength,  // Probabilities in (0, 1]. Others are left out.
  kIgnore,    // Left out.
};

struct GraphOptions {
  std::string name;                      // Of the community; "" = none.
  std::string producer = "pullgraph";    // Written into the community.
  TieKind kind = TieKind::kUnspecified;  // Of ties that name none themselves.
  EdgeWeights weight = EdgeWeights::kAuto;  // The report says what was decided.
  const RunControl* run = nullptr;       // Progress and cancellation.
};

// What all formats share:
//
// A node is a member. Its `label`, else its attribute `display_name`, `label` or `name`, is
// the display name. Attributes `kind`, `role`, `joined_at`, `tags`, `opted_out` and `customer`
// that hold what those fields of ours can hold fill them (`customer` true: a customer of the
// market "customers"); every other one becomes an attribute of the member. An edge is a tie;
// its attributes `kind`, `count`, `strength`, `first_at`, `last_at` and `at` fill the fields
// of those names, its weight what EdgeWeights says, and the rest is left out and counted.
//
// COST: O(bytes); memory is that of the result and 24 bytes an edge.
// ERRORS: DataLoss with file:line:column for bad syntax, a node described twice, an edge
// to a node that is not there, invalid UTF-8; I/O errors of ByteSource; Cancelled.

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GRAPH_OPTIONS_H_
