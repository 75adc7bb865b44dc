// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/boosted_trees.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/sigmoid.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

absl::Status CheckOptions(const BoostedTreesOptions& o) {
  const auto bad = [](const char* name, double value, const char* range) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is ", value, ", expected a number ", range));
  };
  const auto share = [](double v) { return v > 0 && v <= 1; };
  if (o.num_trees < 1) return bad("num_trees", o.num_trees, ">= 1");
  if (!share(o.learning_rate)) return bad("learning_rate", o.learning_rate, "in (0, 1]");
  if (o.max_depth < 1 || o.max_depth > 12) return bad("max_depth", o.max_depth, "in [1, 12]");
  if (!(o.min_leaf_weight >= 0)) return bad("min_leaf_weight", o.min_leaf_weight, ">= 0");
  if (!(o.ridge >= 0)) return bad("ridge", o.ridge, ">= 0");
  if (!share(o.row_share)) return bad("row_share", o.row_share, "in (0, 1]");
  if (!share(o.feature_share)) return bad("feature_share", o.feature_share, "in (0, 1]");
  if (o.num_bins < 2 || o.num_bins > 256) return bad("num_bins", o.num_bins, "in [2, 256]");
  return absl::OkStatus();
}

absl::Status CheckRows(absl::Span<const double> rows, size_t num_features,
                       absl::Span<const uint8_t> labels, absl::Span<const double> weights) {
  if (num_features == 0 || rows.size() != labels.size() * num_features ||
      (!weights.empty() && weights.size() != labels.size())) {
    return absl::InvalidArgumentError(
        absl::StrCat("rows has ", rows.size(), " numbers and row_weights ", weights.size(),
                     ", expected ", labels.size(), " rows of ", num_features));
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!std::isfinite(rows[i])) {
      return absl::InvalidArgumentError(absl::StrCat("row ", i / num_features, ", feature ",
                                                     i % num_features, " is ", rows[i],
                                                     ", expected a finite number"));
    }
  }
  for (const double w : weights) {
    if (!(w >= 0) || std::isinf(w)) {
      return absl::InvalidArgumentError(absl::StrCat("row weight ", w, ", expected one >= 0"));
    }
  }
  for (const uint8_t label : labels) {
    if (label > 1) return absl::InvalidArgumentError(absl::StrCat("label ", int{label}));
  }
  return absl::OkStatus();
}

// First and second derivative of the loss, summed over rows, and their weight.
struct Sums {
  double gradient = 0;
  double hessian = 0;
  double weight = 0;

  Sums& operator+=(const Sums& b) {
    gradient += b.gradient;
    hessian += b.hessian;
    weight += b.weight;
    return *this;
  }
  friend Sums operator-(const Sums& a, const Sums& b) {
    return {a.gradient - b.gradient, a.hessian - b.hessian, a.weight - b.weight};
  }
};

struct Split {
  double gain = 0;
  size_t feature = 0;
  int bin = -1;  // Goes left if <= bin; -1: no split.
};

}  // namespace

class TreeBooster {
 public:
  TreeBooster(absl::Span<const double> rows, size_t num_features,
              absl::Span<const uint8_t> labels, absl::Span<const double> weights,
              const BoostedTreesOptions& options)
      : rows_(rows),
        f_(num_features),
        n_(labels.size()),
        labels_(labels),
        weights_(weights),
        options_(options),
        threads_(ThreadsOf(options.run)) {}

  absl::StatusOr<BoostedTrees> Run() {
    double total = 0;
    double positives = 0;
    for (size_t i = 0; i < n_; ++i) {
      total += Weight(i);
      positives += Weight(i) * labels_[i];
    }
    const double rate = (positives + 0.5) / (total + 1);
    model_.base_ = std::log(rate / (1 - rate));
    model_.gain_.assign(f_, 0);
    model_.depth_ = options_.max_depth;
    if (!(positives > 0 && positives < total)) return std::move(model_);
    MakeBins();
    odds_.assign(n_, model_.base_);
    derivatives_.resize(n_);
    for (int t = 0; t < options_.num_trees; ++t) {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      GrowTree(t);
    }
    return std::move(model_);
  }

 private:
  // Rows of a node of the growing tree: rows_in_[begin, end).
  struct Open {
    uint32_t node;
    size_t begin;
    size_t end;
    Sums sums;
  };

  double Weight(size_t i) const { return weights_.empty() ? 1 : weights_[i]; }

  // Cuts each feature at quantiles of its distinct values.
  void MakeBins() {
    cuts_.assign(f_, {});
    bins_.resize(n_ * f_);
    ParallelFor(threads_, static_cast<int64_t>(f_), 1, [&](int64_t begin, int64_t) {
      const auto k = static_cast<size_t>(begin);
      std::vector<double> values(n_);
      for (size_t i = 0; i < n_; ++i) values[i] = rows_[i * f_ + k];
      std::sort(values.begin(), values.end());
      std::vector<double>& cuts = cuts_[k];
      for (int b = 1; b < options_.num_bins; ++b) {
        const size_t at = n_ * static_cast<size_t>(b) / static_cast<size_t>(options_.num_bins);
        const auto above = std::upper_bound(values.begin(), values.end(), values[at]);
        if (above == values.end()) break;
        const double cut = values[at] + (*above - values[at]) / 2;
        if (cuts.empty() || cut > cuts.back()) cuts.push_back(cut);
      }
      for (size_t i = 0; i < n_; ++i) {
        const auto bin = std::lower_bound(cuts.begin(), cuts.end(), rows_[i * f_ + k]);
        bins_[k * n_ + i] = static_cast<uint8_t>(bin - cuts.begin());
      }
    });
  }

  void DrawRowsAndFeatures(int tree) {
    RandomStream random(options_.seed, static_cast<uint64_t>(tree));
    rows_in_.clear();
    for (size_t i = 0; i < n_; ++i) {
      if (random.Bernoulli(options_.row_share)) rows_in_.push_back(static_cast<uint32_t>(i));
    }
    features_in_.resize(f_);
    std::iota(features_in_.begin(), features_in_.end(), size_t{0});
    Shuffle(features_in_, random);
    const double wanted = std::ceil(options_.feature_share * static_cast<double>(f_));
    features_in_.resize(static_cast<size_t>(wanted));
    std::sort(features_in_.begin(), features_in_.end());
  }

  void GrowTree(int tree) {
    for (size_t i = 0; i < n_; ++i) {
      const double p = Sigmoid(odds_[i]);
      derivatives_[i] = {Weight(i) * (p - labels_[i]), Weight(i) * p * (1 - p), Weight(i)};
    }
    DrawRowsAndFeatures(tree);
    const auto root = static_cast<uint32_t>(model_.nodes_.size());
    model_.roots_.push_back(root);
    AddLeaves(1);
    Sums all;
    for (const uint32_t i : rows_in_) all += derivatives_[i];
    std::vector<Open> level = {{root, 0, rows_in_.size(), all}};
    for (int depth = 0; depth < options_.max_depth && !level.empty(); ++depth) {
      std::vector<Open> next;
      for (const Open& open : level) SplitNode(open, next);
      level.swap(next);
    }
    for (const Open& open : level) SetAnswer(open);
    ParallelFor(threads_, static_cast<int64_t>(n_), 4096, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        odds_[i] += model_.nodes_[model_.LeafOf(root, &rows_[i * f_])].answer;
      }
    });
  }

  void AddLeaves(int count) {
    for (; count > 0; --count) {
      const auto itself = static_cast<uint32_t>(model_.nodes_.size());
      model_.nodes_.emplace_back().left = itself;
    }
  }

  void SetAnswer(const Open& open) {
    const double curvature = open.sums.hessian + options_.ridge;
    model_.nodes_[open.node].answer =
        curvature > 0 ? -options_.learning_rate * open.sums.gradient / curvature : 0;
  }

  void SplitNode(const Open& open, std::vector<Open>& next) {
    SetAnswer(open);
    const auto parts = static_cast<int64_t>(features_in_.size());
    // Each feature is summed by one worker, in the order of rows.
    const Split best = ParallelReduce(
        threads_, parts, 4, Split(),
        [&](int64_t begin, int64_t end) {
          Split split;
          for (int64_t k = begin; k < end; ++k) {
            TryFeature(open, features_in_[static_cast<size_t>(k)], split);
          }
          return split;
        },
        [](const Split& a, const Split& b) { return b.gain > a.gain ? b : a; });
    if (best.bin < 0) return;
    model_.gain_[best.feature] += best.gain;
    const uint8_t* bins = &bins_[best.feature * n_];
    const auto first = rows_in_.begin();
    const auto middle = std::stable_partition(
        first + static_cast<int64_t>(open.begin), first + static_cast<int64_t>(open.end),
        [&](uint32_t i) { return bins[i] <= best.bin; });
    const auto cut = static_cast<size_t>(middle - first);
    Sums left;
    for (size_t i = open.begin; i < cut; ++i) left += derivatives_[rows_in_[i]];
    const auto child = static_cast<uint32_t>(model_.nodes_.size());
    AddLeaves(2);
    BoostedTrees::TreeNode& node = model_.nodes_[open.node];
    node.feature = static_cast<uint32_t>(best.feature);
    node.threshold = cuts_[best.feature][static_cast<size_t>(best.bin)];
    node.left = child;
    next.push_back({child, open.begin, cut, left});
    next.push_back({child + 1, cut, open.end, open.sums - left});
  }

  void TryFeature(const Open& open, size_t feature, Split& best) const {
    const size_t num_cuts = cuts_[feature].size();
    if (num_cuts == 0) return;
    Sums histogram[256];
    const uint8_t* bins = &bins_[feature * n_];
    for (size_t i = open.begin; i < open.end; ++i) {
      histogram[bins[rows_in_[i]]] += derivatives_[rows_in_[i]];
    }
    const auto score = [&](const Sums& s) {
      return s.gradient * s.gradient / (s.hessian + options_.ridge + 1e-12);
    };
    const double whole = score(open.sums);
    Sums left;
    for (size_t b = 0; b < num_cuts; ++b) {
      left += histogram[b];
      const Sums right = open.sums - left;
      if (left.weight < options_.min_leaf_weight) continue;
      if (right.weight < options_.min_leaf_weight) break;
      const double gain = (score(left) + score(right) - whole) / 2;
      // What is but rounding is no gain.
      if (gain > best.gain && gain > 1e-9) best = {gain, feature, static_cast<int>(b)};
    }
  }

  absl::Span<const double> rows_;
  size_t f_;
  size_t n_;
  absl::Span<const uint8_t> labels_;
  absl::Span<const double> weights_;
  const BoostedTreesOptions& options_;
  int threads_;
  std::vector<std::vector<double>> cuts_;  // Of each feature, ascending.
  std::vector<uint8_t> bins_;              // Feature-major.
  std::vector<double> odds_;
  std::vector<Sums> derivatives_;
  std::vector<uint32_t> rows_in_;
  std::vector<size_t> features_in_;
  BoostedTrees model_;
};

double BoostedTrees::LogOdds(absl::Span<const double> row) const {
  double sum = base_;
  for (const uint32_t root : roots_) sum += nodes_[LeafOf(root, row.data())].answer;
  return sum;
}

double BoostedTrees::Answers(absl::Span<const double> row, size_t begin, size_t end) const {
  double sum = 0;
  for (size_t t = begin; t < end; ++t) sum += nodes_[LeafOf(roots_[t], row.data())].answer;
  return sum;
}

void BoostedTrees::AddContributions(absl::Span<const double> row,
                                    absl::Span<double> sums) const {
  for (const uint32_t root : roots_) {
    uint32_t at = root;
    for (int d = 0; d < depth_; ++d) {
      const uint32_t child = Child(at, row.data());
      sums[nodes_[at].feature] += nodes_[child].answer - nodes_[at].answer;
      at = child;
    }
  }
}

double BoostedTrees::expected() const {
  double sum = base_;
  for (const uint32_t root : roots_) sum += nodes_[root].answer;
  return sum;
}

double BoostedTrees::Probability(absl::Span<const double> row) const {
  return Sigmoid(LogOdds(row));
}

absl::StatusOr<BoostedTrees> FitBoostedTrees(absl::Span<const double> rows, size_t num_features,
                                             absl::Span<const uint8_t> labels,
                                             absl::Span<const double> row_weights,
                                             const BoostedTreesOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckRows(rows, num_features, labels, row_weights); !s.ok()) return s;
  return TreeBooster(rows, num_features, labels, row_weights, options).Run();
}

}  // namespace pullgraph
