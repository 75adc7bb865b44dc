// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/reach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

#include "algorithms/access/introduction_path.h"
#include "algorithms/access/live_worlds.h"
#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::reach_test {
namespace {

using testing::MakeGraph;
using testing::PreferentialGraph;
using testing::RandomGraph;
using testing::StatusIs;

// Reach of every member by all worlds: a bit for each arc and each member in doubt.
std::vector<double> ReachByWorlds(const IntroductionGraph& g,
                                  const std::vector<MemberId>& sources, int max_hops,
                                  const std::vector<double>& willing) {
  const Node n = g.graph.num_nodes();
  const size_t m = g.graph.num_arcs();
  const size_t bits = m + (willing.empty() ? 0 : n);
  std::vector<double> reach(n, 0);
  for (uint64_t world = 0; world < (uint64_t{1} << bits); ++world) {
    double p = 1;
    for (size_t i = 0; i < bits; ++i) {
      const double live = i < m ? g.probability[i] : willing[i - m];
      p *= (world >> i & 1) != 0 ? live : 1 - live;
    }
    if (p == 0) continue;
    std::vector<int> hops(n, -1);
    std::vector<Node> queue;
    for (const MemberId s : sources) {
      if (std::exchange(hops[s.value()], 0) == 0) continue;  // Named twice.
      queue.push_back(s.value());
    }
    for (size_t head = 0; head < queue.size(); ++head) {
      const Node u = queue[head];
      if (max_hops > 0 && hops[u] == max_hops) continue;
      if (hops[u] > 0 && !willing.empty() && (world >> (m + u) & 1) == 0) continue;
      for (ArcIndex arc = g.graph.OutBegin(u); arc < g.graph.OutEnd(u); ++arc) {
        const Node v = g.graph.Target(arc);
        if ((world >> arc & 1) == 0 || hops[v] >= 0) continue;
        hops[v] = hops[u] + 1;
        queue.push_back(v);
      }
    }
    for (const Node v : queue) reach[v] += p;
  }
  return reach;
}

// At most 12 arcs, probabilities in (0, 1], 1 among them.
IntroductionGraph SmallGraph(uint64_t seed, bool symmetric) {
  RandomStream random(seed, 7);
  std::vector<std::pair<Node, Node>> arcs;
  while (arcs.size() < (symmetric ? 6 : 11)) {
    const auto u = static_cast<Node>(random.Below(5)), v = static_cast<Node>(random.Below(5));
    if (u != v) arcs.emplace_back(std::min(u, v), std::max(u, v));
    if (u > v && !symmetric) std::swap(arcs.back().first, arcs.back().second);
  }
  ArcListOptions options;
  options.symmetrize = symmetric;
  options.remove_parallel = true;
  IntroductionGraph g{BuildTieGraph(6, arcs, options).value(), {}};
  for (ArcIndex arc = 0; arc < g.graph.num_arcs(); ++arc) {
    g.probability.push_back(random.Bernoulli(0.2) ? 1 : 0.05 + 0.9 * random.Uniform());
  }
  return g;
}

// With probability 1 - delta all are within half_width. Over 40 graphs and both
// directions, 8 misses at delta = .05 would be one time in 10^9 of bad luck, and
// the seed is fixed.
TEST(ReachTest, EstimatesKeepTheirErrorAgainstAllWorlds) {
  int within = 0, beyond = 0, strictly_between = 0;
  std::vector<MemberId> all;
  for (Node v = 0; v < 6; ++v) all.emplace_back(v);
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const IntroductionGraph g = SmallGraph(seed, seed % 4 == 3);
    ASSERT_LE(g.graph.num_arcs(), 12U);
    std::vector<double> willing;
    if (seed % 4 == 1) willing = {0.5, 1, 0.7, 0, 0.4, 0.9};
    ReachOptions options;
    options.epsilon = 0.02;
    options.max_hops = seed % 3 == 0 ? 0 : static_cast<int>(seed % 3);
    options.willingness = willing;
    options.seed = seed;
    const std::vector<MemberId> sources = {MemberId(0), MemberId(static_cast<Node>(seed % 2))};
    const std::vector<double> exact = ReachByWorlds(g, sources, options.max_hops, willing);
    ASSERT_OK_AND_ASSIGN(const ReachEstimate forward, EstimateReach(g, sources, options));
    ASSERT_OK_AND_ASSIGN(const ReachEstimate backward,
                         EstimateReachOf(g, sources, all, options));
    for (const ReachEstimate& estimate : {forward, backward}) {
      EXPECT_LE(estimate.half_width, options.epsilon);
      EXPECT_EQ(estimate.worlds % 64, 0);
      bool good = true;
      for (Node v = 0; v < 6; ++v) {
        good &= std::abs(estimate.probability[v] - exact[v]) <= estimate.half_width;
        strictly_between += exact[v] > 0.05 && exact[v] < 0.95;
        if (exact[v] == 0) {
          EXPECT_EQ(estimate.probability[v], 0);
        }
      }
      EXPECT_EQ(estimate.probability[0], 1);
      (good ? within : beyond) += 1;
    }
  }
  EXPECT_GE(within, 72);
  EXPECT_LE(beyond, 8);
  EXPECT_GT(strictly_between, 100);
}

TEST(ReachTest, BernoulliBitsAreFairAndMasked) {
  RandomStream random(3, 0);
  for (const double p : {1.0, 0.5, 0.3, 1e-3, 0.999}) {
    for (const uint64_t want : {~uint64_t{0}, uint64_t{0x5}, uint64_t{0xFF00FF}}) {
      int64_t live = 0;
      constexpr int kRounds = 20000;
      for (int i = 0; i < kRounds; ++i) {
        const uint64_t bits = BernoulliBits(p, want, random);
        ASSERT_EQ(bits & ~want, 0U);
        live += std::popcount(bits);
      }
      const double tosses = 1.0 * kRounds * std::popcount(want);
      const double sigma = std::sqrt(p * (1 - p) / tosses);
      EXPECT_NEAR(static_cast<double>(live) / tosses, p, 5 * sigma) << p << " " << want;
    }
  }
}

TEST(ReachTest, SmallVariancesStopEarly) {
  // Sure ties, and ties that hardly ever pass anything on.
  const TieGraph ties = MakeGraph(4, {{0, 1}, {1, 2}, {0, 3}}, false);
  const IntroductionGraph sure{ties, {1, 1e-6, 1}};
  const IntroductionGraph doubtful{ties, {0.5, 0.5, 0.5}};
  ReachOptions options;
  options.epsilon = 0.005;
  ASSERT_OK_AND_ASSIGN(const auto a, EstimateReach(sure, {MemberId(0)}, options));
  ASSERT_OK_AND_ASSIGN(const auto b, EstimateReach(doubtful, {MemberId(0)}, options));
  EXPECT_LT(a.worlds, b.worlds / 4);
  EXPECT_GT(b.worlds, std::log(4 * 3 / 0.05) / (2 * 0.005 * 0.005) - 1);
  EXPECT_EQ(a.probability[1], 1);  // Node 0's arcs come first: 0 -> 1 is sure.
}

TEST(ReachTest, ReachIsAtLeastTheBestPath) {
  const TieGraph ties = PreferentialGraph(300, 3, 6);
  IntroductionGraph g{ties, {}};
  RandomStream random(1, 0);
  for (ArcIndex arc = 0; arc < ties.num_arcs(); ++arc) {
    g.probability.push_back(0.02 + 0.5 * random.Uniform());
  }
  ReachOptions options;
  options.max_hops = 3;
  IntroductionPathOptions path_options;
  path_options.max_hops = 3;
  path_options.min_probability = 1e-9;
  ASSERT_OK_AND_ASSIGN(const auto reach, EstimateReach(g, {MemberId(4)}, options));
  ASSERT_OK_AND_ASSIGN(const AccessMap map, FindAccessMap(g, {MemberId(4)}, path_options));
  int more = 0;
  for (Node v = 0; v < 300; ++v) {
    EXPECT_GE(reach.probability[v] + reach.half_width, map.Probability(MemberId(v)));
    more += reach.probability[v] > map.Probability(MemberId(v)) + reach.half_width;
    if (map.Hops(MemberId(v)) < 0) {
      EXPECT_EQ(reach.probability[v], 0);
    }
  }
  EXPECT_GT(more, 5);
  // Both directions draw other worlds, but estimate the same.
  std::vector<MemberId> targets;
  for (Node v = 0; v < 300; v += 13) targets.emplace_back(v);
  ASSERT_OK_AND_ASSIGN(const auto back, EstimateReachOf(g, {MemberId(4)}, targets, options));
  for (size_t i = 0; i < targets.size(); ++i) {
    EXPECT_NEAR(back.probability[i], reach.probability[targets[i].value()],
                back.half_width + reach.half_width);
  }
}

TEST(ReachTest, SameForAnyNumberOfThreads) {
  IntroductionGraph g{RandomGraph(200, 0.03, false, 2), {}};
  g.probability.assign(g.graph.num_arcs(), 0.2);
  std::vector<double> first;
  const std::vector<MemberId> targets = {MemberId(9), MemberId(77), MemberId(9)};
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    double last = 0;
    run.progress = [&](double fraction) {
      EXPECT_GE(fraction, last);
      last = fraction;
    };
    ReachOptions options;
    options.epsilon = 0.03;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(auto reach, EstimateReach(g, {MemberId(0)}, options));
    EXPECT_EQ(last, 1);
    last = 0;
    ASSERT_OK_AND_ASSIGN(const auto back, EstimateReachOf(g, {MemberId(0)}, targets, options));
    EXPECT_EQ(back.probability[0], back.probability[2]);
    reach.probability.insert(reach.probability.end(), back.probability.begin(),
                             back.probability.end());
    if (first.empty()) first = reach.probability;
    EXPECT_EQ(reach.probability, first) << threads;
  }
}

TEST(ReachTest, NobodyToReach) {
  const IntroductionGraph g{MakeGraph(3, {{1, 2}}, false), {0.5}};
  ASSERT_OK_AND_ASSIGN(const auto none, EstimateReach(g, {}));
  EXPECT_EQ(none.probability, (std::vector<double>{0, 0, 0}));
  ASSERT_OK_AND_ASSIGN(const auto alone, EstimateReach(g, {MemberId(0)}));
  EXPECT_EQ(alone.probability, (std::vector<double>{1, 0, 0}));
  EXPECT_EQ(alone.worlds, 0);
}

TEST(ReachTest, NamesBadInput) {
  IntroductionGraph g{MakeGraph(2, {{0, 1}}, false), {0.5}};
  using absl::StatusCode;
  const std::vector<MemberId> sources = {MemberId(0)};
  EXPECT_THAT(EstimateReach(g, {MemberId(2)}), StatusIs(StatusCode::kOutOfRange, "source 2"));
  EXPECT_THAT(EstimateReachOf(g, sources, {MemberId(8)}),
              StatusIs(StatusCode::kOutOfRange, "target 8"));
  for (const double bad : {0.0, -1.0, 0.6, std::nan("")}) {
    ReachOptions options;
    options.epsilon = bad;
    EXPECT_THAT(EstimateReach(g, sources, options),
                StatusIs(StatusCode::kInvalidArgument, "epsilon"));
  }
  ReachOptions options;
  options.delta = 1;
  EXPECT_THAT(EstimateReach(g, sources, options),
              StatusIs(StatusCode::kInvalidArgument, "delta"));
  options = {};
  options.max_hops = -2;
  EXPECT_THAT(EstimateReachOf(g, sources, {}, options),
              StatusIs(StatusCode::kInvalidArgument, "max_hops is -2"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  options = {};
  options.run = &run;
  EXPECT_THAT(EstimateReach(g, sources, options), StatusIs(StatusCode::kCancelled, ""));
  g.probability[0] = std::nan("");
  EXPECT_THAT(EstimateReach(g, sources),
              StatusIs(StatusCode::kInvalidArgument, "probability nan of arc 0"));
}

}  // namespace
}  // namespace pullgraph::reach_test
