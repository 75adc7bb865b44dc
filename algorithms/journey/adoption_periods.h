// SPDX-License-Identifier: Apache-2.0
// In which week, month or year did each member adopt a thing?
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_PERIODS_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_PERIODS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/calendar.h"
#include "graph/columns.h"
#include "graph/community_view.h"

namespace pullgraph {

struct AdoptionPeriodsOptions {
  // What is adopted; required.
  ResourceId resource = ResourceId::None();
  // Signals that count as adoption; absent: any.
  std::optional<SignalKind> signal;
  CalendarUnit unit = CalendarUnit::kMonth;
};

// One number a member each, as FindAdoptionCurve and FindAdoptionExposure take them.
struct AdoptionPeriods {
  std::vector<int32_t> adopted;  // Period of the first pull, or kNeverAdopted.
  // First period in which the member could: both were there. kNeverAdopted for staff,
  // bots and members not known to the view.
  std::vector<int32_t> from;
};

// Returns when each member known to `view` first pulled the resource, by the calendar.
//
// COST: O(members + signals).
// ERRORS: those of FindWaits for adoption; FailedPrecondition if no dated pull is known.
absl::StatusOr<AdoptionPeriods> FindAdoptionPeriods(const CommunityView& view,
                                                    const AdoptionPeriodsOptions& options);

// Returns a group number for each member: those of equal value of the attribute `name`
// are one group, those without it another. Numbers go by first appearance.
//
// COST: O(members x attributes).
// ERRORS: NotFound if no member has such an attribute.
absl::StatusOr<std::vector<uint32_t>> GroupsByAttribute(const CommunityGraph& community,
                                                        std::string_view name);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_PERIODS_H_
