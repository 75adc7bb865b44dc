// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/undirected_strengths.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::undirected_strengths_test {
namespace {

using testing::StatusIs;

struct Tie {
  uint32_t from, to;
  bool directed;
  uint32_t count;
};

MemberId Named(CommunityBuilder& b, uint32_t i) { return *b.Member(std::string(1, char('a' + i))); }

CommunityGraph Build(uint32_t n, const std::vector<Tie>& ties) {
  CommunityBuilder b;
  for (uint32_t i = 0; i < n; ++i) Named(b, i);
  for (const Tie& tie : ties) {
    TieRow row;
    row.from = Named(b, tie.from);
    row.to = Named(b, tie.to);
    row.directed = tie.directed;
    row.count = tie.count;
    EXPECT_TRUE(b.AddTie(row).ok());
  }
  return *std::move(b).Build();
}

using Weights = std::map<std::pair<Node, Node>, double>;

Weights WeightsOf(const UndirectedFold& fold) {
  Weights out;
  for (Node u = 0; u < fold.ties.num_nodes(); ++u) {
    for (ArcIndex arc = fold.ties.OutBegin(u); arc < fold.ties.OutEnd(u); ++arc) {
      out[{u, fold.ties.Target(arc)}] = fold.weights[arc];
    }
  }
  return out;
}

// Ties as they were said, added up without any arcs in between: undated, a tie's
// strength is its count.
Weights Said(const std::vector<Tie>& ties) {
  Weights out;
  for (const Tie& tie : ties) {
    if (tie.from == tie.to) continue;
    out[{tie.from, tie.to}] += tie.count;
    out[{tie.to, tie.from}] += tie.count;
  }
  return out;
}

TEST(UndirectedTieStrengths, OneDirectedTieChangesNoOther) {
  const std::vector<Tie> undirected = {{0, 1, false, 2}, {2, 3, false, 1}};
  std::vector<Tie> mixed = undirected;
  mixed.push_back({2, 3, true, 1});
  const CommunityGraph plain = Build(4, undirected), with = Build(4, mixed);
  ASSERT_TRUE(plain.graph().is_symmetric());
  ASSERT_FALSE(with.graph().is_symmetric());
  ASSERT_OK_AND_ASSIGN(const UndirectedFold a, UndirectedTieStrengths(CommunityView(plain)));
  ASSERT_OK_AND_ASSIGN(const UndirectedFold b, UndirectedTieStrengths(CommunityView(with)));
  EXPECT_EQ(WeightsOf(a), (Weights{{{0, 1}, 2}, {{1, 0}, 2}, {{2, 3}, 1}, {{3, 2}, 1}}));
  EXPECT_EQ(WeightsOf(b), (Weights{{{0, 1}, 2}, {{1, 0}, 2}, {{2, 3}, 2}, {{3, 2}, 2}}));
  // One fresh exchange passes three introductions in ten.
  EXPECT_NEAR(std::exp(-CostsOf(a, 0.35)[2]), 1 - std::exp(-0.35), 1e-12);
}

TEST(UndirectedTieStrengths, AsWasSaidOnRandomTies) {
  int symmetric = 0, mixed = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    RandomStream random(seed, 0);
    std::vector<Tie> ties;
    const double directed = seed % 3 == 0 ? 0 : 0.3;
    for (int i = 0; i < 14; ++i) {
      ties.push_back({static_cast<uint32_t>(random.Below(6)), static_cast<uint32_t>(random.Below(6)),
                      random.Bernoulli(directed), 1 + static_cast<uint32_t>(random.Below(4))});
    }
    const CommunityGraph c = Build(6, ties);
    (c.graph().is_symmetric() ? symmetric : mixed) += 1;
    ASSERT_OK_AND_ASSIGN(const UndirectedFold fold, UndirectedTieStrengths(CommunityView(c)));
    EXPECT_EQ(WeightsOf(fold), Said(ties)) << seed;
  }
  EXPECT_GE(symmetric, 20);
  EXPECT_GE(mixed, 20);
}

TEST(UndirectedTieStrengths, WhoIsNotKnownYetHasNoTies) {
  CommunityBuilder b;
  const MemberId ada = *b.Member("ada"), bob = *b.Member("bob");
  ASSERT_TRUE(b.DescribeMember(bob, {.joined_at = Time(2'000)}).ok());
  TieRow row;
  row.from = ada;
  row.to = bob;
  ASSERT_TRUE(b.AddTie(row).ok());
  const CommunityGraph c = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const UndirectedFold early,
                       UndirectedTieStrengths(CommunityView(c, Time(1'000))));
  EXPECT_EQ(early.ties.num_arcs(), 0U);
  ASSERT_OK_AND_ASSIGN(const UndirectedFold late,
                       UndirectedTieStrengths(CommunityView(c, Time(3'000))));
  EXPECT_EQ(late.ties.num_arcs(), 2U);
}

TEST(UndirectedTieStrengths, BadStrengths) {
  const CommunityGraph c = Build(2, {{0, 1, true, 1}});
  const CommunityView view(c);
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(UndirectedTieStrengths(view, std::vector<float>{}), StatusIs(kInvalid, ""));
  EXPECT_THAT(UndirectedTieStrengths(view, std::vector<float>{-1}), StatusIs(kInvalid, ""));
  EXPECT_THAT(UndirectedTieStrengths(view, TieStrengthOptions{.half_life_days = 0}),
              StatusIs(kInvalid, ""));
}

}  // namespace
}  // namespace pullgraph::undirected_strengths_test
