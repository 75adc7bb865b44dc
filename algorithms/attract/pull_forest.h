// SPDX-License-Identifier: Apache-2.0
// Boosted trees over the features of pulls, with a spread; internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FOREST_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FOREST_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/kernels/boosted_trees.h"
#include "algorithms/attract/pull_features.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

// Labelled pairs as columns.
struct PullTable {
  std::vector<uint32_t> members;
  std::vector<double> rows;  // Row-major, kNumPullFeatures each.
  std::vector<uint8_t> labels;
  std::vector<double> weights;  // Of the pairs in a fit; empty: all 1.

  uint64_t Positives() const;
};

// The mean of several fits of boosted trees, each on half of the members.
class PullForest {
 public:
  bool empty() const { return fits_.empty(); }
  double LogOdds(const PullRow& row) const;
  // The 10 % and 90 % points of the log-odds lie this far from them. The fits on halves
  // disagree as much as a fit on all members would with one on other members alike
  // (half-samples: a jackknife that leaves out half), so their deviation, by Student's
  // t for so few of them, is the uncertainty of the fit. What trees cannot express is
  // not in it: in simulations it held the truth in 50 to 70 % of cases instead of 80.
  // SOURCE: Shao, Wu 1989, doi:10.1214/aos/1176347263.
  double Spread(const PullRow& row) const;
  // See BoostedTrees::AddContributions; they add up to LogOdds() - expected().
  PullRow Contributions(const PullRow& row) const;
  double expected() const;

 private:
  friend absl::StatusOr<PullForest> FitPullForest(const PullTable& table, double shift,
                                                  uint64_t seed, const RunControl* run);
  std::vector<BoostedTrees> fits_;
  double shift_ = 0;
};

// Fits `table`; `shift` is added to all log-odds. Members fall into halves by
// (seed, member), a fit for either half.
//
// TIES: as FitBoostedTrees. Bit-identical for any number of threads.
// COST: that of four fits of 40 shallow trees, each on half of the pairs, a thread each;
// about a microsecond for the log-odds of a pair.
// ERRORS: Cancelled.
// SOURCE: Buehlmann, Yu 2002, doi:10.1214/aos/1031689014 (means of fits on halves).
absl::StatusOr<PullForest> FitPullForest(const PullTable& table, double shift, uint64_t seed,
                                         const RunControl* run);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FOREST_H_
