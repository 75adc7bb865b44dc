// SPDX-License-Identifier: Apache-2.0
// How well a division of a graph describes where a walker goes, and the resolution at
// which the communities found do so best.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_MAP_EQUATION_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_MAP_EQUATION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/leiden.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Returns the two-level map equation: bits a step that it takes to tell where a random
// walker on the ties is, with a code book for each community and one for changes between
// them. Less is better; with a single community it is the entropy of the degrees.
// `labels` has one community in [0, n) per node, `weights` one finite entry >= 0 per arc,
// or none. A graph that is not symmetric is read as undirected. 0 without weight.
//
// COST: O(n + m). ERRORS: InvalidArgument for a label, weight or length out of range.
// SOURCE: Rosvall, Bergstrom 2008, doi:10.1073/pnas.0706851105, for undirected graphs.
absl::StatusOr<double> MapEquation(const TieGraph& ties, absl::Span<const uint32_t> labels,
                                   absl::Span<const double> weights = {});

struct ResolutionOptions {
  // Resolutions to choose from, each finite and > 0, of the objective of `leiden`; none:
  // powers of two from 1/4 to 64 (of the mean density, for kPotts).
  std::vector<double> resolutions;
  LeidenOptions leiden;  // But for its resolution.
};

struct ResolutionChoice {
  double resolution = 0;      // 0: one community, as no division describes the ties better.
  double code_length = 0;     // Bits a step, of the communities chosen.
  double one_community = 0;   // Of all as one.
  LeidenResult communities;   // At that resolution.
  std::vector<double> tried;  // Resolutions, with the code length of each.
  std::vector<double> code_lengths;
};

// Finds communities at each resolution and returns those of the smallest code length: the
// objective of one finds them, that of the other judges, so that neither the resolution
// limit of modularity nor a number chosen by hand decides how large communities are. Where
// ties say nothing of communities, all are one. The code length speaks of where a walker
// stays: what overlaps much (departments that write to each other) stays together, though
// people may know it apart.
//
// TIES: one community, then the smaller resolution. Same for any number of threads.
// COST: that of FindCommunities for each resolution.
// ERRORS: those of FindCommunities; InvalidArgument for a resolution out of range.
// SOURCE: map equation as above; resolution limit: Fortunato, Barthelemy 2007,
// doi:10.1073/pnas.0605965104.
absl::StatusOr<ResolutionChoice> ChooseResolution(const TieGraph& ties,
                                                  absl::Span<const double> weights = {},
                                                  const ResolutionOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_MAP_EQUATION_H_
