// SPDX-License-Identifier: Apache-2.0
// What is known of members, as numbers for a model.
#ifndef PULLGRAPH_ALGORITHMS_LEAN_MEMBER_FEATURES_H_
#define PULLGRAPH_ALGORITHMS_LEAN_MEMBER_FEATURES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "graph/community_view.h"

namespace pullgraph {

struct MemberFeatures {
  std::vector<std::string> names;  // "history", "zip_code = Rural", "tag speaker", ...
  std::vector<double> rows;        // Row-major, one row a member asked for.
  size_t num_features() const { return names.size(); }
  absl::Span<const double> Row(size_t i) const {
    return absl::MakeConstSpan(rows).subspan(i * names.size(), names.size());
  }
};

// Returns the features of `members`:
//   - an attribute whose values are all numbers is one feature, its mean where a member
//     has none;
//   - of every other attribute, and of the tags, each value that at least `min_members`
//     of them bear is one, 1 or 0; at most `max_values` of an attribute, the most frequent;
//   - log(1 + dated signals before `before[i]`), if any of them has some.
// Nothing that happened at or after `before[i]` (absent: of no account) enters; that
// attributes were known by then is for the data to see to.
//
// TIES: of equally frequent values, the smaller string. Features come in order of name
// of the attribute.
// COST: O(attributes log attributes + signals + members x features).
MemberFeatures BuildMemberFeatures(const CommunityView& view, absl::Span<const MemberId> members,
                                   absl::Span<const Time> before, size_t min_members = 20,
                                   size_t max_values = 16);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_MEMBER_FEATURES_H_
