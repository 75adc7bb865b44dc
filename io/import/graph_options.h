// SPDX-License-Identifier: Apache-2.0
// What all importers of graph formats can be told.
#ifndef PULLGRAPH_IO_IMPORT_GRAPH_OPTIONS_H_
#define PULLGRAPH_IO_IMPORT_GRAPH_OPTIONS_H_

#include <string>

#include "graph/names.h"
#include "graph/run_control.h"

namespace pullgraph {

// What the weight of an edge says of the tie. A weight that cannot be what it is taken
// for is left out, and the report counts it.
enum class GraphWeight {
  kAuto,      // Counts if all of them are whole numbers >= 1; else strengths if all of
              // them lie in (0, 1]; else left out, and the report says so.
  kCount,     // How often the two met: rounded, at least 1.
  kStrength,  // The probability that an introduction passes, in (0, 1].
  kDistance,  // How far apart the two are, >= 0: a strength of exp(-distance).
  kIgnore,
};

struct GraphOptions {
  std::string name;                      // Of the community; "" = as the file says.
  std::string producer = "pullgraph";    // Written into the community.
  TieKind kind = TieKind::kUnspecified;  // Of ties whose edge names none.
  GraphWeight weight = GraphWeight::kAuto;
  const RunControl* run = nullptr;       // Progress and cancellation.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GRAPH_OPTIONS_H_
