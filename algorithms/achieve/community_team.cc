// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/community_team.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "algorithms/achieve/complements.h"
#include "algorithms/kernels/undirected_strengths.h"

namespace pullgraph {
namespace {

absl::Status CheckTeam(const CommunityGraph& c, absl::Span<const TopicId> topics,
                       MemberId member, const CommunityTeamOptions& options) {
  if (!(options.min_level >= 0 && options.min_level <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_level is ", options.min_level, ", expected one in [0, 1]"));
  }
  for (const TopicId topic : topics) {
    if (topic.is_none() || topic.value() >= c.num_topics()) {
      return absl::OutOfRangeError(absl::StrCat("topic is ", topic.value(), ", expected in [0, ",
                                                c.num_topics(), ")"));
    }
  }
  if (!member.is_none() && member.value() >= c.num_members()) {
    return absl::OutOfRangeError(absl::StrCat("member is ", member.value(), ", expected in [0, ",
                                              c.num_members(), ")"));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<TopicId> KnownNeeds(const CommunityView& view, MemberId member) {
  std::vector<TopicId> topics;
  for (const Need& need : view.community().members().needs[member.value()]) {
    if (view.Knows(need.since)) topics.push_back(need.topic);
  }
  std::sort(topics.begin(), topics.end());
  topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
  return topics;
}

absl::StatusOr<Team> FindCommunityTeam(const CommunityView& view,
                                       absl::Span<const TopicId> topics, MemberId member,
                                       const CommunityTeamOptions& options) {
  if (absl::Status s = CheckTeam(view.community(), topics, member, options); !s.ok()) return s;
  const absl::StatusOr<UndirectedFold> fold = UndirectedTieStrengths(view, options.strength);
  if (!fold.ok()) return fold.status();
  std::vector<std::vector<Node>> holders;
  for (const TopicId topic : topics) holders.push_back(HoldersOf(view, topic, options.min_level));
  if (!member.is_none()) holders.push_back({member.value()});
  TeamOptions team = options.team;
  team.run = options.strength.run;
  return FindTeam(fold->ties, CostsOf(*fold, options.strength.kappa), holders, team);
}

}  // namespace pullgraph
