// SPDX-License-Identifier: Apache-2.0
// Waits and pulls by cluster, topic or day of the week, and the rhythm of each group.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_PACE_GROUPS_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_PACE_GROUPS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/waits.h"
#include "algorithms/kernels/hawkes.h"
#include "graph/calendar.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// One thing to put into groups: a wait, or a pull.
struct PaceItem {
  MemberId member;      // None: somebody unknown.
  uint32_t signal = 0;  // Row of the signals.
  Time at;
};

// Items in named groups; one may be in several, or in none.
struct PaceGroups {
  std::vector<std::string> id;
  std::vector<std::string> name;
  std::vector<std::vector<uint32_t>> rows;  // Ascending indices of items, a list a group.
};

// The waits as items, each at the moment it began; and the dated signals of `kind`
// (absent: of all kinds) that `view` knows of, in order of time.
//
// COST: O(waits); O(signals).
std::vector<PaceItem> ItemsOf(const Waits& waits);
std::vector<PaceItem> DatedPulls(const CommunityView& view, std::optional<SignalKind> kind);

// All items in one group "all".
PaceGroups GroupTogether(absl::Span<const PaceItem> items);

// By the cluster of the member: `cluster_of`, one a member, UINT32_MAX for none. Groups
// are numbered as clusters are and bear their names; one without is "cluster 7".
//
// COST: O(items + clusters).
PaceGroups GroupByCluster(absl::Span<const PaceItem> items,
                          absl::Span<const uint32_t> cluster_of,
                          absl::Span<const std::string> names);

// By the topics of the signal (TopicsOfSignal), one group a topic of the community.
// COST: O(items and their topics + topics).
PaceGroups GroupByTopic(const CommunityGraph& community, absl::Span<const PaceItem> items);

// By the day of the week in UTC, "1" (Monday) to "7". All items are dated.
// COST: O(items).
PaceGroups GroupByWeekday(absl::Span<const PaceItem> items);

// By the period of the calendar, UTC, that holds the moment: cohorts. The oldest first. All
// items are dated.
// COST: O(items log items).
PaceGroups GroupByPeriod(absl::Span<const PaceItem> items, CalendarUnit unit);

struct RhythmOptions {
  // Moments that a group must have to be told of; at least 20 are wanted anyhow, fewer
  // say next to nothing.
  uint32_t min_size = 5;
  double confidence = 0.95;  // Of the intervals, in (0, 1).
  const RunControl* run = nullptr;
};

struct Rhythm {
  uint32_t group = 0;
  double days = 0;  // From the first item of all to now: what is fitted to.
  HawkesFit fit;
};

// Fits a Hawkes process to the moments of each group, equal ones once.
//
// TIES: most self-exciting first (branching ratio), then by group.
// COST: that of FitHawkes for each group.
// ERRORS: those of FitHawkes; Cancelled by `run`.
absl::StatusOr<std::vector<Rhythm>> FindRhythms(const CommunityView& view,
                                                absl::Span<const PaceItem> items,
                                                const PaceGroups& groups,
                                                const RhythmOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_PACE_GROUPS_H_
