// SPDX-License-Identifier: Apache-2.0
// Ways that news could really have taken: each exchange after the one before it.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_TIME_RESPECTING_PATHS_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_TIME_RESPECTING_PATHS_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// One exchange: at that moment `from` can pass something on to `to`.
struct Contact {
  Time at;
  Node from = 0;
  Node to = 0;
  ArcIndex tie = 0;
  friend auto operator<=>(const Contact&, const Contact&) = default;
};

// Returns all dated exchanges that `view` knows of, between different members,
// sorted: each one its tie holds, or the first and the last one where it holds no more.
// Along directed ties, and both ways along the others; with `both_ways` along all.
//
// COST: O(m + c log c) for c contacts. ERRORS: Cancelled by `run`.
absl::StatusOr<std::vector<Contact>> ContactsOf(const CommunityView& view,
                                                bool both_ways = false,
                                                const RunControl* run = nullptr);

enum class TemporalCriterion {
  kEarliestArrival,  // From the ends: arrives first.
  kLatestDeparture,  // To the ends: departs last.
  kFastest,          // From the ends: least time from departure to arrival.
  kFewestHops,       // From the ends: fewest contacts; of these, arrives first.
};

// "earliest-arrival", "latest-departure", "fastest", "fewest-hops".
const char* NameOf(TemporalCriterion criterion);

struct TemporalOptions {
  TemporalCriterion criterion = TemporalCriterion::kEarliestArrival;
  // Contacts that begin earlier, or are over later, don't count; absent: all count.
  Time begin;
  Time end;
  // What each contact takes, in microseconds, 0 to 1000 years. 0: an instant.
  int64_t duration = 0;
  // A contact must begin after the one before it is over: what is heard in an instant
  // is not passed on in the same one. False lets it begin at that very moment, as Wu
  // 2014 has it: right for contacts that take time, and for dates without a time of
  // day, where the order within a day is unknown and any order is to be allowed.
  bool strict = true;
  const RunControl* run = nullptr;
};

struct TemporalPath {
  std::vector<MemberId> members;  // One more than contacts; empty: no path.
  std::vector<ArcIndex> ties;     // Of each contact.
  std::vector<Time> times;        // At which it began.
  Time departs;                   // The first contact begins; absent without contacts.
  Time arrives;                   // The last one is over.
  int hops() const { return static_cast<int>(ties.size()); }
};

// Best paths between a set of members, the ends, and every member.
class TemporalTree {
 public:
  // The path to `member`; for kLatestDeparture the path from there. One member and no
  // contact if it is one of the ends. COST: O(labels of the member + hops).
  TemporalPath PathTo(MemberId member) const;

 private:
  friend class TemporalSweep;
  static constexpr uint32_t kNone = UINT32_MAX;
  // A path to a node that is better than all that arrive there no later.
  struct Label {
    int64_t arrives = 0;
    int64_t value = 0;  // Less is better: arrival, departure negated, or hops.
    int64_t at = 0;     // When its last contact began.
    ArcIndex tie = 0;
    Node before = 0;          // From whom.
    uint32_t parent = kNone;  // Their label; none at an end.
  };
  uint32_t BestLabel(Node node) const;

  TemporalCriterion criterion_ = TemporalCriterion::kEarliestArrival;
  int64_t duration_ = 0;
  std::vector<uint8_t> is_end_;
  std::vector<Label> labels_;
  std::vector<std::vector<uint32_t>> of_node_;  // By arrival; each better than before.
};

// Returns the best path by the criterion from any of `ends` to every member (for
// kLatestDeparture: from every member to any of them), over `contacts` in their order
// of time. No path visits a member twice.
//
// TIES: the path whose last contact comes first in `contacts` (for kLatestDeparture:
// whose first contact comes last), and so on for the rest of it.
// COST: one pass: O(c log l) time, O(n + labels) memory; c contacts, l labels of a
// node: 1, but for kFastest up to its contacts, for kFewestHops up to the hops. With
// duration 0 and not strict, contacts of one moment are passed again as long as that
// makes a path longer.
// ERRORS: OutOfRange for an end or a member of a contact; InvalidArgument for contacts
// out of order or undated, or a duration out of range; Cancelled by `run`.
// SOURCE: Wu, Cheng, Huang, Ke, Lu, Xu 2014, doi:10.14778/2732939.2732945. Latest
// departure is earliest arrival with time and ties reversed.
absl::StatusOr<TemporalTree> FindTimeRespectingPaths(absl::Span<const Contact> contacts,
                                                     uint32_t num_members,
                                                     absl::Span<const MemberId> ends,
                                                     const TemporalOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_TIME_RESPECTING_PATHS_H_
