// SPDX-License-Identifier: Apache-2.0
#include "graph/build_introduction_graph.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::build_introduction_graph_test {
namespace {

using ::absl::StatusCode;
using testing::IsOk;
using testing::StatusIs;

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }

// What was put in, told apart from how a community stores it.
struct Given {
  Node from;
  Node to;
  bool directed;
  Time first_at;
  uint32_t count;
};

std::vector<Given> RandomTies(uint64_t seed, bool some_directed) {
  RandomStream random(seed, 0);
  std::vector<Given> ties;
  for (int i = 0; i < 40; ++i) {
    ties.push_back({static_cast<Node>(random.Below(9)), static_cast<Node>(random.Below(9)),
                    some_directed && random.Bernoulli(0.5),
                    random.Bernoulli(0.3) ? Time() : Day(static_cast<int64_t>(random.Below(20))),
                    static_cast<uint32_t>(1 + random.Below(3))});
  }
  return ties;
}

CommunityGraph Build(const std::vector<Given>& ties) {
  CommunityBuilder b;
  for (int i = 0; i < 9; ++i) EXPECT_THAT(b.Member(std::to_string(i)), IsOk());
  int kind = 0;
  for (const Given& given : ties) {
    TieRow row;
    row.from = MemberId(given.from);
    row.to = MemberId(given.to);
    row.directed = given.directed;
    row.kind = static_cast<TieKind>(++kind);  // So that none is folded with another.
    row.count = given.count;
    row.first_at = given.first_at;
    EXPECT_THAT(b.AddTie(row), IsOk());
  }
  SignalRow present;
  present.object_kind = ObjectKind::kMember;
  present.at = Day(30);
  EXPECT_THAT(b.AddSignal(present), IsOk());
  return std::move(b).Build().value();
}

TEST(BuildIntroductionGraph, AgreesWithTheDefinition) {
  int arcs = 0;
  int absent = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const std::vector<Given> ties = RandomTies(seed, seed % 2 == 0);
    const CommunityGraph c = Build(ties);
    IntroductionOptions options;
    options.reverse_share = seed % 3 == 0 ? 0 : 0.5;
    const Time as_of = seed % 4 < 2 ? Time::Max() : Day(10);
    const Time now = std::min(as_of, Day(30));
    std::map<std::pair<Node, Node>, double> strength;
    for (const Given& t : ties) {
      if (t.from == t.to || (t.first_at.is_present() && t.first_at >= as_of)) continue;
      const double age = t.first_at.is_present() ? DaysBetween(t.first_at, now) : 0;
      const double s = t.count * std::exp2(-age / 200);
      strength[{t.from, t.to}] += s;
      strength[{t.to, t.from}] += t.directed ? options.reverse_share * s : s;
    }
    const CommunityView view(c, as_of);
    ASSERT_OK_AND_ASSIGN(const IntroductionGraph g, BuildIntroductionGraph(view, options));
    ASSERT_EQ(g.probability.size(), g.graph.num_arcs());
    ASSERT_EQ(g.graph.num_nodes(), 9U);
    for (Node u = 0; u < 9; ++u) {
      for (Node v = 0; v < 9; ++v) {
        const auto arc = g.graph.FindArc(u, v);
        const double s = strength[{u, v}];
        ASSERT_EQ(arc.has_value(), s > 0) << u << " " << v;
        if (!arc) {
          ++absent;
          continue;
        }
        ++arcs;
        EXPECT_NEAR(g.probability[*arc], 1 - std::exp(-0.35 * s), 1e-6);
        const absl::Span<const Node> row = g.graph.OutNeighbors(u);
        EXPECT_EQ(std::count(row.begin(), row.end(), v), 1);
      }
    }
    for (const int threads : {2, 7}) {
      RunControl run;
      run.threads = threads;
      options.strength.run = &run;
      ASSERT_OK_AND_ASSIGN(const IntroductionGraph again, BuildIntroductionGraph(view, options));
      EXPECT_TRUE(again.graph == g.graph);
      EXPECT_EQ(again.probability, g.probability);
    }
  }
  EXPECT_GT(arcs, 0);
  EXPECT_GT(absent, 0);
}

// b has opted out of everything, c of mail alone.
TEST(BuildIntroductionGraph, WhoWantsToHearNothingIntroducesNobody) {
  CommunityBuilder b;
  for (const char* id : {"a", "b", "c"}) {
    MemberRow row;
    if (id[0] == 'b') row.opted_out = {"*"};
    if (id[0] == 'c') row.opted_out = {"email"};
    EXPECT_THAT(b.DescribeMember(*b.Member(id), row), IsOk());
  }
  for (const auto& [from, to] : {std::pair("a", "b"), std::pair("b", "c"), std::pair("c", "a")}) {
    TieRow row;
    row.from = *b.Member(from);
    row.to = *b.Member(to);
    row.strength = 0.5F;
    EXPECT_THAT(b.AddTie(row), IsOk());
  }
  const CommunityGraph c = std::move(b).Build().value();
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph graph, BuildIntroductionGraph(CommunityView(c)));
  const auto to = [&](const char* id) { return graph.graph.OutDegree(c.FindMember(id)->value()); };
  EXPECT_EQ(to("a"), 2U);  // b can be reached.
  EXPECT_EQ(to("b"), 0U);
  EXPECT_EQ(to("c"), 2U);
}

TEST(EvidenceOf, ListsEveryKnownTieOfThePairOnce) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<Given> ties = RandomTies(seed, seed % 2 == 0);
    const CommunityGraph c = Build(ties);
    const CommunityView view(c, Day(10));
    for (Node u = 0; u < 9; ++u) {
      for (Node v = 0; v < 9; ++v) {
        if (u == v) continue;
        size_t expected = 0;
        for (const Given& t : ties) {
          const bool ends = (t.from == u && t.to == v) || (t.from == v && t.to == u);
          expected += ends && (!t.first_at.is_present() || t.first_at < Day(10));
        }
        const std::vector<ArcIndex> evidence = EvidenceOf(view, u, v);
        ASSERT_EQ(evidence.size(), expected);
        std::map<TieKind, int> kinds;  // Each tie has a kind of its own here.
        bool backwards = false;
        for (const ArcIndex arc : evidence) {
          EXPECT_EQ(++kinds[c.ties().kind[arc]], 1);
          const bool forwards = c.graph().Source(arc) == u;
          EXPECT_FALSE(forwards && backwards);  // Forwards ones come first.
          backwards = !forwards;
        }
      }
    }
  }
}

// Strengths estimated from Poisson histories spread as the error says.
TEST(BuildIntroductionGraph, ErrorIsTheSpreadOverHistories) {
  constexpr int kHistories = 3000;
  constexpr double kDays = 400, kRate = 0.05;
  IntroductionOptions options;
  options.errors = true;
  double sum = 0, square = 0, error = 0;
  int tied = 0;
  for (int i = 0; i < kHistories; ++i) {
    RandomStream random(7, static_cast<uint64_t>(i));
    CommunityBuilder b;
    TieRow tie;
    tie.from = *b.Member("a");
    tie.to = *b.Member("b");
    tie.directed = true;
    for (double t = random.Exponential() / kRate; t < kDays; t += random.Exponential() / kRate) {
      tie.at.push_back(Time(static_cast<int64_t>(t * kMicrosPerDay)));
    }
    if (tie.at.empty()) continue;
    EXPECT_THAT(b.AddTie(tie), IsOk());
    SignalRow now;
    now.object_kind = ObjectKind::kMember;
    now.at = Day(static_cast<int64_t>(kDays));
    EXPECT_THAT(b.AddSignal(now), IsOk());
    const CommunityGraph c = std::move(b).Build().value();
    ASSERT_OK_AND_ASSIGN(const IntroductionGraph graph,
                         BuildIntroductionGraph(CommunityView(c), options));
    ASSERT_EQ(graph.log_error.size(), 2u);  // There, and a quarter of it back.
    const double x = std::log(graph.probability[1]);
    sum += x, square += x * x, error += graph.log_error[1] * graph.log_error[1];
    ++tied;
  }
  const double variance = (square - sum * sum / tied) / (tied - 1);
  EXPECT_NEAR(error / tied / variance, 1, 0.15);
  EXPECT_GT(variance, 0.01);
}

// A strength that is given is certain, and nothing is told unless asked for.
TEST(BuildIntroductionGraph, ErrorsOfExplicitStrengthsAndOfNone) {
  CommunityBuilder b;
  TieRow tie;
  tie.from = *b.Member("a");
  tie.to = *b.Member("b");
  tie.strength = 0.25F;
  EXPECT_THAT(b.AddTie(tie), IsOk());
  tie.to = *b.Member("c");
  tie.strength = 0;
  tie.count = 4;
  EXPECT_THAT(b.AddTie(tie), IsOk());
  const CommunityGraph c = std::move(b).Build().value();
  IntroductionOptions options;
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph none, BuildIntroductionGraph(CommunityView(c)));
  EXPECT_TRUE(none.log_error.empty());
  options.errors = true;
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph graph,
                       BuildIntroductionGraph(CommunityView(c), options));
  ASSERT_EQ(graph.log_error.size(), 4u);
  EXPECT_EQ(graph.probability, none.probability);
  EXPECT_EQ(graph.log_error[0], 0);
  // Four interactions: variance 4.
  EXPECT_NEAR(graph.log_error[1], 0.35 * 2 / std::expm1(0.35 * 4), 1e-6);
}

TEST(BuildIntroductionGraph, NamesBadOptions) {
  const CommunityGraph c = Build({});
  const CommunityView view(c);
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    IntroductionOptions options;
    options.reverse_share = bad;
    EXPECT_THAT(BuildIntroductionGraph(view, options),
                StatusIs(StatusCode::kInvalidArgument, "reverse_share is"));
  }
  IntroductionOptions options;
  options.strength.kappa = 0;
  EXPECT_THAT(BuildIntroductionGraph(view, options),
              StatusIs(StatusCode::kInvalidArgument, "kappa is 0"));
}

}  // namespace
}  // namespace pullgraph::build_introduction_graph_test
