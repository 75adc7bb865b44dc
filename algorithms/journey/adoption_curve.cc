// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/adoption_curve.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace pullgraph {

absl::StatusOr<AdoptionCurve> FindAdoptionCurve(absl::Span<const int32_t> period) {
  constexpr int64_t kMostPeriods = 1'000'000;
  AdoptionCurve curve;
  curve.members = period.size();
  int32_t first = kNeverAdopted, last = INT32_MIN;
  for (const int32_t p : period) {
    if (p == kNeverAdopted) continue;
    ++curve.adopters;
    first = std::min(first, p);
    last = std::max(last, p);
  }
  if (curve.adopters == 0) return curve;
  const int64_t length = int64_t{last} - first + 1;
  if (length > kMostPeriods) {
    return absl::InvalidArgumentError(absl::StrCat(
        "period goes from ", first, " to ", last, ", expected at most ", kMostPeriods,
        " periods"));
  }
  curve.periods.resize(static_cast<size_t>(length));
  for (const int32_t p : period) {
    if (p != kNeverAdopted) ++curve.periods[static_cast<size_t>(int64_t{p} - first)].adopters;
  }
  uint64_t cumulative = 0;
  for (size_t i = 0; i < curve.periods.size(); ++i) {
    AdoptionPeriod& row = curve.periods[i];
    row.period = static_cast<int32_t>(int64_t{first} + static_cast<int64_t>(i));
    const uint64_t at_risk = curve.members - cumulative;
    row.hazard = at_risk > 0 ? static_cast<double>(row.adopters) / static_cast<double>(at_risk) : 0;
    cumulative += row.adopters;
    row.cumulative = cumulative;
    row.share = static_cast<double>(cumulative) / static_cast<double>(curve.members);
    if (!curve.t50_of_adopters && 2 * cumulative >= curve.adopters) {
      curve.t50_of_adopters = row.period;
    }
    if (!curve.t50_of_members && 2 * cumulative >= curve.members) {
      curve.t50_of_members = row.period;
    }
  }
  return curve;
}

}  // namespace pullgraph
