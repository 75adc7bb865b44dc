// SPDX-License-Identifier: Apache-2.0
// Do those whose contacts have adopted adopt next?
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_EXPOSURE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_EXPOSURE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/adoption_curve.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct AdoptionExposureOptions {
  // Exposed is who has at least so many contacts, and at least such a share of them,
  // that adopted in an earlier period; >= 1, and in [0, 1].
  uint32_t least_adopters = 1;
  double least_share = 0;
  // Members without contacts (by then) are left out if true; otherwise they are not
  // exposed.
  bool only_connected = true;
  // First period of each arc: it exposes from the period behind it. INT32_MIN is always;
  // empty: all of them are.
  absl::Span<const int32_t> arc_from;
  // Groups that are compared within only (village, segment): one number a member; empty:
  // all are one group.
  absl::Span<const uint32_t> group;
  // First period in which each node could adopt, as in FindAdoptionCurve; empty: always.
  absl::Span<const int32_t> from;
  // Of the interval; in (0, 1).
  double confidence = 0.95;
};

struct AdoptionExposure {
  // Odds of adopting in a period if exposed before it, over the odds if not, among
  // those who had not adopted. NaN where the data can't tell: one of the two never
  // occurs with the other in one stratum.
  double odds_ratio = 0;
  double low = 0;  // Interval; NaN with odds_ratio.
  double high = 0;
  // Member-periods at risk, and adoptions among them.
  uint64_t exposed = 0;
  uint64_t exposed_adopted = 0;
  uint64_t unexposed = 0;
  uint64_t unexposed_adopted = 0;
  uint64_t strata = 0;  // Of period and group, that have something to tell.
};

// Returns how exposure to earlier adopters predicts adoption in the next period: a
// discrete-time hazard, each member at risk from the second period of the data (or from
// when it could) until adoption, each (period, group) a stratum of its own, so that
// neither the wave as a whole nor differences between groups count. `graph` has an arc
// u -> v where u's adoption may move v. Prediction, not proof of influence: alike
// members are tied.
//
// TIES: none.
// COST: O(m + members x periods).
// ERRORS: InvalidArgument if `period` or group is not one a node, arc_from not one an
// arc, or for an option out of range; those of FindAdoptionCurve.
// SOURCE: Mantel and Haenszel 1959, doi:10.1093/jnci/22.4.719; interval of Robins,
// Breslow and Greenland 1986, doi:10.2307/2531052.
absl::StatusOr<AdoptionExposure> FindAdoptionExposure(const TieGraph& graph,
                                                      absl::Span<const int32_t> period,
                                                      const AdoptionExposureOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_ADOPTION_EXPOSURE_H_
