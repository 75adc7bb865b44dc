// SPDX-License-Identifier: Apache-2.0
// What an opportunity is worth, given its parts; internal to opportunity/.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_WORTH_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_WORTH_H_

#include "algorithms/access/introduction_path.h"
#include "algorithms/opportunity/opportunity.h"
#include "graph/introduction_graph.h"

namespace pullgraph {

// Expected value and its interval, from the parts and their errors.
void SetWorth(Opportunity& opportunity);

// Standard error of the logarithm of a path's probability; the steps are independent.
// `graph` has errors.
double PathLogError(const IntroductionGraph& graph, const AccessPath& path);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_WORTH_H_
