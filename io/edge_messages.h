// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_EDGE_MESSAGES_H_
#define PULLGRAPH_IO_EDGE_MESSAGES_H_

#include "algorithms/edge/edge_clusters.h"
#include "algorithms/edge/frontier.h"
#include "algorithms/opportunity/market_edge.h"
#include "graph/community_view.h"
#include "pullgraph/v1/edges.pb.h"

namespace pullgraph {

v1::EdgeCluster ToMessage(const CommunityView& view, const EdgeCluster& cluster, uint32_t rank);
// The same with what is to come of it, which decides whether it is at the edge.
v1::EdgeCluster ToMessage(const CommunityView& view, const EdgeCluster& cluster,
                          const EdgeOutlook& outlook, uint32_t rank);

v1::FrontierMember ToMessage(const CommunityView& view, const FrontierMember& member,
                             uint32_t rank);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_EDGE_MESSAGES_H_
