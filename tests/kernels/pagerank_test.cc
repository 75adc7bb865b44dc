// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/pagerank.h"

#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "graph/random.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/rank_oracle.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::pagerank_test {
namespace {

using testing::DistanceL1;
using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;
using testing::WalkForever;

std::vector<double> RandomWeights(const TieGraph& graph, bool mirrored, uint64_t seed) {
  std::vector<double> weights(graph.num_arcs());
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      const Node v = graph.Target(arc);
      const uint64_t key = mirrored ? uint64_t{std::min(u, v)} << 32 | std::max(u, v) : arc;
      RandomStream random(seed, key);
      weights[arc] = random.Bernoulli(0.2) ? 0 : random.Uniform();
    }
  }
  return weights;
}

void ExpectRight(const TieGraph& graph, const std::vector<double>& weights, double damping) {
  const std::vector<double> start(graph.num_nodes(), 1.0 / graph.num_nodes());
  const std::vector<double> exact = WalkForever(graph, weights, start, damping);
  for (const double tolerance : {1e-2, 1e-6, 1e-10}) {
    const PageRankResult found =
        PageRank(graph, weights, {.damping = damping, .tolerance = tolerance}).value();
    EXPECT_LE(found.error_bound, tolerance);
    EXPECT_LE(DistanceL1(found.score, exact), found.error_bound + 1e-13);
    EXPECT_NEAR(std::accumulate(found.score.begin(), found.score.end(), 0.0), 1, tolerance);
    for (const int threads : {2, 7}) {
      RunControl run;
      run.threads = threads;
      const PageRankResult again =
          PageRank(graph, weights, {.damping = damping, .tolerance = tolerance, .run = &run})
              .value();
      EXPECT_EQ(again.score, found.score);
      EXPECT_EQ(again.error_bound, found.error_bound);
      EXPECT_EQ(again.iterations, found.iterations);
    }
  }
  for (const int limit : {0, 1, 3}) {
    const PageRankResult cut = PageRank(graph, weights,
                                        {.damping = damping, .tolerance = 1e-12,
                                         .max_iterations = limit})
                                   .value();
    EXPECT_LE(cut.iterations, limit);
    EXPECT_LE(DistanceL1(cut.score, exact), cut.error_bound + 1e-13);
  }
}

TEST(PageRank, AgreesWithTheWalk) {
  for (uint64_t seed = 0; seed < 8; ++seed) {
    const bool symmetric = seed % 2 == 0;
    // Sparse enough for dangling and isolated nodes.
    const TieGraph graph = RandomGraph(60, seed < 4 ? 0.015 : 0.1, symmetric, seed);
    for (const double damping : {0.0, 0.5, 0.85, 0.97}) {
      ExpectRight(graph, {}, damping);
      ExpectRight(graph, RandomWeights(graph, true, seed), damping);
      ExpectRight(graph, RandomWeights(graph, false, seed), damping);
    }
  }
}

TEST(PageRank, ManyChunks) {
  const TieGraph graph = KroneckerGraph({.scale = 12}).value();
  ExpectRight(graph, {}, 0.85);
  // Without direction Chebyshev needs far fewer passes than the log(tol) / log(.85)
  // = 142 of plain iteration.
  EXPECT_LT(PageRank(graph, {}, {.tolerance = 1e-10}).value().iterations, 50);
}

TEST(PageRank, DanglingNodesStartAnew) {
  // 0 -> 1, and 1 leads nowhere: x0 = s, x1 = s + d x0, up to scale.
  const PageRankResult found =
      PageRank(MakeGraph(2, {{0, 1}}, false), {}, {.tolerance = 1e-12}).value();
  EXPECT_NEAR(found.score[0], 1 / 2.85, 1e-12);
  EXPECT_NEAR(found.score[1], 1.85 / 2.85, 1e-12);
}

TEST(PageRank, ParallelArcsAndLoopsAreArcs) {
  const TieGraph graph = MakeGraph(3, {{0, 1}, {0, 1}, {0, 2}, {1, 0}, {2, 2}}, false);
  ExpectRight(graph, {}, 0.85);
  const std::vector<double> score = PageRank(graph).value().score;
  EXPECT_GT(score[2], score[1]);  // A loop keeps its walk.
}

TEST(PageRank, EdgeCases) {
  EXPECT_TRUE(PageRank(TieGraph()).value().score.empty());
  EXPECT_EQ(PageRank(MakeGraph(1, {}, true)).value().score, std::vector<double>{1});
  const TieGraph graph = MakeGraph(2, {{0, 1}}, true);
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(PageRank(graph, {}, {.damping = 1}), invalid("damping is 1"));
  EXPECT_THAT(PageRank(graph, {}, {.damping = nan}), invalid("damping is nan"));
  EXPECT_THAT(PageRank(graph, {}, {.tolerance = 0}), invalid("tolerance is 0"));
  EXPECT_THAT(PageRank(graph, {}, {.max_iterations = -1}), invalid("max_iterations is -1"));
  EXPECT_THAT(PageRank(graph, {1.0}), invalid("weights has 1 entries, expected 2"));
  EXPECT_THAT(PageRank(graph, {1.0, -1.0}), invalid("weights[1] is -1"));
  EXPECT_THAT(PageRank(graph, {nan, 1.0}), invalid("weights[0] is nan"));
  EXPECT_THAT(PageRank(graph, {1e-310, 1.0}), invalid("weights[0]"));
  EXPECT_THAT(PageRank(graph, {1.0, 1e300}), invalid("weights[1]"));
  EXPECT_NEAR(PageRank(graph, {1e-200, 1e200}).value().score[0], 0.5, 1e-6);
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(PageRank(graph, {}, {.run = &run}), StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::pagerank_test
