// SPDX-License-Identifier: Apache-2.0
// What changed between two ranked lists, and which part of each opportunity changed it.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_LIST_CHANGE_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_LIST_CHANGE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

// An opportunity as a list has it: value worth
// p_attract p_access value (1 + leverage) - cost, in currency units.
struct ListedOpportunity {
  std::string member;    // External ids: with the resource, what it is known by.
  std::string resource;
  uint32_t rank = 0;     // >= 1.
  double p_attract = 0;  // In [0, 1], as p_access.
  double p_access = 0;
  double value = 0;
  double leverage = 0;
  double cost = 0;

  double expected_value() const { return p_attract * p_access * value * (1 + leverage) - cost; }
};

enum class OpportunityPart : size_t { kAttract, kAccess, kValue, kLeverage, kCost };
inline constexpr size_t kNumOpportunityParts = 5;

struct OpportunityChange {
  // Where it stands in the lists; null in the list that lacks it.
  const ListedOpportunity* before = nullptr;
  const ListedOpportunity* after = nullptr;
  // Of the expected value; one that is not listed counts as 0.
  double difference = 0;
  // What each part adds to `difference`; they add up to it. All 0 if one list lacks it.
  std::array<double, kNumOpportunityParts> effect{};

  OpportunityPart largest() const;
};

// Returns every opportunity that is in either list, but those equal in rank and in all
// parts; largest change of expected value first. Points into `before` and `after`.
//
// TIES: by member, then resource. COST: O(n log n).
// ERRORS: InvalidArgument naming an opportunity that a list has twice, or a part that
// is not finite, or a probability outside [0, 1], or leverage below -1.
// SOURCE: additive logarithmic mean decomposition, Ang 2005,
// doi:10.1016/j.enpol.2003.10.010; where a factor is 0 before or after, the factors that
// became or were 0 share the change equally.
absl::StatusOr<std::vector<OpportunityChange>> CompareLists(
    absl::Span<const ListedOpportunity> before, absl::Span<const ListedOpportunity> after);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_LIST_CHANGE_H_
