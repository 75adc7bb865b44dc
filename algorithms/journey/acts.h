// SPDX-License-Identifier: Apache-2.0
// When each member was heard of.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_ACTS_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_ACTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

struct MemberActs {
  std::vector<uint64_t> begin;  // Of each member's in `at`, and the end.
  std::vector<Time> at;         // Ascending for each member.
  absl::Span<const Time> Of(MemberId m) const {
    return absl::MakeConstSpan(at).subspan(begin[m.value()],
                                           begin[m.value() + size_t{1}] - begin[m.value()]);
  }
};

// Returns the moments at which each member of the community pulled or was in exchange with
// another (as for levels), as far as known to `view` and dated. Staff and bots have none.
//
// COST: O(m log m), m signals and dated exchanges. ERRORS: Cancelled by `run`.
absl::StatusOr<MemberActs> FindActs(const CommunityView& view, const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_ACTS_H_
