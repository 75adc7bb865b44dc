// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_GATES_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_GATES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/opportunity/opportunity.h"

namespace pullgraph {

// What holds each member back, if anything does; `counts` sums it up. `customer` and
// `access` are per member; access 0 is out of reach.
std::vector<Gate> PassGates(const CommunityView& view, const OpportunityOptions& options,
                            absl::Span<const uint8_t> customer, absl::Span<const double> access,
                            GateCounts& counts);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_GATES_H_
