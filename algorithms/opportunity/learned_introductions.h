// SPDX-License-Identifier: Apache-2.0
// Introductions whose probabilities are learned from who followed whom.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_LEARNED_INTRODUCTIONS_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_LEARNED_INTRODUCTIONS_H_

#include <limits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/build_introduction_graph.h"
#include "graph/community_view.h"

namespace pullgraph {

struct LearnedIntroductionsOptions {
  IntroductionOptions ties;
  // Pulls that the strength of a tie is worth beside those seen; finite, > 0. Larger
  // trusts the tie, smaller the pulls.
  double tie_worth = 10;
  // Days within which v's pull counts as brought about by u's; > 0.
  double window_days = std::numeric_limits<double>::infinity();
};

// The graph of BuildIntroductionGraph with p(u, v) = (passed + w p_tie) / (pulls + w):
// of what u pulled, what v pulled later and after the two first met (Goyal's Bernoulli
// model with partial credit), with the tie's own p as prior. Errors, if asked for, are
// those of the posterior and of the tie. An introduction is not a pull, and v's pulls may
// have been on v's own accord: where there are records of introductions, give them as
// explicit strengths.
//
// TIES: none. Bit-identical for any number of threads.
// COST: that of BuildIntroductionGraph and LearnInfluence.
// ERRORS: those of BuildIntroductionGraph; InvalidArgument for an option out of range;
// Cancelled.
// SOURCE: Goyal, Bonchi and Lakshmanan 2010, doi:10.1145/1718487.1718518.
absl::StatusOr<IntroductionGraph> BuildLearnedIntroductions(
    const CommunityView& view, const LearnedIntroductionsOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_LEARNED_INTRODUCTIONS_H_
