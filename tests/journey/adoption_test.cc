// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "algorithms/journey/adoption_curve.h"
#include "algorithms/journey/adoption_exposure.h"
#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::adoption_test {
namespace {

using testing::MakeGraph;
using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr int32_t kNever = kNeverAdopted;

TEST(AdoptionCurve, CountedByHand) {
  const std::vector<int32_t> period = {3, 1, kNever, 3, 6, 1, kNever, kNever, 4};
  ASSERT_OK_AND_ASSIGN(const AdoptionCurve curve, FindAdoptionCurve(period));
  EXPECT_EQ(curve.members, 9U);
  EXPECT_EQ(curve.adopters, 6U);
  ASSERT_EQ(curve.periods.size(), 6U);  // 1 to 6, with 2 and 5 empty.
  const uint64_t adopters[] = {2, 0, 2, 1, 0, 1}, cumulative[] = {2, 2, 4, 5, 5, 6};
  const double hazard[] = {2 / 9.0, 0, 2 / 7.0, 1 / 5.0, 0, 1 / 4.0};
  for (size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(curve.periods[i].period, static_cast<int32_t>(i + 1));
    EXPECT_EQ(curve.periods[i].adopters, adopters[i]);
    EXPECT_EQ(curve.periods[i].cumulative, cumulative[i]);
    EXPECT_NEAR(curve.periods[i].share, static_cast<double>(cumulative[i]) / 9, 1e-12);
    EXPECT_NEAR(curve.periods[i].hazard, hazard[i], 1e-12);
  }
  EXPECT_EQ(curve.t50_of_adopters, 3);  // Three of six have by then.
  EXPECT_EQ(curve.t50_of_members, 4);   // Five of nine.
  ASSERT_OK_AND_ASSIGN(const AdoptionCurve few,
                       FindAdoptionCurve(std::vector<int32_t>{2, kNever, kNever}));
  EXPECT_EQ(few.t50_of_adopters, 2);
  EXPECT_FALSE(few.t50_of_members.has_value());
  ASSERT_OK_AND_ASSIGN(const AdoptionCurve none, FindAdoptionCurve({}));
  EXPECT_TRUE(none.periods.empty());
  EXPECT_THAT(FindAdoptionCurve(std::vector<int32_t>{INT32_MIN, 5}),
              StatusIs(kInvalid, "expected at most"));
}

// Whoever came later is not among those who could have adopted before.
TEST(AdoptionCurve, CountsFromWhenMembersWereThere) {
  const std::vector<int32_t> period = {1, 1, 3, 3, kNever, kNever, kNever};
  const std::vector<int32_t> from = {-5, 1, 2, 3, 0, 3, kNever};  // The last is staff.
  ASSERT_OK_AND_ASSIGN(const AdoptionCurve curve, FindAdoptionCurve(period, from));
  EXPECT_EQ(curve.members, 6U);
  EXPECT_EQ(curve.adopters, 4U);
  ASSERT_EQ(curve.periods.size(), 3U);
  EXPECT_NEAR(curve.periods[0].hazard, 2 / 3.0, 1e-12);  // 0, 1 and 4 were there.
  EXPECT_NEAR(curve.periods[1].hazard, 0, 1e-12);
  EXPECT_NEAR(curve.periods[2].hazard, 2 / 4.0, 1e-12);  // 2, 3, 4 and 5 are left.
  EXPECT_NEAR(curve.periods[2].share, 4 / 6.0, 1e-12);
  EXPECT_EQ(curve.t50_of_members, 3);
  EXPECT_THAT(FindAdoptionCurve(period, std::vector<int32_t>{1}), StatusIs(kInvalid, "one a member"));
  EXPECT_THAT(FindAdoptionCurve(period, std::vector<int32_t>{2, 1, 1, 1, 1, 1, 1}),
              StatusIs(kInvalid, "from[0]"));
}

// One stratum is the plain odds ratio with Woolf's interval.
TEST(AdoptionExposure, OneStratumIsTheOddsRatio) {
  // Node 0 adopts first. 1..20 hear of it, 21..40 hear of one who never adopts (41).
  std::vector<std::pair<Node, Node>> arcs;
  std::vector<int32_t> period(42, kNever);
  period[0] = 1;
  for (Node v = 1; v <= 20; ++v) arcs.emplace_back(0, v);
  for (Node v = 21; v <= 40; ++v) arcs.emplace_back(41, v);
  for (Node v = 1; v <= 8; ++v) period[v] = 2;
  for (Node v = 21; v <= 23; ++v) period[v] = 2;
  const TieGraph graph = MakeGraph(42, arcs, false);
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure got, FindAdoptionExposure(graph, period));
  EXPECT_EQ(got.exposed, 20U);
  EXPECT_EQ(got.exposed_adopted, 8U);
  EXPECT_EQ(got.unexposed, 20U);
  EXPECT_EQ(got.unexposed_adopted, 3U);
  EXPECT_EQ(got.strata, 1U);
  const double odds = 8.0 * 17 / (12 * 3);
  const double half = 1.959963984540054 * std::sqrt(1 / 8.0 + 1 / 12.0 + 1 / 3.0 + 1 / 17.0);
  EXPECT_NEAR(got.odds_ratio, odds, 1e-12);
  EXPECT_NEAR(got.low, odds * std::exp(-half), 1e-9);
  EXPECT_NEAR(got.high, odds * std::exp(half), 1e-9);
  AdoptionExposureOptions all;
  all.only_connected = false;  // Node 41 hears of nobody, and is at risk.
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure more, FindAdoptionExposure(graph, period, all));
  EXPECT_EQ(more.unexposed, 21U);
  AdoptionExposureOptions two;
  two.least_adopters = 2;
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure nobody, FindAdoptionExposure(graph, period, two));
  EXPECT_EQ(nobody.exposed, 0U);
  EXPECT_TRUE(std::isnan(nobody.odds_ratio));
}

// A tie exposes from the period behind its first, and a member is at risk from its own.
TEST(AdoptionExposure, TiesAndMembersOfALaterDate) {
  // 0 adopts at 1, 1 at 3 by way of a tie of period 2, 2 at 3 before its tie of period 3
  // counts; 3 comes at 3 and has a tie from ever; 4 has none by then; 5 ends the time.
  const TieGraph graph = MakeGraph(6, {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {4, 5}}, false);
  const std::vector<int32_t> period = {1, 3, 3, kNever, kNever, 4};
  const std::vector<int32_t> arc_from = {2, 3, INT32_MIN, 4, INT32_MIN};
  const std::vector<int32_t> from = {0, 0, 0, 3, 0, 0};
  AdoptionExposureOptions options;
  options.arc_from = arc_from;
  options.from = from;
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure got, FindAdoptionExposure(graph, period, options));
  // At 3: 1 exposed and adopted, 3 exposed and not, 5 not exposed. At 4: 3 exposed and
  // not, 5 not exposed and adopted. At 2 only 5, not exposed. 2 and 4 had no tie yet.
  EXPECT_EQ(got.exposed, 3U);
  EXPECT_EQ(got.exposed_adopted, 1U);
  EXPECT_EQ(got.unexposed, 3U);
  EXPECT_EQ(got.unexposed_adopted, 1U);
  options.only_connected = false;
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure all, FindAdoptionExposure(graph, period, options));
  EXPECT_EQ(all.exposed, 3U);
  // And 1 at 2, 2 at 2 and 3, 4 at 2, 3 and 4.
  EXPECT_EQ(all.unexposed, 9U);
  EXPECT_EQ(all.unexposed_adopted, 2U);
  const std::vector<int32_t> short_list = {1};
  options.arc_from = short_list;
  EXPECT_THAT(FindAdoptionExposure(graph, period, options), StatusIs(kInvalid, "arc_from"));
}

// Adoption with a planted effect of exposure, and with none.
double OddsOfSimulated(double effect, uint64_t seed, bool& covers) {
  const TieGraph graph = testing::RandomGraph(600, 0.006, false, seed);
  RandomStream random(seed, 21);
  std::vector<int32_t> period(600, kNever);
  for (int32_t t = 1; t <= 8; ++t) {
    const std::vector<int32_t> before = period;
    for (Node v = 0; v < 600; ++v) {
      if (before[v] != kNever) continue;
      bool exposed = false;
      for (const Node u : graph.InNeighbors(v)) exposed = exposed || before[u] < t;
      const double odds = 0.06 * (1 + 0.2 * t) * (exposed ? effect : 1);
      if (random.Bernoulli(odds / (1 + odds))) period[v] = t;
    }
  }
  const AdoptionExposure got = FindAdoptionExposure(graph, period).value();
  covers = got.low <= effect && effect <= got.high;
  return std::log(got.odds_ratio);
}

TEST(AdoptionExposure, FindsThePlantedEffectAndNoOther) {
  for (const double effect : {1.0, 3.0}) {
    int covered = 0;
    double sum = 0;
    for (uint64_t seed = 0; seed < 60; ++seed) {
      bool covers = false;
      sum += OddsOfSimulated(effect, seed, covers);
      covered += covers;
    }
    EXPECT_GE(covered, 52);  // Of 60 intervals of 95 %.
    EXPECT_NEAR(sum / 60, std::log(effect), 0.08);
  }
}

TEST(AdoptionExposure, Errors) {
  const TieGraph graph = MakeGraph(3, {{0, 1}}, false);
  const std::vector<int32_t> period = {1, 2, kNever};
  EXPECT_THAT(FindAdoptionExposure(graph, std::vector<int32_t>{1}), StatusIs(kInvalid, "period"));
  AdoptionExposureOptions options;
  const std::vector<uint32_t> group = {1};
  options.group = group;
  EXPECT_THAT(FindAdoptionExposure(graph, period, options), StatusIs(kInvalid, "group"));
  EXPECT_THAT(FindAdoptionExposure(graph, period, {.least_adopters = 0}),
              StatusIs(kInvalid, "least_adopters"));
  EXPECT_THAT(FindAdoptionExposure(graph, period, {.least_share = 1.5}),
              StatusIs(kInvalid, "least_share"));
  EXPECT_THAT(FindAdoptionExposure(graph, period, {.confidence = 1}),
              StatusIs(kInvalid, "confidence"));
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure one,
                       FindAdoptionExposure(graph, std::vector<int32_t>{1, 1, kNever}));
  EXPECT_EQ(one.exposed + one.unexposed, 0U);  // One period: nobody was exposed before.
}

}  // namespace
}  // namespace pullgraph::adoption_test
