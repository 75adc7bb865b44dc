// SPDX-License-Identifier: Apache-2.0
// Judging scores on an origin kept from the fit; internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_VALIDATION_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_VALIDATION_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_samples.h"

namespace pullgraph {

// The probability of each sample by the calibration of the other half of the members.
std::vector<double> CrossCalibrated(absl::Span<const PullSample> samples,
                                    absl::Span<const double> scores);

// Mean log loss and average precision of probabilities.
LearnerScore ScoreLearner(absl::Span<const PullSample> samples, absl::Span<const double> p);

// True if `second` loses less than `first`, by more than the standard error of the
// difference over members, and is no worse in average precision.
// SOURCE: Hastie, Tibshirani, Friedman 2009, 7.10 (the rule of one standard error).
bool IsClearlyBetter(absl::Span<const PullSample> samples, absl::Span<const double> first,
                     absl::Span<const double> second);

// NDCG@10 of the candidates of each member who pulled one of them, in the order of
// `samples`; of equal scores the earlier sample.
std::vector<double> NdcgOfMembers(absl::Span<const PullSample> samples,
                                  absl::Span<const double> scores);

// The ranking to use, by the NDCG@10 of each ranking (inner; the same members for all):
// all features, unless a simple ranking has more, by more than a standard error of the
// mean difference or with less than kFewQueries members to tell by.
PullRanking PreferredRanking(const std::array<std::vector<double>, kNumPullRankings>& ndcg);

// Fills what the report says of probabilities and of the rankings beside them. `origins`
// has the origin of each sample.
void FillReport(absl::Span<const PullSample> samples, absl::Span<const uint32_t> origins,
                absl::Span<const double> p, uint64_t seed, PullModelReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_VALIDATION_H_
