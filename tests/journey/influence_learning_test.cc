// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/influence_learning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "graph/community_builder.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::influence_learning_test {
namespace {

using testing::At;
using testing::MakeGraph;
using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr double kForever = std::numeric_limits<double>::infinity();

Time Day(double day) { return Time(static_cast<int64_t>(day * kMicrosPerDay)); }

std::vector<ActionEntry> RandomLog(Node n, uint32_t actions, uint64_t seed) {
  RandomStream random(seed, 8);
  std::vector<ActionEntry> log;
  for (uint32_t a = 0; a < actions; ++a) {
    for (Node u = 0; u < n; ++u) {
      if (random.Bernoulli(0.5)) log.push_back({a, u, Day(static_cast<double>(random.Below(9)))});
    }
  }
  std::sort(log.begin(), log.end(), [](const ActionEntry& a, const ActionEntry& b) {
    return std::tie(a.action, a.at, a.member) < std::tie(b.action, b.at, b.member);
  });
  return log;
}

// Goyal's formulas, one arc at a time, by going through everything.
struct Counted {
  double passed = 0;
  int actions = 0;
  double probability = 0;
};
Counted CountByHand(const TieGraph& graph, const std::vector<Time>& since,
                    const std::vector<ActionEntry>& log, Node v, Node u,
                    const LearnInfluenceOptions& options, double window) {
  std::map<uint32_t, std::map<Node, Time>> done;
  for (const ActionEntry& e : log) done[e.action][e.member] = e.at;
  Counted out;
  for (const auto& action : done) {
    const std::map<Node, Time>& at = action.second;
    const bool by_v = at.count(v) > 0, by_u = at.count(u) > 0;
    const bool jaccard = options.estimate == InfluenceEstimate::kJaccard;
    out.actions += jaccard ? by_v || by_u : by_v;
    const auto passes = [&](Node w) {
      if (!by_u || at.count(w) == 0 || !graph.FindArc(w, u)) return false;
      const double days = DaysBetween(at.at(w), at.at(u));
      return days > 0 && days <= window && since[*graph.FindArc(w, u)] <= at.at(u);
    };
    int sharers = 0;
    for (Node w = 0; w < graph.num_nodes(); ++w) sharers += passes(w);
    if (passes(v)) out.passed += options.partial_credit ? 1.0 / sharers : 1;
  }
  return out;
}

TEST(LearnInfluence, AgainstCountingByHand) {
  int passed = 0, none = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Node n = 6;
    const TieGraph graph = testing::RandomGraph(n, 0.5, false, seed);
    std::vector<Time> since(graph.num_arcs());
    for (size_t a = 0; a < since.size(); a += 3) since[a] = Day(4);
    const std::vector<ActionEntry> log = RandomLog(n, 12, seed);
    for (const auto estimate : {InfluenceEstimate::kBernoulli, InfluenceEstimate::kJaccard}) {
      for (const bool partial : {false, true}) {
        for (const double window : {kForever, 3.0}) {
          LearnInfluenceOptions options;
          options.estimate = estimate;
          options.partial_credit = partial;
          options.window_days = window;
          options.prior_strength = seed % 2 == 0 ? 0 : 2.5;
          ASSERT_OK_AND_ASSIGN(const LearnedInfluence got,
                               LearnInfluence(graph, since, log, options));
          double all_passed = 0, all_actions = 0;
          std::vector<Counted> expected;
          for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
            expected.push_back(CountByHand(graph, since, log, graph.Source(arc),
                                           graph.Target(arc), options, window));
            all_passed += expected.back().passed;
            all_actions += expected.back().actions;
          }
          EXPECT_NEAR(got.prior, all_passed / all_actions, 1e-12);
          for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
            const Counted& e = expected[arc];
            EXPECT_NEAR(got.passed[arc], e.passed, 1e-12);
            EXPECT_EQ(got.actions[arc], static_cast<uint32_t>(e.actions));
            const double m = options.prior_strength;
            EXPECT_NEAR(got.probability[arc], (e.passed + m * got.prior) / (e.actions + m), 1e-6);
            EXPECT_EQ(std::isnan(got.delay_days[arc]), e.passed == 0);
            ++(e.passed > 0 ? passed : none);
          }
        }
      }
    }
  }
  EXPECT_GT(passed, 1000);
  EXPECT_GT(none, 10);
}

TEST(LearnInfluence, OwnWindowIsTheMeanDelayOfTheArc) {
  const TieGraph graph = MakeGraph(2, {{0, 1}}, false);
  // Delays 1, 2 and 6: the mean is 3, so the last was not passed on.
  const std::vector<ActionEntry> log = {{0, 0, Day(0)}, {0, 1, Day(1)}, {1, 0, Day(0)},
                                        {1, 1, Day(2)}, {2, 0, Day(0)}, {2, 1, Day(6)},
                                        {3, 0, Day(5)}};
  LearnInfluenceOptions options;
  options.prior_strength = 0;
  ASSERT_OK_AND_ASSIGN(const LearnedInfluence plain, LearnInfluence(graph, {}, log, options));
  EXPECT_EQ(plain.probability[0], 0.75F);
  EXPECT_NEAR(plain.delay_days[0], 3, 1e-9);
  options.own_window = true;
  ASSERT_OK_AND_ASSIGN(const LearnedInfluence own, LearnInfluence(graph, {}, log, options));
  EXPECT_EQ(own.probability[0], 0.5F);
  EXPECT_NEAR(own.delay_days[0], 1.5, 1e-9);
  EXPECT_NEAR(DecayedInfluence(0.5, 3, 3), 0.5 / std::exp(1.0), 1e-12);
  EXPECT_EQ(DecayedInfluence(0.5, std::nan(""), 3), 0.5);
}

// Cascades with planted probabilities: what is learned comes back to them.
TEST(LearnInfluence, RecoversWhatWasPlanted) {
  const Node n = 60;
  const TieGraph graph = testing::RandomGraph(n, 0.05, false, 3);
  std::vector<double> planted(graph.num_arcs());
  for (size_t a = 0; a < planted.size(); ++a) planted[a] = a % 3 == 0 ? 0.5 : a % 3 == 1 ? 0.2 : 0;
  std::vector<ActionEntry> log;
  for (uint32_t action = 0; action < 4000; ++action) {
    RandomStream random(11, action);
    std::vector<int> day(n, -1);
    std::vector<Node> moved;
    for (int s = 0; s < 2; ++s) moved.push_back(static_cast<Node>(random.Below(n)));
    for (const Node u : moved) day[u] = 0;
    for (size_t i = 0; i < moved.size(); ++i) {
      const Node u = moved[i];
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        const Node v = graph.Target(arc);
        if (day[v] >= 0 || !random.Bernoulli(planted[arc])) continue;
        day[v] = day[u] + 1;
        moved.push_back(v);
      }
    }
    for (Node u = 0; u < n; ++u) {
      if (day[u] >= 0) log.push_back({action, u, Day(day[u])});
    }
  }
  std::sort(log.begin(), log.end(), [](const ActionEntry& a, const ActionEntry& b) {
    return std::tie(a.action, a.at, a.member) < std::tie(b.action, b.at, b.member);
  });
  LearnInfluenceOptions options;
  options.window_days = 1;
  ASSERT_OK_AND_ASSIGN(const LearnedInfluence got, LearnInfluence(graph, {}, log, options));
  double mean[3] = {0, 0, 0};
  int arcs[3] = {0, 0, 0};
  for (size_t a = 0; a < planted.size(); ++a) mean[a % 3] += got.probability[a], ++arcs[a % 3];
  EXPECT_NEAR(mean[0] / arcs[0], 0.5, 0.08);
  EXPECT_NEAR(mean[1] / arcs[1], 0.2, 0.06);
  EXPECT_NEAR(mean[2] / arcs[2], 0, 0.05);
}

TEST(ActionLog, FirstDatedSignalOfEachMemberAndObject) {
  CommunityBuilder b;
  const ResourceId guide = *b.Resource("guide"), talk = *b.Resource("talk");
  const MemberId ann = *b.Member("ann"), bob = *b.Member("bob"), robot = *b.Member("robot");
  MemberRow bot;
  bot.role = MemberRole::kBot;
  ASSERT_TRUE(b.DescribeMember(robot, bot).ok());
  const auto pull = [&](MemberId who, ResourceId what, Time at) {
    SignalRow s;
    s.member = who, s.object = what.value(), s.kind = SignalKind::kView, s.at = at;
    ASSERT_TRUE(b.AddSignal(s).ok());
  };
  pull(bob, guide, At("2024-01-05"));
  pull(bob, guide, At("2024-01-03"));
  pull(ann, guide, At("2024-01-04"));
  pull(ann, talk, Time::Absent());
  pull(robot, talk, At("2024-01-01"));
  pull(MemberId::None(), talk, At("2024-01-01"));
  pull(bob, talk, At("2024-02-01"));
  const CommunityGraph c = std::move(b).Build().value();
  const Node a = c.FindMember("ann")->value(), o = c.FindMember("bob")->value();
  const std::vector<ActionEntry> all = {
      {0, o, At("2024-01-03")}, {0, a, At("2024-01-04")}, {1, o, At("2024-02-01")}};
  EXPECT_EQ(ActionLogOf(CommunityView(c)), all);
  EXPECT_EQ(ActionLogOf(CommunityView(c, At("2024-01-04"))),
            std::vector<ActionEntry>(all.begin(), all.begin() + 1));
}

TEST(LearnInfluence, Errors) {
  const TieGraph graph = MakeGraph(2, {{0, 1}}, false);
  const auto learn = [&](std::vector<ActionEntry> log, LearnInfluenceOptions options = {}) {
    return LearnInfluence(graph, {}, log, options).status();
  };
  EXPECT_TRUE(learn({}).ok());
  EXPECT_THAT(learn({{0, 2, Day(1)}}), StatusIs(absl::StatusCode::kOutOfRange, "member 2"));
  EXPECT_THAT(learn({{0, 1, Time::Absent()}}), StatusIs(kInvalid, "log[0]"));
  EXPECT_THAT(learn({{1, 1, Day(1)}, {0, 1, Day(1)}}), StatusIs(kInvalid, "log[1]"));
  EXPECT_THAT(learn({{0, 1, Day(1)}, {0, 1, Day(2)}}), StatusIs(kInvalid, "repeated"));
  EXPECT_THAT(learn({}, {.window_days = 0}), StatusIs(kInvalid, "window_days"));
  EXPECT_THAT(learn({}, {.prior_strength = -1}), StatusIs(kInvalid, "prior_strength"));
  EXPECT_THAT(learn({}, {.prior = 2}), StatusIs(kInvalid, "prior is 2"));
  const std::vector<Time> since(3);
  EXPECT_THAT(LearnInfluence(graph, since, {}), StatusIs(kInvalid, "since"));
  EXPECT_THAT(LearnInfluence(MakeGraph(2, {{0, 1}}, true), {}, {}), StatusIs(kInvalid, "symmetric"));
}

}  // namespace
}  // namespace pullgraph::influence_learning_test
