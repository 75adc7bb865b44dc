// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/introduction_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::introduction_path_test {
namespace {

using testing::IsOk;
using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

// Best product over all paths of at most `hops` arcs, by walking them all.
double BestByWalking(const IntroductionGraph& g, const std::vector<double>& willing,
                     const std::vector<uint8_t>& is_source, Node at, Node goal, int hops) {
  if (at == goal) return 1;
  if (hops == 0) return 0;
  double best = 0;
  for (ArcIndex arc = g.graph.OutBegin(at); arc < g.graph.OutEnd(at); ++arc) {
    const Node next = g.graph.Target(arc);
    const double q = next == goal || is_source[next] != 0 ? 1 : willing[next];
    best = std::max(best, g.probability[arc] * q *
                              BestByWalking(g, willing, is_source, next, goal, hops - 1));
  }
  return best;
}

IntroductionGraph RandomIntroductions(Node n, uint64_t seed) {
  IntroductionGraph g{RandomGraph(n, 0.35, false, seed), {}};
  RandomStream random(seed, 9);
  for (ArcIndex i = 0; i < g.graph.num_arcs(); ++i) {
    // A coarse grid, so that ties occur.
    g.probability.push_back(static_cast<double>(1 + random.Below(4)) / 4);
  }
  return g;
}

TEST(AccessMap, EqualsEnumerationOnSmallGraphs) {
  int reached = 0;
  int unreached = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    const Node n = 3 + static_cast<Node>(seed % 6);
    const IntroductionGraph g = RandomIntroductions(n, seed);
    std::vector<double> willing(n, 1);
    if (seed % 2 == 1) {
      for (Node v = 0; v < n; ++v) willing[v] = 0.25 * (1 + v % 4);
    }
    const std::vector<MemberId> sources = {MemberId(0), MemberId(n - 1)};
    std::vector<uint8_t> is_source(n, 0);
    for (const MemberId s : sources) is_source[s.value()] = 1;
    for (const int hops : {1, 2, 3, 6}) {
      IntroductionPathOptions options;
      options.max_hops = hops;
      options.min_probability = 1e-9;
      options.willingness = willing;
      ASSERT_OK_AND_ASSIGN(const AccessMap map, FindAccessMap(g, sources, options));
      for (Node v = 0; v < n; ++v) {
        double expected = 0;
        for (const MemberId s : sources) {
          expected = std::max(expected, BestByWalking(g, willing, is_source, s.value(), v, hops));
        }
        EXPECT_DOUBLE_EQ(map.Probability(MemberId(v)), expected) << seed << " " << v;
        (expected > 0 ? reached : unreached)++;
      }
    }
  }
  EXPECT_GT(reached, 100);
  EXPECT_GT(unreached, 100);
}

TEST(AccessMap, PathsMultiplyOutToTheirProbability) {
  int longest = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const IntroductionGraph g = RandomIntroductions(8, 1000 + seed);
    ASSERT_OK_AND_ASSIGN(const AccessMap map, FindAccessMap(g, {MemberId(0)}));
    for (Node v = 0; v < 8; ++v) {
      const AccessPath path = map.PathTo(MemberId(v));
      if (path.members.empty()) {
        EXPECT_EQ(map.Probability(MemberId(v)), 0);
        continue;
      }
      EXPECT_EQ(path.members.front(), MemberId(0));
      EXPECT_EQ(path.members.back(), MemberId(v));
      double product = 1;
      for (size_t i = 0; i < path.arcs.size(); ++i) {
        EXPECT_EQ(g.graph.Source(path.arcs[i]), path.members[i].value());
        EXPECT_EQ(g.graph.Target(path.arcs[i]), path.members[i + 1].value());
        product *= g.probability[path.arcs[i]];
      }
      EXPECT_DOUBLE_EQ(product, path.probability);
      longest = std::max(longest, path.hops());
    }
  }
  EXPECT_GE(longest, 3);
}

TEST(AccessMap, FewerHopsWinTies) {
  // 0 -> 1 -> 2 and 0 -> 2 are equally probable.
  const IntroductionGraph g{MakeGraph(3, {{0, 1}, {0, 2}, {1, 2}}, false), {1, 0.5, 0.5}};
  ASSERT_OK_AND_ASSIGN(const AccessPath path, FindIntroductionPath(g, {MemberId(0)}, MemberId(2)));
  EXPECT_EQ(path.hops(), 1);
}

TEST(AccessMap, SmallerMemberBeforeWinsTies) {
  const IntroductionGraph g{MakeGraph(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}, false),
                            {0.5, 0.5, 0.5, 0.5}};
  ASSERT_OK_AND_ASSIGN(const AccessPath path, FindIntroductionPath(g, {MemberId(0)}, MemberId(3)));
  EXPECT_THAT(path.members,
              ::testing::ElementsAre(MemberId(0), MemberId(1), MemberId(3)));
}

TEST(AccessMap, PrunesBelowTheLeastProbability) {
  const IntroductionGraph g{MakeGraph(3, {{0, 1}, {1, 2}}, false), {0.5, 0.5}};
  IntroductionPathOptions options;
  options.min_probability = 0.25;
  ASSERT_OK_AND_ASSIGN(const AccessPath kept,
                       FindIntroductionPath(g, {MemberId(0)}, MemberId(2), options));
  EXPECT_EQ(kept.probability, 0.25);
  options.min_probability = 0.26;
  ASSERT_OK_AND_ASSIGN(const AccessPath cut,
                       FindIntroductionPath(g, {MemberId(0)}, MemberId(2), options));
  EXPECT_EQ(cut.probability, 0);
  EXPECT_TRUE(cut.members.empty());
}

TEST(AccessMap, SameForAnyNumberOfThreads) {
  const IntroductionGraph g = RandomIntroductions(300, 5);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    IntroductionPathOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const AccessMap map, FindAccessMap(g, {MemberId(3)}, options));
    std::vector<double> all;
    for (Node v = 0; v < 300; ++v) {
      all.push_back(map.Probability(MemberId(v)));
      for (const ArcIndex arc : map.PathTo(MemberId(v)).arcs) {
        all.push_back(static_cast<double>(arc));
      }
    }
    if (first.empty()) first = all;
    EXPECT_EQ(all, first) << threads;
  }
}

TEST(AccessMap, NamesBadInput) {
  IntroductionGraph g{MakeGraph(2, {{0, 1}}, false), {0.5}};
  using absl::StatusCode;
  EXPECT_THAT(FindAccessMap(g, {MemberId(2)}), StatusIs(StatusCode::kOutOfRange, "source 2"));
  EXPECT_THAT(FindIntroductionPath(g, {MemberId(0)}, MemberId(9)),
              StatusIs(StatusCode::kOutOfRange, "goal 9"));
  IntroductionPathOptions options;
  options.max_hops = 0;
  EXPECT_THAT(FindAccessMap(g, {MemberId(0)}, options),
              StatusIs(StatusCode::kInvalidArgument, "max_hops is 0"));
  for (const double bad : {0.0, -0.5, 1.5, std::numeric_limits<double>::quiet_NaN()}) {
    g.probability[0] = bad;
    EXPECT_THAT(FindAccessMap(g, {MemberId(0)}),
                StatusIs(StatusCode::kInvalidArgument, "probability"));
  }
  g.probability[0] = 0.5;
  std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  options = {};
  options.run = &run;
  EXPECT_THAT(FindAccessMap(g, {MemberId(0)}, options), StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::introduction_path_test
