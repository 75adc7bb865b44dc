// SPDX-License-Identifier: Apache-2.0
// Who has to do with whom, either way, and how much: the one place that knows what a
// mirrored arc weighs.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_UNDIRECTED_STRENGTHS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_UNDIRECTED_STRENGTHS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/undirected_fold.h"
#include "graph/community_view.h"
#include "graph/run_control.h"
#include "graph/tie_probability.h"

namespace pullgraph {

// Returns the members and, for every two that have ties known to `view`, one undirected
// tie that weighs the sum of their strengths (TieStrengths): an undirected tie counts
// once, although it is stored as two arcs, and so does a directed one. So a tie weighs
// the same whatever other ties there are, and whether or not the community holds
// directed ones. Members not known yet have no ties; loops, which say nothing of others,
// and ties of strength 0 are left out.
//
// TIES: none; bit-identical for any number of threads.
// COST: O(n + m) time and memory, and that of TieStrengths.
// ERRORS: those of TieStrengths; Cancelled by `options.run`.
absl::StatusOr<UndirectedFold> UndirectedTieStrengths(const CommunityView& view,
                                                      const TieStrengthOptions& options = {});

// The same for strengths that are there already, one an arc of the community.
// ERRORS: InvalidArgument if there is not one number >= 0 an arc; Cancelled by `run`.
absl::StatusOr<UndirectedFold> UndirectedTieStrengths(const CommunityView& view,
                                                      absl::Span<const float> strengths,
                                                      const RunControl* run = nullptr);

// Returns one number an arc of `fold`: -ln p of its strength, p = 1 - e^(-kappa s), the
// cost of passing something on over it. kappa > 0.
//
// COST: O(m).
std::vector<double> CostsOf(const UndirectedFold& fold, double kappa);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_UNDIRECTED_STRENGTHS_H_
