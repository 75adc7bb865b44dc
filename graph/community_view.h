// SPDX-License-Identifier: Apache-2.0
// A community as it was known at one moment, without copying it.
#ifndef PULLGRAPH_GRAPH_COMMUNITY_VIEW_H_
#define PULLGRAPH_GRAPH_COMMUNITY_VIEW_H_

#include <vector>

#include "graph/community_graph.h"

namespace pullgraph {

// All that happened strictly before `as_of`; what has no date was always known. For "all
// of history" that is all up to now(): what begins later (somebody joins, a resource is
// published, a membership starts, a touch is sent) is planned, and not yet known.
// The community outlives the view. Cheap to copy.
class CommunityView {
 public:
  // COST: O(log s).
  explicit CommunityView(const CommunityGraph& community, Time as_of = Time::Max());

  const CommunityGraph& community() const { return *community_; }
  Time as_of() const { return as_of_; }
  // `as_of`, or the last moment observed (CommunityGraph::last_observed) if that is
  // earlier: "now" for ages and decay, in every algorithm. Absent if nothing is dated.
  Time now() const { return now_; }

  bool Knows(Time t) const { return !t.is_present() || t < until_; }

  // Known signals (touches) are rows [0, num_signals()) of the columns.
  size_t num_signals() const { return num_signals_; }
  size_t num_touches() const { return num_touches_; }

  bool HasMember(MemberId id) const { return Knows(community_->members().joined_at[id.value()]); }
  bool HasResource(ResourceId id) const {
    return Knows(community_->resources().published_at[id.value()]);
  }
  // True if the tie of `arc` had begun.
  bool HasTie(ArcIndex arc) const { return Knows(community_->ties().first_at[arc]); }

  // Time of the answer to signal `i`, if it was known by then.
  Time AnsweredAt(size_t i) const {
    const Time t = community_->signals().answered_at[i];
    return t.is_present() && t < as_of_ ? t : Time::Absent();
  }

  // One byte per member: 1 if a customer of `market` (None: of any) at as_of; for
  // "all of history" that is at now().
  // COST: O(n + memberships).
  std::vector<uint8_t> Customers(MarketId market = MarketId::None()) const;

 private:
  const CommunityGraph* community_;
  Time as_of_;
  Time now_;
  Time until_;  // What begins earlier is known.
  size_t num_signals_ = 0;
  size_t num_touches_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_COMMUNITY_VIEW_H_
