// SPDX-License-Identifier: Apache-2.0
// Few introductions, likely ones or fresh ones: what a path can have of each.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_PATH_TRADE_OFF_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_PATH_TRADE_OFF_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/access/introduction_path.h"

namespace pullgraph {

struct TradeOff {
  AccessPath path;
  // The largest age of its arcs; infinite if one of them is.
  double staleness = 0;
};

// Returns the Pareto set of the loopless paths from any of `sources` to `goal` within
// the limits of `options`: one path for each (hops, probability, staleness) such that
// no path has as few hops, as high a probability and as low a staleness, and one of
// them better. `ages` has one entry per arc, >= 0, in any unit, infinite where
// unknown: unknown is worse than any age. A source has one path, of no hop,
// probability 1 and staleness 0. Out of reach is an answer: none.
//
// TIES: fewer hops first, then more probable, which is staler. Of the paths with the
// same three, that of the lexicographically smaller member ids. Probabilities are
// told apart by the sum of -ln p, to its last bit as a double.
// COST: O((p + q log a) (h m)) time, p points found, q of them with a fresher path
// just as good, a different ages; O(h n + m) memory. h = max_hops.
// ERRORS: those of FindAccessMap; OutOfRange for the goal; InvalidArgument for an age
// that is negative or NaN, or the wrong number of them; Cancelled by `run`.
// SOURCE: epsilon-constraint method (Haimes, Lasdon, Wismer 1971,
// doi:10.1109/TSMC.1971.4308298) on the layers of hop_limited_paths.h: one answers for
// all numbers of hops at one limit of staleness, and only limits that matter are tried.
absl::StatusOr<std::vector<TradeOff>> FindTradeOffs(
    const IntroductionGraph& graph, absl::Span<const double> ages,
    absl::Span<const MemberId> sources, MemberId goal,
    const IntroductionPathOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_PATH_TRADE_OFF_H_
