// SPDX-License-Identifier: Apache-2.0
// Who mobilises others, as protobuf messages.
#ifndef PULLGRAPH_IO_LEVERAGE_MESSAGES_H_
#define PULLGRAPH_IO_LEVERAGE_MESSAGES_H_

#include <vector>

#include "absl/types/span.h"
#include "algorithms/journey/influence_graph.h"
#include "algorithms/journey/leverage.h"
#include "algorithms/journey/spread.h"
#include "graph/community_view.h"
#include "pullgraph/v1/leverage.pb.h"

namespace pullgraph {

// All seeds in their order. `cost` has one number a member, or is empty: no budget.
std::vector<v1::LeverageSeed> ToMessages(const CommunityView& view,
                                         const InfluenceGraph& influence,
                                         const Leverage& leverage, absl::Span<const double> cost);

v1::SimulatedSpread ToMessage(const Spread& spread, uint32_t cascades);

// Model, seeds, bounds and ratio; the caller adds what else it knows.
v1::LeverageCertificate CertificateToMessage(const InfluenceGraph& influence,
                                             const Leverage& leverage);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_LEVERAGE_MESSAGES_H_
