// SPDX-License-Identifier: Apache-2.0
// The ledger of push and pull: what of our pushing is waste?
#ifndef PULLGRAPH_ALGORITHMS_LEAN_WASTE_H_
#define PULLGRAPH_ALGORITHMS_LEAN_WASTE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/count_intervals.h"
#include "algorithms/lean/attribution.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

struct WasteOptions {
  // Days within which a pull is attributed to a touch; finite, > 0.
  double window_days = 14;
  // Further windows to show how much the rate depends on it; each finite, > 0.
  std::vector<double> other_windows = {1, 3, 7, 30, 90};
  // Currency units that a touch costs if neither it nor its resource says so; >= 0.
  double default_cost = 0;
  // Attributes of members whose values are segments; "tags" stands for their tags.
  std::vector<std::string> segments;
  // Cluster of each member, UINT32_MAX for none; empty: no lines by cluster.
  absl::Span<const uint32_t> cluster_of;
  // Of the intervals, in (0, 1).
  double confidence = 0.95;
  bool count_opens = false;  // See AttributionOptions.
  const RunControl* run = nullptr;
};

enum class WasteBy { kAll, kChannel, kCampaign, kContent, kSegment, kCluster };

// "all", "channel", ...
const char* NameOf(WasteBy by);

struct WindowWaste {
  double days = 0;
  uint64_t wasted = 0;
  uint64_t decided = 0;  // Touches with a pull, or whose window is over.
};

struct WasteLine {
  WasteBy by = WasteBy::kAll;
  std::string key;    // External id of the group; "" for pulls that no touch came before.
  std::string label;  // What people call it; "city = Bonn" for a segment.

  uint64_t touches = 0;  // Pushes, without holdouts.
  uint64_t members = 0;  // Who got them.
  // Pulls of the group: all of its members' or of its content's; in a channel or campaign,
  // those attributed to its touches.
  uint64_t pulls = 0;
  Estimate pull_share;  // pulls / (pulls + touches).

  uint64_t wasted = 0;   // Decided touches without an attributed pull.
  uint64_t decided = 0;  // The others are undated, or too young to tell.
  // Sent at an unknown time while signals are dated: nobody knows whether a pull followed.
  uint64_t undated = 0;
  Estimate waste_rate;   // wasted / decided.
  double cost = 0;       // Of all touches, in currency units.
  double wasted_cost = 0;
  std::vector<WindowWaste> windows;  // `window_days` and the others, ascending.
};

struct WasteLedger {
  // All first, then as WasteBy has it, in each by touches, then pulls, descending, then
  // by label. Content without a touch is left out.
  std::vector<WasteLine> lines;
  uint64_t left_out = 0;  // Touches of staff and bots, which count nowhere.
  uint64_t holdouts = 0;
  Attribution attribution;
};

// Returns the ledger of all touches known to `view`. A pull is a signal of anybody but
// staff and bots, or an outcome clicked, replied or converted without such a signal
// within the window. It is attributed to the last related touch of its member (see
// attribution.h) if that was at most `window_days` before. A touch without an attributed
// pull is wasted once its window is over; at once if it bounced or was answered by an
// unsubscription, or if no signal of the community is dated: then outcomes are taken as
// final. A touch without a date is not decided where signals are dated, unless its outcome
// decides it: that a pull is not known to have followed does not say that none did.
//
// What is attributed is not thereby caused: see experiment.h.
//
// TIES: as stated at the fields. The same for any number of threads.
// COST: O(n + (t + s) k + lines log lines) for t touches and s signals of k topics.
// ERRORS: InvalidArgument for an option out of range; Cancelled by `run`.
// SOURCE: DESIGN 5, "Lean"; intervals: ClusterShare over members.
absl::StatusOr<WasteLedger> BuildWasteLedger(const CommunityView& view,
                                             const WasteOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_WASTE_H_
