// SPDX-License-Identifier: Apache-2.0
// What leverage is asked about in a community: who moves whom how likely, who may be
// contacted, whose being moved counts, what a contact costs.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_CHOICE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_CHOICE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/influence_graph.h"
#include "algorithms/journey/influence_learning.h"
#include "graph/community_view.h"

namespace pullgraph {

// Where the probability that a tie passes something on comes from.
enum class InfluenceSource {
  kTies,             // Its strength, with `kappa`.
  kLearned,          // Who pulled what after whom.
  kConstant,         // `p`, the same for all.
  kWeightedCascade,  // 1 / in-degree.
};

struct InfluenceOptions {
  InfluenceSource source = InfluenceSource::kTies;
  double kappa = 0.35;  // Of kTies; > 0.
  double p = 0.1;       // Of kConstant; in (0, 1].
  SpreadModel model = SpreadModel::kIndependentCascade;
  InfluenceArcsOptions arcs;
  LearnInfluenceOptions learn;
};

// Returns the influence graph of the ties known to `view`.
//
// TIES, COST: those of FindInfluenceArcs and of the source.
// ERRORS: those of the source; FailedPrecondition where kLearned finds no dated signal.
absl::StatusOr<InfluenceGraph> BuildInfluenceGraph(const CommunityView& view,
                                                   const InfluenceOptions& options = {});

// One byte a member: 1 for who may be contacted (MayBeContacted), and for whose being
// set in motion counts (TakesPart). `customers`, one byte a member, are left out; empty:
// nobody is.
//
// COST: O(members and their opt-outs).
std::vector<uint8_t> LeverageCandidates(const CommunityView& view,
                                        absl::Span<const uint8_t> customers = {});
std::vector<uint8_t> LeverageAudience(const CommunityView& view,
                                      absl::Span<const uint8_t> customers = {});

// Returns what a contact with each member costs: their `attribute` of then as a number, 1 for
// those who have none; all 1 where `attribute` is empty.
//
// COST: O(members and their attributes).
// ERRORS: InvalidArgument naming member and value if that is no finite number > 0;
// NotFound if no member has the attribute.
absl::StatusOr<std::vector<double>> ContactCosts(const CommunityView& view,
                                                 std::string_view attribute);

// The best connected candidates that fit into `budget` together, taken in the order of
// BestConnected, who does not fit being passed over: what leverage within a budget is
// compared to. `costs` is one number > 0 a member.
//
// COST: that of BestConnected.
std::vector<Node> BestConnectedWithinBudget(const InfluenceGraph& influence,
                                            absl::Span<const double> costs, double budget,
                                            absl::Span<const uint8_t> candidates = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_CHOICE_H_
