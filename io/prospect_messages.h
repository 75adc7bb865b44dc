// SPDX-License-Identifier: Apache-2.0
// The list of prospects and how it and the edge of the market did in the past.
#ifndef PULLGRAPH_IO_PROSPECT_MESSAGES_H_
#define PULLGRAPH_IO_PROSPECT_MESSAGES_H_

#include <cstdint>

#include "algorithms/opportunity/customer_backtest.h"
#include "algorithms/opportunity/prospect_list.h"
#include "graph/community_view.h"
#include "pullgraph/v1/backtest.pb.h"
#include "pullgraph/v1/opportunity.pb.h"

namespace pullgraph {

// One of `list`, which was made with this value of a customer.
v1::Prospect ToMessage(const CommunityView& view, const ProspectList& list, double value,
                       const Prospect& prospect, uint32_t rank);
v1::ListBacktest ToMessage(const CustomerBacktest& backtest);
v1::EdgeBacktest ToMessage(const EdgeBacktest& backtest);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_PROSPECT_MESSAGES_H_
