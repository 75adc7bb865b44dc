// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/experiment.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "algorithms/lean/attribution.h"
#include "graph/community_builder.h"
#include "tests/lean/touch_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::experiment_test {
namespace {

using testing::AddTouch;
using testing::AddView;
using testing::StatusIs;

TEST(Experiments, HoldoutsOfTheirOwnAndShared) {
  CommunityBuilder b;
  AddTouch(b, {"a", "", "x", "mail", 1, TouchOutcome::kConverted, 0, false, 5});
  AddTouch(b, {"a", "", "x", "mail", 2, TouchOutcome::kSent, 0, false, 7});  // Counts once.
  AddTouch(b, {"b", "", "x", "mail", 1});
  AddTouch(b, {"c", "", "x", "mail", 1, TouchOutcome::kSent, 0, true});
  AddTouch(b, {"d", "", "x", "mail", 1, TouchOutcome::kClicked, 0, true, 1});
  AddTouch(b, {"e", "", "x", "mail", 1, TouchOutcome::kSent, 0, true});
  AddTouch(b, {"e", "", "x", "mail", 2});  // In both.
  AddTouch(b, {"f", "", "y", "mail", 1});
  AddTouch(b, {"g", "", "nobody", "mail", 1, TouchOutcome::kSent, 0, true});
  const CommunityGraph c = *std::move(b).Build();
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const Attribution a, AttributePulls(view));
  ASSERT_OK_AND_ASSIGN(const std::vector<Experiment> found, FindExperiments(view, a, 14));
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(c.String(found[0].campaign), "x");
  EXPECT_FALSE(found[0].shared_control);
  EXPECT_EQ(found[0].in_both, 1);
  ASSERT_OK_AND_ASSIGN(const Uplift x, EstimateUplift(found[0]));
  EXPECT_EQ(x.treated.members, 2);
  EXPECT_EQ(x.treated.pulled, 1);
  EXPECT_EQ(x.treated.converted, 1);
  EXPECT_EQ(x.treated.value.sum, 12);
  EXPECT_EQ(x.control.members, 2);
  EXPECT_EQ(x.control.pulled, 1);
  EXPECT_EQ(x.pull.value, 0);
  EXPECT_EQ(x.conversion->value, 0.5);
  EXPECT_EQ(x.value->value, 5.5);
  EXPECT_EQ(x.unasked.value, 0.5);
  EXPECT_EQ(c.String(found[1].campaign), "y");
  EXPECT_TRUE(found[1].shared_control);
  EXPECT_EQ(found[1].members.size(), 2);
}

// Finding: 80 of 400 touched clicked, nothing of it in the log, and the uplift was "+20.00
// points". Who was held out had nothing to click on.
TEST(Experiments, OutcomesThatTheHeldOutCannotHaveDoNotCount) {
  const auto community = [](bool signals, bool outcome_of_holdout) {
    CommunityBuilder b;
    for (int i = 0; i < 800; ++i) {
      const std::string id = "m" + std::to_string(i);
      const bool held_out = i % 2 == 1;
      const bool clicks = !held_out && i % 10 == 0;
      const bool told = outcome_of_holdout && held_out && i % 10 == 1;
      AddTouch(b, {id.c_str(), "", "x", "mail", 1,
                   clicks || told ? TouchOutcome::kClicked : TouchOutcome::kSent, 0, held_out});
      // One of four pulls, whoever was touched.
      if (signals && i % 8 < 2) AddView(b, id.c_str(), "r", 3);
    }
    AddView(b, "z", "r", signals ? 90 : -1);
    return *std::move(b).Build();
  };
  const auto experiment = [](const CommunityGraph& c) {
    const CommunityView view(c);
    return FindExperiments(view, *AttributePulls(view), 14)->at(0);
  };
  const CommunityGraph logged = community(true, false);
  const Experiment by_signals = experiment(logged);
  EXPECT_EQ(by_signals.evidence, TrialEvidence::kSignals);
  EXPECT_EQ(by_signals.outcomes_ignored, 60u);  // A quarter of the 80 has a signal, too.
  ASSERT_OK_AND_ASSIGN(const Uplift none, EstimateUplift(by_signals));
  EXPECT_EQ(none.pull.value, 0);
  EXPECT_FALSE(none.conversion.has_value());
  EXPECT_FALSE(none.value.has_value());
  // If the holdout has outcomes (it was seen to come by itself), they count in both arms.
  const CommunityGraph both = community(true, true);
  const Experiment by_both = experiment(both);
  EXPECT_EQ(by_both.evidence, TrialEvidence::kOutcomes);
  EXPECT_EQ(by_both.outcomes_ignored, 0u);
  ASSERT_OK_AND_ASSIGN(const Uplift balanced, EstimateUplift(by_both));
  EXPECT_NEAR(balanced.pull.value, 0, 0.051);
  EXPECT_TRUE(balanced.conversion.has_value());
  // Without a dated signal there is nothing to hold against the clicks.
  const CommunityGraph blind = community(false, false);
  EXPECT_THAT(EstimateUplift(experiment(blind)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "nothing to compare"));
}

TEST(Experiments, UndatedTouchesAreLeftOutWhereSignalsAreDated) {
  CommunityBuilder b;
  AddTouch(b, {"a", "", "x", "mail", -1});
  AddTouch(b, {"b", "", "x", "mail", 1});
  AddTouch(b, {"c", "", "x", "mail", 1, TouchOutcome::kSent, 0, true});
  AddTouch(b, {"d", "", "x", "mail", -1, TouchOutcome::kSent, 0, true});
  AddView(b, "a", "r", 2);
  AddView(b, "z", "r", 90);
  const CommunityGraph c = *std::move(b).Build();
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const Attribution a, AttributePulls(view));
  const Experiment e = FindExperiments(view, a, 14)->at(0);
  EXPECT_EQ(e.undated, 2u);
  EXPECT_EQ(e.members.size(), 2u);
}

TEST(Experiments, YoungTouchesOfBothArmsAreLeftOut) {
  CommunityBuilder b;
  for (const double day : {1.0, 90.0}) {
    AddTouch(b, {day < 2 ? "a" : "b", "", "x", "mail", day, TouchOutcome::kClicked});
    AddTouch(b, {day < 2 ? "c" : "d", "", "x", "mail", day, TouchOutcome::kSent, 0, true});
  }
  AddView(b, "z", "r", 100);
  const CommunityGraph c = *std::move(b).Build();
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const Attribution a, AttributePulls(view));
  EXPECT_EQ(FindExperiments(view, a, 14)->at(0).members.size(), 2);
  EXPECT_EQ(FindExperiments(view, a, 14)->at(0).too_young, 2);
  EXPECT_EQ(FindExperiments(view, a, 5)->at(0).members.size(), 4);
}

}  // namespace
}  // namespace pullgraph::experiment_test
