// SPDX-License-Identifier: Apache-2.0
// Whom do we ask for which introduction, so that nobody is asked too often?
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PLAN_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PLAN_H_

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/access/introduction_path.h"

namespace pullgraph {

struct IntroductionPlanOptions {
  // Introductions that one broker is asked for at most; >= 0.
  int asks_per_broker = 3;
  // The same by member, >= 0, one a member; empty: asks_per_broker for all.
  absl::Span<const int> asks_of_member;
  // A source that is tied to a target is asked for the introduction like any other
  // broker: sources are customers. False: sources are who wants to be introduced, and
  // reach those they are tied to directly.
  bool ask_sources = true;
  IntroductionPathOptions path;
  const RunControl* run = nullptr;
};

enum class IntroductionStatus {
  kPlanned,
  kDirect,      // Needs nobody: a source, or (unless sources are asked) tied to one.
  kNoCapacity,  // All who could introduce are asked for others.
  kOutOfReach,  // No path within the limits.
};

// "planned", "direct", "no capacity left", "out of reach".
const char* NameOf(IntroductionStatus status);

struct PlannedIntroduction {
  MemberId target;
  IntroductionStatus status = IntroductionStatus::kOutOfReach;
  // The last member before the target on the path, who is asked; else none.
  MemberId broker;
  // The best path over that broker; the best of all without one; empty out of reach.
  AccessPath path;
};

struct IntroductionPlan {
  std::vector<PlannedIntroduction> introductions;  // In the order of the targets.
  std::vector<std::pair<MemberId, int>> asks;      // Of brokers asked at all, by id.
  int planned = 0;
  // Sums over what is planned: of ln p, and of p, the introductions to expect.
  double log_probability = 0;
  double expected = 0;
};

// Returns for each of `targets` whom to ask for the introduction, such that nobody is
// asked more often than allowed and, first, as many targets as possible are planned
// for and, second, the sum of ln p over them is largest (so that a plan rather gives
// up half of a likely introduction than three quarters of an unlikely one; the sum of
// p would let the unlikely ones starve). The path over a broker is the most probable
// one that ends with broker and target and visits the target once.
//
// TIES: of equally good plans the one that the flow finds first: it depends on the
// order of the targets and on member ids only; same for any number of threads. ln p is
// rounded to about 2^-50 of the sum.
// COST: O(h m + c log n) for c candidates (target, broker), O(h m) more for each
// target that is on its own broker's best path, and O(c log n) for each target planned.
// ERRORS: OutOfRange for a member; InvalidArgument for a target named twice, an option
// or a probability out of range; Cancelled by `run`.
// SOURCE: minimum-cost maximum flow by successive shortest paths: Edmonds, Karp 1972,
// doi:10.1145/321694.321699, in Boost.Graph.
absl::StatusOr<IntroductionPlan> PlanIntroductions(
    const IntroductionGraph& graph, absl::Span<const MemberId> sources,
    absl::Span<const MemberId> targets, const IntroductionPlanOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PLAN_H_
