// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/influence_graph.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "graph/community_builder.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::influence_graph_test {
namespace {

using testing::At;
using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// ann -> bob twice (two kinds), bob - cyd, cyd -> dan later, robot -> ann.
CommunityGraph Few() {
  CommunityBuilder b;
  const MemberId ann = *b.Member("ann"), bob = *b.Member("bob"), cyd = *b.Member("cyd");
  const MemberId dan = *b.Member("dan"), robot = *b.Member("robot");
  MemberRow row;
  row.role = MemberRole::kBot;
  EXPECT_TRUE(b.DescribeMember(robot, row).ok());
  const auto tie = [&](MemberId from, MemberId to, TieKind kind, bool directed, const char* at) {
    TieRow t;
    t.from = from, t.to = to, t.kind = kind, t.directed = directed;
    t.first_at = t.last_at = At(at);
    EXPECT_TRUE(b.AddTie(t).ok());
  };
  tie(ann, bob, TieKind::kAnswered, true, "2024-01-02");
  tie(ann, bob, TieKind::kFollows, true, "2024-01-01");
  tie(bob, cyd, TieKind::kKnows, false, "2024-01-01");
  tie(cyd, dan, TieKind::kFollows, true, "2024-03-01");
  tie(robot, ann, TieKind::kFollows, true, "2024-01-01");
  return std::move(b).Build().value();
}

std::string ArcsOf(const CommunityView& view, InfluenceDirection direction) {
  const InfluenceArcs arcs = FindInfluenceArcs(view, {.direction = direction}).value();
  std::string out;
  for (ArcIndex arc = 0; arc < arcs.graph.num_arcs(); ++arc) {
    out += std::string(view.community().MemberKey(MemberId(arcs.graph.Source(arc)))) + ">" +
           std::string(view.community().MemberKey(MemberId(arcs.graph.Target(arc)))) + " ";
  }
  return out;
}

TEST(InfluenceArcs, RunTheWayAsked) {
  const CommunityGraph c = Few();
  const CommunityView all(c), early(c, At("2024-02-01"));
  EXPECT_EQ(ArcsOf(all, InfluenceDirection::kAlong), "ann>bob bob>cyd cyd>bob cyd>dan ");
  EXPECT_EQ(ArcsOf(all, InfluenceDirection::kAgainst), "bob>ann bob>cyd cyd>bob dan>cyd ");
  EXPECT_EQ(ArcsOf(all, InfluenceDirection::kBoth),
            "ann>bob bob>ann bob>cyd cyd>bob cyd>dan dan>cyd ");
  EXPECT_EQ(ArcsOf(early, InfluenceDirection::kAlong), "ann>bob bob>cyd cyd>bob ");
  const InfluenceArcs arcs = FindInfluenceArcs(all).value();
  EXPECT_FALSE(arcs.graph.is_symmetric());
  EXPECT_EQ(arcs.since[0], At("2024-01-01"));
  TieStrengthOptions half;
  const std::vector<float> s = TieStrengths(all, half).value();
  const ArcIndex first = *c.graph().FindArc(c.FindMember("ann")->value(),
                                            c.FindMember("bob")->value());
  EXPECT_NEAR(arcs.strength[0], s[first] + s[first + 1], 1e-6);
  const std::vector<float> p = ProbabilitiesByStrength(arcs, 0.35).value();
  EXPECT_NEAR(p[0], 1 - std::exp(-0.35 * arcs.strength[0]), 1e-6);
}

TEST(InfluenceGraph, ProbabilitiesOfEachKind) {
  const CommunityGraph c = Few();
  const InfluenceArcs arcs = FindInfluenceArcs(CommunityView(c)).value();
  EXPECT_EQ(*ConstantProbabilities(arcs, 0.25), std::vector<float>(4, 0.25F));
  // bob has two who move him.
  EXPECT_EQ(WeightedCascadeProbabilities(arcs.graph), (std::vector<float>{0.5F, 1, 0.5F, 1}));
  ASSERT_OK_AND_ASSIGN(const InfluenceGraph cascade,
                       MakeInfluenceGraph(arcs.graph, {0.9F, 0.9F, 0.9F, 0.9F},
                                          SpreadModel::kIndependentCascade));
  EXPECT_EQ(cascade.probability, std::vector<float>(4, 0.9F));
  ASSERT_OK_AND_ASSIGN(const InfluenceGraph threshold,
                       MakeInfluenceGraph(arcs.graph, {0.9F, 0.9F, 0.6F, 0.9F},
                                          SpreadModel::kLinearThreshold));
  EXPECT_NEAR(threshold.probability[0], 0.6, 1e-6);
  EXPECT_NEAR(threshold.probability[2], 0.4, 1e-6);
  EXPECT_EQ(threshold.probability[1], 0.9F);
}

TEST(InfluenceGraph, Errors) {
  const CommunityGraph c = Few();
  const CommunityView view(c);
  InfluenceArcs arcs = FindInfluenceArcs(view).value();
  EXPECT_THAT(ConstantProbabilities(arcs, 0), StatusIs(kInvalid, "p is 0"));
  EXPECT_THAT(ConstantProbabilities(arcs, std::nan("")), StatusIs(kInvalid, "(0, 1]"));
  EXPECT_THAT(ProbabilitiesByStrength(arcs, 0), StatusIs(kInvalid, "kappa"));
  arcs.strength.clear();
  EXPECT_THAT(ProbabilitiesByStrength(arcs), StatusIs(kInvalid, "strength has 0"));
  const auto ic = SpreadModel::kIndependentCascade;
  EXPECT_THAT(MakeInfluenceGraph(arcs.graph, {1}, ic), StatusIs(kInvalid, "1 entries"));
  EXPECT_THAT(MakeInfluenceGraph(arcs.graph, {1, 1, 2, 1}, ic), StatusIs(kInvalid, "[2] = 2"));
  const TieGraph both = testing::MakeGraph(2, {{0, 1}}, true);
  EXPECT_THAT(MakeInfluenceGraph(both, {1, 1}, ic), StatusIs(kInvalid, "symmetric"));
  InfluenceArcsOptions bad;
  bad.strength.half_life_days = -1;
  EXPECT_THAT(FindInfluenceArcs(view, bad), StatusIs(kInvalid, "half_life_days"));
}

}  // namespace
}  // namespace pullgraph::influence_graph_test
