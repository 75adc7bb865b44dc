// SPDX-License-Identifier: Apache-2.0
// Intervals for figures made of rows that depend on each other: rows of one member, say.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_CLUSTER_BOOTSTRAP_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_CLUSTER_BOOTSTRAP_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct ClusterBootstrapOptions {
  int resamples = 1000;      // >= 20.
  double confidence = 0.95;  // In (0, 1).
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Calls statistic(weights) for resamples of the clusters: weights[c] is how often cluster c
// was drawn, the sum is `clusters`. Value is the statistic with all weights 1, low and high
// are percentiles of the resamples; those that are NaN (nothing to divide by, say) are left
// out. `statistic` is called by several threads at once.
//
// TIES: none; bit-identical for any number of threads.
// COST: resamples x (clusters + that of the statistic) / threads.
// ERRORS: InvalidArgument without clusters or for an option out of range; Cancelled.
// SOURCE: Davison and Hinkley 1997, section 3.8; Field and Welsh 2007,
// doi:10.1111/j.1467-9868.2007.00593.x.
absl::StatusOr<Estimate> BootstrapClusters(
    size_t clusters, absl::FunctionRef<double(absl::Span<const uint32_t> weights)> statistic,
    const ClusterBootstrapOptions& options = {});

// A part of a whole, and the cluster (a member) to which it belongs.
struct ClusterCount {
  uint64_t cluster = 0;  // Any number that is the same for all of a cluster.
  double hits = 0;       // In [0, trials].
  double trials = 0;
};

// Returns the ratio of two sums over the clusters, with an interval by resampling them:
// sum of hits / sum of trials, which need not be a share. Without trials NaN.
//
// COST: O(n log n + resamples x clusters / threads). ERRORS: as above.
absl::StatusOr<Estimate> BootstrapRatio(std::vector<ClusterCount> counts,
                                        const ClusterBootstrapOptions& options = {});

// Returns the share hits / trials with the interval of as many independent trials as tell
// the same: trials / design effect, which is the variance between clusters over that of
// independent trials. No bootstrap, but what it converges to, and good for few clusters and
// for shares of 0 and 1, where resampling gives an interval without width. `effective`, if
// given, is the number of independent trials.
//
// COST: O(n log n). ERRORS: InvalidArgument for hits out of [0, trials], a number that is
// not finite, or a confidence outside (0, 1).
// SOURCE: linearised variance of a ratio, design effect: Cochran 1977, section 9A.2; Korn
// and Graubard 1998, Survey Methodology 24:193; interval: that of BetaShare.
absl::StatusOr<Estimate> ClusterShare(std::vector<ClusterCount> counts, double confidence = 0.95,
                                      double* effective = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_CLUSTER_BOOTSTRAP_H_
