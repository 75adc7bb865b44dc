// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/structural_holes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::structural_holes_test {
namespace {

using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;
using testing::StatusIs;

using Holes = std::vector<std::optional<StructuralHole>>;

// Zachary's karate club with the weights of its ties, and what NetworkX 2.8.8
// (constraint, effective_size) gives; igraph 0.10 gives the same constraint.
const std::vector<std::tuple<Node, Node, double>> kKarate = {
    {0, 1, 4}, {0, 2, 5}, {0, 3, 3}, {0, 4, 3}, {0, 5, 3}, {0, 6, 3}, {0, 7, 2}, {0, 8, 2},
    {0, 10, 2}, {0, 11, 3}, {0, 12, 1}, {0, 13, 3}, {0, 17, 2}, {0, 19, 2}, {0, 21, 2},
    {0, 31, 2}, {1, 2, 6}, {1, 3, 3}, {1, 7, 4}, {1, 13, 5}, {1, 17, 1}, {1, 19, 2},
    {1, 21, 2}, {1, 30, 2}, {2, 3, 3}, {2, 7, 4}, {2, 8, 5}, {2, 9, 1}, {2, 13, 3},
    {2, 27, 2}, {2, 28, 2}, {2, 32, 2}, {3, 7, 3}, {3, 12, 3}, {3, 13, 3}, {4, 6, 2},
    {4, 10, 3}, {5, 6, 5}, {5, 10, 3}, {5, 16, 3}, {6, 16, 3}, {8, 30, 3}, {8, 32, 3},
    {8, 33, 4}, {9, 33, 2}, {13, 33, 3}, {14, 32, 3}, {14, 33, 2}, {15, 32, 3},
    {15, 33, 4}, {18, 32, 1}, {18, 33, 2}, {19, 33, 1}, {20, 32, 3}, {20, 33, 1},
    {22, 32, 2}, {22, 33, 3}, {23, 25, 5}, {23, 27, 4}, {23, 29, 3}, {23, 32, 5},
    {23, 33, 4}, {24, 25, 2}, {24, 27, 3}, {24, 31, 2}, {25, 31, 7}, {26, 29, 4},
    {26, 33, 2}, {27, 33, 4}, {28, 31, 2}, {28, 33, 2}, {29, 32, 4}, {29, 33, 2},
    {30, 32, 3}, {30, 33, 3}, {31, 32, 4}, {31, 33, 4}, {32, 33, 5}};
const std::vector<double> kConstraint = {
    0.155423297647, 0.279535108025, 0.18517663966, 0.396659647205, 0.529417438272,
    0.477484809028, 0.477484809028, 0.442711588542, 0.303600713668, 0.5, 0.529417438272, 1,
    0.622504340278, 0.323335416667, 0.573679594387, 0.573679594387, 0.78125,
    0.590868537809, 0.573679594387, 0.373719350137, 0.573679594387, 0.590868537809,
    0.573679594387, 0.305823721646, 0.45987654321, 0.45987654321, 0.670901816609,
    0.285069204152, 0.386913153061, 0.449409001346, 0.34600646386, 0.244575403691,
    0.249223362275, 0.156418685121};
const std::vector<double> kEffectiveSize = {
    13.75, 6.33333333333, 7.8, 2.66666666667, 1.66666666667, 2.5, 2.5, 1, 3, 2,
    1.66666666667, 1, 1, 2.6, 1, 1, 1, 1, 1, 2.33333333333, 1, 1, 1, 3.4, 2.33333333333,
    2.33333333333, 1, 3.5, 2.33333333333, 2, 2.5, 5, 9.83333333333, 15.2352941176};
const std::vector<double> kWeightedConstraint = {
    0.190623489056, 0.340901983129, 0.255653839096, 0.412222615612, 0.508088569655,
    0.491129227775, 0.531404721652, 0.527081950416, 0.334414756359, 0.555555555556,
    0.530497648278, 1, 0.730229591837, 0.382748624316, 0.641126692829, 0.632394347397,
    0.939749124502, 0.665331407588, 0.667077583701, 0.43910936392, 0.723821347073,
    0.623608381125, 0.639834227839, 0.312773961166, 0.512471655329, 0.456314498589,
    0.653162438819, 0.322210146386, 0.398982741245, 0.438925197354, 0.394491170724,
    0.275498835127, 0.258256140484, 0.186287285632};
const std::vector<double> kWeightedEffectiveSize = {
    13.775, 6.46724137931, 7.94696969697, 3.63333333333, 2.225, 2.94285714286,
    2.78461538462, 1.46153846154, 3.39607843137, 2, 2.15, 1, 1.3, 2.92352941176, 1, 1, 1,
    1.28888888889, 1, 2.41333333333, 1, 1.26666666667, 1, 3.72380952381, 2.42857142857,
    2.62585034014, 1.56666666667, 3.50769230769, 2.54285714286, 2.49230769231,
    2.69090909091, 5.1410430839, 10.0892857143, 15.2289186508};

struct Weighted {
  TieGraph graph;
  std::vector<double> weights;
};

Weighted Karate() {
  std::vector<std::pair<Node, Node>> pairs;
  for (const auto& [u, v, w] : kKarate) pairs.emplace_back(u, v);
  Weighted karate{MakeGraph(34, pairs, true), {}};
  karate.weights.resize(karate.graph.num_arcs());
  for (const auto& [u, v, w] : kKarate) {
    karate.weights[*karate.graph.FindArc(u, v)] = w;
    karate.weights[*karate.graph.FindArc(v, u)] = w;
  }
  return karate;
}

// Burt's formulas, term by term, on the matrix of weights.
Holes ByDefinition(const TieGraph& graph, const std::vector<double>& weights) {
  const Node n = graph.num_nodes();
  std::vector<std::vector<double>> w(n, std::vector<double>(n, 0));
  for (Node u = 0; u < n; ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      const Node v = graph.Target(arc);
      if (u == v) continue;
      const double weight = weights.empty() ? 1 : weights[arc];
      w[u][v] += weight;
      if (!graph.is_symmetric()) w[v][u] += weight;
    }
  }
  std::vector<double> sum(n, 0), most(n, 0);
  for (Node u = 0; u < n; ++u) {
    for (Node v = 0; v < n; ++v) {
      sum[u] += w[u][v];
      most[u] = std::max(most[u], w[u][v]);
    }
  }
  Holes holes(n);
  for (Node u = 0; u < n; ++u) {
    if (sum[u] == 0) continue;
    StructuralHole& hole = holes[u].emplace();
    double largest = 0;
    for (Node v = 0; v < n; ++v) {
      if (w[u][v] == 0) continue;
      double invested = w[u][v] / sum[u];
      double redundant = 0;
      for (Node q = 0; q < n; ++q) {
        if (q == u || q == v) continue;
        if (w[q][v] > 0) invested += w[u][q] / sum[u] * (w[q][v] / sum[q]);
        redundant += w[u][q] / sum[u] * (w[v][q] / most[v]);
      }
      ++hole.contacts;
      hole.constraint += invested * invested;
      hole.effective_size += 1 - redundant;
      largest = std::max(largest, invested * invested);
    }
    hole.efficiency = hole.effective_size / hole.contacts;
    hole.constrained_by_share = largest / hole.constraint;
  }
  return holes;
}

void ExpectEqual(const Holes& found, const Holes& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t u = 0; u < found.size(); ++u) {
    ASSERT_EQ(found[u].has_value(), expected[u].has_value()) << u;
    if (!found[u]) continue;
    EXPECT_EQ(found[u]->contacts, expected[u]->contacts) << u;
    EXPECT_NEAR(found[u]->constraint, expected[u]->constraint, 1e-12) << u;
    EXPECT_NEAR(found[u]->effective_size, expected[u]->effective_size, 1e-11) << u;
    EXPECT_NEAR(found[u]->efficiency, expected[u]->efficiency, 1e-12) << u;
    EXPECT_NEAR(found[u]->constrained_by_share, expected[u]->constrained_by_share, 1e-12) << u;
  }
}

TEST(StructuralHoles, KarateAsNetworkXAndIgraph) {
  const Weighted karate = Karate();
  ASSERT_OK_AND_ASSIGN(const Holes plain, FindStructuralHoles(karate.graph));
  ASSERT_OK_AND_ASSIGN(const Holes weighted, FindStructuralHoles(karate.graph, karate.weights));
  for (Node u = 0; u < 34; ++u) {
    EXPECT_NEAR(plain[u]->constraint, kConstraint[u], 1e-11) << u;
    EXPECT_NEAR(plain[u]->effective_size, kEffectiveSize[u], 1e-10) << u;
    EXPECT_NEAR(plain[u]->efficiency, kEffectiveSize[u] / plain[u]->contacts, 1e-10) << u;
    EXPECT_NEAR(weighted[u]->constraint, kWeightedConstraint[u], 1e-11) << u;
    EXPECT_NEAR(weighted[u]->effective_size, kWeightedEffectiveSize[u], 1e-10) << u;
  }
}

TEST(StructuralHoles, EqualTheDefinitionOnRandomGraphs) {
  int absent = 0, present = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Node n = 5 + static_cast<Node>(seed % 30);
    const TieGraph graph =
        RandomGraph(n, 0.02 * static_cast<double>(1 + seed % 20), seed % 2 == 0, seed);
    ExpectEqual(FindStructuralHoles(graph).value(), ByDefinition(graph, {}));
    std::vector<double> weights(graph.num_arcs());
    for (Node u = 0; u < n; ++u) {
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        const Node v = graph.Target(arc);
        // One weight a tie, some of them 0.
        RandomStream random(seed, std::min(u, v) * 1000ULL + std::max(u, v));
        weights[arc] = static_cast<double>(random.Below(5)) / 2;
      }
    }
    const Holes found = FindStructuralHoles(graph, weights).value();
    ExpectEqual(found, ByDefinition(graph, weights));
    for (const auto& hole : found) (hole ? present : absent)++;
  }
  EXPECT_GT(present, 500);
  EXPECT_GT(absent, 50);
}

TEST(StructuralHoles, ParallelArcsAndLoops) {
  const TieGraph graph = MakeGraph(
      5, {{0, 1}, {0, 1}, {1, 0}, {1, 2}, {2, 0}, {2, 2}, {3, 0}, {4, 4}}, false);
  const Holes found = FindStructuralHoles(graph).value();
  ExpectEqual(found, ByDefinition(graph, {}));
  EXPECT_FALSE(found[4].has_value());  // A loop is no contact.
  EXPECT_EQ(found[0]->contacts, 3U);
  EXPECT_EQ(found[0]->constrained_by, 1U);
}

TEST(StructuralHoles, StarsAndCliques) {
  const Holes star = FindStructuralHoles(MakeGraph(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}}, true)).value();
  EXPECT_DOUBLE_EQ(star[0]->constraint, 0.25);
  EXPECT_DOUBLE_EQ(star[0]->effective_size, 4);
  EXPECT_DOUBLE_EQ(star[0]->efficiency, 1);
  EXPECT_EQ(star[0]->constrained_by, 1U);  // The smallest of equals.
  EXPECT_DOUBLE_EQ(star[1]->constraint, 1);
  const Holes triangle = FindStructuralHoles(MakeGraph(3, {{0, 1}, {1, 2}, {0, 2}}, true)).value();
  EXPECT_DOUBLE_EQ(triangle[0]->constraint, 1.125);
  EXPECT_DOUBLE_EQ(triangle[0]->effective_size, 1);
  EXPECT_TRUE(FindStructuralHoles(TieGraph()).value().empty());
}

TEST(StructuralHoles, BitIdenticalForAnyNumberOfThreads) {
  const TieGraph graph = PreferentialGraph(2000, 5, 3);
  Holes first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ASSERT_OK_AND_ASSIGN(const Holes holes, FindStructuralHoles(graph, {}, {.run = &run}));
    if (first.empty()) first = holes;
    for (size_t u = 0; u < holes.size(); ++u) {
      ASSERT_EQ(holes[u].has_value(), first[u].has_value());
      if (!holes[u]) continue;
      ASSERT_EQ(holes[u]->constraint, first[u]->constraint);
      ASSERT_EQ(holes[u]->effective_size, first[u]->effective_size);
      ASSERT_EQ(holes[u]->constrained_by, first[u]->constrained_by);
    }
  }
}

TEST(StructuralHoles, NamesBadInput) {
  const TieGraph graph = MakeGraph(3, {{0, 1}, {1, 2}}, true);
  using absl::StatusCode;
  EXPECT_THAT(FindStructuralHoles(graph, {1.0}),
              StatusIs(StatusCode::kInvalidArgument, "weights has 1"));
  EXPECT_THAT(FindStructuralHoles(graph, {1.0, 1.0, -1.0, -1.0}),
              StatusIs(StatusCode::kInvalidArgument, "weights[2] = -1"));
  const double huge = std::numeric_limits<double>::max();
  EXPECT_THAT(FindStructuralHoles(graph, {huge, huge, huge, huge}),
              StatusIs(StatusCode::kInvalidArgument, "node 1 add up to inf"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindStructuralHoles(graph, {}, {.run = &run}), StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::structural_holes_test
