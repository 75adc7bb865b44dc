// SPDX-License-Identifier: Apache-2.0
// Which resources the same members pull; internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_LIKENESS_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_LIKENESS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/pull_history.h"

namespace pullgraph {

struct LikeResource {
  uint32_t resource = 0;
  float likeness = 0;  // In (0, 1].
};

// For each resource the kMost likest others. Likeness is the cosine of the sets of
// pullers, a puller of d things counting 1 / log2(1 + d), and shrunk where few pulled
// both: times n / (n + 1) for n who did.
class PullLikeness {
 public:
  static constexpr size_t kMost = 48;

  // Looks at the latest 256 pullers of a resource and the latest 64 pulls of each.
  //
  // TIES: of equal likeness the smaller resource. Bit-identical for any `threads`.
  // COST: O(sum over pulls of the pulls of that member), bounded as above.
  // SOURCE: Sarwar 2001, doi:10.1145/371920.372071 (items by cosine).
  PullLikeness(const PullHistory& history, uint32_t num_resources, int threads);

  // The likest to `resource`, likest first.
  absl::Span<const LikeResource> Of(uint32_t resource) const {
    return absl::MakeConstSpan(values_).subspan(offsets_[resource],
                                                offsets_[resource + 1] - offsets_[resource]);
  }

 private:
  std::vector<uint64_t> offsets_;
  std::vector<LikeResource> values_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_LIKENESS_H_
