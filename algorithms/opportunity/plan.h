// SPDX-License-Identifier: Apache-2.0
// From a ranked list to what can be done: within a budget, and without asking anybody
// for too many introductions.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_PLAN_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_PLAN_H_

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/opportunity/opportunity.h"
#include "graph/community_view.h"

namespace pullgraph {

struct OpportunityPlanOptions {
  // Currency units that all contacts together may cost; >= 0.
  double budget = std::numeric_limits<double>::infinity();
  // Introductions that one member is asked for at most, >= 1; 0: any number.
  int asks_per_broker = 0;
  // Opportunities planned at most, >= 1.
  int limit = 100;
};

struct PlannedOpportunity {
  size_t index = 0;  // On the list.
  // As on the list, but for the path, and what follows from it, where another broker
  // is asked.
  Opportunity opportunity;
  MemberId broker;  // Who is asked for the introduction; None for a customer.
};

struct OpportunityPlan {
  std::vector<PlannedOpportunity> chosen;      // In the order of the list.
  std::vector<std::pair<MemberId, int>> asks;  // Of each broker, most asked first, then by id.
  double cost = 0;            // Currency units, as all below.
  double expected_value = 0;  // Sum over the chosen.
  // No plan within the budget and the limit is worth more than this.
  double best_possible = 0;
  // Left out: all who could introduce are asked for others; worth nothing over the
  // broker who is left; beyond the budget or the limit.
  uint64_t no_capacity = 0;
  uint64_t worthless = 0;
  uint64_t beyond_budget = 0;
};

// Chooses among the opportunities of `list`, which was ranked on `view` by `options`.
// First brokers are assigned, as many opportunities as possible getting one, over the
// likeliest paths (PlanIntroductions); then the budget is spent: by expected value a
// currency unit, or on the most valuable ones alone if that is worth more.
//
// TIES: the order of the list. Same for any number of threads.
// COST: that of PlanIntroductions, plus O(k log k).
// ERRORS: InvalidArgument for an option out of range; those of PlanIntroductions.
// SOURCE: minimum-cost flow: see introduction_plan.h; knapsack: Dantzig 1957,
// doi:10.1287/opre.5.2.266 (greedy and its bound).
absl::StatusOr<OpportunityPlan> PlanOpportunities(const CommunityView& view,
                                                  const OpportunityList& list,
                                                  const OpportunityOptions& options,
                                                  const OpportunityPlanOptions& plan = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_PLAN_H_
