// SPDX-License-Identifier: Apache-2.0
// Which learner of conversions to keep: each is fitted to earlier origins and judged at
// later ones; internal to convert/.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_JUDGE_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_JUDGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/convert/convert_learner.h"
#include "algorithms/convert/convert_origins.h"
#include "algorithms/convert/convert_report.h"
#include "graph/run_control.h"

namespace pullgraph {

// All who converted at the origins, and as many of the others as add to it, with what each
// stands for.
ConvertSamples GatherSamples(absl::Span<const ConvertOrigin* const> origins, uint64_t seed);

// What was kept, and what it said of the rows held back.
struct ConvertChoice {
  ConvertRecipe recipe;           // The mean rate if there was nothing to judge by.
  ConvertRecipe simple;           // The best ranking by one feature.
  JudgedRows rows;
  std::vector<double> scores;     // Of `recipe`, one a row, not calibrated; as the next two.
  std::vector<double> simple_scores;
  std::vector<double> mean_scores;
};

// TIES: the simpler learner.
// COST: that of about twenty fits an origin judged.
// ERRORS: Cancelled.
absl::StatusOr<ConvertChoice> ChooseLearner(const std::vector<ConvertOrigin>& origins,
                                            bool temporal, uint64_t seed, const RunControl* run);

// Fills the report but for the sentence; `choice` as above, `p` its calibrated likelihoods.
void JudgeChoice(const ConvertChoice& choice, absl::Span<const double> p, ConvertReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_JUDGE_H_
