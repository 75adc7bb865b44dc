// SPDX-License-Identifier: Apache-2.0
// Who gets better at answering, or is answered sooner: a member, the customers, all.
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_ANSWER_RATES_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_ANSWER_RATES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/achieve/answer_times.h"
#include "algorithms/achieve/improvement_rate.h"
#include "graph/community_view.h"

namespace pullgraph {

// Whose time to answer it is.
enum class AnswerSubject { kAsksByMember, kAnswersByMember, kAsksByCustomers, kAllAsks };

// "asks by ada", "answers by ada", "asks by customers", "all asks".
std::string AnswerSubjectName(AnswerSubject subject, std::string_view member);

struct AnswerRate {
  AnswerSubject subject = AnswerSubject::kAllAsks;
  AnswerTimes times;
  std::optional<ImprovementRate> rate;  // As of FindImprovementRate; sooner is better.
};

// Returns the times to answer, and how they improve: of the asks and of the answers of
// `member` unless it is None; of the asks of `customers` (one byte a member) if there
// are any; of all asks. In that order.
//
// COST: O(signals) and that of FindImprovementRate.
// ERRORS: OutOfRange for the member; InvalidArgument for customers that are not one a
// member, or days to answer out of range; Cancelled by `run`.
absl::StatusOr<std::vector<AnswerRate>> FindAnswerRates(const CommunityView& view,
                                                        MemberId member,
                                                        absl::Span<const uint8_t> customers,
                                                        double within_days = 30,
                                                        const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_ANSWER_RATES_H_
