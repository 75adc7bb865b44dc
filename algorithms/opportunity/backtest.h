// SPDX-License-Identifier: Apache-2.0
// Would the list have been right? Rolling origins, against rankings that need no
// model.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_BACKTEST_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_BACKTEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/attract/forecast_quality.h"
#include "algorithms/attract/pull_model.h"
#include "graph/community_view.h"

namespace pullgraph {

struct BacktestOptions {
  PullModelOptions model;
  // Origins, a horizon apart, the last a horizon before the end; >= 1.
  int origins = 3;
  // Resamples of the queries for the intervals; >= 1.
  int bootstrap = 1000;
};

enum class Ranking { kModel, kPopularity, kRecency, kRandom, kLikeness, kTies };
inline constexpr size_t kNumRankings = 6;
const char* RankingName(size_t ranking);

// Means over queries. A query is a member who, within the horizon, pulled for the
// first time something that was there at the origin.
struct RankingQuality {
  double precision_at_10 = 0;
  double ndcg_at_10 = 0;
  double mrr = 0;
  double ndcg_low = 0;   // 95 % interval of NDCG@10, by resampling members.
  double ndcg_high = 0;
};

struct OriginReport {
  Time origin;
  uint64_t queries = 0;
  uint64_t pairs = 0;      // Candidates, on which Brier and ECE are taken.
  uint64_t positives = 0;  // Of them pulled.
  uint64_t wanted = 0;     // First pulls of what was there, candidates or not.
  RankingQuality rankings[kNumRankings];
  double brier = 0;
  double ece = 0;
  PullRanking ranking = PullRanking::kAll;
  Learner learner = Learner::kLogistic;  // Both were chosen from what was known then.
};

struct BacktestReport {
  std::vector<OriginReport> origins;  // Earliest first.
  RankingQuality rankings[kNumRankings];
  std::vector<double> lift_by_decile;  // Rate of pulls over the mean rate; the
                                       // likeliest tenth of the pairs first.
  double brier = 0;
  double ece = 0;
  std::vector<ReliabilityBin> reliability;
  ForecastQuality quality;
  double horizon_days = 0;  // Of all origins: given, or by the pace of the whole history.
  // Share of the first pulls of what was there at the origin that were candidates.
  double candidate_recall = 0;
};

// At each origin a model learns from what was known before, and ranks for each
// member the resources known then that the member had not pulled. The baselines
// rank all of them by number of pulls, by latest pull, and at random. What the
// candidates miss counts against the model. Two more baselines rank for the member: by
// likeness to what they pulled, and by what those tied to them pulled.
//
// TIES: equal scores go by resource id. Bit-identical for any number of threads.
// COST: that of `origins` trainings.
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if the
// dated history does not hold that many origins; Cancelled.
// SOURCE: Jarvelin, Kekalainen 2002, doi:10.1145/582415.582418 (NDCG).
absl::StatusOr<BacktestReport> Backtest(const CommunityView& view,
                                        const BacktestOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_BACKTEST_H_
