// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_PATH_MESSAGES_H_
#define PULLGRAPH_IO_PATH_MESSAGES_H_

#include "algorithms/access/introduction_path.h"
#include "graph/community_view.h"
#include "pullgraph/v1/parts.pb.h"

namespace pullgraph {

v1::AccessPath ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                         const AccessPath& path);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_PATH_MESSAGES_H_
