// SPDX-License-Identifier: Apache-2.0
// Gradient-boosted decision trees for a yes or no.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_BOOSTED_TREES_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_BOOSTED_TREES_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct BoostedTreesOptions {
  // Trees, >= 1, and what each adds of its answer, in (0, 1]. More trees at a smaller
  // rate fit better, in more time.
  int num_trees = 200;
  double learning_rate = 0.05;
  // Questions on the way to a leaf, in [1, 12].
  int max_depth = 5;
  // Least weight of rows in a leaf; >= 0.
  double min_leaf_weight = 10;
  // L2 penalty on the answers of leaves; >= 0.
  double ridge = 5;
  // Shares of rows and of features that each tree sees, in (0, 1].
  double row_share = 0.7;
  double feature_share = 0.5;
  // Values told apart of each feature, in [2, 256].
  int num_bins = 64;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Log-odds = base + sum of the answers of the trees.
class BoostedTrees {
 public:
  // `row` has num_features() numbers.
  double LogOdds(absl::Span<const double> row) const;
  double Probability(absl::Span<const double> row) const;
  // What trees [begin, end) add to the log-odds; end <= num_trees().
  double Answers(absl::Span<const double> row, size_t begin, size_t end) const;

  // Adds to `sums`, of num_features() numbers, what each feature does to the log-odds:
  // on the way to a leaf, each question moves the answer from that of its node to that
  // of the child, and the move is its feature's. They add up to LogOdds() - expected().
  // SOURCE: Saabas 2014; Lundberg 2020, doi:10.1038/s42256-019-0138-9, on its bias
  // towards questions far from the root, small where trees are shallow.
  void AddContributions(absl::Span<const double> row, absl::Span<double> sums) const;
  // Log-odds before any question is asked.
  double expected() const;

  size_t num_features() const { return gain_.size(); }
  size_t num_trees() const { return roots_.size(); }
  // Loss that the splits on each feature took away in training.
  const std::vector<double>& gain() const { return gain_; }

 private:
  friend class TreeBooster;
  // Goes to left + 1 if row[feature] > threshold, else to left. A leaf leads to
  // itself, so that each row takes depth_ steps and no branch is to be guessed. Nodes
  // within hold the answer they would give as a leaf.
  struct TreeNode {
    double threshold = std::numeric_limits<double>::infinity();
    uint32_t feature = 0;
    uint32_t left = 0;
    double answer = 0;
  };
  uint32_t Child(uint32_t node, const double* row) const {
    const TreeNode& n = nodes_[node];
    return n.left + (row[n.feature] > n.threshold ? 1 : 0);
  }
  uint32_t LeafOf(uint32_t root, const double* row) const {
    for (int d = 0; d < depth_; ++d) root = Child(root, row);
    return root;
  }
  int depth_ = 0;
  double base_ = 0;
  std::vector<TreeNode> nodes_;
  std::vector<uint32_t> roots_;
  std::vector<double> gain_;
};

// Fits `rows` (row-major, labels.size() x num_features) to `labels` (0 or 1) under
// `row_weights` (>= 0; empty: all 1). With one class only there are no trees, just
// the smoothed rate.
//
// TIES: among equally good splits the smallest feature, then threshold. Bit-identical
// for any number of threads.
// COST: O(num_trees x max_depth x n x features seen) time, a byte a number.
// ERRORS: InvalidArgument for sizes that do not agree, a number that is not finite, a
// label other than 0 and 1, or an option out of range; Cancelled.
// SOURCE: Friedman 2001, doi:10.1214/aos/1013203451; second order and penalty as in
// Chen, Guestrin 2016, doi:10.1145/2939672.2939785.
absl::StatusOr<BoostedTrees> FitBoostedTrees(absl::Span<const double> rows, size_t num_features,
                                             absl::Span<const uint8_t> labels,
                                             absl::Span<const double> row_weights = {},
                                             const BoostedTreesOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_BOOSTED_TREES_H_
