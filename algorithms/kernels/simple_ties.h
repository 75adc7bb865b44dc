// SPDX-License-Identifier: Apache-2.0
// Any graph as a simple undirected one.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_SIMPLE_TIES_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_SIMPLE_TIES_H_

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Who has a tie to whom, whatever its direction: symmetric, without loops and
// parallel arcs. A graph that is so already is not copied.
class SimpleTies {
 public:
  // `ties` must outlive the result.
  //
  // COST: O(n + m) time; O(n + m) memory if there is something to fold, else O(n).
  // ERRORS: Cancelled by `run`.
  static absl::StatusOr<SimpleTies> Of(const TieGraph& ties, const RunControl* run = nullptr);

  const TieGraph& graph() const { return original_ != nullptr ? *original_ : folded_; }
  bool is_copy() const { return original_ == nullptr; }

 private:
  const TieGraph* original_ = nullptr;  // Null if `folded_` stands in for it.
  TieGraph folded_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_SIMPLE_TIES_H_
