// SPDX-License-Identifier: Apache-2.0
// How far history bears likelihoods out, in a sentence.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_FORECAST_VERDICT_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_FORECAST_VERDICT_H_

#include <cstdint>
#include <string>

#include "algorithms/attract/forecast_quality.h"

namespace pullgraph {

enum class Verdict {
  kTooLittle,  // Fewer than kLeastJudgedPulls came: nothing can be said.
  kRefuted,    // Likely pairs came no more often than others, as far as can be told.
  kOrderOnly,  // They did, but not as often as was said.
  kBorneOut,   // They did, about as often as was said.
};

inline constexpr uint64_t kLeastJudgedPulls = 10;
Verdict JudgeVerdict(const ForecastQuality& quality, uint64_t pulls);

// The verdict with the figures that it rests on; `pulls` of them came in all.
std::string VerdictSentence(const ForecastQuality& quality, uint64_t pulls);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_FORECAST_VERDICT_H_
