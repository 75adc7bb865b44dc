// SPDX-License-Identifier: Apache-2.0
// What a group talks about that the others don't.
#ifndef PULLGRAPH_ALGORITHMS_EDGE_DISTINCTIVE_TOPICS_H_
#define PULLGRAPH_ALGORITHMS_EDGE_DISTINCTIVE_TOPICS_H_

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/ids.h"

namespace pullgraph {

struct DistinctiveTopic {
  TopicId topic;
  double count = 0;  // Mentions in the group.
  double z = 0;      // Standard errors by which its log-odds exceed the others'.
  friend bool operator==(const DistinctiveTopic&, const DistinctiveTopic&) = default;
};

struct DistinctiveTopicsOptions {
  // Topics a group, >= 0.
  int max_topics = 3;
  // Mentions that the prior is worth, spread over the topics as they are spread in
  // all groups together; finite, > 0. More favours frequent topics over rare ones.
  double prior_strength = 10;
};

using TopicCount = std::pair<TopicId, double>;

// Returns for each group the topics whose log-odds against all other groups
// together are the most standard errors above 0; fewer if fewer are above.
// `mentions[g]` lists the topics of group g with how often (> 0); a topic may be
// listed more than once.
//
// TIES: larger count first, then smaller topic id.
// COST: O(k log k), k mentions listed.
// ERRORS: InvalidArgument for an option out of range or a count that is not finite
// and > 0.
// SOURCE: Monroe, Colaresi, Quinn 2008, doi:10.1093/pan/mpn018, eq. 16, 18, 22.
absl::StatusOr<std::vector<std::vector<DistinctiveTopic>>> DistinctiveTopics(
    absl::Span<const std::vector<TopicCount>> mentions,
    const DistinctiveTopicsOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_EDGE_DISTINCTIVE_TOPICS_H_
