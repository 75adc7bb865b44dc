// SPDX-License-Identifier: Apache-2.0
// How far likelihoods were true, where lists are made of them.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_FORECAST_QUALITY_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_FORECAST_QUALITY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "graph/random.h"

namespace pullgraph {

// Pairs whose outcome is known, one entry each. Pairs of a member depend on each other,
// at one origin and across them.
struct JudgedPairs {
  std::vector<uint32_t> member;
  std::vector<uint32_t> origin;  // Which one; a list is made at each.
  std::vector<double> p;         // What was forecast, in [0, 1].
  std::vector<uint8_t> pulled;   // 0 or 1.

  void Add(uint32_t of_member, uint32_t at_origin, double forecast, uint8_t outcome);
  size_t size() const { return p.size(); }
};

// Of the pairs on lists: what was forecast and what came.
struct TopRatio {
  uint64_t places = 0;     // Of the list of each origin; of each member, if `per_member`.
  bool per_member = false;
  uint64_t pairs = 0;      // On the lists of all origins.
  uint64_t observed = 0;   // Pulls.
  double expected = 0;     // Sum of the likelihoods.
  double ratio = 0;        // observed / expected; 0 if nothing was expected.
  double low = 0;          // 95 % interval of it.
  double high = 0;

  // In [.8, 1.25], or not to be told from 1.
  bool holds() const { return (ratio >= 0.8 && ratio <= 1.25) || (low <= 1 && high >= 1); }
};

struct ForecastQuality {
  double base_rate = 0;       // Share of the pairs that was pulled.
  double auc = 0.5;
  double auc_low = 0;         // 95 % interval.
  double auc_high = 1;
  // 1 - loss / loss of forecasting the base rate for all: 0 is no skill, 1 is perfect.
  double brier_skill = 0;
  double log_loss_skill = 0;
  // Mean |predicted - observed| over ten groups of equally many pairs, over the base rate.
  double relative_error = 0;
  // Of the likeliest 10, 100 and 1,000 pairs, and of each member's likeliest three.
  std::vector<TopRatio> top;
};

// Judges `pairs`. Without pairs, or of one class only, what cannot be told keeps its
// default.
//
// TIES: of equally likely pairs the one that comes first is on the list.
// COST: O(n log n) for n pairs, and `resamples` times the members on the lists.
// SOURCE: Obuchowski 1997, doi:10.2307/2533958 (AUC of clustered pairs); the intervals
// of ratios are percentiles of a bootstrap over members (Field, Welsh 2007,
// doi:10.1111/j.1467-9868.2007.00593.x), and at least as wide as those of a Poisson
// count, as a bootstrap of no pulls would be sure of 0 (see GammaRate).
ForecastQuality JudgeForecast(const JudgedPairs& pairs, int resamples = 1000,
                              uint64_t seed = kDefaultSeed);

// The part of it for the likeliest `places` pairs of each origin, or of each member.
TopRatio JudgeTop(const JudgedPairs& pairs, uint64_t places, bool per_member, int resamples,
                  uint64_t seed);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_FORECAST_QUALITY_H_
