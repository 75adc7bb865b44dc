// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/worth.h"

#include <algorithm>
#include <cmath>

namespace pullgraph {

void SetWorth(Opportunity& o) {
  const double most = o.value * (1 + o.leverage);
  const double gross = o.attract.p * o.access * most;
  const double others = std::hypot(o.access_error, o.leverage_error);
  // How far to go to one side, of which the likelihood alone would go `ratio`.
  const auto factor = [&](double ratio) {
    return std::exp(std::hypot(std::log(ratio), kOpportunityZ * others));
  };
  o.expected_value = gross - o.cost;
  o.low = gross / factor(o.attract.p / o.attract.low) - o.cost;
  // No pull is more than certain.
  o.high = std::min(gross * factor(o.attract.high / o.attract.p),
                    most * std::exp(kOpportunityZ * o.leverage_error)) -
           o.cost;
}

double PathLogError(const IntroductionGraph& graph, const AccessPath& path) {
  double sum = 0;
  for (const ArcIndex arc : path.arcs) sum += graph.log_error[arc] * graph.log_error[arc];
  return std::sqrt(sum);
}

}  // namespace pullgraph
