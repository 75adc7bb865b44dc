// SPDX-License-Identifier: Apache-2.0
// Brokers, closeness, dated paths, trade-offs and plans as protobuf messages.
#ifndef PULLGRAPH_IO_ACCESS_MESSAGES_H_
#define PULLGRAPH_IO_ACCESS_MESSAGES_H_

#include "algorithms/access/brokers.h"
#include "algorithms/access/closeness.h"
#include "algorithms/access/introduction_plan.h"
#include "algorithms/access/path_trade_off.h"
#include "algorithms/access/time_respecting_paths.h"
#include "graph/community_view.h"
#include "pullgraph/v1/access.pb.h"

namespace pullgraph {

// `rank` counts from 1; `delta` is told where betweenness was sampled.
v1::Broker ToMessage(const CommunityView& view, const Brokers& brokers, MemberId member,
                     double delta, uint32_t rank);

v1::Closeness ToMessage(const CommunityView& view, const Closeness& closeness, MemberId member,
                        uint32_t rank);

v1::TemporalPath ToMessage(const CommunityView& view, const TemporalPath& path,
                           TemporalCriterion criterion, uint32_t rank);

v1::TradeOff ToMessage(const CommunityView& view, const TradeOff& point, uint32_t rank);

// `broker_asks` is what the whole plan asks of the broker.
v1::PlannedIntroduction ToMessage(const CommunityView& view, const PlannedIntroduction& to,
                                  uint32_t broker_asks, uint32_t rank);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ACCESS_MESSAGES_H_
