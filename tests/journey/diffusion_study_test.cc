// SPDX-License-Identifier: Apache-2.0
// Three classic studies: does leverage beat the best connected, does exposure predict
// adoption, how fast did it go?
#include "tests/testing/diffusion_study.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <ostream>

#include "algorithms/journey/adoption_exposure.h"
#include "algorithms/journey/influence_learning.h"
#include "algorithms/journey/leverage.h"
#include "algorithms/journey/spread.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::diffusion_study_test {
namespace {

// What was counted from the files by a few lines of Python; odds ratios of exposure to
// at least one named adopter, by period, and by period and village.
struct Expected {
  const char* name;
  const char* village;
  int32_t never;
  uint64_t members, adopters, arcs;
  int32_t t50_of_adopters, t50_of_members;
  double odds, low, high;
  double odds_within, low_within, high_within;
  friend void PrintTo(const Expected& e, std::ostream* out) { *out << e.name; }
};

constexpr Expected kStudies[] = {
    {"medInnovations", "city", 18, 125, 109, 294, 6, 7, 0.6853, 0.3725, 1.2606, 0.6349, 0.3351,
     1.2032},
    {"brfarmers", "village", 20, 692, 540, 1854, 15, 16, 2.7992, 2.1705, 3.6100, 2.0378, 1.5389,
     2.6984},
    {"kfamily", "village", 11, 1047, 673, 4999, 5, 8, 2.0618, 1.6417, 2.5894, 2.0983, 1.6284,
     2.7037}};

class Studies : public ::testing::TestWithParam<Expected> {
 protected:
  void SetUp() override {
    study_ = testing::ReadDiffusionStudy(GetParam().name, GetParam().village, GetParam().never);
    if (!study_) GTEST_SKIP() << "NO DATA: ../shared/data/adoption-diffusion is not there";
    // Who is named moves who names.
    arcs_ = FindInfluenceArcs(CommunityView(study_->community),
                              {.direction = InfluenceDirection::kAgainst}).value();
  }
  std::optional<testing::DiffusionStudy> study_;
  InfluenceArcs arcs_;
};

TEST_P(Studies, AdoptionCurveAsCountedByHand) {
  const Expected& e = GetParam();
  ASSERT_OK_AND_ASSIGN(const AdoptionCurve curve, FindAdoptionCurve(study_->adopted));
  EXPECT_EQ(curve.members, e.members);
  EXPECT_EQ(curve.adopters, e.adopters);
  EXPECT_EQ(curve.t50_of_adopters, e.t50_of_adopters);
  EXPECT_EQ(curve.t50_of_members, e.t50_of_members);
  for (const AdoptionPeriod& row : curve.periods) {
    const auto by_then = std::count_if(study_->adopted.begin(), study_->adopted.end(),
                                       [&](int32_t t) { return t <= row.period; });
    EXPECT_EQ(row.cumulative, static_cast<uint64_t>(by_then));
  }
}

// Farmers and mothers follow those they name; the doctors do not, which is what later
// work on these data found, too (Van den Bulte and Lilien 2001, doi:10.1086/320819).
TEST_P(Studies, ExposurePredictsAdoption) {
  const Expected& e = GetParam();
  EXPECT_EQ(arcs_.graph.num_arcs(), e.arcs);
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure got,
                       FindAdoptionExposure(arcs_.graph, study_->adopted));
  EXPECT_NEAR(got.odds_ratio, e.odds, 1e-4);
  EXPECT_NEAR(got.low, e.low, 1e-4);
  EXPECT_NEAR(got.high, e.high, 1e-4);
  AdoptionExposureOptions within;
  within.group = study_->village;
  ASSERT_OK_AND_ASSIGN(const AdoptionExposure same,
                       FindAdoptionExposure(arcs_.graph, study_->adopted, within));
  EXPECT_NEAR(same.odds_ratio, e.odds_within, 1e-4);
  EXPECT_NEAR(same.low, e.low_within, 1e-4);
  EXPECT_NEAR(same.high, e.high_within, 1e-4);
}

TEST_P(Studies, LeverageBeatsTheBestConnected) {
  const std::vector<ActionEntry> log = ActionLogOf(CommunityView(study_->community));
  EXPECT_EQ(log.size(), GetParam().adopters);
  LearnInfluenceOptions learning;
  learning.prior_strength = 5;  // One action a member: the ties have little to tell.
  const LearnedInfluence learned =
      LearnInfluence(arcs_.graph, {}, log, learning).value();
  const std::pair<const char*, std::vector<float>> kinds[] = {
      {"constant .1", ConstantProbabilities(arcs_, 0.1).value()},
      {"weighted cascade", WeightedCascadeProbabilities(arcs_.graph)},
      {"learned", learned.probability}};
  for (const auto& [kind, p] : kinds) {
    const InfluenceGraph influence =
        MakeInfluenceGraph(arcs_.graph, p, SpreadModel::kIndependentCascade).value();
    ASSERT_OK_AND_ASSIGN(const Leverage found, FindLeverage(influence, 10, {.min_sets = 1 << 18}));
    std::vector<Node> ours;
    for (const LeverageSeed& seed : found.seeds) ours.push_back(seed.node);
    SpreadOptions options;
    options.runs = 20'000;
    ASSERT_OK_AND_ASSIGN(const Spread spread, SimulateSpread(influence, ours, options));
    ASSERT_OK_AND_ASSIGN(const Spread degree,
                         SimulateSpread(influence, BestConnected(influence, 10), options));
    std::printf("%-15s %-16s leverage %.2f (%.2f to %.2f), best connected %.2f (%.2f to %.2f), "
                "ratio %.3f\n",
                GetParam().name, kind, spread.mean, spread.low, spread.high, degree.mean,
                degree.low, degree.high, found.ratio);
    EXPECT_TRUE(found.certified);
    EXPECT_GT(spread.low, degree.high) << kind;
    EXPECT_LE(spread.low, found.spread_high);
    EXPECT_GE(spread.high, found.spread_low);
  }
}

INSTANTIATE_TEST_SUITE_P(Classic, Studies, ::testing::ValuesIn(kStudies),
                         [](const auto& study) { return std::string(study.param.name); });

}  // namespace
}  // namespace pullgraph::diffusion_study_test
