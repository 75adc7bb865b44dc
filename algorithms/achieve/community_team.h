// SPDX-License-Identifier: Apache-2.0
// A team of the community for topics: who has them, and who gets on with whom.
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_COMMUNITY_TEAM_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_COMMUNITY_TEAM_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/achieve/teams.h"
#include "graph/community_view.h"
#include "graph/tie_probability.h"

namespace pullgraph {

struct CommunityTeamOptions {
  // Level of an offer that fills a need, in [0, 1].
  double min_level = 0.25;
  // What ties weigh; its `run` is that of the search, too.
  TieStrengthOptions strength;
  TeamOptions team;
};

// Topics of the needs of `member` that are known to `view`, ascending, each once.
//
// COST: O(k log k) for k needs.
std::vector<TopicId> KnownNeeds(const CommunityView& view, MemberId member);

// Returns a team (see FindTeam) that offers every one of `topics`, with `member` in it
// unless that is None; Team::filled_by and without_holder speak of `topics` in their
// order, and then of `member`. Communication costs -ln p of the tie between two
// (UndirectedTieStrengths): a team's two farthest pass something on with probability
// e^-diameter. Who holds a topic: see HoldersOf.
//
// TIES, COST: those of FindTeam.
// ERRORS: OutOfRange for a topic or the member; InvalidArgument for min_level outside
// [0, 1]; those of FindTeam and TieStrengths.
absl::StatusOr<Team> FindCommunityTeam(const CommunityView& view,
                                       absl::Span<const TopicId> topics,
                                       MemberId member = MemberId::None(),
                                       const CommunityTeamOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_COMMUNITY_TEAM_H_
