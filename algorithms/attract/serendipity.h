// SPDX-License-Identifier: Apache-2.0
// What a member will like and would not have come upon.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_SERENDIPITY_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_SERENDIPITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "algorithms/attract/pull_model.h"
#include "graph/community_view.h"

namespace pullgraph {

struct SerendipityOptions {
  int per_member = 3;  // Finds of one member at most, >= 1.
  int pool = 50;       // Likeliest pulls of a member looked at, >= per_member.
  // Relevance below this is none, however unexpected; in [0, 1].
  double min_relevance = 0.05;
};

struct SerendipitousFind {
  Attraction attraction;
  // Likelihood as a share of that of the member's likeliest pull.
  double relevance = 0;
  // (1 - cosine with the topics they pull) (1 - popularity) (1 - likeness to what is
  // listed for them already); popularity is the share of resources pulled less.
  double unexpectedness = 0;
  double serendipity = 0;  // Relevance times unexpectedness. All three in [0, 1].
  std::string relevant_because;
  std::string unexpected_because;
};

// Returns up to `per_member` finds of each member for whom wanted(member) holds, chosen
// greedily: always the one that is the most serendipitous given those chosen before,
// whose topics are not unexpected any more (Jaccard).
//
// TIES: by member; of equals the likelier, then the smaller resource. Bit-identical for
// any number of threads.
// COST: that of PredictPulls, plus O(members x pool x per_member).
// ERRORS: InvalidArgument for an option out of range; those of PredictPulls.
// SOURCE: relevant, novel and unexpected: Kotkov et al. 2016,
// doi:10.1016/j.knosys.2016.08.014; unexpected against what an obvious recommender
// lists: Ge et al. 2010, doi:10.1145/1864708.1864761.
absl::StatusOr<std::vector<SerendipitousFind>> FindSerendipity(
    const CommunityView& view, const PullModel& model, const PullModelOptions& model_options,
    const SerendipityOptions& options, absl::FunctionRef<bool(uint32_t member)> wanted);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_SERENDIPITY_H_
