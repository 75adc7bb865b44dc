// SPDX-License-Identifier: Apache-2.0
// Stands in for igraph_peer.cc where igraph was not found.
#include "bench/compare/peer.h"

namespace pullgraph::compare {

std::unique_ptr<Peer> MakeIgraphPeer() { return nullptr; }

}  // namespace pullgraph::compare
