// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/closeness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <vector>

#include "algorithms/access/hyper_ball.h"
#include "tests/testing/karate.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::closeness_test {
namespace {

using testing::KarateGraph;
using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;
using testing::StatusIs;

constexpr int kFar = std::numeric_limits<int>::max() / 4;

// Hops between all pairs, by Floyd and Warshall.
std::vector<std::vector<int>> AllHops(const TieGraph& graph) {
  const Node n = graph.num_nodes();
  std::vector<std::vector<int>> hops(n, std::vector<int>(n, kFar));
  for (Node u = 0; u < n; ++u) {
    for (const Node v : graph.OutNeighbors(u)) hops[u][v] = 1;
    hops[u][u] = 0;
  }
  for (Node w = 0; w < n; ++w) {
    for (Node u = 0; u < n; ++u) {
      for (Node v = 0; v < n; ++v) hops[u][v] = std::min(hops[u][v], hops[u][w] + hops[w][v]);
    }
  }
  return hops;
}

TEST(Closeness, EqualsTheDefinition) {
  int far = 0, near = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    // Some need several batches of 64 searches.
    const Node n = 2 + static_cast<Node>(seed * 5);
    const TieGraph graph = RandomGraph(n, 2.0 / n, seed % 2 == 0, seed);
    const auto hops = AllHops(graph);
    const int most = static_cast<int>(seed % 5);
    ASSERT_OK_AND_ASSIGN(const Closeness found, FindCloseness(graph, {.hops = most}));
    EXPECT_TRUE(found.exact);
    ASSERT_EQ(found.within.size(), static_cast<size_t>(most) * n);
    for (Node v = 0; v < n; ++v) {
      double sum = 0;
      for (Node u = 0; u < n; ++u) {
        if (u != v && hops[v][u] < kFar) sum += 1.0 / hops[v][u];
        (hops[v][u] < kFar ? near : far)++;
      }
      EXPECT_NEAR(found.closeness[v], sum / (n - 1), 1e-12) << seed << " " << v;
      for (int k = 1; k <= most; ++k) {
        const auto within = std::count_if(hops[v].begin(), hops[v].end(),
                                          [&](int d) { return d >= 1 && d <= k; });
        EXPECT_EQ(found.within[v * static_cast<size_t>(most) + static_cast<size_t>(k) - 1],
                  static_cast<double>(within));
      }
    }
  }
  EXPECT_GT(far, 1000);
  EXPECT_GT(near, 1000);
}

TEST(Closeness, KnownFigures) {
  // harmonic_centrality() of NetworkX 3.6.1, which does not divide.
  const Closeness karate = FindCloseness(KarateGraph()).value();
  EXPECT_NEAR(karate.closeness[0], 23.1666666667 / 33, 1e-9);
  EXPECT_NEAR(karate.closeness[8], 18.5000000000 / 33, 1e-9);
  EXPECT_NEAR(karate.closeness[16], 11.1000000000 / 33, 1e-9);
  EXPECT_THAT(std::vector<double>(karate.within.begin(), karate.within.begin() + 3),
              ::testing::ElementsAre(16, 25, 33));
  EXPECT_EQ(FindCloseness(MakeGraph(3, {{0, 1}, {0, 2}}, true))->closeness[0], 1);
  EXPECT_EQ(FindCloseness(MakeGraph(1, {}, true))->closeness, (std::vector<double>{0}));
  EXPECT_TRUE(FindCloseness(TieGraph())->closeness.empty());
}

// Over seeded runs and all balls of a graph: the root mean square of the relative error
// is the one stated, and few are off by more than two of it.
TEST(Closeness, EstimatesKeepTheirStandardError) {
  const TieGraph graph = PreferentialGraph(1500, 2, 7);
  const Closeness exact = FindCloseness(graph, {.hops = 4}).value();
  for (const int bits : {6, 8}) {
    double squares = 0, worst_mean = 0;
    int balls = 0, off = 0;
    for (uint64_t seed = 0; seed < 20; ++seed) {
      ASSERT_OK_AND_ASSIGN(
          const Closeness found,
          FindCloseness(graph,
                        {.hops = 4, .exact_work = 0, .log2_registers = bits, .seed = seed}));
      EXPECT_FALSE(found.exact);
      EXPECT_NEAR(found.relative_error, 1.04 / std::sqrt(1 << bits), 1e-12);
      double of_closeness = 0;
      for (size_t i = 0; i < exact.within.size(); ++i) {
        if (i % 4 == 0) {
          EXPECT_EQ(found.within[i], exact.within[i]);  // Contacts are counted.
          continue;
        }
        const double error = (found.within[i] - exact.within[i]) / (1 + exact.within[i]);
        squares += error * error;
        ++balls;
        off += std::abs(error) > 2 * found.relative_error;
      }
      for (size_t v = 0; v < exact.closeness.size(); ++v) {
        of_closeness += found.closeness[v] / exact.closeness[v] - 1;
      }
      worst_mean = std::max(worst_mean, std::abs(of_closeness) / 1500 / found.relative_error);
    }
    const double stated = 1.04 / std::sqrt(1 << bits);
    EXPECT_LT(std::sqrt(squares / balls), 1.2 * stated) << bits;
    EXPECT_GT(std::sqrt(squares / balls), 0.4 * stated) << bits;
    EXPECT_LT(off, balls / 10) << bits;
    EXPECT_LT(worst_mean, 3) << bits;
  }
}

TEST(Closeness, CountsAreEstimatedWithoutBias) {
  for (const int things : {0, 1, 5, 50, 500, 20000}) {
    double sum = 0;
    for (uint64_t seed = 0; seed < 100; ++seed) {
      std::vector<uint8_t> registers(256, 0);
      for (int i = 0; i < things; ++i) {
        const uint64_t hash = RandomStream(seed, static_cast<uint64_t>(i))();
        uint8_t& best = registers[hash % 256];
        int rank = 1;
        while (rank < 57 && (hash >> (64 - rank)) % 2 == 0) ++rank;
        best = std::max(best, static_cast<uint8_t>(rank));
      }
      sum += EstimateCount(registers);
    }
    // Four standard errors of the mean of 100.
    EXPECT_NEAR(sum / 100, things, 4 * 0.0065 * things) << things;
  }
}

TEST(Closeness, BitIdenticalForAnyNumberOfThreads) {
  const TieGraph graph = PreferentialGraph(700, 3, 9);
  for (const double exact_work : {1e12, 0.0}) {
    Closeness first;
    for (const int threads : {1, 2, 7}) {
      RunControl run;
      run.threads = threads;
      const Closeness found =
          FindCloseness(graph, {.exact_work = exact_work, .run = &run}).value();
      if (first.closeness.empty()) first = found;
      EXPECT_EQ(found.closeness, first.closeness);
      EXPECT_EQ(found.within, first.within);
    }
  }
}

TEST(Closeness, NamesBadInput) {
  const TieGraph graph = MakeGraph(3, {{0, 1}}, true);
  using absl::StatusCode;
  EXPECT_THAT(FindCloseness(graph, {.hops = 65}),
              StatusIs(StatusCode::kInvalidArgument, "hops is 65"));
  EXPECT_THAT(FindCloseness(graph, {.exact_work = std::nan("")}),
              StatusIs(StatusCode::kInvalidArgument, "exact_work is nan"));
  EXPECT_THAT(FindCloseness(graph, {.log2_registers = 3}),
              StatusIs(StatusCode::kInvalidArgument, "log2_registers is 3"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindCloseness(graph, {.run = &run}), StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::closeness_test
