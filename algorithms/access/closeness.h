// SPDX-License-Identifier: Apache-2.0
// How near is a member to all others?
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_CLOSENESS_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_CLOSENESS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct ClosenessOptions {
  // Members within 1, 2, ... up to that many hops are counted; 0 to 64.
  int hops = 3;
  // Exact if n (n + m) is at most that, estimated beyond; >= 0. 64 searches run in one,
  // so that the default takes seconds.
  double exact_work = 2e10;
  // Of the estimate: 2^b registers a member; b in [4, 16]. The standard error of a ball
  // is 1.04 / 2^(b/2) of its size: 6.5 % at 8, which takes 512 bytes a member.
  int log2_registers = 8;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

struct Closeness {
  // Mean of 1 / hops over all other members, 0 for those out of reach; in [0, 1].
  std::vector<double> closeness;
  // Other members within i + 1 hops of v at [v * hops + i].
  std::vector<double> within;
  int hops = 0;
  bool exact = true;
  // Standard error of the size of a ball (a member and all within i > 1 hops), relative
  // to its size; 0 if exact.
  double relative_error = 0;
};

// Returns the harmonic closeness of every node of `graph`, along its arcs, and the
// numbers of nodes within a few hops.
//
// TIES: none; bit-identical for any number of threads.
// COST: exact: O(n (n + m)) time, divided by up to 64 where searches share their ways;
// 24 bytes a node and thread. Estimated: O(d (n + m) 2^b) time, d the longest shortest
// path; 2^(b + 1) bytes a node.
// ERRORS: InvalidArgument for an option out of range; Cancelled by `run`.
// SOURCE: Marchiori, Latora 2000, doi:10.1016/S0378-4371(00)00311-3 (harmonic); Then et
// al. 2014, doi:10.14778/2735496.2735507 (searches of many sources at once); Boldi,
// Vigna 2013, doi:10.1109/ICDMW.2013.10 (HyperBall).
absl::StatusOr<Closeness> FindCloseness(const TieGraph& graph,
                                        const ClosenessOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_CLOSENESS_H_
