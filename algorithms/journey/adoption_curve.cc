// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/adoption_curve.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

constexpr int64_t kMostPeriods = 1'000'000;

absl::Status CheckFrom(absl::Span<const int32_t> period, absl::Span<const int32_t> from) {
  if (from.empty()) return absl::OkStatus();
  if (from.size() != period.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "from has ", from.size(), " entries, expected one a member: ", period.size()));
  }
  for (size_t v = 0; v < from.size(); ++v) {
    if (from[v] > period[v]) {
      return absl::InvalidArgumentError(absl::StrCat(
          "from[", v, "] is ", from[v], ", expected at most the period of adoption, ", period[v]));
    }
  }
  return absl::OkStatus();
}

// Puts counts of adopters, and of those who came to be at risk, into their periods.
void Count(absl::Span<const int32_t> period, absl::Span<const int32_t> from, int32_t first,
           AdoptionCurve& curve, std::vector<uint64_t>& joined) {
  for (size_t v = 0; v < period.size(); ++v) {
    if (!from.empty() && from[v] == kNeverAdopted) continue;
    ++curve.members;
    if (period[v] != kNeverAdopted) {
      ++curve.periods[static_cast<size_t>(int64_t{period[v]} - first)].adopters;
    }
    const int64_t since = from.empty() ? 0 : std::max<int64_t>(0, int64_t{from[v]} - first);
    if (since < static_cast<int64_t>(joined.size())) ++joined[static_cast<size_t>(since)];
  }
}

}  // namespace

absl::StatusOr<AdoptionCurve> FindAdoptionCurve(absl::Span<const int32_t> period,
                                                absl::Span<const int32_t> from) {
  if (absl::Status s = CheckFrom(period, from); !s.ok()) return s;
  AdoptionCurve curve;
  int32_t first = kNeverAdopted, last = INT32_MIN;
  for (const int32_t p : period) {
    if (p == kNeverAdopted) continue;
    ++curve.adopters;
    first = std::min(first, p);
    last = std::max(last, p);
  }
  const int64_t length = curve.adopters == 0 ? 0 : int64_t{last} - first + 1;
  if (length > kMostPeriods) {
    return absl::InvalidArgumentError(absl::StrCat(
        "period goes from ", first, " to ", last, ", expected at most ", kMostPeriods,
        " periods"));
  }
  curve.periods.resize(static_cast<size_t>(length));
  std::vector<uint64_t> joined(curve.periods.size(), 0);
  Count(period, from, first, curve, joined);
  uint64_t cumulative = 0, there = 0;
  for (size_t i = 0; i < curve.periods.size(); ++i) {
    AdoptionPeriod& row = curve.periods[i];
    row.period = static_cast<int32_t>(int64_t{first} + static_cast<int64_t>(i));
    there += joined[i];
    const uint64_t at_risk = there - cumulative;
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
