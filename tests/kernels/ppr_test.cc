// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/ppr.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "graph/random.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/rank_oracle.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::ppr_test {
namespace {

using testing::DistanceL1;
using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;
using testing::WalkForever;

struct Case {
  TieGraph graph;
  std::vector<double> weights;
  std::vector<Node> seeds;
  std::vector<double> seed_weights;
  std::vector<double> exact;  // At damping .85.
};

// Directed and not, with and without weights (some 0), dangling nodes, seeds that
// repeat and that nothing leaves.
Case MakeCase(uint64_t seed) {
  RandomStream random(seed, 17);
  Case c{RandomGraph(60, seed % 3 == 0 ? 0.015 : 0.1, seed % 2 == 0, seed), {}, {}, {}, {}};
  if (seed % 4 >= 2) {
    for (ArcIndex arc = 0; arc < c.graph.num_arcs(); ++arc) {
      c.weights.push_back(random.Bernoulli(0.2) ? 0 : random.Uniform());
    }
  }
  const size_t count = 1 + random.Below(4);
  for (size_t i = 0; i < count; ++i) c.seeds.push_back(static_cast<Node>(random.Below(60)));
  std::vector<double> start(60, 0);
  double total = 0;
  for (size_t i = 0; i < count; ++i) {
    if (seed % 5 == 0) c.seed_weights.push_back(1 + random.Uniform());
    total += seed % 5 == 0 ? c.seed_weights[i] : 1;
  }
  for (size_t i = 0; i < count; ++i) {
    start[c.seeds[i]] += (seed % 5 == 0 ? c.seed_weights[i] : 1) / total;
  }
  c.exact = WalkForever(c.graph, c.weights, start, 0.85);
  return c;
}

TEST(Ppr, AgreesWithTheWalk) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Case c = MakeCase(seed);
    for (const double tolerance : {1e-2, 1e-6, 1e-10}) {
      PprOptions options{
          .tolerance = tolerance, .weights = c.weights, .seed_weights = c.seed_weights};
      const PprResult found = PersonalizedPageRank(c.graph, c.seeds, options).value();
      EXPECT_LE(found.error_bound, tolerance);
      EXPECT_LE(DistanceL1(found.score, c.exact), found.error_bound + 1e-13);
      for (const int threads : {2, 7}) {
        RunControl run;
        run.threads = threads;
        options.run = &run;
        EXPECT_EQ(PersonalizedPageRank(c.graph, c.seeds, options).value().score, found.score);
      }
    }
    const PprResult cut = PersonalizedPageRank(c.graph, c.seeds,
                                               {.tolerance = 1e-12,
                                                .max_iterations = 2,
                                                .weights = c.weights,
                                                .seed_weights = c.seed_weights})
                              .value();
    EXPECT_LE(DistanceL1(cut.score, c.exact), cut.error_bound + 1e-13);
  }
}

std::vector<double> Spread(const PushResult& found, Node n) {
  std::vector<double> score(n, 0);
  for (size_t i = 0; i < found.nodes.size(); ++i) {
    EXPECT_EQ(score[found.nodes[i]], 0) << "met twice";
    EXPECT_GT(found.scores[i], 0);
    score[found.nodes[i]] = found.scores[i];
  }
  return score;
}

TEST(PprPush, ResidualIsTheErrorAndScoresComeFromBelow) {
  double largest = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Case c = MakeCase(seed);
    PprPusher pusher = PprPusher::Create(c.graph, c.weights).value();
    double before = 2;
    for (const double epsilon : {1e-1, 1e-3, 1e-5, 1e-9}) {
      const PushOptions options{.epsilon = epsilon, .seed_weights = c.seed_weights};
      const PushResult found = pusher.Push(c.seeds, options).value();
      const std::vector<double> score = Spread(found, 60);
      EXPECT_NEAR(DistanceL1(score, c.exact), found.residual, 1e-12);
      for (Node v = 0; v < 60; ++v) EXPECT_LE(score[v], c.exact[v] + 1e-13);
      EXPECT_LE(found.residual, before);
      EXPECT_LE(found.residual, epsilon * static_cast<double>(c.graph.num_arcs() + 60));
      before = found.residual;
      largest = std::max(largest, found.residual);
      // A used pusher answers like a fresh one.
      PprPusher fresh = PprPusher::Create(c.graph, c.weights).value();
      const PushResult again = fresh.Push(c.seeds, options).value();
      EXPECT_EQ(again.nodes, found.nodes);
      EXPECT_EQ(again.scores, found.scores);
      EXPECT_EQ(again.residual, found.residual);
    }
  }
  EXPECT_GT(largest, 0.1);
}

TEST(PprPush, StaysNearTheSeed) {
  const TieGraph graph =
      PlantedPartitionGraph(
          {.num_nodes = 20000, .num_arcs = 100000, .num_blocks = 200, .mixing = 0.1})
          .value();
  PprPusher pusher = PprPusher::Create(graph).value();
  const PushResult found = pusher.Push({7}, {.epsilon = 1e-4}).value();
  EXPECT_GT(found.nodes.size(), 10U);
  EXPECT_LT(found.nodes.size(), 2000U);
  EXPECT_LT(found.pushes, 1 / (1e-4 * 0.15));
  double inside = 0;
  for (size_t i = 0; i < found.nodes.size(); ++i) {
    if (found.nodes[i] % 200 == 7) inside += found.scores[i];
  }
  EXPECT_GT(inside, 0.5 * (1 - found.residual));
}

TEST(PprPush, OrderOfSeedsDoesNotMatter) {
  const Case c = MakeCase(0);
  PprPusher pusher = PprPusher::Create(c.graph).value();
  const PushResult a =
      pusher.Push({3, 9, 3}, {.seed_weights = {0.1, 0.2, 0.7}}).value();
  const PushResult b =
      pusher.Push({9, 3, 3}, {.seed_weights = {0.2, 0.7, 0.1}}).value();
  EXPECT_EQ(a.nodes, b.nodes);
  EXPECT_EQ(a.scores, b.scores);
}

TEST(Ppr, EdgeCases) {
  const TieGraph graph = MakeGraph(3, {{0, 1}}, true);
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(PersonalizedPageRank(graph, {}), invalid("seeds is empty"));
  EXPECT_THAT(PersonalizedPageRank(graph, {3}),
              StatusIs(absl::StatusCode::kOutOfRange, "seeds[0] is 3"));
  EXPECT_THAT(PersonalizedPageRank(graph, {0}, {.damping = -0.1}), invalid("damping"));
  EXPECT_THAT(PersonalizedPageRank(graph, {0}, {.tolerance = nan}), invalid("tolerance"));
  EXPECT_THAT(PersonalizedPageRank(graph, {0}, {.seed_weights = {1.0, 2.0}}),
              invalid("seed_weights has 2"));
  EXPECT_THAT(PersonalizedPageRank(graph, {0}, {.seed_weights = {0.0}}), invalid("all 0"));
  EXPECT_THAT(PersonalizedPageRank(graph, {0}, {.seed_weights = {nan}}),
              invalid("seed_weights[0] is nan"));
  EXPECT_THAT(PersonalizedPageRank(graph, {0}, {.weights = {nan, 1.0}}), invalid("weights[0]"));
  EXPECT_THAT(PprPusher::Create(graph, {1.0}), invalid("weights has 1"));
  PprPusher pusher = PprPusher::Create(graph).value();
  EXPECT_THAT(pusher.Push({}), invalid("seeds is empty"));
  EXPECT_THAT(pusher.Push({9}), StatusIs(absl::StatusCode::kOutOfRange, "seeds[0] is 9"));
  EXPECT_THAT(pusher.Push({0}, {.damping = 1}), invalid("damping"));
  EXPECT_THAT(pusher.Push({0}, {.epsilon = 0}), invalid("epsilon is 0"));
  EXPECT_THAT(pusher.Push({0}, {.epsilon = 2}), invalid("epsilon is 2"));
  // An isolated seed keeps all; huge weights do not overflow.
  EXPECT_EQ(PersonalizedPageRank(graph, {2}, {.seed_weights = {1e308}}).value().score[2], 1);
  EXPECT_NEAR(pusher.Push({2, 2}, {.seed_weights = {1e308, 1e308}}).value().scores[0], 1, 1e-5);
  EXPECT_NEAR(pusher.Push({0}, {.damping = 0}).value().scores[0], 1, 1e-15);
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(pusher.Push({0}, {.run = &run}), StatusIs(absl::StatusCode::kCancelled, ""));
  EXPECT_THAT(PersonalizedPageRank(graph, {0}, {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::ppr_test
