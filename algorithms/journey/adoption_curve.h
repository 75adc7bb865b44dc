// SPDX-License-Identifier: Apache-2.0
// How a thing spreads over the members, period by period.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_CURVE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_CURVE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

// The period of one who never adopted while watched.
inline constexpr int32_t kNeverAdopted = INT32_MAX;

struct AdoptionPeriod {
  int32_t period = 0;
  uint64_t adopters = 0;    // In this period.
  uint64_t cumulative = 0;  // Up to its end.
  double share = 0;         // cumulative / members, of all periods.
  // adopters / those who could and had not adopted before: the discrete hazard.
  double hazard = 0;
};

struct AdoptionCurve {
  std::vector<AdoptionPeriod> periods;  // From the first adoption to the last, gaps included.
  uint64_t members = 0;
  uint64_t adopters = 0;  // Eventual ones.
  // First period by whose end half of the eventual adopters, or half of all members, had
  // adopted; the second is absent if they never did.
  std::optional<int32_t> t50_of_adopters;
  std::optional<int32_t> t50_of_members;
};

// Counts adoptions; `period` has one number a member, or kNeverAdopted. `from`, if not
// empty, has for each the first period in which the member could adopt, no later than
// `period`; kNeverAdopted leaves the member out.
//
// TIES: none.
// COST: O(members + periods).
// ERRORS: InvalidArgument if `from` is not one a member, or later than `period`, or if
// first and last adoption are more than 1,000,000 periods apart.
// SOURCE: Rogers 2003, Diffusion of Innovations; Valente 1995.
absl::StatusOr<AdoptionCurve> FindAdoptionCurve(absl::Span<const int32_t> period,
                                                absl::Span<const int32_t> from = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_CURVE_H_
