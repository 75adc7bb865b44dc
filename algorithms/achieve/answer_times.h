// SPDX-License-Identifier: Apache-2.0
// How long asks wait for their answer: a performance that improves or does not.
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_ANSWER_TIMES_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_ANSWER_TIMES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/achieve/improvement_rate.h"
#include "graph/community_view.h"

namespace pullgraph {

struct AnswerTimesOptions {
  // Days that each ask has to be answered; finite, > 0. Later answers are none and
  // asks younger than that are left out: of young ones only the quick answers are
  // known yet, which would look like improvement.
  double within_days = 30;
  // Whose asks count, one byte a member; empty: everybody's but bots'.
  absl::Span<const uint8_t> askers;
  // Whose answers count, one byte a member; empty: everybody's.
  absl::Span<const uint8_t> answerers;
};

struct AnswerTimes {
  std::vector<Performance> days;  // At the time of the ask; at least a second.
  uint64_t unanswered = 0;        // Old enough, and not answered in time.
  uint64_t young = 0;             // Left out.
  uint64_t early = 0;             // Left out: answered before asked, a date is wrong.
};

// Returns the days that asks of `askers` known to `view` waited for an answer by
// `answerers`; without `askers`, of all but bots. Asks without a date are left out. With
// `answerers` given, asks answered by others are left out, too, and unanswered ones are
// not counted.
//
// COST: O(signals). ERRORS: InvalidArgument for an option out of range.
absl::StatusOr<AnswerTimes> FindAnswerTimes(const CommunityView& view,
                                            const AnswerTimesOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_ANSWER_TIMES_H_
