// SPDX-License-Identifier: Apache-2.0
// Rankings of resources for a member that need no model: what a list must beat; internal
// to opportunity/.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_SIMPLE_RANKINGS_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_SIMPLE_RANKINGS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "algorithms/attract/pull_history.h"
#include "graph/community_view.h"
#include "graph/introduction_graph.h"

namespace pullgraph {

class SimpleRankings {
 public:
  // All three outlive the rankings; `ties` is the introduction graph as of the view.
  SimpleRankings(const CommunityView& view, const PullHistory& history,
                 const IntroductionGraph& ties);

  // The first `most` resources that are known and that `member` has not pulled:
  // ByPopularity: most pulls first.
  // ByRecency: published or pulled latest first.
  // ByLikeness: by the sum, over what the member pulled, of the cosine of the sets of
  //   pullers; over the latest 100 of each, as anybody would bound it.
  // ByTies: by the pulls of those tied to the member, each times p of the tie.
  // AtRandom: each order equally likely; by (seed, member).
  //
  // TIES: the smaller resource id; in the last three what has no score at all follows by
  // popularity.
  // COST: O(pulls of the member + most) for the first two; for ByLikeness 100^3 at most;
  // for ByTies the pulls of those tied to the member.
  std::vector<uint32_t> ByPopularity(uint32_t member, size_t most) const;
  std::vector<uint32_t> ByRecency(uint32_t member, size_t most) const;
  std::vector<uint32_t> ByLikeness(uint32_t member, size_t most);
  std::vector<uint32_t> ByTies(uint32_t member, size_t most);
  std::vector<uint32_t> AtRandom(uint32_t member, size_t most, uint64_t seed);

 private:
  std::vector<uint32_t> PulledBy(uint32_t member) const;
  std::vector<uint32_t> FirstOf(const std::vector<uint32_t>& order, uint32_t member,
                                size_t most) const;
  void AddScore(uint32_t resource, double score);
  std::vector<uint32_t> TakeScored(uint32_t member, size_t most);

  CommunityView view_;
  const PullHistory& history_;
  const IntroductionGraph& ties_;
  std::vector<uint32_t> popular_;
  std::vector<uint32_t> recent_;
  std::vector<uint32_t> deck_;
  std::vector<double> score_;  // 0 but while a member is ranked.
  std::vector<uint32_t> scored_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_SIMPLE_RANKINGS_H_
