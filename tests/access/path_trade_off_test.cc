// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/path_trade_off.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <tuple>
#include <vector>

#include "algorithms/access/exchanges.h"
#include "graph/build_introduction_graph.h"
#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::path_trade_off_test {
namespace {

using testing::At;
using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;
using testing::TinyCommunity;

constexpr double kUnknown = std::numeric_limits<double>::infinity();
// Powers of 1/2 whose logarithms are one another times a power of 2: products tie exactly.
constexpr double kHalves[] = {1, 0.5, 0.25, 0.0625};

struct Case {
  IntroductionGraph graph;
  std::vector<double> ages;
  std::vector<double> willing;
};

Case RandomCase(Node n, double density, uint64_t seed) {
  Case c{{RandomGraph(n, density, false, seed), {}}, {}, {}};
  RandomStream random(seed, 4);
  for (ArcIndex i = 0; i < c.graph.graph.num_arcs(); ++i) {
    c.graph.probability.push_back(kHalves[random.Below(4)]);
    const uint64_t age = random.Below(8);
    c.ages.push_back(age == 7 ? kUnknown : static_cast<double>(age));
  }
  for (Node v = 0; seed % 2 == 1 && v < n; ++v) c.willing.push_back(kHalves[v % 2]);
  return c;
}

// All paths, and of them those that none beats.
class Enumeration {
 public:
  Enumeration(const Case& c, const std::vector<MemberId>& sources, MemberId goal, int max_hops,
              double min_probability)
      : c_(c), goal_(goal), max_hops_(max_hops), min_probability_(min_probability) {
    for (const MemberId source : sources) {
      TradeOff start;
      start.path = {{source}, {}, 1};
      Visit(start);
    }
    std::sort(all_.begin(), all_.end(), [](const TradeOff& a, const TradeOff& b) {
      return std::tuple(a.path.hops(), -a.path.probability, a.staleness, a.path.members) <
             std::tuple(b.path.hops(), -b.path.probability, b.staleness, b.path.members);
    });
  }

  std::vector<TradeOff> Front() const {
    std::vector<TradeOff> front;
    for (const TradeOff& a : all_) {
      const bool beaten = std::any_of(all_.begin(), all_.end(), [&](const TradeOff& b) {
        return b.path.hops() <= a.path.hops() && b.path.probability >= a.path.probability &&
               b.staleness <= a.staleness && !Equal(a, b);
      });
      if (!beaten && (front.empty() || !Equal(front.back(), a))) front.push_back(a);
    }
    return front;
  }
  size_t size() const { return all_.size(); }

 private:
  static bool Equal(const TradeOff& a, const TradeOff& b) {
    return a.path.hops() == b.path.hops() && a.path.probability == b.path.probability &&
           a.staleness == b.staleness;
  }

  void Visit(const TradeOff& at) {
    const MemberId u = at.path.members.back();
    if (u == goal_) {
      if (at.path.probability >= min_probability_) all_.push_back(at);
      return;
    }
    if (at.path.hops() == max_hops_) return;
    const TieGraph& g = c_.graph.graph;
    for (ArcIndex arc = g.OutBegin(u.value()); arc < g.OutEnd(u.value()); ++arc) {
      const MemberId v(g.Target(arc));
      const auto& members = at.path.members;
      if (std::find(members.begin(), members.end(), v) != members.end()) continue;
      TradeOff next = at;
      const bool between = at.path.hops() > 0 && !c_.willing.empty();
      next.path.probability *=
          c_.graph.probability[arc] * (between ? c_.willing[u.value()] : 1);
      next.path.members.push_back(v);
      next.path.arcs.push_back(arc);
      next.staleness = std::max(next.staleness, c_.ages[arc]);
      Visit(next);
    }
  }

  const Case& c_;
  MemberId goal_;
  int max_hops_;
  double min_probability_;
  std::vector<TradeOff> all_;
};

TEST(TradeOff, EqualsEnumerationOnSmallGraphs) {
  int none = 0, single = 0, several = 0, unknown = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Node n = 4 + static_cast<Node>(seed % 5);
    const Case c = RandomCase(n, seed % 3 == 0 ? 0.2 : 0.6, seed);
    const std::vector<MemberId> sources = {MemberId(0), MemberId(1)};
    for (const int hops : {1, 2, 3, 5}) {
      const double least = seed % 4 == 0 ? 0.03125 : 1e-9;
      ASSERT_OK_AND_ASSIGN(
          const std::vector<TradeOff> found,
          FindTradeOffs(
              c.graph, c.ages, sources, MemberId(n - 1),
              {.max_hops = hops, .min_probability = least, .willingness = c.willing}));
      const std::vector<TradeOff> expected =
          Enumeration(c, sources, MemberId(n - 1), hops, least).Front();
      ASSERT_EQ(found.size(), expected.size()) << seed << " " << hops;
      for (size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].path.members, expected[i].path.members) << seed << " " << hops;
        EXPECT_EQ(found[i].path.arcs, expected[i].path.arcs);
        EXPECT_EQ(found[i].path.probability, expected[i].path.probability);
        EXPECT_EQ(found[i].staleness, expected[i].staleness);
        unknown += found[i].staleness == kUnknown;
      }
      (found.empty() ? none : found.size() == 1 ? single : several)++;
    }
  }
  EXPECT_GT(none, 50);
  EXPECT_GT(single, 50);
  EXPECT_GT(several, 200);
  EXPECT_GT(unknown, 20);
}

// Forty ways that are as likely: only the freshest counts, and it is found without
// trying every age.
TEST(TradeOff, ManyPathsAsGoodButStaler) {
  std::vector<std::pair<Node, Node>> arcs;
  for (Node v = 1; v <= 40; ++v) arcs.insert(arcs.end(), {{0, v}, {v, 41}});
  IntroductionGraph graph{MakeGraph(42, arcs, false), {}};
  graph.probability.assign(graph.graph.num_arcs(), 0.5);
  std::vector<double> ages(graph.graph.num_arcs(), 1);
  for (Node v = 1; v <= 40; ++v) ages[*graph.graph.FindArc(v, 41)] = 50.0 - (v * 7) % 41;
  ASSERT_OK_AND_ASSIGN(const std::vector<TradeOff> found,
                       FindTradeOffs(graph, ages, {MemberId(0)}, MemberId(41)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].staleness, 10);
  EXPECT_EQ(found[0].path.probability, 0.25);
}

TEST(TradeOff, AMemberOfTheSourcesIsThere) {
  const Case c = RandomCase(5, 0.5, 3);
  ASSERT_OK_AND_ASSIGN(const std::vector<TradeOff> found,
                       FindTradeOffs(c.graph, c.ages, {MemberId(2)}, MemberId(2)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].path.hops(), 0);
  EXPECT_EQ(found[0].path.probability, 1);
  EXPECT_EQ(found[0].staleness, 0);
}

TEST(TradeOff, AgesAreThoseOfTheLastKnownExchange) {
  const CommunityGraph c = TinyCommunity();
  const MemberId ada = *c.FindMember("ada"), acme = *c.FindMember("acme"),
                 seven = *c.FindMember("7");
  const auto age = [](const CommunityView& view, MemberId u, MemberId v) {
    const IntroductionGraph graph = BuildIntroductionGraph(view).value();
    const std::vector<double> ages = ContactAges(view, graph).value();
    return ages[*graph.graph.FindArc(u.value(), v.value())];
  };
  // Exchanges of 2 May and 3 May, 10 o'clock; the other tie has no date.
  const CommunityView before(c, At("2018-05-03"));
  EXPECT_DOUBLE_EQ(age(before, ada, acme), 1);
  const CommunityView after(c, At("2018-05-04T10:00:00Z"));
  EXPECT_DOUBLE_EQ(age(after, ada, acme), 1);
  EXPECT_DOUBLE_EQ(age(after, acme, ada), 1);
  EXPECT_EQ(age(after, acme, seven), kUnknown);
}

TEST(TradeOff, NamesBadInput) {
  Case c = RandomCase(4, 0.7, 1);
  using absl::StatusCode;
  const std::vector<MemberId> from = {MemberId(0)};
  EXPECT_THAT(FindTradeOffs(c.graph, {}, from, MemberId(1)),
              StatusIs(StatusCode::kInvalidArgument, "ages has 0 entries"));
  EXPECT_THAT(FindTradeOffs(c.graph, c.ages, from, MemberId(4)),
              StatusIs(StatusCode::kOutOfRange, "goal 4"));
  EXPECT_THAT(FindTradeOffs(c.graph, c.ages, from, MemberId(1), {.max_hops = 0}),
              StatusIs(StatusCode::kInvalidArgument, "max_hops is 0"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindTradeOffs(c.graph, c.ages, from, MemberId(1), {.run = &run}),
              StatusIs(StatusCode::kCancelled, ""));
  c.ages[1] = -1;
  EXPECT_THAT(FindTradeOffs(c.graph, c.ages, from, MemberId(1)),
              StatusIs(StatusCode::kInvalidArgument, "age -1 of arc 1"));
}

}  // namespace
}  // namespace pullgraph::path_trade_off_test
