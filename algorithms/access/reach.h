// SPDX-License-Identifier: Apache-2.0
// How likely is it that some introduction gets through?
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_REACH_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_REACH_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/ids.h"
#include "graph/introduction_graph.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct ReachOptions {
  // Introductions in a path at most, 1 to 64; 0: any number.
  int max_hops = 0;
  // Error that all estimates together keep with probability 1 - delta; in (0, 0.5].
  double epsilon = 0.02;
  // In (0, 1).
  double delta = 0.05;
  // Probability that a member in between is willing, in [0, 1], one a member; empty
  // means that all are. A member is willing or not for all askers alike.
  absl::Span<const double> willingness;
  uint64_t seed = kDefaultSeed;
  // Threads, progress and cancelling.
  const RunControl* run = nullptr;
};

struct ReachEstimate {
  // Share of worlds that reach the member; exactly 1 for a source, and exactly 0
  // where no path is.
  std::vector<double> probability;
  // Worlds drawn for each estimate, a multiple of 64.
  int64_t worlds = 0;
  // Every estimate is this near to the truth with probability 1 - delta, <= epsilon.
  double half_width = 0;
};

// Returns for every member the probability that some path of at most `max_hops`
// introductions from any of `sources` is live: every tie of the path passes the
// introduction on (each of them independently with its probability), and every
// member in between is willing. That is two-terminal reliability.
//
// TIES: none; bit-identical for any number of threads.
// COST: expected O(w / 64 * arcs of the members reached * 10) words of random bits
// for w = ln(4 n / delta) / (2 epsilon^2) worlds, n the members that some path
// reaches; fewer if all variances are small. 64 worlds in a pass. O(n) memory a thread.
// ERRORS: OutOfRange if a source is not in the graph; InvalidArgument for an option
// or a probability out of range (NaN included); Cancelled by `run`.
// SOURCE: Hoeffding 1963, doi:10.1080/01621459.1963.10500830; Maurer, Pontil 2009,
// arXiv:0907.3740 (empirical Bernstein), checked as the number of worlds doubles.
absl::StatusOr<ReachEstimate> EstimateReach(const IntroductionGraph& graph,
                                            absl::Span<const MemberId> sources,
                                            const ReachOptions& options = {});

// The same for the given targets only, one estimate for each, in their order: drawn
// backwards from each target until the sources are met, so that a few targets cost
// their own surroundings.
//
// COST: as above, with the number of targets for n in w, and the arcs searched from
// each target. ERRORS: as above, OutOfRange for a target, too.
// SOURCE: reverse reachable sets, Borgs et al. 2014, doi:10.1137/1.9781611973402.70.
absl::StatusOr<ReachEstimate> EstimateReachOf(const IntroductionGraph& graph,
                                              absl::Span<const MemberId> sources,
                                              absl::Span<const MemberId> targets,
                                              const ReachOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_REACH_H_
