// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/market_edge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/opportunity/customer_backtest.h"
#include "algorithms/opportunity/prospect_list.h"
#include "graph/random.h"
#include "io/generate_community.h"
#include "io/import/rebuild.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::market_edge_test {
namespace {

CommunityGraph Planted(uint32_t members, uint64_t seed) {
  GenerateOptions o;
  o.members = members;
  o.ties = 5 * members;
  o.signals = 20 * members;
  o.resources = 100;
  o.clusters = 20;
  o.conversions = 0.03;
  o.seed = seed;
  return GenerateCommunity(o).value();
}

// The same ties and acts, but it is chance who became a customer when.
CommunityGraph Shuffled(const CommunityGraph& c, uint64_t seed) {
  std::vector<std::string> who;
  for (uint32_t m = 0; m < c.num_members(); ++m) who.emplace_back(c.MemberKey(MemberId(m)));
  RandomStream random(seed, 0);
  for (size_t i = who.size(); i > 1; --i) std::swap(who[i - 1], who[random.Below(i)]);
  return RebuildCommunity(c, [&](v1::Row& row) {
           if (row.has_membership()) {
             v1::Membership& m = *row.mutable_membership();
             m.set_member(who[c.FindMember(m.member())->value()]);
           }
           return true;
         }).value().community;
}

// Told at past moments, and held against who came afterwards.
TEST(MarketEdge, GivesMoreCustomersThanElsewhereWhereTheyArePlanted) {
  uint64_t edges = 0, edge_came = 0, edge_of = 0, other_came = 0, other_of = 0;
  double expected = 0, spearman = 0;
  constexpr int kSeeds = 3;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const CommunityGraph c = Planted(3'000, seed);
    CustomerBacktestOptions o;
    o.origins = 3;
    ASSERT_OK_AND_ASSIGN(const EdgeBacktest b, BacktestEdges(CommunityView(c), {}, o));
    edges += b.edges;
    edge_came += b.edge_happened, edge_of += b.edge_prospects;
    other_came += b.other_happened, other_of += b.other_prospects;
    expected += b.expected;
    spearman += b.spearman / kSeeds;
  }
  ASSERT_GT(edges, 0U);
  const double at_edge = static_cast<double>(edge_came) / static_cast<double>(edge_of);
  const double elsewhere = static_cast<double>(other_came) / static_cast<double>(other_of);
  std::cout << edges << " clusters at the edge: " << at_edge << " of their prospects came, elsewhere "
            << elsewhere << "; expected " << expected << " in all, came " << edge_came + other_came
            << "; rank correlation " << spearman << "\n";
  EXPECT_GT(at_edge, 1.3 * elsewhere);
  EXPECT_GT(spearman, 0.2);
  EXPECT_NEAR(static_cast<double>(edge_came + other_came) / expected, 1, 0.35);
}

// Neither the test alone nor the edge finds anything in a world of chance, but for the rate that
// is allowed.
TEST(MarketEdge, HardlyFindsAnyWhereCustomersAreShuffled) {
  constexpr int kWorlds = 60;
  int by_test = 0, at_edge = 0, tested = 0;
  const CommunityGraph c = Planted(1'000, 5);
  for (uint64_t seed = 0; seed < kWorlds; ++seed) {
    const CommunityGraph world = Shuffled(c, seed);
    ConvertOptions convert;
    convert.max_members = 1'000;
    ASSERT_OK_AND_ASSIGN(const MarketEdge found, FindMarketEdge(CommunityView(world), {}, convert));
    bool test = false, edge = false;
    for (const EdgeOutlook& outlook : found.outlook) {
      tested += outlook.lately ? 1 : 0;
      test |= outlook.lately && outlook.lately->q_value <= kEdgeFalseDiscovery;
      edge |= outlook.at_edge;
    }
    by_test += test ? 1 : 0;
    at_edge += edge ? 1 : 0;
  }
  std::cout << "shuffled worlds of " << kWorlds << " with a cluster of q <= " << kEdgeFalseDiscovery
            << ": " << by_test << " (6 expected at most); with one at the edge: " << at_edge << "\n";
  EXPECT_GT(tested, kWorlds);
  EXPECT_LE(by_test, 12);
  EXPECT_LE(at_edge, 6);
}

// Where nothing tells, whoever does at least as much, was here as lately and is tied to
// customers as strongly, comes first.
TEST(ProspectListOfChance, GoesByWhatTellsElsewhere) {
  const CommunityGraph world = Shuffled(Planted(600, 7), 3);
  ProspectListOptions o;
  o.limit = 1'000;
  o.with_what = false;
  ASSERT_OK_AND_ASSIGN(const ProspectList list, RankProspects(CommunityView(world), o));
  ASSERT_FALSE(list.model.tells()) << list.model.report().sentence;
  ASSERT_GT(list.prospects.size(), 100U);
  const auto of = [](const Prospect& p, ConvertFeature f) { return p.features[Index(f)]; };
  int pairs = 0;
  for (size_t a = 0; a < list.prospects.size(); ++a) {
    for (size_t b = 0; b < a; ++b) {
      const Prospect &later = list.prospects[a], &first = list.prospects[b];
      const bool beats =
          of(later, ConvertFeature::kRecentActs) > of(first, ConvertFeature::kRecentActs) &&
          of(later, ConvertFeature::kIdle) < of(first, ConvertFeature::kIdle) &&
          of(later, ConvertFeature::kTiesToCustomers) > of(first, ConvertFeature::kTiesToCustomers);
      EXPECT_FALSE(beats) << a << " " << b;
      ++pairs;
    }
  }
  EXPECT_GT(pairs, 5'000);
}

// What it says would drop somebody does so, and a little less does not.
TEST(ProspectListCounterfactual, IsWhereTheFirstLeftOutStands) {
  const CommunityGraph c = Planted(3'000, 1);
  ProspectListOptions o;
  o.limit = 9;
  o.with_what = false;
  ASSERT_OK_AND_ASSIGN(const ProspectList longer, RankProspects(CommunityView(c), o));
  o.limit = 8;
  ASSERT_OK_AND_ASSIGN(const ProspectList list, RankProspects(CommunityView(c), o));
  ASSERT_TRUE(list.model.tells());
  const double cutoff = longer.prospects.back().low;
  for (const Prospect& p : list.prospects) {
    double from = 0, to = 0;
    ASSERT_EQ(std::sscanf(p.counterfactual.c_str(),
                          "drops out if the likelihood falls from %lf %% to %lf %%", &from, &to), 2)
        << p.counterfactual;
    EXPECT_NEAR(from / 100, p.chance.p, 0.006);
    const double low = p.chance.low * to / from;
    EXPECT_NEAR(2 * low / (1 + low) - low, cutoff, 0.1 * cutoff) << p.counterfactual;
  }
}

}  // namespace
}  // namespace pullgraph::market_edge_test
