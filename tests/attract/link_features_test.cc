// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "algorithms/attract/link_sampling.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::link_features_test {
namespace {

using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;
using testing::StatusIs;
using Matrix = std::vector<std::vector<double>>;

Matrix Product(const Matrix& a, const Matrix& b) {
  const size_t n = a.size();
  Matrix c(n, std::vector<double>(n, 0));
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < n; ++k) {
      for (size_t j = 0; j < n; ++j) c[i][j] += a[i][k] * b[k][j];
    }
  }
  return c;
}

// Everything by dense matrices and by the definitions.
class Oracle {
 public:
  explicit Oracle(const TieGraph& ties) : n_(ties.num_nodes()), adjacency_(Zero()) {
    for (Node u = 0; u < n_; ++u) {
      for (const Node v : ties.OutNeighbors(u)) adjacency_[u][v] = 1;
    }
    Matrix walk = Zero();
    Matrix normalised = Zero();
    degree_.assign(n_, 0);
    for (size_t u = 0; u < n_; ++u) {
      for (size_t v = 0; v < n_; ++v) degree_[u] += adjacency_[u][v];
    }
    for (size_t u = 0; u < n_; ++u) {
      arcs_ += degree_[u];
      for (size_t v = 0; v < n_; ++v) {
        if (adjacency_[u][v] == 0) continue;
        walk[u][v] = 1 / degree_[u];
        normalised[u][v] = 1 / std::sqrt(degree_[u] * degree_[v]);
      }
    }
    paths_ = {adjacency_, adjacency_};
    walks_ = {walk, walk};
    for (int k = 2; k <= 6; ++k) {
      paths_.push_back(Product(paths_.back(), adjacency_));
      walks_.push_back(Product(walks_.back(), walk));
    }
    paths3_ = Product(Product(adjacency_, normalised), adjacency_);
  }

  size_t n() const { return n_; }
  double Degree(size_t u) const { return degree_[u]; }

  double Common(size_t u, size_t v, double (*worth)(double degree)) const {
    double sum = 0;
    for (size_t x = 0; x < n_; ++x) {
      if (adjacency_[u][x] * adjacency_[v][x] > 0) sum += worth(degree_[x]);
    }
    return sum;
  }
  double Paths(int k, size_t u, size_t v) const { return paths_[static_cast<size_t>(k)][u][v]; }
  double NormalisedPaths3(size_t u, size_t v) const { return paths3_[u][v]; }
  // 2m W^k[u, v] / d(v).
  double Walk(int k, size_t u, size_t v) const {
    return degree_[v] > 0 ? arcs_ * walks_[static_cast<size_t>(k)][u][v] / degree_[v] : 0;
  }
  double PageRank(size_t u, size_t v) const {
    double sum = 0;
    for (int k = 2; k <= 6; ++k) sum += 0.15 * std::pow(0.85, k) * Walk(k, u, v);
    return sum;
  }
  int Distance(size_t u, size_t v) const {
    for (int k = 1; k <= 6; ++k) {
      if (Paths(k, u, v) > 0) return k;
    }
    return 7;
  }
  // The largest k such that u is in a subgraph where everyone has k ties.
  double Coreness(size_t u) const {
    for (double k = degree_[u];; --k) {
      std::set<size_t> in;
      for (size_t v = 0; v < n_; ++v) in.insert(v);
      for (bool changed = true; changed;) {
        changed = false;
        for (size_t v = 0; v < n_; ++v) {
          if (in.count(v) == 0) continue;
          double d = 0;
          for (const size_t w : in) d += adjacency_[v][w];
          if (d < k) changed = in.erase(v) > 0;
        }
      }
      if (in.count(u) > 0) return k;
    }
  }
  double Clustering(size_t u) const {
    return degree_[u] < 2 ? -1 : Paths(3, u, u) / (degree_[u] * (degree_[u] - 1));
  }
  double Return(int k, size_t u) const { return walks_[static_cast<size_t>(k)][u][u]; }

 private:
  Matrix Zero() const { return Matrix(n_, std::vector<double>(n_, 0)); }

  size_t n_;
  Matrix adjacency_;
  std::vector<double> degree_;
  double arcs_ = 0;
  std::vector<Matrix> paths_;
  std::vector<Matrix> walks_;
  Matrix paths3_;
};

LinkFeatureOptions SixSteps() {
  LinkFeatureOptions options;
  options.walk_steps = 6;
  options.max_distance = 6;
  return options;
}

std::vector<NodePair> UntiedPairs(const TieGraph& ties) {
  std::vector<NodePair> pairs;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (Node v = 0; v < ties.num_nodes(); ++v) {
      if (u != v && !ties.FindArc(u, v)) pairs.emplace_back(u, v);
    }
  }
  return pairs;
}

TEST(LinkFeatures, EqualTheirDefinitions) {
  int apart = 0;
  int near = 0;
  for (uint64_t seed = 0; seed < 8; ++seed) {
    const TieGraph ties = RandomGraph(22, seed % 2 == 0 ? 0.08 : 0.25, true, seed);
    const Oracle oracle(ties);
    const std::vector<NodePair> pairs = UntiedPairs(ties);
    ASSERT_OK_AND_ASSIGN(const std::vector<double> rows,
                         ComputeLinkFeatures(ties, pairs, SixSteps()));
    for (size_t i = 0; i < pairs.size(); ++i) {
      const Node u = pairs[i].first;
      const Node v = pairs[i].second;
      const auto got = [&](LinkFeature f) { return rows[i * kNumLinkFeatures + Index(f)]; };
      const auto equal = [&](LinkFeature f, double expected) {
        EXPECT_NEAR(got(f), expected, 1e-9) << LinkFeatureName(Index(f)) << " " << u << " " << v;
      };
      const double common = oracle.Common(u, v, [](double) { return 1.0; });
      const double either = oracle.Degree(u) + oracle.Degree(v) - common;
      equal(LinkFeature::kCommonNeighbors, std::log1p(common));
      equal(LinkFeature::kJaccard, either > 0 ? common / either : 0);
      equal(LinkFeature::kAdamicAdar,
            oracle.Common(u, v, [](double d) { return 1 / std::log(d); }));
      equal(LinkFeature::kResourceAllocation, oracle.Common(u, v, [](double d) { return 1 / d; }));
      equal(LinkFeature::kPreferentialAttachment, std::log1p(oracle.Degree(u) * oracle.Degree(v)));
      equal(LinkFeature::kPaths3, std::log1p(oracle.Paths(3, u, v)));
      equal(LinkFeature::kNormalisedPaths3, std::log1p(oracle.NormalisedPaths3(u, v)));
      equal(LinkFeature::kLocalPath, std::log1p(common + 0.01 * oracle.Paths(3, u, v)));
      double katz = 0;
      for (int k = 2; k <= 6; ++k) katz += std::pow(0.05, k) * oracle.Paths(k, u, v);
      equal(LinkFeature::kKatz, std::log1p(1000 * katz));
      equal(LinkFeature::kWalk2, std::log1p(oracle.Walk(2, u, v)));
      equal(LinkFeature::kWalk3, std::log1p(oracle.Walk(3, u, v)));
      equal(LinkFeature::kWalk4, std::log1p(oracle.Walk(4, u, v)));
      equal(LinkFeature::kWalk5, std::log1p(oracle.Walk(5, u, v)));
      equal(LinkFeature::kWalkFar, std::log1p((oracle.Walk(5, u, v) + oracle.Walk(6, u, v)) / 2));
      equal(LinkFeature::kPageRank, std::log1p(oracle.PageRank(u, v)));
      equal(LinkFeature::kDistance, oracle.Distance(u, v));
      equal(LinkFeature::kDegreeMin, std::log1p(std::min(oracle.Degree(u), oracle.Degree(v))));
      equal(LinkFeature::kDegreeMax, std::log1p(std::max(oracle.Degree(u), oracle.Degree(v))));
      equal(LinkFeature::kCorenessMax,
            std::log1p(std::max(oracle.Coreness(u), oracle.Coreness(v))));
      equal(LinkFeature::kCorenessMin,
            std::log1p(std::min(oracle.Coreness(u), oracle.Coreness(v))));
      equal(LinkFeature::kClusteringMin, std::min(oracle.Clustering(u), oracle.Clustering(v)));
      equal(LinkFeature::kReturn2Max, std::max(oracle.Return(2, u), oracle.Return(2, v)));
      equal(LinkFeature::kReturn3Max, std::max(oracle.Return(3, u), oracle.Return(3, v)));
      near += common > 0;
      apart += oracle.Distance(u, v) > 6;
      if (oracle.Distance(u, v) <= 6) {
        EXPECT_EQ(got(LinkFeature::kSameComponent), 1);
      }
    }
  }
  EXPECT_GT(near, 100);
  EXPECT_GT(apart, 100);
}

TEST(LinkFeatures, OrderOfThePairDoesNotCount) {
  const TieGraph ties = PreferentialGraph(200, 3, 1);
  std::vector<NodePair> pairs = UntiedPairs(ties);
  pairs.resize(3000);
  std::vector<NodePair> turned;
  for (const auto& [u, v] : pairs) turned.emplace_back(v, u);
  ASSERT_OK_AND_ASSIGN(const auto a, ComputeLinkFeatures(ties, pairs));
  ASSERT_OK_AND_ASSIGN(const auto b, ComputeLinkFeatures(ties, turned));
  EXPECT_EQ(a, b);
}

TEST(LinkFeatures, HandValuesOfAPath) {
  // 0-1-2-3 and 4 alone.
  const TieGraph ties = MakeGraph(5, {{0, 1}, {1, 2}, {2, 3}}, true);
  ASSERT_OK_AND_ASSIGN(const auto rows,
                       ComputeLinkFeatures(ties, {{0, 3}, {0, 4}, {0, 2}}, SixSteps()));
  const auto at = [&](size_t pair, LinkFeature f) {
    return rows[pair * kNumLinkFeatures + Index(f)];
  };
  EXPECT_EQ(at(0, LinkFeature::kDistance), 3);
  EXPECT_EQ(at(1, LinkFeature::kDistance), 7);
  EXPECT_EQ(at(2, LinkFeature::kDistance), 2);
  EXPECT_EQ(at(0, LinkFeature::kSameComponent), 1);
  EXPECT_EQ(at(1, LinkFeature::kSameComponent), 0);
  EXPECT_EQ(at(1, LinkFeature::kComponentMin), std::log1p(1));
  EXPECT_EQ(at(1, LinkFeature::kComponentMax), std::log1p(4));
  EXPECT_NEAR(at(2, LinkFeature::kAdamicAdar), 1 / std::log(2), 1e-12);
  EXPECT_EQ(at(1, LinkFeature::kLeavesMin), -1);
  EXPECT_EQ(at(1, LinkFeature::kPageRankMax), 0);
}

TEST(LinkFeatures, SameForAnyNumberOfThreads) {
  const TieGraph ties = PreferentialGraph(500, 3, 2);
  RandomStream random(1, 1);
  const std::vector<NodePair> pairs = SampleNonTies(ties, 2000, random);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    LinkFeatureOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const auto rows, ComputeLinkFeatures(ties, pairs, options));
    if (first.empty()) first = rows;
    EXPECT_EQ(rows, first);
  }
}

TEST(LinkFeatures, EveryFeatureHasItsOwnName) {
  std::set<std::string> names;
  for (size_t f = 0; f < kNumLinkFeatures; ++f) names.insert(LinkFeatureName(f));
  EXPECT_EQ(names.size(), kNumLinkFeatures);
}

TEST(LinkFeatures, NamesBadInput) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  const TieGraph ties = MakeGraph(4, {{0, 1}, {1, 2}}, true);
  EXPECT_THAT(ComputeLinkFeatures(ties, {{0, 1}}), StatusIs(invalid, "(0, 1) is tied"));
  EXPECT_THAT(ComputeLinkFeatures(ties, {{2, 2}}), StatusIs(invalid, "(2, 2) is one member"));
  EXPECT_THAT(ComputeLinkFeatures(ties, {{0, 4}}),
              StatusIs(absl::StatusCode::kOutOfRange, "[0, 4)"));
  EXPECT_THAT(ComputeLinkFeatures(MakeGraph(3, {{0, 1}}, false), {}),
              StatusIs(invalid, "not symmetric"));
  EXPECT_THAT(ComputeLinkFeatures(MakeGraph(3, {{0, 1}, {0, 1}}, true), {}),
              StatusIs(invalid, "parallel ties of 0 and 1"));
  LinkFeatureOptions options;
  options.walk_steps = 2;
  EXPECT_THAT(ComputeLinkFeatures(ties, {}, options), StatusIs(invalid, "walk_steps is 2"));
  options = {};
  options.max_distance = 1;
  EXPECT_THAT(ComputeLinkFeatures(ties, {}, options), StatusIs(invalid, "max_distance is 1"));
  EXPECT_THAT(ComputeLinkFeatures(ties, {}), testing::IsOk());
}

TEST(LinkFeatures, CanBeCancelled) {
  const std::atomic<bool> cancelled = true;
  RunControl run;
  run.cancelled = &cancelled;
  LinkFeatureOptions options;
  options.run = &run;
  EXPECT_THAT(ComputeLinkFeatures(MakeGraph(4, {{0, 1}, {1, 2}}, true), {{0, 2}}, options),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::link_features_test
