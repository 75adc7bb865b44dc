// SPDX-License-Identifier: Apache-2.0
// The edge of the market: clusters outside the core that are near customers, hold
// few of them, grow, and ask.
#ifndef PULLGRAPH_ALGORITHMS_EDGE_EDGE_CLUSTERS_H_
#define PULLGRAPH_ALGORITHMS_EDGE_EDGE_CLUSTERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/edge/distinctive_topics.h"
#include "algorithms/edge/exposure_test.h"
#include "algorithms/kernels/leiden.h"
#include "algorithms/kernels/wilson.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_probability.h"

namespace pullgraph {

struct EdgeOptions {
  // Whose customers count; None: those of any market.
  MarketId market = MarketId::None();
  // How interactions make strengths; its `run` is not used.
  TieStrengthOptions strength;
  // What the clusters maximise, and its resolution; finite, >= 0. More gives more,
  // smaller clusters. See LeidenOptions.
  LeidenObjective objective = LeidenObjective::kModularity;
  double resolution = 1;
  // Members that a cluster must have to be reported, >= 1.
  uint32_t min_size = 3;
  // Length of the recent window and of the one before it, in days; finite, > 0.
  double window_days = 90;
  // Of the interval of the penetration, in (0, 1).
  double confidence = 0.95;
  // Topics that name a cluster.
  DistinctiveTopicsOptions topics;
  // Bridging members listed a cluster, >= 0.
  int max_bridges = 3;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// A member of a cluster who knows customers: the way in.
struct BridgingMember {
  MemberId member;
  double strength = 0;           // Of all ties to customers.
  MemberId customer;             // The one with the strongest tie.
  double customer_strength = 0;  // Of that tie.
  ArcIndex tie = 0;              // Its strongest arc in the community, the evidence.
};

// A count in the window up to now, and in the one before that.
struct WindowCounts {
  uint64_t recent = 0;
  uint64_t before = 0;
};

// Figures that the community's data cannot give are absent. Staff and bots take part
// in the ties but not in the counts of members, signals and asks.
struct EdgeCluster {
  uint32_t id = 0;  // Label of the Leiden communities: 0 is the largest.
  std::string name;  // Topics, else "around <member of the largest strength>".
  std::vector<MemberId> members;  // Ascending, without staff and bots.
  uint64_t customers = 0;         // Of `members`.
  bool on_front = false;          // An edge cluster.

  double volume = 0;       // Strength of the ties of its members, inner ones twice.
  double conductance = 0;  // cut / min(volume, volume of the others), in [0, 1].
  // Share of the volume that goes to customers, in [0, 1]; absent without customers.
  std::optional<double> exposure;
  // Whether that is more than chance gives, among all clusters; absent as exposure, and
  // for a cluster without ties.
  std::optional<ExposureTest> exposure_test;
  // Customers / members; absent without customers.
  std::optional<double> penetration;
  ShareInterval penetration_interval;  // [0, 1] if absent.
  // Members who joined, or else were first active, in each window; and
  // 100 (recent - before) / max(before, 1), in %. Absent if nothing is dated.
  WindowCounts arrivals;
  std::optional<double> growth;
  // Pull signals in each window; recent ones a member a week; and the same for the
  // window before subtracted. Absent without dated signals.
  WindowCounts signals;
  std::optional<double> demand;
  std::optional<double> demand_trend;
  // Asks known, those not answered by as_of, and their share; absent without asks.
  uint64_t asks = 0;
  uint64_t unanswered = 0;
  std::optional<double> unmet_share;

  std::vector<DistinctiveTopic> topics;
  std::vector<BridgingMember> bridges;  // Strongest first, then by id.
};

struct EdgeReport {
  // On the Pareto front first, then by exposure descending, then by id.
  std::vector<EdgeCluster> clusters;
  // Cluster id of every member; UINT32_MAX for those not known at as_of.
  std::vector<uint32_t> cluster_of;
  uint32_t num_clusters = 0;  // With members, of any size.
  uint32_t num_core = 0;      // Of customers only: not reported.
  uint32_t num_small = 0;     // Below min_size: not reported.
  double modularity = 0;      // Whatever the clusters maximise.
  // What the figures rest on; a figure is absent where its source is.
  uint64_t num_customers = 0;
  bool has_dates = false;
  bool has_dated_signals = false;
};

// Returns the clusters of the community as of `view` that are large enough and not
// made of customers alone. Those on the Pareto front of (exposure up, penetration
// down, growth up, demand up, conductance down) are the edge of the market; figures
// that are absent leave the comparison.
//
// TIES: as stated at the fields; same for any number of threads.
// COST: that of FindCommunities, plus O(n + m + s log s) for s signals.
// ERRORS: InvalidArgument for an option out of range; OutOfRange for a market not in
// the community; Cancelled by `run`.
// SOURCE: clusters: Traag 2019, arXiv:1810.08473; DESIGN 5, "Edge of the market".
absl::StatusOr<EdgeReport> FindEdgeClusters(const CommunityView& view,
                                            const EdgeOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_EDGE_EDGE_CLUSTERS_H_
