// SPDX-License-Identifier: Apache-2.0
// How well links are predicted: ties hidden at random, to be told from random pairs
// without a tie.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_EVALUATION_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_EVALUATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/attract/link_model.h"
#include "algorithms/kernels/metrics.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct LinkEvaluationOptions {
  // Independent splits, >= 1.
  int runs = 10;
  // Share of the ties to find, in (0, 0.5].
  double test_share = 0.1;
  // Hidden ties of each run that are ranked among near strangers (RankHiddenTies), at
  // most; >= 0. 0: that is left out.
  int ranked = 0;
  LinkModelOptions model;  // Its seed and run give way to those below.
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Means over the runs, and standard deviations (n - 1; 0 for one run).
struct LinkScore {
  std::string name;
  double auc = 0;
  double auc_deviation = 0;
  double average_precision = 0;
  double average_precision_deviation = 0;
  // Among near strangers; 0 unless asked for.
  double mrr = 0;
  double hits = 0;
};

struct LinkEvaluation {
  // Common neighbours, Jaccard, preferential attachment, Adamic-Adar, resource
  // allocation; then the learned model.
  std::vector<LinkScore> scores;
  uint64_t test_ties = 0;   // A run; as many pairs without a tie.
  uint64_t ranked = 0;      // In all runs; as in LinkRanks, what knows nothing gets:
  double no_skill_mrr = 0;
  double no_skill_hits = 0;
  // Of the learned model. Brier score and calibration error (10 bins of equal width)
  // over the pairs of all runs; the error of single runs, of few pairs each, is mostly
  // noise, and its mean is given to say so.
  double brier = 0;
  double ece = 0;
  double mean_run_ece = 0;
  std::vector<ReliabilityBin> reliability;
  // What the parts of the blend weigh, mean over the runs.
  double trees_weight = 0;
  double logistic_weight = 0;

  const LinkScore& learned() const { return scores.back(); }
};

// In each run a random share of the ties is hidden, and as many pairs without a tie
// are drawn; the model learns from the other ties alone.
//
// TIES: none. Bit-identical for any number of threads.
// COST: `runs` times TrainLinkModel.
// ERRORS: as TrainLinkModel; InvalidArgument for an option out of range.
// SOURCE: protocol of Zhang, Chen 2018, arXiv:1802.09691.
absl::StatusOr<LinkEvaluation> EvaluateLinkPrediction(
    const TieGraph& ties, const LinkEvaluationOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_EVALUATION_H_
