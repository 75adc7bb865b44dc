// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_OPPORTUNITY_MESSAGES_H_
#define PULLGRAPH_IO_OPPORTUNITY_MESSAGES_H_

#include "algorithms/opportunity/opportunity.h"
#include "graph/community_view.h"
#include "pullgraph/v1/opportunity.pb.h"

namespace pullgraph {

v1::Opportunity ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                          const Opportunity& opportunity, uint32_t rank);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_OPPORTUNITY_MESSAGES_H_
