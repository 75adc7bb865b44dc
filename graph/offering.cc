// SPDX-License-Identifier: Apache-2.0
#include "graph/offering.h"

#include <algorithm>

namespace pullgraph {

std::vector<uint8_t> WithTopicsBelow(const CommunityGraph& community, std::vector<uint8_t> topics) {
  const std::vector<uint8_t> marked = topics;
  for (uint32_t t = 0; t < topics.size(); ++t) {
    for (TopicId up(t); !up.is_none() && topics[t] == 0;
         up = community.topics().parent[up.value()]) {
      topics[t] = marked[up.value()];
    }
  }
  return topics;
}

Offering::Offering(const CommunityGraph& community, MarketId market,
                   const OfferNarrowing& narrowing)
    : offered_(community.num_resources()) {
  const ResourceColumns& r = community.resources();
  const auto is_ours = [&](uint32_t i) {
    const absl::Span<const MarketId> by = r.offered_by[i];
    return market.is_none() ? !by.empty() : std::find(by.begin(), by.end(), market) != by.end();
  };
  for (uint32_t i = 0; i < offered_.size() && !stated_; ++i) stated_ = is_ours(i);
  std::vector<uint8_t> topics(community.num_topics());
  if (!narrowing.topic.is_none()) {
    topics[narrowing.topic.value()] = 1;
    topics = WithTopicsBelow(community, std::move(topics));
  }
  const auto is_wanted = [&](uint32_t i) {
    if (!narrowing.resource.is_none()) return narrowing.resource.value() == i;
    if (stated_ && !is_ours(i)) return false;
    if (narrowing.kind != ResourceKind::kUnspecified && r.kind[i] != narrowing.kind) return false;
    const absl::Span<const TopicId> on = r.topics[i];
    return narrowing.topic.is_none() || std::any_of(on.begin(), on.end(), [&](TopicId t) {
             return topics[t.value()] != 0;
           });
  };
  for (uint32_t i = 0; i < offered_.size(); ++i) {
    offered_[i] = is_wanted(i) ? 1 : 0;
    if (offered_[i] != 0 && size_++ == 0) first_ = i;
  }
}

}  // namespace pullgraph
