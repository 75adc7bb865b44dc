// SPDX-License-Identifier: Apache-2.0
// What a verb will take, before it runs.
#ifndef PULLGRAPH_TOOLS_ESTIMATE_H_
#define PULLGRAPH_TOOLS_ESTIMATE_H_

#include <string>

#include "graph/community_graph.h"

namespace pullgraph::tools {

struct RunEstimate {
  double cpu_seconds = 0;  // Of all threads together.
  double bytes = 0;        // Peak, the community included.
};

// About twice what `verb` took with its default options on generated communities of
// 20,000 and 100,000 members: in proportion to members, arcs, signals and touches, and
// for verbs that train the model to the members sampled. Other options, and much
// denser communities, may take more: this tells a second from an hour. Verbs that are
// not known count as the dearest.
RunEstimate EstimateRun(const std::string& verb, const CommunityGraph& community);

// "rank: up to 76 s of CPU time and 1.9 GB of memory ...", one line.
std::string EstimateText(const std::string& verb, const CommunityGraph& community);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_ESTIMATE_H_
