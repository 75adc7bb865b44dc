// SPDX-License-Identifier: Apache-2.0
// How strong a tie is, and how likely it passes an introduction on.
#ifndef PULLGRAPH_GRAPH_TIE_PROBABILITY_H_
#define PULLGRAPH_GRAPH_TIE_PROBABILITY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// Strength and probability are two types, never a bare weight.
struct TieStrength {
  double value = 0;  // Decayed interactions, >= 0.
};
struct TieProbability {
  double value = 0;  // In [0, 1].
};

struct TieStrengthOptions {
  // Days after which an interaction counts half; > 0. 200 days is the field's
  // loss of a tenth a month.
  double half_life_days = 200;
  // Strength of one fresh interaction of a kind not named in `kind_weight`; > 0.
  double default_weight = 1;
  // (kind, strength of one fresh interaction), each > 0.
  std::vector<std::pair<TieKind, double>> kind_weight;
  // p = 1 - e^(-kappa s); > 0. At 0.35 one fresh interaction passes three
  // introductions in ten.
  double kappa = 0.35;
  const RunControl* run = nullptr;
};

// p = 1 - e^(-kappa s). s >= 0, kappa > 0.
TieProbability ProbabilityOf(TieStrength strength, double kappa);
// The strength that gives p: the inverse, p < 1; p = 1 gives that of 1 - 2^-24.
TieStrength StrengthOf(TieProbability probability, double kappa);

// Strength of every arc as of `view`: s = sum of weight(kind) 2^(-age / h) over
// the interactions known by then; 0 for ties that had not begun. An undated tie
// counts its interactions undecayed. Where only first, last and count are known,
// interactions are taken as evenly spread between them (KnownTieOf). An explicit strength p
// gives the s whose probability is p.
//
// COST: O(m + dated interactions).
// ERRORS: InvalidArgument for an option out of range; Cancelled by `run`.
// SOURCE: DESIGN 2, exponential decay as in Goyal 2010, doi:10.1145/1718487.1718518.
absl::StatusOr<std::vector<float>> TieStrengths(const CommunityView& view,
                                                const TieStrengthOptions& options = {});

// Variance of each of these strengths: s stands for the rate at which two people have to
// do with each other, and the interactions are a Poisson sample of it. The sum of the
// squares of what they count; 0 for an explicit strength, which is given.
//
// COST, ERRORS: as TieStrengths.
absl::StatusOr<std::vector<float>> TieStrengthVariances(const CommunityView& view,
                                                        const TieStrengthOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_TIE_PROBABILITY_H_
