// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/betweenness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/graph/betweenness_centrality.hpp>
#include <cmath>
#include <map>
#include <set>

#include "algorithms/kernels/path_sample.h"
#include "graph/tie_graph_boost.h"
#include "tests/testing/karate.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::betweenness_test {
namespace {

using testing::KarateGraph;
using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;
using testing::StatusIs;

std::vector<double> ByBoost(const TieGraph& graph) {
  std::vector<double> sums(graph.num_nodes());
  boost::brandes_betweenness_centrality(
      graph, boost::make_iterator_property_map(sums.begin(), get(boost::vertex_index, graph)));
  const double n = graph.num_nodes();
  for (double& sum : sums) sum /= n * (n - 1);
  return sums;
}

TEST(Betweenness, AgreesWithBoost) {
  int zero = 0, positive = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Node n = 3 + static_cast<Node>(seed);
    const TieGraph graph =
        RandomGraph(n, 0.02 + 0.01 * static_cast<double>(seed % 12), seed % 2 == 0, seed);
    const std::vector<double> expected = ByBoost(graph);
    ASSERT_OK_AND_ASSIGN(const std::vector<double> found, FindBetweenness(graph));
    for (Node v = 0; v < n; ++v) {
      EXPECT_NEAR(found[v], expected[v], 1e-13) << seed << " " << v;
      (found[v] > 0 ? positive : zero)++;
    }
  }
  EXPECT_GT(zero, 200);
  EXPECT_GT(positive, 200);
  const TieGraph large = PreferentialGraph(700, 3, 5);
  const std::vector<double> expected = ByBoost(large);
  const std::vector<double> found = FindBetweenness(large).value();
  for (Node v = 0; v < 700; ++v) EXPECT_NEAR(found[v], expected[v], 1e-12);
}

// The same by its definition: every walk of nodes without repetition is looked at, the
// shortest ones of each pair are kept.
class EveryPath {
 public:
  explicit EveryPath(const TieGraph& graph) : graph_(graph), sums_(graph.num_nodes(), 0) {}

  std::vector<double> Run() {
    const Node n = graph_.num_nodes();
    for (Node s = 0; s < n; ++s) {
      for (Node t = 0; t < n; ++t) {
        if (s == t) continue;
        shortest_.clear();
        path_ = {s};
        Walk(t);
        for (const std::vector<Node>& path : shortest_) {
          for (size_t i = 1; i + 1 < path.size(); ++i) {
            sums_[path[i]] += 1.0 / static_cast<double>(shortest_.size());
          }
        }
      }
    }
    for (double& sum : sums_) sum /= static_cast<double>(n) * (n - 1.0);
    return sums_;
  }

 private:
  void Walk(Node t) {
    if (path_.back() == t) {
      if (!shortest_.empty() && path_.size() < shortest_.begin()->size()) shortest_.clear();
      if (shortest_.empty() || path_.size() == shortest_.begin()->size()) {
        shortest_.insert(path_);
      }
      return;
    }
    for (const Node v : graph_.OutNeighbors(path_.back())) {
      if (std::find(path_.begin(), path_.end(), v) != path_.end()) continue;
      path_.push_back(v);
      Walk(t);
      path_.pop_back();
    }
  }

  const TieGraph& graph_;
  std::vector<double> sums_;
  std::vector<Node> path_;
  std::set<std::vector<Node>> shortest_;
};

TEST(Betweenness, EqualsEveryPathOfSmallGraphs) {
  int zero = 0, positive = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Node n = 3 + static_cast<Node>(seed % 5);
    const TieGraph graph = RandomGraph(n, 0.4, seed % 2 == 0, seed);
    const std::vector<double> expected = EveryPath(graph).Run();
    ASSERT_OK_AND_ASSIGN(const std::vector<double> found, FindBetweenness(graph));
    for (Node v = 0; v < n; ++v) {
      EXPECT_NEAR(found[v], expected[v], 1e-14) << seed << " " << v;
      (found[v] > 0 ? positive : zero)++;
    }
  }
  EXPECT_GT(zero, 100);
  EXPECT_GT(positive, 100);
}

// betweenness_centrality() of NetworkX 3.6.1, which takes pairs of the other 33 nodes.
TEST(Betweenness, FiguresOfNetworkX) {
  const std::vector<double> figures = {0.437635281385,
                                       0.053936688312,
                                       0.143656806157,
                                       0.011909271284,
                                       0.000631313131,
                                       0.029987373737,
                                       0.029987373737,
                                       0,
                                       0.055926827802,
                                       0.000847763348,
                                       0.000631313131,
                                       0,
                                       0,
                                       0.045863395863,
                                       0,
                                       0,
                                       0,
                                       0,
                                       0,
                                       0.032475048100,
                                       0,
                                       0,
                                       0,
                                       0.017613636364,
                                       0.002209595960,
                                       0.003840488215,
                                       0,
                                       0.022333453583,
                                       0.001794733045,
                                       0.002922077922,
                                       0.014411976912,
                                       0.138275613276,
                                       0.145247113997,
                                       0.304074975950};
  const std::vector<double> found = FindBetweenness(KarateGraph()).value();
  ASSERT_EQ(found.size(), figures.size());
  for (size_t v = 0; v < found.size(); ++v) {
    EXPECT_NEAR(found[v] * 34 / 32, figures[v], 1e-12) << v;
  }
}

TEST(Betweenness, KnownGraphs) {
  // All ways between the 4 leaves of a star lead over its centre: 12 of 20 pairs.
  const auto star =
      FindBetweenness(MakeGraph(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}}, true)).value();
  EXPECT_DOUBLE_EQ(star[0], 0.6);
  EXPECT_EQ(star[1], 0);
  // Parallel arcs and loops change nothing: two ways from 0 to 3.
  const auto twice =
      FindBetweenness(
          MakeGraph(4, {{0, 1}, {0, 1}, {1, 1}, {1, 3}, {0, 2}, {2, 3}, {2, 3}}, false))
          .value();
  EXPECT_DOUBLE_EQ(twice[1], 0.5 / 12);
  EXPECT_DOUBLE_EQ(twice[2], 0.5 / 12);
  EXPECT_EQ(FindBetweenness(MakeGraph(2, {{0, 1}}, true)).value(),
            (std::vector<double>{0, 0}));
  EXPECT_TRUE(FindBetweenness(TieGraph()).value().empty());
}

TEST(Betweenness, SampledKeepsItsErrorInAtLeastOneMinusDeltaOfTheRuns) {
  const TieGraph symmetric = PreferentialGraph(80, 2, 3);
  const TieGraph directed = RandomGraph(60, 0.05, false, 8);
  const TieGraph karate = KarateGraph();
  int early = 0, late = 0;
  for (const TieGraph* graph : {&symmetric, &directed, &karate}) {
    const std::vector<double> exact = FindBetweenness(*graph).value();
    for (const double epsilon : {0.08, 0.02}) {
      int kept = 0;
      for (uint64_t seed = 0; seed < 100; ++seed) {
        ASSERT_OK_AND_ASSIGN(
            const SampledBetweenness found,
            EstimateBetweenness(*graph, {.epsilon = epsilon, .delta = 0.05, .seed = seed}));
        EXPECT_LE(found.half_width, epsilon);
        double error = 0;
        for (Node v = 0; v < graph->num_nodes(); ++v) {
          error = std::max(error, std::abs(found.betweenness[v] - exact[v]));
        }
        EXPECT_GT(error, 0);
        kept += error <= found.half_width;
        const double hoeffding =
            std::log(4 * graph->num_nodes() / 0.05) / (2 * epsilon * epsilon);
        (static_cast<double>(found.samples) < hoeffding - 1 ? early : late)++;
      }
      EXPECT_GE(kept, 95);
    }
  }
  EXPECT_GT(early, 0);
  EXPECT_GT(late, 0);
}

TEST(Betweenness, PathsAreSampledEvenly) {
  // From 0 to 5: over 1 to 3 or 4, over 2 to 4: three ways.
  const TieGraph graph = MakeGraph(
      7, {{0, 1}, {0, 2}, {0, 2}, {1, 3}, {1, 4}, {2, 4}, {3, 5}, {4, 5}, {5, 6}}, false);
  PathSample sample(graph);
  std::map<std::vector<Node>, int> seen;
  for (uint64_t i = 0; i < 3000; ++i) {
    RandomStream random(1, i);
    const absl::Span<const Node> inner = sample.InnerNodes(0, 5, random);
    std::vector<Node> path(inner.begin(), inner.end());
    std::sort(path.begin(), path.end());
    ++seen[path];
  }
  ASSERT_EQ(seen.size(), 3U);
  for (const auto& [path, count] : seen) {
    EXPECT_EQ(path.size(), 2U);
    EXPECT_NEAR(count, 1000, 130);  // Five deviations.
  }
  RandomStream random(1, 0);
  EXPECT_TRUE(sample.InnerNodes(6, 0, random).empty());
  EXPECT_TRUE(sample.InnerNodes(5, 6, random).empty());
}

TEST(Betweenness, BitIdenticalForAnyNumberOfThreads) {
  const TieGraph graph = PreferentialGraph(500, 3, 9);
  std::vector<double> exact, sampled;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    const auto all = FindBetweenness(graph, {.run = &run}).value();
    const auto some = EstimateBetweenness(graph, {.epsilon = 0.02, .run = &run}).value();
    if (exact.empty()) exact = all, sampled = some.betweenness;
    EXPECT_EQ(all, exact);
    EXPECT_EQ(some.betweenness, sampled);
  }
}

TEST(Betweenness, NamesBadInput) {
  const TieGraph graph = MakeGraph(3, {{0, 1}, {1, 2}}, true);
  using absl::StatusCode;
  EXPECT_THAT(EstimateBetweenness(graph, {.epsilon = 0}),
              StatusIs(StatusCode::kInvalidArgument, "epsilon is 0"));
  EXPECT_THAT(EstimateBetweenness(graph, {.delta = 1}),
              StatusIs(StatusCode::kInvalidArgument, "delta is 1"));
  EXPECT_TRUE(EstimateBetweenness(TieGraph()).value().betweenness.empty());
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindBetweenness(graph, {.run = &run}), StatusIs(StatusCode::kCancelled, ""));
  EXPECT_THAT(EstimateBetweenness(graph, {.run = &run}), StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::betweenness_test
