// SPDX-License-Identifier: Apache-2.0
// P(member pulls resource in (t, t + horizon] | history to t), calibrated.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_MODEL_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "algorithms/kernels/logistic.h"
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
  // Days ahead that a likelihood speaks of; > 0.
  double horizon_days = 30;
  // Days after which a pull counts half in the features; > 0.
  double half_life_days = 30;
  // Origins to train on, half a horizon apart, the last a horizon before the end;
  // >= 1. Fewer are used where history is short.
  int origins = 6;
  // Members sampled an origin, and pairs without a pull kept an origin, about;
  // both >= 1. Performance only beyond some thousands.
  int max_members = 8'000;
  int max_negatives = 40'000;
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

// How a learner did on the origin kept from the fit.
struct LearnerScore {
  double log_loss = 0;  // Mean of -ln p of what happened, over the pairs.
  double average_precision = 0;
};

// How the model did on an origin it was not trained on, beside two rankings that
// need no model. Pairs are all candidates of the sampled members.
struct PullModelReport {
  uint64_t pairs = 0;
  uint64_t positives = 0;
  double auc = 0;
  double average_precision = 0;
  double brier = 0;
  double ece = 0;
  std::vector<ReliabilityBin> reliability;
  double auc_popularity = 0;
  double auc_recency = 0;
  double average_precision_popularity = 0;
  double average_precision_recency = 0;
  // Of the two learners; absent for one that was not tried.
  std::optional<LearnerScore> logistic;
  std::optional<LearnerScore> trees;
};

struct Likelihood {
  double p = 0;     // In (0, 1).
  double low = 0;   // 10 % and 90 % points, from the uncertainty of the fit.
  double high = 0;
};

class PullModel {
 public:
  // `low` and `high` are from the curvature of the likelihood (logistic) or from how
  // far fits on halves of the members lie apart (trees, see PullForest::Spread).
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
  // False if nothing is dated: then the model learned to find pulls hidden from
  // it, and a likelihood speaks of no span of time.
  bool is_temporal() const { return temporal_; }
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
  double slope_ = 1;                // Calibrated log-odds = slope x + offset.
  double offset_ = 0;
  bool temporal_ = true;
  uint64_t training_pairs_ = 0;
  uint64_t training_positives_ = 0;
  PullModelReport report_;
};

// Learns from what members did before `view.as_of()` and from nothing after.
// Training pairs are candidates at each origin, labelled by what was pulled for the
// first time within the horizon behind it; pairs without a pull are sampled at a
// stated rate and the prior corrected for it; the latest origin, which is kept from
// the first fit, calibrates (Platt) and is reported on, each half of the members by
// the calibration of the other half; the last fit is on all origins. The same origin
// chooses the learner: trees if they lose less there by more than a standard error
// and have no worse average precision; logistic where that is not clear, or where
// either side of the split has less than kLeastPullsForTrees. Trees are neither tuned
// nor stopped by that origin: it decides once, between two.
//
// TIES: none. Bit-identical for any number of threads.
// COST: O(origins x (s + members x candidates)).
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if there
// are no pulls of resources to learn from; Cancelled.
// SOURCE: King, Zeng 2001, doi:10.1093/oxfordjournals.pan.a004868 (prior
// correction); Platt 1999 (calibration).
inline constexpr uint64_t kLeastPullsForTrees = 100;
absl::StatusOr<PullModel> TrainPullModel(const CommunityView& view,
                                         const PullModelOptions& options = {});

struct Attraction {
  uint32_t member = 0;
  uint32_t resource = 0;
  Likelihood likelihood;
  PullRow features{};
};

// The `per_member` likeliest pulls of each member for whom wanted(member) holds,
// in the order of members, then falling likelihood, then resource.
//
// COST: O(members x candidates).
// ERRORS: InvalidArgument if per_member < 1; Cancelled.
absl::StatusOr<std::vector<Attraction>> PredictPulls(
    const CommunityView& view, const PullModel& model, const PullModelOptions& options,
    int per_member, absl::FunctionRef<bool(uint32_t member)> wanted);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_MODEL_H_
