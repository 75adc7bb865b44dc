// SPDX-License-Identifier: Apache-2.0
// The moments from which the conversion model looks ahead, and whom it sees there;
// internal to convert/.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_ORIGINS_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_ORIGINS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/convert/conversions.h"
#include "algorithms/convert/convert_features.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// The prospects at one origin and what became of them.
struct ConvertOrigin {
  double age = 0;  // Horizons to the latest origin.
  std::vector<uint32_t> member;
  std::vector<ConvertRow> row;
  std::vector<uint8_t> label;
  uint64_t positives = 0;
};

struct ConvertOriginOptions {
  double horizon_days = 30;
  double half_life_days = 30;
  uint32_t max_members = 150'000;
  bool attributes = false;  // Only asked where conversions have dates.
  uint64_t seed = 0;
  const RunControl* run = nullptr;
};

// The latest kLateOrigins a horizon apart, the last a horizon before the end, and as many
// again spread evenly over what history there is before them; all of it if it is short.
// Earliest first; windows do not overlap.
inline constexpr int kLateOrigins = 8;
inline constexpr int kEarlyOrigins = 8;
std::vector<Time> ConvertOriginTimes(const Conversions& conversions, double horizon_days);

// Subtracts from each feature its mean over `rows`: what counts is how prospects differ from
// each other, as levels drift while a community grows.
void CenterRows(std::vector<ConvertRow>& rows);

// The cluster of each member by the ties known to `view` (Leiden, modularity); UINT32_MAX for
// those without ties.
// COST: that of FindCommunities. ERRORS: Cancelled.
absl::StatusOr<std::vector<uint32_t>> ClustersOf(const CommunityView& view, double half_life_days,
                                                 uint64_t seed, const RunControl* run);

// All origins, earliest first. Without dates of conversions: four parts of the members, in
// each of which customers are hidden and sought among the prospects of that part.
//
// COST: O(origins (n + m + s)). ERRORS: Cancelled.
absl::StatusOr<std::vector<ConvertOrigin>> DescribeOrigins(const CommunityView& view,
                                                           const Conversions& conversions,
                                                           const ConvertOriginOptions& options);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_ORIGINS_H_
