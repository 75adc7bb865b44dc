// SPDX-License-Identifier: Apache-2.0
// Unmet needs, who can answer, and idle content as protobuf messages.
#ifndef PULLGRAPH_IO_NEEDS_MESSAGES_H_
#define PULLGRAPH_IO_NEEDS_MESSAGES_H_

#include <vector>

#include "algorithms/lean/needs.h"
#include "algorithms/opportunity/need_paths.h"
#include "graph/community_view.h"
#include "pullgraph/v1/needs.pb.h"

namespace pullgraph {

// `paths` has one entry for each who can answer. `rank` counts from 1.
v1::UnmetNeed ToMessage(const CommunityView& view, const UnmetNeed& need,
                        const std::vector<NeedPath>& paths, uint32_t rank);

v1::IdleContent ToMessage(const CommunityView& view, const IdleContent& content, uint32_t rank);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_NEEDS_MESSAGES_H_
