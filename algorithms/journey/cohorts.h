// SPDX-License-Identifier: Apache-2.0
// Of those who came in one month, how many are active 1, 3, 6, 12 months later?
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_COHORTS_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_COHORTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/journey/acts.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/calendar.h"
#include "graph/community_view.h"

namespace pullgraph {

// Months after which is looked, of 365.25 / 12 days each.
inline constexpr std::array<int, 4> kCohortMonths = {1, 3, 6, 12};

struct Cohort {
  int32_t period = 0;    // Of the calendar.
  uint64_t members = 0;  // Who came in it.
  // Share who acted in the month that begins so many months after they came, of those for
  // whom that month is over; absent if it is over for none.
  std::array<std::optional<Estimate>, kCohortMonths.size()> active;
};

// Returns the cohorts by `unit` of when members joined, or first acted if that is not known
// or earlier; the oldest first. Members of whom neither is known are left out.
//
// COST: O(members log members + acts). ERRORS: InvalidArgument for a confidence out of (0, 1).
// SOURCE: intervals: BetaShare; each member counts once.
absl::StatusOr<std::vector<Cohort>> FindCohorts(const CommunityView& view, const MemberActs& acts,
                                                CalendarUnit unit, double confidence = 0.95);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_COHORTS_H_
