// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_EXPLAIN_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_EXPLAIN_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/pull_history.h"
#include "algorithms/opportunity/opportunity.h"

namespace pullgraph {

// The strongest reasons for an opportunity in words, with names and dates where
// there are any: at most `most` of them, the path last.
std::vector<std::string> ReasonsFor(const CommunityView& view, const PullHistory& history,
                                    const IntroductionGraph& ties, const PullModel& model,
                                    const Opportunity& opportunity, size_t most);

// Says of each of `all` why: reasons, contributions, and what would drop it, `cutoff` being
// the worth of the first that is not on the list. Paths are set before.
void ExplainOpportunities(const CommunityView& view, const OpportunityOptions& options,
                          const PullModel& model, const IntroductionGraph& ties, double cutoff,
                          absl::Span<Opportunity> all);

// How many of those with who[m] != 0 have each topic among their needs known to `view`.
std::vector<uint32_t> CountNeeds(const CommunityView& view, const std::vector<uint8_t>& who);

// What the opportunity complements, in words: a need of the member that the resource
// covers, else needs of customers (as CountNeeds() counts them) that the member's offers
// do; "" if none.
std::string ComplementReason(const CommunityView& view,
                             const std::vector<uint32_t>& customer_needs,
                             const Opportunity& opportunity);

// "5.3 %": for sentences.
std::string PercentInWords(double p);

// The smallest change that brings an opportunity of expected value `low` below
// `cutoff`, the worth of the first that is not on the list.
std::string CounterfactualFor(const Opportunity& opportunity, double cutoff);

// The same of an opportunity that stays as long as it keeps this share of its likelihood,
// or of its access.
std::string CounterfactualAt(const Opportunity& opportunity, double share);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_EXPLAIN_H_
