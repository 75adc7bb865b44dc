// SPDX-License-Identifier: Apache-2.0
// Through whom those who wait for an answer reach somebody who can give it.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_NEED_PATHS_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_NEED_PATHS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/access/introduction_path.h"
#include "algorithms/lean/needs.h"
#include "graph/community_view.h"
#include "graph/ids.h"
#include "graph/introduction_graph.h"

namespace pullgraph {

enum class PathFrom { kNobody, kAsker, kStaff, kMarket };

// "", "asker", "staff" or "market".
const char* NameOf(PathFrom from);

struct NeedPath {
  PathFrom from = PathFrom::kNobody;
  AccessPath path;  // Empty if nobody reaches them.
};

// Of whom an introduction may begin, where no asker reaches the person: those who work for
// us, and customers of the market (none: of any).
struct ContactPoints {
  std::vector<MemberId> staff;
  std::vector<MemberId> customers;
};

// Both in order of id, known by view.now().
//
// COST: O(members + memberships).
ContactPoints FindContactPoints(const CommunityView& view, MarketId market);

// Returns for each of need.can_answer the most probable introductions from those who wait
// (but never from the person themself); if none of them reaches the person, from `staff`;
// and if nor do they, from `customers`. Staff and customers who can answer need no
// introduction by others of their kind: a path of one member.
//
// TIES: those of FindAccessMap.
// COST: at most three FindAccessMap, and one more for each person who waits themself.
// ERRORS: those of FindAccessMap.
absl::StatusOr<std::vector<NeedPath>> FindNeedPaths(const IntroductionGraph& graph,
                                                    const UnmetNeed& need,
                                                    absl::Span<const MemberId> staff,
                                                    absl::Span<const MemberId> customers,
                                                    const IntroductionPathOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_NEED_PATHS_H_
