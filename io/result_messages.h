// SPDX-License-Identifier: Apache-2.0
// Results as protobuf messages: dense ids become external ids and names.
#ifndef PULLGRAPH_IO_RESULT_MESSAGES_H_
#define PULLGRAPH_IO_RESULT_MESSAGES_H_

#include "algorithms/access/introduction_path.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/serendipity.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/edge/frontier.h"
#include "algorithms/opportunity/backtest.h"
#include "algorithms/opportunity/opportunity.h"
#include "graph/community_view.h"
#include "pullgraph/v1/results.pb.h"

namespace pullgraph {

// A path with the ties behind each step.
v1::AccessPath ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                         const AccessPath& path);

// `rank` counts from 1. `graph` is the one the paths were found in.
v1::Opportunity ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                          const Opportunity& opportunity, uint32_t rank);

v1::Attraction ToMessage(const CommunityView& view, const PullModel& model,
                         const Attraction& attraction, uint32_t rank);

v1::Serendipity ToMessage(const CommunityView& view, const SerendipitousFind& find, uint32_t rank);

v1::ModelReport ToMessage(const PullModel& model);

v1::EdgeCluster ToMessage(const CommunityView& view, const EdgeCluster& cluster, uint32_t rank);

v1::FrontierMember ToMessage(const CommunityView& view, const FrontierMember& member,
                             uint32_t rank);

v1::BacktestReport ToMessage(const BacktestReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_RESULT_MESSAGES_H_
