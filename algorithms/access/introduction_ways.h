// SPDX-License-Identifier: Apache-2.0
// By whom somebody can be introduced, and how likely that succeeds.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_WAYS_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_WAYS_H_

#include <cstddef>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/access/introduction_path.h"

namespace pullgraph {

// The way to a target over one broker: the most probable path that ends with broker and
// target and visits the target once.
struct IntroductionWay {
  MemberId broker;
  double probability = 0;  // At most this, unless exact.
  bool exact = true;
};

// The ways to each of several targets, those over hubs only bounded at first. The graph,
// sources and targets outlive it.
class IntroductionWays {
 public:
  // Ways by broker id; none for a target that is a source. Those less probable than
  // `options.min_probability` are left out.
  //
  // COST: O(h m + h c) for c ways.
  // ERRORS: OutOfRange for a member; InvalidArgument for an option or a probability out
  // of range; Cancelled by `options.run`.
  static absl::StatusOr<IntroductionWays> Find(const IntroductionGraph& graph,
                                               absl::Span<const MemberId> sources,
                                               absl::Span<const MemberId> targets,
                                               const IntroductionPathOptions& options);

  absl::Span<const IntroductionWay> To(size_t target) const { return ways_[target]; }

  // Makes all ways to targets[target] exact; a broker without another way than over the
  // target itself gets probability 0. Calls for different targets may run at once.
  //
  // COST: O(h m) if any is not exact yet.
  absl::Status MakeExact(size_t target);

  // The path behind an exact way of positive probability. COST: O(h).
  AccessPath PathOver(size_t target, size_t way) const;

 private:
  IntroductionWays(const IntroductionGraph& graph, absl::Span<const MemberId> sources,
                   absl::Span<const MemberId> targets, const IntroductionPathOptions& options);

  absl::StatusOr<AccessMap> MapAround(MemberId avoided) const;
  void Bound(size_t target);
  AccessPath Extend(AccessPath way, MemberId target) const;
  bool IsProbable(double p) const;

  const IntroductionGraph* graph_;
  absl::Span<const MemberId> sources_, targets_;
  IntroductionPathOptions options_;
  std::vector<uint8_t> is_source_;
  AccessMap map_;  // The best paths to possible brokers.
  std::vector<std::vector<IntroductionWay>> ways_;
  // By position among the ways of a target: those that had to lead around it.
  std::vector<std::map<size_t, AccessPath>> around_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_WAYS_H_
