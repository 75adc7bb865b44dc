// SPDX-License-Identifier: Apache-2.0
// P(member pulls resource in (t, t + horizon] | history to t), calibrated.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_MODEL_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "algorithms/kernels/logistic.h"
#include "algorithms/kernels/metrics.h"
#include "algorithms/attract/forecast_quality.h"
#include "algorithms/attract/pull_calibration.h"
#include "algorithms/attract/pull_clock.h"
#include "algorithms/kernels/metrics.h"
#include "algorithms/attract/pull_features.h"
#include "algorithms/attract/pull_forest.h"
#include "graph/build_introduction_graph.h"
#include "graph/community_view.h"
#include "graph/random.h"

namespace pullgraph {

enum class Learner {
  kAuto,          // The better of the two on history kept from the fit.
  kLogistic,      // Logistic regression.
  kBoostedTrees,  // Gradient-boosted trees.
};

const char* LearnerName(Learner learner);  // "auto", "logistic", "trees".

struct PullModelOptions {
  // Days ahead that a likelihood speaks of, and days after which a pull counts half in the
  // features; > 0. Absent: by the community's pace, see ChoosePullClock.
  std::optional<double> horizon_days;
  std::optional<double> half_life_days;
  // Origins to train on, over all of history; >= 0. 0: chosen by the size of the
  // community, from 6 to 24. Fewer are used where history is short.
  int origins = 0;
  // Members sampled an origin, and pairs without a pull kept in all, about; both >= 1.
  // Performance only beyond some thousands.
  int max_members = 8'000;
  int max_negatives = 200'000;
  // Pairs that the forecast is judged and calibrated by, about, >= 1. Fewer cost less, and make
  // the intervals wider.
  int judged_pairs = 400'000;
  // L2 penalty a row on standardised features; > 0.
  double ridge = 1e-4;
  // What learns. kAuto costs a fit and a validation of trees where there are enough
  // pulls for them to have a chance, about three times the regression's time; the trees
  // are dropped unless they win. Off, as they win by little and know less well how sure
  // they are.
  Learner learner = Learner::kLogistic;
  uint64_t seed = kDefaultSeed;
  IntroductionOptions ties;
  const RunControl* run = nullptr;
};

// What the logistic regression ranks the things of a member by: all features, or one
// simple ranking, where held-out history prefers that.
enum class PullRanking { kAll, kPopularity, kTrend, kRecency, kLikeness, kTies };
inline constexpr size_t kNumPullRankings = 6;
const char* PullRankingName(PullRanking ranking);  // "all features", "popularity", ...

// How a learner did on the origins kept from the fit.
struct LearnerScore {
  double log_loss = 0;  // Mean of -ln p of what happened, over the pairs.
  double average_precision = 0;
};

// How the model did on origins it was not trained on, beside rankings that need no model.
// Pairs are all candidates of the sampled members.
struct PullModelReport {
  uint64_t pairs = 0;
  uint64_t positives = 0;
  uint64_t wanted = 0;         // First pulls of what was there, candidates or not.
  double candidate_recall = 0; // positives / wanted.
  double auc = 0;
  double average_precision = 0;
  double brier = 0;
  double ece = 0;
  std::vector<ReliabilityBin> reliability;
  double auc_popularity = 0;
  double auc_recency = 0;
  double average_precision_popularity = 0;
  double average_precision_recency = 0;
  ForecastQuality quality;
  // Mean NDCG@10 over the members who pulled something, of what each ranking puts first
  // among the candidates; by PullRanking.
  std::array<double, kNumPullRankings> ndcg{};
  uint64_t queries = 0;
  // Of the two learners; absent for one that was not tried.
  std::optional<LearnerScore> logistic;
  std::optional<LearnerScore> trees;
};

struct Likelihood {
  double p = 0;     // In (0, 1).
  double low = 0;   // 10 % and 90 % points: uncertainty of the fit, of the calibration,
  double high = 0;  // and of how far one horizon lies from another.
};

class PullModel {
 public:
  // The fit's part of `low` and `high` is from the curvature of the likelihood (logistic)
  // or from how far fits on halves of the members lie apart (trees, see
  // PullForest::Spread).
  Likelihood Predict(const PullRow& row) const;
  // Predict().p alone, which is cheaper.
  double Probability(const PullRow& row) const { return Calibrated(Score(row)); }
  // Log-odds that each feature adds to those of an average pair (logistic) or to the
  // trees' before any question is asked; see BoostedTrees::AddContributions. Together
  // they make up Predict().p.
  PullRow Contributions(const PullRow& row) const;
  // Orders pairs as Predict().p does, without ties by clamping.
  double Score(const PullRow& row) const {
    return uses_trees() ? forest_.LogOdds(row) : logistic_.LogOdds(row);
  }
  // The `most` best of `count` rows, best first, of equal ones the first. Where trees
  // were chosen, they order the kReranked best by the logistic regression (or twice
  // `most`): it costs a tenth, and what it leaves out is seldom among the best.
  static constexpr size_t kReranked = 64;
  std::vector<size_t> Best(size_t count, absl::FunctionRef<const PullRow&(size_t)> row,
                           size_t most) const;

  // What was chosen; kLogistic or kBoostedTrees.
  Learner learner() const { return uses_trees() ? Learner::kBoostedTrees : Learner::kLogistic; }
  PullRanking ranking() const { return ranking_; }
  // False if nothing is dated: then the model learned to find pulls hidden from
  // it, and a likelihood speaks of no span of time.
  bool is_temporal() const { return temporal_; }
  // Those given, or chosen by the pace.
  double horizon_days() const { return clock_.horizon_days; }
  double half_life_days() const { return clock_.half_life_days; }
  uint64_t training_pairs() const { return training_pairs_; }
  uint64_t training_positives() const { return training_positives_; }
  // Fitted whatever was chosen.
  const LogisticModel& logistic() const { return logistic_; }
  const PullForest& forest() const { return forest_; }  // Empty if not chosen.
  const PullModelReport& report() const { return report_; }

 private:
  friend class PullModelTrainer;
  bool uses_trees() const { return !forest_.empty(); }
  double Calibrated(double log_odds) const;

  LogisticModel logistic_;
  PullForest forest_;
  std::vector<double> covariance_;  // (features + 1)^2, of standardised weights.
  PullCalibration calibration_;
  PullRanking ranking_ = PullRanking::kAll;
  PullClock clock_;
  bool temporal_ = true;
  uint64_t training_pairs_ = 0;
  uint64_t training_positives_ = 0;
  PullModelReport report_;
};

// Learns from what members did before `view.as_of()` and from nothing after. Origins lie
// over all of history, a horizon apart at its end and ever further before; one of age a
// weighs 2^(-a / (a quarter of history)). Training pairs are candidates at each origin,
// labelled by what was pulled for the first time within the horizon behind it; pairs
// without a pull are sampled at a stated rate and the prior corrected for it.
//
// The latest origins (up to three) are each forecast by a fit on all before them. What
// came of that says which ranking is used (all features, unless a simple ranking has the
// better NDCG@10 by more than a standard error, or by anything where fewer than
// kFewQueries members tell), which learner (trees if they lose less by more than a
// standard error and have no worse average precision; logistic where that is not clear,
// or where either side of the split has less than kLeastPullsForTrees), how scores become
// likelihoods (see FitPullCalibration), and it is what the report tells, each half of the
// members by the calibration of the other half. The last fit is on all origins.
//
// TIES: none. Bit-identical for any number of threads.
// COST: O(origins x (s + members x candidates)).
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if there
// are no pulls of resources to learn from; Cancelled.
// SOURCE: King, Zeng 2001, doi:10.1093/oxfordjournals.pan.a004868 (prior
// correction); Tashman 2000, doi:10.1016/S0169-2070(00)00065-0 (rolling origins).
inline constexpr uint64_t kFewQueries = 20;
inline constexpr uint64_t kLeastPullsForTrees = 100;
absl::StatusOr<PullModel> TrainPullModel(const CommunityView& view,
                                         const PullModelOptions& options = {});

struct Attraction {
  uint32_t member = 0;
  uint32_t resource = 0;
  Likelihood likelihood;
  PullRow features{};
};

// The `per_member` likeliest pulls of each member for whom wanted(member) holds, of
// resources for which offered(resource) does, in the order of members, then falling
// likelihood, then resource.
//
// COST: O(members x candidates).
// ERRORS: InvalidArgument if per_member < 1; Cancelled.
absl::StatusOr<std::vector<Attraction>> PredictPulls(
    const CommunityView& view, const PullModel& model, const PullModelOptions& options,
    int per_member, absl::FunctionRef<bool(uint32_t member)> wanted,
    absl::FunctionRef<bool(uint32_t resource)> offered);
// The same of any resource.
absl::StatusOr<std::vector<Attraction>> PredictPulls(
    const CommunityView& view, const PullModel& model, const PullModelOptions& options,
    int per_member, absl::FunctionRef<bool(uint32_t member)> wanted);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_MODEL_H_
