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
  // is asked; reasons and counterfactual are those of the plan.
  Opportunity opportunity;
  MemberId broker;  // Who is asked for the introduction; None for a customer.
  // Expected value below which another use of money, place and broker is worth more.
  double price = 0;
};

struct OpportunityPlan {
  std::vector<PlannedOpportunity> chosen;      // In the order of the list.
  std::vector<std::pair<MemberId, int>> asks;  // Of each broker, most asked first, then by id.
  double cost = 0;            // Currency units, as all below.
  double expected_value = 0;  // Sum over the chosen.
  // No choice of opportunities of the list, and of a broker for each, is worth more within
  // the budget, the limit and the asks.
  double best_possible = 0;
  // Left out: all who could introduce are asked for others; worth nothing over the
  // brokers who are left; beyond the budget or the limit.
  uint64_t no_capacity = 0;
  uint64_t worthless = 0;
  uint64_t beyond_budget = 0;
};

// Chooses among the opportunities of `list`, which was ranked on `view` by `options`, and
// whom to ask for each introduction, together, so that the sum of expected values is
// largest. Several opportunities of one member take one introduction. Of one list, a
// higher limit never gives a plan of less value.
//
// With one cost for all and one opportunity a member the plan is the best there is, and
// best_possible its value; otherwise it may be less, and best_possible more (the gap is
// that of a knapsack: small where one contact is a small part of the budget).
//
// TIES: the order of members. Same for any number of threads.
// COST: that of IntroductionWays and SolveJointPlan.
// ERRORS: InvalidArgument for an option out of range; those of IntroductionWays.
// SOURCE: joint_plan.h.
absl::StatusOr<OpportunityPlan> PlanOpportunities(const CommunityView& view,
                                                  const OpportunityList& list,
                                                  const OpportunityOptions& options,
                                                  const OpportunityPlanOptions& plan = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_PLAN_H_
