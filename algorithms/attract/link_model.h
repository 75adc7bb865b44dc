// SPDX-License-Identifier: Apache-2.0
// P(two members are tied, though we do not know of it | the ties that we know of).
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_MODEL_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_MODEL_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/boosted_trees.h"
#include "algorithms/attract/link_features.h"
#include "algorithms/kernels/logistic.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct LinkModelOptions {
  // Pairs that the model is to tell apart: 0, all pairs; 2 or 3, pairs at most that
  // many ties apart, which is harder.
  int within_hops = 0;
  // Share of the ties that is hidden at a time to learn from, in (0, 0.5]. It stands
  // for the share of ties that we do not know of.
  double hidden_share = 0.1;
  // Ties to learn from, about, >= 100. Quality for time.
  int max_positives = 4000;
  // See BoostedTreesOptions.
  int num_trees = 150;
  double learning_rate = 0.07;
  int max_depth = 5;
  // L2 penalty a row of the logistic part; > 0.
  double ridge = 1e-3;
  LinkFeatureOptions features;  // Its seed and run give way to those below.
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Boosted trees and a logistic regression, weighed against each other and calibrated
// on ties that neither was trained on.
class LinkModel {
 public:
  // Log-odds and probability that a pair with these kNumLinkFeatures features is
  // tied, among as many tied as untied pairs (as sampled; see negative_share).
  double LogOdds(absl::Span<const double> row) const;
  double Probability(absl::Span<const double> row) const;
  // The probability among all the pairs that the model speaks of, if `hidden_share`
  // of the ties are unknown: the prior corrected by negative_share().
  double Likelihood(absl::Span<const double> row) const;
  // Share of the pairs without a tie that were sampled, over that of the hidden ties.
  double negative_share() const { return negative_share_; }

  int within_hops() const { return within_hops_; }
  uint64_t training_ties() const { return training_ties_; }
  // Weights of the log-odds of the two parts: which of them validation trusts.
  double trees_weight() const;
  double logistic_weight() const;
  // Share of the loss that each feature took away in the trees; adds up to 1.
  std::vector<double> Importance() const;

 private:
  friend class LinkTrainer;
  // Each was trained without a third of the hidden ties; answers are averaged.
  std::vector<BoostedTrees> trees_;
  std::vector<LogisticModel> lines_;
  LogisticModel blend_;
  int within_hops_ = 0;
  double negative_share_ = 1;
  uint64_t training_ties_ = 0;
};

// Learns from `ties` (symmetric, simple). Ties are hidden, a fold at a time; their
// features, and those of as many random pairs without a tie, come from what is left.
// With `within_hops`, ties that are farther apart once hidden are left out.
//
// TIES: none. Bit-identical for any number of threads.
// COST: features of 2 max_positives pairs, three fits of each part.
// ERRORS: InvalidArgument for an option out of range or if `ties` is not symmetric
// and simple; FailedPrecondition if there are fewer than 20 ties or no pairs without
// one, or no ties within_hops; Cancelled.
// SOURCE: hiding as in Zhang, Chen 2018, arXiv:1802.09691; blending as in Wolpert
// 1992, doi:10.1016/S0893-6080(05)80023-1.
absl::StatusOr<LinkModel> TrainLinkModel(const TieGraph& ties,
                                         const LinkModelOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_MODEL_H_
