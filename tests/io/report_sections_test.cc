// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/generate_community.h"
#include "io/report/sections.h"
#include "tests/testing/page_facts.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::report::report_sections_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string TextOf(const Section& s) {
  const auto facts = testing::PageReader::Read("<p>" + s.headline + s.body + "</p>");
  EXPECT_EQ(facts.error, "") << s.id;
  EXPECT_EQ(facts.plots_without_name, 0) << s.id;
  EXPECT_EQ(facts.heads_without_scope, 0) << s.id;
  return facts.text;
}

TEST(OverviewSection, CountsWhatIsKnown) {
  const CommunityGraph c = testing::TinyCommunity();
  const CommunityView now(c);
  const std::string text = TextOf(OverviewSection(now, MarketId::None()));
  const auto figure = [](const std::string& what, uint64_t n) {
    return what + std::to_string(n);
  };
  EXPECT_THAT(text, HasSubstr(figure("members", c.num_members())));
  EXPECT_THAT(text, HasSubstr(figure("resources", c.num_resources())));
  EXPECT_THAT(text, HasSubstr(figure("ties", c.num_ties())));
  EXPECT_THAT(text, HasSubstr(figure("pulls", c.signals().size())));
  const CommunityView before(c, *ParseTime("1990-01-01"));
  const Section early = OverviewSection(before, MarketId::None());
  EXPECT_THAT(TextOf(early), HasSubstr("No pull is dated"));
  EXPECT_THAT(early.body, Not(HasSubstr("id=\"weekly-t\"")));
}

TEST(OverviewSection, CountsTiesAsTheCommunityDoes) {
  GenerateOptions options;
  options.members = 150;
  options.touches = 100;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, GenerateCommunity(options));
  const Section s = OverviewSection(CommunityView(c), MarketId::None());
  std::string ties = std::to_string(c.num_ties());
  if (ties.size() > 3) ties.insert(ties.size() - 3, ",");
  EXPECT_THAT(TextOf(s), HasSubstr("ties" + ties));
  EXPECT_THAT(s.body, HasSubstr("id=\"weekly-t\""));
}

TEST(OverviewSection, AnEmptyCommunityHasZeros) {
  const CommunityGraph c;
  const std::string text = TextOf(OverviewSection(CommunityView(c), MarketId::None()));
  EXPECT_THAT(text, HasSubstr("0 members"));
  EXPECT_THAT(text, HasSubstr("No pull is dated"));
}

TEST(PaceSection, MarksTheMedianAndDrawsWhatIsThere) {
  const std::vector<double> days = {1, 2, 3, 4, 50};
  const std::vector<uint8_t> over = {1, 1, 1, 1, 0};
  ASSERT_OK_AND_ASSIGN(const SurvivalCurve curve, KaplanMeier(days, over));
  const Section one = PaceSection({&curve, nullptr});
  EXPECT_THAT(one.headline, HasSubstr("Half of the asks are answered within 3.0\xC2\xA0"
                                      "days."));
  EXPECT_THAT(TextOf(one), HasSubstr("T50 3.0"));
  EXPECT_THAT(one.body, HasSubstr("answer-t"));
  EXPECT_THAT(one.body, Not(HasSubstr("pull-t")));
  const Section both = PaceSection({&curve, &curve});
  EXPECT_THAT(both.body, HasSubstr("pull-t"));
}

TEST(PaceSection, SaysWhereHalfIsNotReached) {
  const std::vector<double> days = {1, 9, 9, 9, 9};
  const std::vector<uint8_t> over = {1, 0, 0, 0, 0};
  ASSERT_OK_AND_ASSIGN(const SurvivalCurve curve, KaplanMeier(days, over));
  const Section s = PaceSection({nullptr, &curve});
  EXPECT_THAT(s.headline, HasSubstr("Fewer than half of the members"));
  EXPECT_THAT(TextOf(s), HasSubstr("not reached"));
  // What lies behind the longest wait is not made up.
  EXPECT_THAT(TextOf(s), HasSubstr("not known"));
}

TEST(PaceSection, IsLeftOutWithoutAnEvent) {
  ASSERT_OK_AND_ASSIGN(const SurvivalCurve empty, KaplanMeier({}, {}));
  ASSERT_OK_AND_ASSIGN(const SurvivalCurve waiting, KaplanMeier({3.0}, {uint8_t{0}}));
  ASSERT_OK_AND_ASSIGN(const SurvivalCurve at_once, KaplanMeier({0.0}, {uint8_t{1}}));
  for (const SurvivalCurve* curve : {&empty, &waiting, &at_once}) {
    const Section s = PaceSection({curve, nullptr});
    EXPECT_EQ(s.body, "");
    EXPECT_THAT(s.headline, HasSubstr("not known"));
  }
}

TEST(PaceSection, ALongCurveStaysSmall) {
  std::vector<double> days;
  for (int i = 1; i <= 50'000; ++i) days.push_back(0.001 * i);
  const std::vector<uint8_t> over(days.size(), 1);
  ASSERT_OK_AND_ASSIGN(const SurvivalCurve curve, KaplanMeier(days, over));
  EXPECT_LT(PaceSection({&curve, nullptr}).body.size(), 60'000U);
}

TEST(AttractSection, ShowsBinsOrSaysThatNothingWasHeldBack) {
  PullModelReport r;
  EXPECT_EQ(AttractSection(r, {}, true).body, "");
  r.pairs = 1000;
  r.positives = 100;
  r.auc = 0.8;
  r.auc_popularity = 0.6;
  r.auc_recency = 0.55;
  r.reliability = {{0, 0.1, 500, 0.05, 0.04}, {0.1, 0.3, 500, 0.2, 0.16}};
  const Section s = AttractSection(r, {}, true);
  EXPECT_THAT(TextOf(s), HasSubstr("popularity alone does in 60"));
  EXPECT_THAT(s.body, Not(HasSubstr("powers of ten")));
  EXPECT_THAT(s.body, Not(HasSubstr("class=\"hollow\"")));
  r.reliability[0] = {0, 0.0001, 500, 0.00005, 0};
  EXPECT_THAT(AttractSection(r, {}, true).body, HasSubstr("powers of ten"));
  EXPECT_THAT(AttractSection(r, {}, true).body, HasSubstr("class=\"hollow\""));
  r.auc = 0.5;
  EXPECT_THAT(AttractSection(r, {}, true).headline, HasSubstr("no better"));
}

TEST(EdgeSection, NumbersTheFrontAndLeavesOutWhatIsUnknown) {
  const CommunityGraph c = testing::TinyCommunity();
  const CommunityView view(c);
  EXPECT_EQ(EdgeSection(view, {}, {}, nullptr).body, "");
  EdgeReport report;
  report.num_customers = 1;
  for (int i = 0; i < 40; ++i) {
    EdgeCluster& cluster = report.clusters.emplace_back();
    cluster.name = "<cluster " + std::to_string(i) + ">";
    cluster.members.assign(3 + static_cast<size_t>(i), MemberId(0));
    cluster.on_front = i < 20;
    cluster.exposure = 0.5;  // All in one place: numbers must make room.
    cluster.penetration = 0.1;
  }
  const Section s = EdgeSection(view, report, {}, nullptr);
  const std::string text = TextOf(s);
  EXPECT_THAT(text, HasSubstr("20 of 40 clusters are at the edge"));
  EXPECT_THAT(text, HasSubstr("And 5 more"));
  EXPECT_THAT(s.body, HasSubstr("lead-line"));
  EXPECT_THAT(text, Not(HasSubstr("growth in")));
  report.num_customers = 0;
  const Section none = EdgeSection(view, report, {}, nullptr);
  EXPECT_THAT(none.body, Not(HasSubstr("bubbles")));
  EXPECT_THAT(none.body, Not(HasSubstr("exposure</th>")));
}

TEST(TrajectorySection, ShadesByRateAndNeedsSteps) {
  LevelHistory history;
  history.windows = {{*ParseTime("2020-01-01"), *ParseTime("2020-02-01")},
                     {*ParseTime("2020-02-01"), *ParseTime("2020-03-01")}};
  history.core_number = {2, 2};
  history.levels = {{Level::kEdge, Level::kCore}, {Level::kCasual, Level::kCore}};
  ASSERT_OK_AND_ASSIGN(const LevelTransitions steps, CountTransitions(history));
  const Section s = TrajectorySection(history, steps, {});
  EXPECT_THAT(TextOf(s), HasSubstr("1 step led towards the core, 0 towards the edge"));
  EXPECT_THAT(s.body, HasSubstr("/ 0.55)"));
  EXPECT_THAT(TextOf(s), HasSubstr("unknown"));  // Nobody was casual before.
  EXPECT_EQ(TrajectorySection(history, {}, {}).body, "");
}

TEST(NeedsAndWaste, AreLeftOutWhereNobodyAskedOrPushed) {
  const CommunityGraph c;
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const NeedsReport needs, FindUnmetNeeds(view));
  EXPECT_THAT(NeedsSection(view, needs, {}, {}).headline, HasSubstr("Nobody asked"));
  EXPECT_EQ(NeedsSection(view, needs, {}, {}).body, "");
  ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(view));
  EXPECT_THAT(WasteSection(view, ledger, {}, {}).headline, HasSubstr("nothing wasted"));
  EXPECT_EQ(WasteSection(view, ledger, {}, {}).body, "");
}

TEST(WasteSection, SaysWhetherItIsCausal) {
  GenerateOptions options;
  options.members = 150;
  options.touches = 400;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, GenerateCommunity(options));
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(view));
  EXPECT_THAT(TextOf(WasteSection(view, ledger, {}, {})), HasSubstr("Attributed, not causal"));
  CampaignUplift campaign;
  campaign.uplift.treated = {100, 30, 0, {}};
  campaign.uplift.control = {100, 20, 0, {}};
  campaign.uplift.pull = {0.1, -0.02, 0.22};
  const std::string text = TextOf(WasteSection(view, ledger, {&campaign, 1}, {}));
  EXPECT_THAT(text, HasSubstr("+10\xC2\xA0points"));
  EXPECT_THAT(text, Not(HasSubstr("not causal")));
}

TEST(MethodSection, TellsInputAndParameters) {
  const CommunityGraph c;
  v1::RunManifest manifest;
  manifest.set_input("a<b>.pull");
  manifest.set_input_crc32c(0xABCD);
  manifest.set_seed(7);
  manifest.add_parameters()->set_name("x");
  const std::string text = TextOf(MethodSection(CommunityView(c), manifest));
  EXPECT_THAT(text, HasSubstr("a<b>.pull"));
  EXPECT_THAT(text, HasSubstr("0000abcd"));
  EXPECT_THAT(text, HasSubstr("all of history"));
}

}  // namespace
}  // namespace pullgraph::report::report_sections_test
