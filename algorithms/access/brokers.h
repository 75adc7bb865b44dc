// SPDX-License-Identifier: Apache-2.0
// Over whom do the ways through the community lead?
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_BROKERS_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_BROKERS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct BrokerOptions {
  // Error that all betweenness estimates together keep with probability 1 - delta; in
  // (0, 0.5]. Not used where exact is affordable.
  double epsilon = 0.005;
  // In (0, 1).
  double delta = 0.05;
  // Betweenness is exact if n (n + m) is at most that, sampled beyond; >= 0. The
  // default takes about ten seconds of one thread.
  double exact_work = 2e9;
  // See LeidenOptions.
  double resolution = 1;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// All one per member.
struct Brokers {
  // See betweenness.h. In [0, 1].
  std::vector<double> betweenness;
  std::vector<uint32_t> contacts;
  // Of the clusters found by Leiden, larger ones first.
  std::vector<uint32_t> cluster;
  // 1 - sum over clusters of (share of the contacts in it)^2, in [0, 1): 0 if all are in
  // one cluster, towards 1 if spread evenly over many; 0 without contacts.
  std::vector<double> participation;
  std::vector<uint32_t> clusters_tied;  // That hold one of the contacts.
  uint32_t num_clusters = 0;
  double epsilon = 0;   // Error kept by all of `betweenness`; 0 if exact.
  int64_t samples = 0;  // 0 if exact.
};

// Returns how much each member of `ties` stands between others. `weights`, one per arc
// or none, is the strength of ties for the clusters alone: paths are counted in hops,
// contacts in numbers.
//
// TIES: none; bit-identical for any number of threads.
// COST: that of FindBetweenness or EstimateBetweenness, and of FindCommunities.
// ERRORS: InvalidArgument if `ties` is not symmetric, or for an option or weight out of
// range; Cancelled by `run`.
// SOURCE: Freeman 1977, doi:10.2307/3033543; Guimera, Amaral 2005,
// doi:10.1038/nature03288 (participation coefficient).
absl::StatusOr<Brokers> FindBrokers(const TieGraph& ties,
                                    absl::Span<const double> weights = {},
                                    const BrokerOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_BROKERS_H_
