// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_GRAPH_COMMUNITY_CHECK_H_
#define PULLGRAPH_GRAPH_COMMUNITY_CHECK_H_

#include "absl/status/status.h"
#include "graph/community_graph.h"

namespace pullgraph {

// Checks everything a CommunityGraph promises about its parts except what
// TieGraph checked already: lengths, ids, order, numbers, times, UTF-8.
//
// COST: O(size of parts); columns that hold only defaults cost nothing.
// ERRORS: InvalidArgument naming entity, row, field and value.
absl::Status CheckCommunity(const CommunityParts& parts);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_COMMUNITY_CHECK_H_
