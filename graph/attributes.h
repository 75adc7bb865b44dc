// SPDX-License-Identifier: Apache-2.0
// Which of a member's attributes count at a moment.
#ifndef PULLGRAPH_GRAPH_ATTRIBUTES_H_
#define PULLGRAPH_GRAPH_ATTRIBUTES_H_

#include "absl/container/inlined_vector.h"
#include "graph/community_view.h"

namespace pullgraph {

using AttributeList = absl::InlinedVector<Attribute, 8>;

// One attribute a name, in the order of their names: of those that had begun and not ended
// by what `view` knows and strictly before `before`, the one that began last; one without a
// beginning is the oldest.
//
// TIES: of two that began in the same moment, the one whose value sorts last.
// COST: O(attributes of the member).
AttributeList AttributesAt(const CommunityView& view, MemberId member, Time before = Time::Max());

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_ATTRIBUTES_H_
