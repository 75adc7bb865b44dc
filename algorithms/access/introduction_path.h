// SPDX-License-Identifier: Apache-2.0
// The most probable chain of introductions.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PATH_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PATH_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
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
  double Probability(MemberId member) const { return best_[member.value()]; }
  // The path behind it; one member and no arc for a source, empty out of reach.
  // COST: O(hops).
  AccessPath PathTo(MemberId member) const;

 private:
  friend class AccessMapBuilder;
  struct Label {
    double probability = 0;
    Node parent = 0;
    ArcIndex arc = 0;
  };
  // layers_[h][v]: best path to v of exactly h hops that no shorter one matches.
  std::vector<std::vector<Label>> layers_;
  std::vector<double> best_;
  std::vector<int> hops_;
};

// Returns for every member the path of highest probability from any of `sources`
// of at most `max_hops` introductions: max of the product of p over arcs and of
// willingness over the members in between (neither end).
//
// TIES: fewer hops, then the smaller id of the member before, layer by layer.
// Bit-identical for any number of threads.
// COST: O(h m) time, O(h n) memory; h = max_hops, m arcs.
// ERRORS: OutOfRange if a source is not in the graph; InvalidArgument for an option
// or a probability out of range (NaN included); Cancelled by `run`.
// SOURCE: Bellman 1958 by layers, on products. Dijkstra alone is wrong here: the
// best prefix may spend too many hops.
absl::StatusOr<AccessMap> FindAccessMap(const IntroductionGraph& graph,
                                        absl::Span<const MemberId> sources,
                                        const IntroductionPathOptions& options = {});

// The same for one goal. Out of reach is an answer, not an error: an empty path.
absl::StatusOr<AccessPath> FindIntroductionPath(const IntroductionGraph& graph,
                                                absl::Span<const MemberId> sources, MemberId goal,
                                                const IntroductionPathOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_INTRODUCTION_PATH_H_
