// SPDX-License-Identifier: Apache-2.0
// What a market has to offer: the one place where it is decided which resources are ours.
#ifndef PULLGRAPH_GRAPH_OFFERING_H_
#define PULLGRAPH_GRAPH_OFFERING_H_

#include <cstdint>
#include <vector>

#include "graph/community_graph.h"

namespace pullgraph {

// Of what is ours, only this: one resource, what is on a topic or on one below it, of a
// kind; all if nothing is said.
struct OfferNarrowing {
  ResourceId resource = ResourceId::None();
  TopicId topic = TopicId::None();
  ResourceKind kind = ResourceKind::kUnspecified;
};

// The topics marked in `topics` and all below them, one byte a topic.
// COST: O(topics x depth).
std::vector<uint8_t> WithTopicsBelow(const CommunityGraph& community, std::vector<uint8_t> topics);

class Offering {
 public:
  // Offered by `market`, or by any market for None; where no resource says so, all are. A
  // narrowing to one resource offers that one, whoever made it.
  // COST: O(resources + their topics).
  explicit Offering(const CommunityGraph& community, MarketId market = MarketId::None(),
                    const OfferNarrowing& narrowing = {});

  bool Has(uint32_t resource) const { return offered_[resource] != 0; }
  // True if the community says what is offered.
  bool is_stated() const { return stated_; }
  uint32_t size() const { return size_; }
  // The only thing offered; None if there are more or none.
  ResourceId only() const { return size_ == 1 ? ResourceId(first_) : ResourceId::None(); }

 private:
  std::vector<uint8_t> offered_;
  bool stated_ = false;
  uint32_t size_ = 0;
  uint32_t first_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_OFFERING_H_
