// SPDX-License-Identifier: Apache-2.0
// How clusters are born, grow, merge, split and die.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_CLUSTER_LIFE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_CLUSTER_LIFE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/windows.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

enum class LifeEvent : uint8_t {
  kBirth,    // No cluster of the window before went into it.
  kGrowth,   // Larger than before by more than `change`,
  kDecline,  // or smaller by more than that,
  kSteady,   // or neither.
  kMerge,    // Two or more clusters of the window before went into it.
  kSplit,    // The cluster it went on from went into others, too, or it came out of one.
  kDeath,    // Told in the first window without it.
};

// "birth", "growth", ...
std::string_view LifeEventName(LifeEvent event);

struct ClusterLifeOptions {
  WindowOptions windows;
  uint32_t min_size = 3;   // Members, >= 2.
  // Share of the members whom two clusters of successive windows could have in common
  // (those in any cluster in both windows) that makes one go into the other; (0, 1].
  double overlap = 0.5;
  double change = 0.2;     // Of the size, >= 0.
  double resolution = 1;   // Of the modularity that clusters maximise; finite, >= 0.
  double confidence = 0.95;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// A cluster in one window.
struct ClusterStage {
  uint32_t window = 0;
  uint32_t id = 0;  // Stays with the cluster from window to window.
  LifeEvent event = LifeEvent::kBirth;
  std::vector<MemberId> members;  // Ascending; of a death, the last ones.
  uint64_t size_before = 0;       // In the window before; 0 if born.
  // Clusters of the window before that went into this one, or for a split or a death
  // those it came out of or went into; ascending, without its own id.
  std::vector<uint32_t> with;
  MemberId centre;  // The member with most exchanges inside, the first of equals.
  // Of those who came from another cluster or from none: how many came here, and the
  // share of them, as a multiple of the cluster's share of all members in the window
  // before, with its interval. Above 1 it draws more than its size; absent for births
  // and where nobody moved.
  uint64_t arrivals = 0;
  uint64_t departures = 0;  // To another cluster, or to none.
  std::optional<Estimate> gravity;
};

struct ClusterLives {
  std::vector<Window> windows;
  std::vector<ClusterStage> stages;  // By window, then id.
  uint32_t num_ids = 0;
};

// Returns the clusters of every window and how they follow from those of the window
// before. Clusters are Leiden communities of the exchanges within the window, weighed
// by their number. A cluster inherits the id of the one with which it has most members
// in common, each id going to one; the others' ids end.
//
// TIES: more common members first, then smaller ids; same for any number of threads.
// COST: that of FindCommunities for each window.
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if nothing is
// dated; Cancelled by `run`.
// SOURCE: Greene, Doyle, Cunningham 2010, doi:10.1109/ASONAM.2010.17; events as in
// Palla, Barabasi, Vicsek 2007, doi:10.1038/nature05670.
absl::StatusOr<ClusterLives> FindClusterLives(const CommunityView& view,
                                              const ClusterLifeOptions& options = {});

// Members of clusters, ascending, window by window: the part of the above that needs no
// community. Fills all of a stage but `centre`.
//
// COST: O(members log members) a window, and the largest member id in memory.
// ERRORS: InvalidArgument for overlap, change or confidence.
absl::StatusOr<std::vector<ClusterStage>> FollowClusters(
    absl::Span<const std::vector<std::vector<MemberId>>> clusters,
    const ClusterLifeOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_CLUSTER_LIFE_H_
