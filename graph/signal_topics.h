// SPDX-License-Identifier: Apache-2.0
// What a pull was about.
#ifndef PULLGRAPH_GRAPH_SIGNAL_TOPICS_H_
#define PULLGRAPH_GRAPH_SIGNAL_TOPICS_H_

#include <vector>

#include "graph/community_graph.h"

namespace pullgraph {

// Distinct topics of row `signal`: its own, else those of its object. Ascending.
std::vector<TopicId> TopicsOfSignal(const CommunityGraph& c, size_t signal);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_SIGNAL_TOPICS_H_
