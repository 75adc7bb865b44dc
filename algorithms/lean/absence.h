// SPDX-License-Identifier: Apache-2.0
// How few people carry half of the answers, and what breaks without each of them?
#ifndef PULLGRAPH_ALGORITHMS_LEAN_ABSENCE_H_
#define PULLGRAPH_ALGORITHMS_LEAN_ABSENCE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"

namespace pullgraph {

struct AbsenceOptions {
  double window_days = 365;  // Looked back from now; finite, > 0.
  double share = 0.5;        // Of the answers that is carried; in (0, 1).
};

struct Carrier {
  MemberId member;
  uint64_t answers = 0;
  double share = 0;          // Of all answers of the window.
  double so_far = 0;         // With those before.
  uint64_t only_answer = 0;  // Asks of the window that they answered and nobody else did.
  std::vector<TopicId> topics;  // With three answers or more, most of them theirs; by id.
};

struct Absence {
  uint64_t answers = 0;    // Of the window, by somebody known.
  uint64_t answerers = 0;
  // The fewest people who gave `share` of them: the absence factor.
  uint64_t factor = 0;
  std::vector<Carrier> carriers;  // All answerers, by answers descending, then by id.
};

// COST: O(answers log answers).
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition without a dated
// answer in the window.
// SOURCE: "truck factor" of software engineering, here of answers.
absl::StatusOr<Absence> FindAbsence(const CommunityView& view, const AbsenceOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_ABSENCE_H_
