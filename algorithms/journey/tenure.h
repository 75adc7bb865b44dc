// SPDX-License-Identifier: Apache-2.0
// How long members stay: from their first act to their last.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_TENURE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_TENURE_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "algorithms/journey/acts.h"
#include "algorithms/journey/waits.h"
#include "graph/community_view.h"

namespace pullgraph {

struct TenureOptions {
  // Days of silence after which a member counts as gone; finite, > 0. Absent: by the
  // community's own pace, the 95th percentile of the pauses after which somebody came back,
  // at least 7.
  std::optional<double> gone_days;
};

struct Tenures {
  // One a member with a dated act, by member, in Waits::waits: days from the first act to the
  // last, observed if the silence since lasts for gone_days. Of the others it is known that
  // they had not left gone_days ago: until then. `undated` counts members without an act.
  Waits waits;
  double gone_days = 0;
  uint64_t too_young = 0;  // Left out: they came less than gone_days ago.
};

// ERRORS: InvalidArgument for an option out of range.
// COST: O(acts log acts).
absl::StatusOr<Tenures> FindTenures(const CommunityView& view, const MemberActs& acts,
                                    const TenureOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_TENURE_H_
