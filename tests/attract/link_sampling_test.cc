// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_sampling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "algorithms/attract/link_candidates.h"
#include "tests/testing/random_graphs.h"

namespace pullgraph::link_sampling_test {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;

// Ties on the shortest path, at most 4; 5 if farther.
std::vector<int> Distances(const TieGraph& ties, Node from) {
  std::vector<int> distance(ties.num_nodes(), 5);
  distance[from] = 0;
  for (int round = 0; round < 4; ++round) {
    for (Node u = 0; u < ties.num_nodes(); ++u) {
      for (const Node v : ties.OutNeighbors(u)) {
        distance[v] = std::min(distance[v], distance[u] + 1);
      }
    }
  }
  return distance;
}

TEST(ListTies, EachTieOnce) {
  EXPECT_THAT(ListTies(MakeGraph(4, {{2, 1}, {0, 3}, {3, 1}}, true)),
              ElementsAre(Pair(0, 3), Pair(1, 2), Pair(1, 3)));
}

TEST(HideTies, LeavesTheOthers) {
  const TieGraph ties = RandomGraph(40, 0.2, true, 1);
  std::vector<NodePair> all = ListTies(ties);
  RandomStream random(1, 0);
  Shuffle(all, random);
  const size_t half = all.size() / 2;
  const TieGraph rest = HideTies(ties, absl::MakeConstSpan(all).subspan(0, half));
  std::vector<NodePair> kept(all.begin() + static_cast<int64_t>(half), all.end());
  std::sort(kept.begin(), kept.end());
  EXPECT_EQ(ListTies(rest), kept);
  EXPECT_EQ(rest.num_nodes(), ties.num_nodes());
  EXPECT_EQ(HideTies(ties, {}), ties);
  EXPECT_EQ(HideTies(ties, all).num_arcs(), 0U);
}

TEST(SampleNonTies, DistinctAndUntied) {
  for (const double density : {0.01, 0.5, 0.97}) {
    const TieGraph ties = RandomGraph(50, density, true, 3);
    RandomStream random(2, 0);
    const std::vector<NodePair> pairs = SampleNonTies(ties, 30, random);
    const std::set<NodePair> distinct(pairs.begin(), pairs.end());
    EXPECT_EQ(distinct.size(), std::min<size_t>(30, 50 * 49 / 2 - ties.num_arcs() / 2));
    EXPECT_EQ(distinct.size(), pairs.size());
    for (const auto& [u, v] : pairs) {
      EXPECT_LT(u, v);
      EXPECT_FALSE(ties.FindArc(u, v));
    }
  }
}

TEST(SampleNonTies, TakesAllWhenAskedForMore) {
  const TieGraph ties = MakeGraph(4, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}, true);
  RandomStream random(1, 0);
  std::vector<NodePair> pairs = SampleNonTies(ties, 9, random);
  std::sort(pairs.begin(), pairs.end());
  EXPECT_THAT(pairs, ElementsAre(Pair(0, 2), Pair(1, 3)));
  const TieGraph full = MakeGraph(3, {{0, 1}, {1, 2}, {0, 2}}, true);
  EXPECT_TRUE(SampleNonTies(full, 5, random).empty());
  EXPECT_TRUE(SampleNonTies(TieGraph(), 5, random).empty());
}

TEST(SampleNonTies, EachPairAsLikely) {
  const TieGraph ties = MakeGraph(6, {{0, 1}, {0, 2}, {3, 4}}, true);
  std::map<NodePair, int> counts;
  for (uint64_t seed = 0; seed < 12'000; ++seed) {
    RandomStream random(seed, 0);
    for (const NodePair& pair : SampleNonTies(ties, 1, random)) ++counts[pair];
  }
  ASSERT_EQ(counts.size(), 12U);
  for (const auto& [pair, count] : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(LinkCandidates, AreThoseNear) {
  for (const int hops : {2, 3}) {
    const TieGraph ties = RandomGraph(60, 0.04, true, 5);
    LinkCandidates finder(ties, hops);
    std::vector<Node> found;
    size_t total = 0;
    for (Node u = 0; u < 60; ++u) {
      std::vector<Node> expected;
      const std::vector<int> distance = Distances(ties, u);
      for (Node v = 0; v < 60; ++v) {
        if (distance[v] >= 2 && distance[v] <= hops) expected.push_back(v);
      }
      finder.Find(u, SIZE_MAX, found);
      EXPECT_EQ(found, expected);
      total += found.size();
    }
    EXPECT_GT(total, 100U);
  }
}

TEST(LinkCandidates, KeepTheNearest) {
  // From 0: 3 over 1 and 2; 4 over 2, which is busier.
  const TieGraph ties = MakeGraph(5, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {2, 4}}, true);
  LinkCandidates finder(ties, 2);
  std::vector<Node> found;
  finder.Find(0, 1, found);
  EXPECT_THAT(found, ElementsAre(3));
  finder.Find(0, 2, found);
  EXPECT_THAT(found, ElementsAre(3, 4));
}

TEST(SampleNearby, StaysNearAndKnowsHowMany) {
  const TieGraph ties = PreferentialGraph(150, 2, 4);
  std::vector<NodePair> hidden = ListTies(ties);
  RandomStream random(3, 0);
  Shuffle(hidden, random);
  hidden.resize(hidden.size() / 10);
  const TieGraph known = HideTies(ties, hidden);
  const LinkSample sample = SampleNearby(ties, known, hidden, 2, random);
  size_t near = 0;
  double untied = 0;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    const std::vector<int> distance = Distances(known, u);
    for (Node v = u + 1; v < ties.num_nodes(); ++v) {
      if (distance[v] != 2) continue;
      if (ties.FindArc(u, v)) {
        ++near;
      } else {
        ++untied;
      }
    }
  }
  EXPECT_EQ(sample.positives.size(), near);
  EXPECT_GT(near, 0U);
  EXPECT_LT(near, hidden.size());
  EXPECT_NEAR(sample.negatives_in_all, untied, 0.3 * untied);
  for (const auto& [u, v] : sample.negatives) {
    EXPECT_FALSE(ties.FindArc(u, v));
    EXPECT_EQ(Distances(known, u)[v], 2);
  }
}

}  // namespace
}  // namespace pullgraph::link_sampling_test
