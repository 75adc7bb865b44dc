// SPDX-License-Identifier: Apache-2.0
// Hidden ties among strangers who are near: the hardest test of who should meet whom.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_RANKING_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_RANKING_H_

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/attract/link_features.h"
#include "algorithms/attract/link_model.h"
#include "graph/random.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Scores that pairs are ranked by beside the learned model, which comes after them.
inline constexpr std::array<LinkFeature, 5> kLinkBaselines = {
    LinkFeature::kCommonNeighbors, LinkFeature::kJaccard, LinkFeature::kPreferentialAttachment,
    LinkFeature::kAdamicAdar, LinkFeature::kResourceAllocation};
inline constexpr size_t kNumLinkRankings = kLinkBaselines.size() + 1;

// Untied pairs that each hidden tie is ranked among: those of either end with the
// strangers nearest to it, half of them each.
inline constexpr size_t kRankedNegatives = 500;
// Places that count as found.
inline constexpr size_t kRankedHits = 50;

struct LinkRanks {
  // Means over the hidden ties, by ranking: of 1 / place, and of being among the first
  // kRankedHits. Equal scores share their places.
  std::array<double, kNumLinkRankings> mrr{};
  std::array<double, kNumLinkRankings> hits{};
  // The same of a ranking that knows nothing.
  double no_skill_mrr = 0;
  double no_skill_hits = 0;
};

// Ranks each of `hidden`, ties of `ties` that `known` lacks, among kRankedNegatives pairs
// (fewer in a small graph): the members that a random walk of up to three steps in `known`
// reaches most easily, then any, all of them not tied in `ties`. `model` was trained on
// `known`.
//
// TIES: none. Bit-identical for any number of threads.
// COST: features of 500 pairs for each of `hidden`.
// ERRORS: those of ComputeLinkFeatures.
// SOURCE: ranked negatives that are near, as in Li et al. 2023, arXiv:2306.10453 (HeaRT),
// which takes them by other scores of nearness.
absl::StatusOr<LinkRanks> RankHiddenTies(const TieGraph& ties, const TieGraph& known,
                                         absl::Span<const NodePair> hidden, const LinkModel& model,
                                         const LinkFeatureOptions& features, uint64_t seed);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_RANKING_H_
