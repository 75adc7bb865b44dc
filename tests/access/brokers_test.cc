// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/brokers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <vector>

#include "algorithms/kernels/betweenness.h"
#include "tests/testing/karate.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::brokers_test {
namespace {

using testing::KarateGraph;
using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::StatusIs;

TEST(Brokers, TwoCirclesAndWhoJoinsThem) {
  // Two cliques of four, 0-3 and 4-7; 8 is tied to one member of each.
  std::vector<std::pair<Node, Node>> pairs = {{8, 0}, {8, 4}};
  for (Node u = 0; u < 4; ++u) {
    for (Node v = u + 1; v < 4; ++v) pairs.insert(pairs.end(), {{u, v}, {u + 4, v + 4}});
  }
  ASSERT_OK_AND_ASSIGN(const Brokers found, FindBrokers(MakeGraph(10, pairs, true)));
  EXPECT_EQ(found.epsilon, 0);
  EXPECT_EQ(found.contacts[8], 2U);
  EXPECT_EQ(found.contacts[0], 4U);
  EXPECT_EQ(found.contacts[9], 0U);
  EXPECT_EQ(found.cluster[0], found.cluster[3]);
  EXPECT_NE(found.cluster[0], found.cluster[4]);
  EXPECT_EQ(found.num_clusters, 3U);  // 9 is one of its own.
  // 8 joins 4 and 4 members, both ways: 32 of 90 pairs.
  EXPECT_DOUBLE_EQ(found.betweenness[8], 32.0 / 90);
  EXPECT_DOUBLE_EQ(found.participation[8], 0.5);
  EXPECT_EQ(found.clusters_tied[8], 2U);
  EXPECT_EQ(found.participation[9], 0);
  EXPECT_EQ(found.clusters_tied[9], 0U);
  EXPECT_EQ(found.participation[1], 0);
  EXPECT_EQ(found.clusters_tied[1], 1U);
}

TEST(Brokers, ParticipationIsThatOfTheDefinition) {
  const TieGraph graph = KarateGraph();
  ASSERT_OK_AND_ASSIGN(const Brokers found, FindBrokers(graph));
  int none = 0, some = 0;
  for (Node v = 0; v < 34; ++v) {
    std::map<uint32_t, double> ties;
    for (const Node u : graph.OutNeighbors(v)) ++ties[found.cluster[u]];
    double expected = 1;
    for (const auto& [cluster, count] : ties) {
      expected -= std::pow(count / static_cast<double>(graph.OutDegree(v)), 2);
    }
    EXPECT_NEAR(found.participation[v], expected, 1e-12);
    EXPECT_EQ(found.clusters_tied[v], ties.size());
    (ties.size() > 1 ? some : none)++;
  }
  EXPECT_GT(none, 5);
  EXPECT_GT(some, 5);
  EXPECT_EQ(found.betweenness, FindBetweenness(graph).value());
}

TEST(Brokers, SampledWhereExactIsTooMuchWork) {
  const TieGraph graph = PreferentialGraph(400, 3, 2);
  const std::vector<double> exact = FindBetweenness(graph).value();
  Brokers first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ASSERT_OK_AND_ASSIGN(
        const Brokers found,
        FindBrokers(graph, {}, {.epsilon = 0.03, .exact_work = 0, .run = &run}));
    EXPECT_GT(found.samples, 0);
    EXPECT_LE(found.epsilon, 0.03);
    for (Node v = 0; v < 400; ++v) EXPECT_NEAR(found.betweenness[v], exact[v], found.epsilon);
    if (threads == 1) first = found;
    EXPECT_EQ(found.betweenness, first.betweenness);
    EXPECT_EQ(found.cluster, first.cluster);
    EXPECT_EQ(found.participation, first.participation);
  }
}

TEST(Brokers, NamesBadInput) {
  using absl::StatusCode;
  const TieGraph graph = MakeGraph(3, {{0, 1}, {1, 2}}, true);
  EXPECT_THAT(FindBrokers(MakeGraph(2, {{0, 1}}, false)),
              StatusIs(StatusCode::kInvalidArgument, "ties are directed"));
  EXPECT_THAT(FindBrokers(graph, {}, {.exact_work = -1}),
              StatusIs(StatusCode::kInvalidArgument, "exact_work is -1"));
  EXPECT_THAT(FindBrokers(graph, {}, {.epsilon = 0.7}),
              StatusIs(StatusCode::kInvalidArgument, "epsilon is 0.7"));
  EXPECT_THAT(FindBrokers(graph, {}, {.delta = 1}),
              StatusIs(StatusCode::kInvalidArgument, "delta is 1"));
  EXPECT_THAT(FindBrokers(graph, {}, {.resolution = -1}),
              StatusIs(StatusCode::kInvalidArgument, "resolution"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindBrokers(graph, {}, {.run = &run}), StatusIs(StatusCode::kCancelled, ""));
  EXPECT_TRUE(FindBrokers(TieGraph())->betweenness.empty());
}

}  // namespace
}  // namespace pullgraph::brokers_test
