// SPDX-License-Identifier: Apache-2.0
// Who went to what, and when: dated events of sources and targets.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_STREAM_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_STREAM_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "graph/community_view.h"

namespace pullgraph {

// One event, of a source and a target numbered from 0 each by itself.
struct DatedEvent {
  uint32_t source = 0;
  uint32_t target = 0;
  int64_t at = 0;  // Microseconds since the Unix epoch.

  friend auto operator<=>(const DatedEvent&, const DatedEvent&) = default;
};

enum class EventKind {
  kSignals,  // Of members to resources.
  kTies,     // Of members to members.
};

struct EventStream {
  EventKind kind = EventKind::kSignals;
  uint32_t num_sources = 0;  // All have at least one event, and so have all targets.
  uint32_t num_targets = 0;
  std::vector<DatedEvent> events;  // By (at, source, target).
  // Of ties: which source each target is, or kNoSource. Of signals: empty.
  std::vector<uint32_t> source_of_target;
};
inline constexpr uint32_t kNoSource = 0xFFFFFFFF;

// Returns the dated signals of known members to resources that `view` knows; if there
// are none, every dated interaction of its ties (see ListContacts). Sources and targets
// are numbered as the members and resources are, those without an event left out.
// COST: O(s + m + e log e), e events.
EventStream ListEvents(const CommunityView& view);

// ERRORS: InvalidArgument if the events are not in order of time, or source_of_target is
// of another size than it should; OutOfRange for a source or a target that is none.
absl::Status CheckEvents(const EventStream& stream);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_STREAM_H_
