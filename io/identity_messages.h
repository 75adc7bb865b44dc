// SPDX-License-Identifier: Apache-2.0
// Accounts of one person as protobuf messages.
#ifndef PULLGRAPH_IO_IDENTITY_MESSAGES_H_
#define PULLGRAPH_IO_IDENTITY_MESSAGES_H_

#include "algorithms/identity/find_identities.h"
#include "graph/community_graph.h"
#include "pullgraph/v1/identities.pb.h"

namespace pullgraph {

// `rank` counts from 1.
v1::SharedIdentity ToMessage(const CommunityGraph& community, const IdentityProposal& proposal,
                             uint32_t rank);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IDENTITY_MESSAGES_H_
