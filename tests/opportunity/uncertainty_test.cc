// SPDX-License-Identifier: Apache-2.0
// How the uncertainty of the parts becomes that of the whole; learned introductions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "algorithms/opportunity/learned_introductions.h"
#include "algorithms/opportunity/opportunity.h"
#include "algorithms/opportunity/worth.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::uncertainty_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

Opportunity Make(double access_error, double leverage_error) {
  Opportunity o;
  o.attract = {0.02, 0.02 / 1.5, 0.02 * 1.5};
  o.access = 0.3;
  o.access_error = access_error;
  o.value = 40;
  o.cost = 0.01;
  o.leverage = 0.5;
  o.leverage_error = leverage_error;
  SetWorth(o);
  return o;
}

TEST(Worth, IntervalIsThatOfTheSimulatedProduct) {
  for (const auto& [access, leverage] :
       {std::pair(0.0, 0.0), std::pair(0.5, 0.0), std::pair(0.3, 0.2), std::pair(0.0, 0.4)}) {
    const Opportunity o = Make(access, leverage);
    std::vector<double> worth;
    RandomStream random(5, 0);
    for (int i = 0; i < 100'000; ++i) {
      const double p = 0.02 * std::exp(std::log(1.5) / kOpportunityZ * random.Normal());
      const double way = 0.3 * std::exp(access * random.Normal());
      const double lift = 1.5 * std::exp(leverage * random.Normal());
      worth.push_back(p * way * 40 * lift - 0.01);
    }
    std::sort(worth.begin(), worth.end());
    EXPECT_NEAR(o.low, worth[10'000], 0.01 * (worth[10'000] + 0.01));
    EXPECT_NEAR(o.high, worth[90'000], 0.01 * (worth[90'000] + 0.01));
    EXPECT_DOUBLE_EQ(o.expected_value, 0.02 * 0.3 * 40 * 1.5 - 0.01);
  }
}

TEST(Worth, NoPullIsMoreThanCertain) {
  Opportunity o = Make(0, 0);
  o.attract = {0.9, 0.8, 0.97};
  o.access = 1;
  o.access_error = 2;
  SetWorth(o);
  EXPECT_DOUBLE_EQ(o.high, 40 * 1.5 - 0.01);
}

CommunityGraph Generated() {
  GenerateOptions options;
  options.members = 60;
  options.ties = 250;
  options.signals = 1500;
  options.resources = 25;
  options.influence = 0.3;
  return GenerateCommunity(options).value();
}

// The definition, arc by arc: of u's pulls, those that v followed in once they had met, a
// share each where others of v's contacts pulled before as well.
TEST(LearnedIntroductions, EqualsTheDefinition) {
  const CommunityGraph c = Generated();
  const CommunityView view(c);
  LearnedIntroductionsOptions options;
  options.tie_worth = 4;
  options.ties.errors = true;
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph ties, BuildIntroductionGraph(view, options.ties));
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph got, BuildLearnedIntroductions(view, options));
  const uint32_t n = c.num_members(), resources = c.num_resources();
  std::vector<Time> at(size_t{n} * resources);
  const SignalColumns& signals = c.signals();
  for (size_t i = 0; i < signals.size(); ++i) {
    if (signals.member[i].is_none() || signals.object_kind[i] != ObjectKind::kResource) continue;
    Time& slot = at[size_t{signals.member[i].value()} * resources + signals.object[i]];
    if (!slot.is_present()) slot = signals.at[i];
  }
  const auto since = [&](Node u, Node v) {
    Time first = Time::Max();
    for (const ArcIndex arc : EvidenceOf(view, u, v)) first = std::min(first, c.ties().first_at[arc]);
    return first;
  };
  const auto passes = [&](Node u, Node v, uint32_t r) {
    const Time a = at[size_t{u} * resources + r], b = at[size_t{v} * resources + r];
    return a.is_present() && b.is_present() && a < b && !(since(u, v) > b);
  };
  size_t moved = 0;
  for (Node u = 0; u < n; ++u) {
    for (ArcIndex arc = got.graph.OutBegin(u); arc < got.graph.OutEnd(u); ++arc) {
      const Node v = got.graph.Target(arc);
      double passed = 0, actions = 0;
      for (uint32_t r = 0; r < resources; ++r) {
        actions += at[size_t{u} * resources + r].is_present();
        if (!passes(u, v, r)) continue;
        double creditors = 0;
        for (const Node w : got.graph.InNeighbors(v)) creditors += passes(w, v, r);
        passed += 1 / creditors;
      }
      const double p = (passed + 4 * ties.probability[arc]) / (actions + 4);
      EXPECT_NEAR(got.probability[arc], p, 1e-9);
      EXPECT_GT(got.log_error[arc], 0);
      moved += passed > 0;
    }
  }
  EXPECT_GT(moved, 100U);
}

TEST(LearnedIntroductions, TrustInTiesBringsThemBack) {
  const CommunityGraph c = Generated();
  const CommunityView view(c);
  LearnedIntroductionsOptions options;
  options.tie_worth = 1e12;
  options.ties.errors = true;
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph ties, BuildIntroductionGraph(view, options.ties));
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph got, BuildLearnedIntroductions(view, options));
  for (size_t arc = 0; arc < ties.probability.size(); ++arc) {
    EXPECT_NEAR(got.probability[arc], ties.probability[arc], 1e-6);
    EXPECT_NEAR(got.log_error[arc], ties.log_error[arc], 1e-4);
  }
  options.tie_worth = 0;
  EXPECT_THAT(BuildLearnedIntroductions(view, options),
              StatusIs(absl::StatusCode::kInvalidArgument, "tie_worth"));
  OpportunityOptions rank;
  ASSERT_OK_AND_ASSIGN(const OpportunityList by_ties, RankOpportunities(view, rank));
  rank.learned_introductions = true;
  ASSERT_OK_AND_ASSIGN(const OpportunityList learned, RankOpportunities(view, rank));
  ASSERT_FALSE(by_ties.opportunities.empty());
  ASSERT_FALSE(learned.opportunities.empty());
  EXPECT_NE(by_ties.opportunities[0].access, learned.opportunities[0].access);
}

}  // namespace
}  // namespace pullgraph::uncertainty_test
