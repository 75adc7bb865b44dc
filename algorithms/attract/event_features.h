// SPDX-License-Identifier: Apache-2.0
// What history says of where a source goes next: a short list of targets, described.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_FEATURES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_FEATURES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/event_history.h"

namespace pullgraph {

// Counts c are log(1 + c) and times log(1 + seconds), unless it is said otherwise;
// "rate" is a sum over past events that halves in a part of the training (kEventHalvings:
// 0 is the fastest).
enum class EventFeature : size_t {
  // Of source and target.
  kPlace,         // Place of the target by the source's last visit, plain.
  kPairSince,
  kPairCount,
  kPairShare,     // Their events over those of the source.
  kRecent0,       // Sums over the source's events here, fading event by event.
  kRecent1,
  kRecent2,
  kEventsSince,   // Events of the source since it was here.
  kCountPlace,    // Targets where the source was more often, plain.
  kPairRate1,
  kPairRate3,
  kPairRate4,
  kOverdue,       // Log of the time since the last event over that between events.
  kOthersSince,   // Events at the target since the source was here.
  kPairAge,
  kShareOfTarget,
  kBackSince,     // Of ties: the same two the other way.
  kBackCount,
  kAwaitsAnswer,  // 1 if the last event of the two went the other way.
  // Of the source.
  kRun,           // Events in a row at its last target.
  kSourceCount,
  kSourceSince,
  kSourceTargets,
  kSwitches,      // Share of its events that were at another target than the one before.
  kSwitching,     // The same, of late.
  kVariety,       // Targets over events.
  kNovelty,       // Share of its events that were at a new target, of late.
  kSourceGap,     // Time between its last two events.
  kSecondSince,   // Since it was at the last target but one.
  // Of the target.
  kTargetSince,
  kTargetRate0,
  kTargetRate1,
  kTargetRate2,
  kTargetRate3,
  kTargetRate4,
  kTargetCount,
  kTargetSources,
  kNewcomerRate0,
  kNewcomerRate1,
  kNewcomerRate3,
  kNewcomerRate4,
  kNewcomerSince,
  kChangeRate1,
  kChangeRate3,
  kVisitorCount,  // Events of its last visitor.
  kUnlikeLag,     // kTargetSince less what is usual where the source switches to.
  // Of the target and where the source was before.
  kWent,          // Sources that went there from the source's last target.
  kWentShare,
  kTogether,      // Sum over its targets of sources shared, over the mean of both.
  kTogetherMost,
  kTogetherLast,  // With its last target alone.
  kAlike,         // Likeness of the target's last visitors to the source.
};
inline constexpr size_t kNumEventFeatures = static_cast<size_t>(EventFeature::kAlike) + 1;

struct EventShortlistOptions {
  size_t own = 30;        // Targets of the source, those it left last.
  size_t last = 20;       // Targets where anybody was last.
  size_t newcomers = 20;  // Targets with most newcomers of late, at either half-life.
  size_t companions = 10; // Targets that go with each of the source's last three.
};

// Asks about one event to come: which targets are worth a look, and what is known of them.
// Reads a history, and serves for any number of events.
class EventQuestion {
 public:
  explicit EventQuestion(const EventHistory& history, uint32_t num_targets)
      : history_(history), mark_(num_targets), own_mark_(num_targets) {}

  // Distinct targets of which none is in `excluded`, the source's own first.
  // COST: O(targets listed).
  const std::vector<uint32_t>& List(uint32_t source, absl::Span<const uint32_t> excluded,
                                    const EventShortlistOptions& options);

  // Must be called before Describe(), with the source and the time that is asked about.
  // COST: O(targets of the source, sorted).
  void Face(uint32_t source, int64_t at);
  // Appends kNumEventFeatures numbers to `out`. COST: O(1), but for a few loops of ten.
  void Describe(uint32_t target, std::vector<double>& out) const;

 private:
  void DescribePair(uint32_t target, double* f) const;
  void DescribeReverse(uint32_t target, const EventPair* pair, double* f) const;
  void DescribeSource(double* f) const;
  void DescribeTarget(uint32_t target, double* f) const;
  void DescribeCompany(uint32_t target, double* f) const;
  double Since(int64_t time, bool ever) const;

  const EventHistory& history_;
  std::vector<uint32_t> list_;
  std::vector<uint64_t> mark_;  // Of targets listed or excluded: the number of the list.
  uint64_t lists_ = 0;
  uint32_t source_ = 0;
  int64_t at_ = 0;
  std::vector<uint64_t> own_mark_;  // Of the source's last targets: the number of the face.
  std::vector<uint32_t> own_place_;
  uint64_t faces_ = 0;
  std::vector<uint32_t> own_counts_;  // Ascending.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_FEATURES_H_
