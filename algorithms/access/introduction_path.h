// SPDX-License-Identifier: Apache-2.0
// The most probable chain of introductions.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PATH_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PATH_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/hop_limited_paths.h"
#include "graph/ids.h"
#include "graph/introduction_graph.h"
#include "graph/run_control.h"

namespace pullgraph {

struct IntroductionPathOptions {
  // Introductions in a path at most; >= 1.
  int max_hops = 4;
  // Paths less probable than this are none; in (0, 1].
  double min_probability = 1e-4;
  // Probability that a member in between is willing, in [0, 1], one a member; empty
  // means that all are.
  absl::Span<const double> willingness;
  const RunControl* run = nullptr;
};

struct AccessPath {
  std::vector<MemberId> members;  // From the source to the goal; empty: no path.
  std::vector<ArcIndex> arcs;     // Of the introduction graph, one a step.
  double probability = 0;         // Product over arcs and members in between.
  int hops() const { return static_cast<int>(arcs.size()); }
};

// The best path from a set of sources to every member.
class AccessMap {
 public:
  // 1 for a source, 0 out of reach.
  double Probability(MemberId member) const {
    const uint32_t entry = tree_.Best(member.value());
    return entry == HopLimitedTree::kNone ? 0 : probability_[entry];
  }
  // 0 for a source, -1 out of reach.
  int Hops(MemberId member) const { return tree_.Hops(member.value()); }
  // The path behind it; one member and no arc for a source, empty out of reach.
  // COST: O(hops).
  AccessPath PathTo(MemberId member) const;
  // The best path of at most `max_hops` introductions. COST: O(hops).
  AccessPath PathWithin(MemberId member, int max_hops) const;

 private:
  friend class AccessMapBuilder;
  AccessPath PathOf(uint32_t entry) const;

  HopLimitedTree tree_;
  std::vector<double> probability_;  // Of each entry of the tree.
};

// OK if FindAccessMap takes this input.
absl::Status CheckIntroductionPathInput(const IntroductionGraph& graph,
                                        absl::Span<const MemberId> sources,
                                        const IntroductionPathOptions& options);

// Returns for every member the path of highest probability from any of `sources`
// of at most `max_hops` introductions: max of the product of p over arcs and of
// willingness over the members in between (neither end).
//
// TIES: sums of -ln p, exact, then fewer hops, then the lexicographically smaller
// member ids: the path is the first that FindKIntroductionPaths names. Products that
// are equal but for the rounding of -ln p (48 bits) may come in either order.
// COST: O(h m) time, less where few paths get better; O(n + m) memory and 48 bytes
// for each member and number of hops that made its path better; h = max_hops.
// ERRORS: OutOfRange if a source is not in the graph; InvalidArgument for an option
// or a probability out of range (NaN included); Cancelled by `run`.
// SOURCE: hop_limited_paths.h on -ln p. Dijkstra alone is wrong here: the best start
// may spend too many hops.
absl::StatusOr<AccessMap> FindAccessMap(const IntroductionGraph& graph,
                                        absl::Span<const MemberId> sources,
                                        const IntroductionPathOptions& options = {});

// The same for one goal. Out of reach is an answer, not an error: an empty path.
absl::StatusOr<AccessPath> FindIntroductionPath(const IntroductionGraph& graph,
                                                absl::Span<const MemberId> sources,
                                                MemberId goal,
                                                const IntroductionPathOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PATH_H_
