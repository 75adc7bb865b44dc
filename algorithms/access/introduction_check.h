// SPDX-License-Identifier: Apache-2.0
// What every verb of this folder asks of its input.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_CHECK_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_CHECK_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "graph/ids.h"
#include "graph/introduction_graph.h"

namespace pullgraph {

// OK if there is one probability in (0, 1] per arc, and willingness is empty or one
// in [0, 1] per member.
//
// COST: O(n + m) time. ERRORS: InvalidArgument naming value, place and range.
absl::Status CheckIntroductions(const IntroductionGraph& graph,
                                absl::Span<const double> willingness);

// OK if all of `members` are in the graph; `role` names them in the error.
//
// ERRORS: OutOfRange.
absl::Status CheckMembers(const IntroductionGraph& graph, const char* role,
                          absl::Span<const MemberId> members);

// OK if max_hops is in [1, 64]. ERRORS: InvalidArgument.
absl::Status CheckMaxHops(int max_hops);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_CHECK_H_
