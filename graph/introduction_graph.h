// SPDX-License-Identifier: Apache-2.0
// Who can introduce whom, and how likely they pass an introduction on.
#ifndef PULLGRAPH_GRAPH_INTRODUCTION_GRAPH_H_
#define PULLGRAPH_GRAPH_INTRODUCTION_GRAPH_H_

#include <vector>

#include "graph/tie_graph.h"

namespace pullgraph {

// A simple graph over the members (no loops, parallel ties folded into one arc)
// and one probability in (0, 1] per arc, indexed by ArcIndex.
struct IntroductionGraph {
  TieGraph graph;
  std::vector<double> probability;
  // Standard error of the logarithm of each probability; empty if nobody asked for it.
  std::vector<double> log_error;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_INTRODUCTION_GRAPH_H_
