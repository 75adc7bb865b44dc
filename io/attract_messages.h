// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_ATTRACT_MESSAGES_H_
#define PULLGRAPH_IO_ATTRACT_MESSAGES_H_

#include <vector>

#include "algorithms/attract/link_predict.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/serendipity.h"
#include "graph/community_view.h"
#include "graph/tie_graph.h"
#include "pullgraph/v1/attract.pb.h"
#include "pullgraph/v1/parts.pb.h"

namespace pullgraph {

// What each feature of a pull adds to the log-odds.
void AddContributions(const PullRow& features, const PullRow& contributions,
                      google::protobuf::RepeatedPtrField<v1::Contribution>* out);

void AddTopRatios(const std::vector<TopRatio>& ratios,
                  google::protobuf::RepeatedPtrField<v1::TopRatio>* out);
void AddReliability(const std::vector<ReliabilityBin>& bins,
                    google::protobuf::RepeatedPtrField<v1::ReliabilityBin>* out);

v1::Attraction ToMessage(const CommunityView& view, const PullModel& model,
                         const Attraction& attraction, uint32_t rank);

v1::Serendipity ToMessage(const CommunityView& view, const SerendipitousFind& find, uint32_t rank);

// Of a tie that `ties` lacks, which was found in it.
v1::LikelyTie ToMessage(const CommunityView& view, const TieGraph& ties,
                        const LinkPrediction& tie, uint32_t rank);

v1::ModelReport ToMessage(const PullModel& model);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ATTRACT_MESSAGES_H_
