// SPDX-License-Identifier: Apache-2.0
// Who counts as a customer: `answers>=1`, `answers>=2 and reputation>100`.
#ifndef PULLGRAPH_IO_IMPORT_CUSTOMER_RULE_H_
#define PULLGRAPH_IO_IMPORT_CUSTOMER_RULE_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/time.h"

namespace pullgraph {

// What members are measured by; all but kReputation happen at known moments.
enum class Metric : uint8_t {
  kAnswers, kAccepted, kQuestions, kComments, kReputation, kBadges
};
inline constexpr int kNumMetrics = 6;
using MetricValues = std::array<int64_t, kNumMetrics>;

struct MetricEvent {
  Metric metric = Metric::kAnswers;
  Time at;
};

struct RuleOutcome {
  bool holds = false;
  Time since;  // The moment from which it held without a break; absent: always, or
               // not known because a term has no dates.
};

class CustomerRule {
 public:
  // Terms `metric operator integer` joined by `and`; metrics answers, accepted,
  // questions, comments, reputation, badges; operators >= > <= < ==. Spaces and
  // case do not matter.
  //
  // ERRORS: InvalidArgument naming the term and the nearest metric.
  static absl::StatusOr<CustomerRule> Parse(std::string_view text);

  bool Uses(Metric metric) const;
  bool Holds(const MetricValues& values) const;
  // `events` of one member in order of time; each adds 1. `start` holds what is not
  // told by events.
  RuleOutcome Apply(const MetricValues& start, absl::Span<const MetricEvent> events) const;

 private:
  enum class Operator : uint8_t { kAtLeast, kAbove, kAtMost, kBelow, kEqual };
  struct Term {
    Metric metric;
    Operator op;
    int64_t bound;
  };
  static absl::StatusOr<Term> ParseTerm(std::string_view text);

  std::vector<Term> terms_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CUSTOMER_RULE_H_
