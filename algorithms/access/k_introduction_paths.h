// SPDX-License-Identifier: Apache-2.0
// The k most probable chains of introductions.
#ifndef PULLGRAPH_ALGORITHMS_ACCESS_K_INTRODUCTION_PATHS_H_
#define PULLGRAPH_ALGORITHMS_ACCESS_K_INTRODUCTION_PATHS_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/access/introduction_path.h"
#include "graph/ids.h"
#include "graph/introduction_graph.h"

namespace pullgraph {

// Answers many goals for one set of sources. Not for several threads at a time.
class KIntroductionPaths {
 public:
  // Options as for FindAccessMap. `graph` must outlive the result.
  //
  // COST: O(n + m) time and memory.
  // ERRORS: those of FindAccessMap.
  static absl::StatusOr<KIntroductionPaths> Create(
      const IntroductionGraph& graph, absl::Span<const MemberId> sources,
      const IntroductionPathOptions& options = {});
  KIntroductionPaths(KIntroductionPaths&&) noexcept;
  KIntroductionPaths& operator=(KIntroductionPaths&&) noexcept;
  ~KIntroductionPaths();

  // Returns the k most probable paths to `goal`, all within the limits if there are
  // fewer. No two have the same members; none visits a member twice, or a source
  // after its first member (its rest would be the better path). A source has one
  // path, of no introduction and probability 1.
  //
  // TIES: sums of -ln p, exact, then fewer hops, then the lexicographically smaller
  // member ids; so products that are equal but for the rounding of -ln p (48 bits) may come in
  // either order.
  // COST: that of KShortestPaths::Find.
  // ERRORS: OutOfRange for the goal, InvalidArgument for k < 1, Cancelled.
  // SOURCE: see k_shortest_paths.h.
  absl::StatusOr<std::vector<AccessPath>> Find(MemberId goal, int k);

 private:
  struct Impl;
  explicit KIntroductionPaths(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// One query: Create and Find.
absl::StatusOr<std::vector<AccessPath>> FindKIntroductionPaths(
    const IntroductionGraph& graph, absl::Span<const MemberId> sources, MemberId goal, int k,
    const IntroductionPathOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACCESS_K_INTRODUCTION_PATHS_H_
