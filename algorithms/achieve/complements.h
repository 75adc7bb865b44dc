// SPDX-License-Identifier: Apache-2.0
// What a member lacks, and which people and resources within reach have it.
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_COMPLEMENTS_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_COMPLEMENTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/achieve/coverage.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

struct ComplementOptions {
  // Topics that the member lacks instead of the needs on record, each of weight 1.
  std::vector<TopicId> needs;
  // What a piece of content that is found covers of a need on its topic, in [0, 1]; 0
  // leaves content out. Questions are none, their answers are.
  double resource_level = 0.25;
  const RunControl* run = nullptr;
};

struct LackedTopic {
  TopicId topic;
  double weight = 1;  // As recorded.
  double own = 0;     // Level of the member's own offer on it.
};

// A person, or a piece of content; the other one is None.
struct Complementer {
  MemberId member;
  ResourceId resource;
  double access = 0;  // Probability that the member gets to it.
  // Who leads to it: the person, or of those who pulled the content the easiest to
  // reach, then the smallest id.
  MemberId via;
};

struct ComplementPool {
  std::vector<LackedTopic> needs;           // By topic.
  std::vector<double> weights;              // weight (1 - own), one a need.
  std::vector<Complementer> candidates;     // People by id, then content by id.
  std::vector<Complements> complements;     // Level times access, one list a candidate.
};

// Returns the needs of `member` known to `view`, and all who cover some of them.
// `access` has one probability in [0, 1] a member: that they can be reached. Offers
// and needs count from their date on, the largest where there are several. Left out
// are the member, bots, those opted out of everything, content that the member pulled
// already, and what is not known to `view`.
//
// TIES: as stated at the fields.
// COST: O(members + offers + signals + topics of resources).
// ERRORS: OutOfRange for the member or a topic; InvalidArgument for access or an
// option out of range; Cancelled.
absl::StatusOr<ComplementPool> FindComplements(const CommunityView& view, MemberId member,
                                               absl::Span<const double> access,
                                               const ComplementOptions& options = {});

// Members known to `view` whose offer on `topic` is at least `min_level`, by id;
// without bots and those opted out of everything.
//
// COST: O(members + offers).
std::vector<Node> HoldersOf(const CommunityView& view, TopicId topic, double min_level);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_COMPLEMENTS_H_
