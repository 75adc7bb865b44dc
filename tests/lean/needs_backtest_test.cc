// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/needs_backtest.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "algorithms/lean/needs.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/lean/touch_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::needs_backtest_test {
namespace {

using testing::Day;
using testing::IsOk;
using testing::StatusIs;

enum class World {
  kExperts,   // Two people know each topic, all are as active.
  kActive,    // Who answers is decided by who is about these weeks, not by the topic.
  kShuffled,  // Anybody answers anything.
};

// 400 asks on ten topics, one a day; twenty people answer.
CommunityGraph MakeWorld(World world, uint64_t seed) {
  RandomStream random(seed, 11);
  CommunityBuilder b;
  for (int i = 0; i < 400; ++i) {
    const std::string id = "q" + std::to_string(i);
    const uint64_t topic = random.Below(10);
    const TopicId t = *b.Topic("t" + std::to_string(topic));
    ResourceRow question;
    question.kind = ResourceKind::kQuestion;
    question.topics = {t};
    EXPECT_THAT(b.DescribeResource(*b.Resource(id), question), IsOk());
    SignalRow ask;
    ask.kind = SignalKind::kAsk;
    ask.member = *b.Member("asker" + std::to_string(random.Below(60)));
    ask.object = b.Resource(id)->value();
    ask.at = Day(i);
    ask.topics = {t};
    EXPECT_THAT(b.AddSignal(ask), IsOk());
    uint64_t who = random.Below(20);
    if (world == World::kExperts && random.Bernoulli(0.9)) who = 2 * topic + random.Below(2);
    if (world == World::kActive && random.Bernoulli(0.9)) {
      who = static_cast<uint64_t>(i / 40) * 2 + random.Below(2);
    }
    SignalRow answer;
    answer.kind = SignalKind::kAnswer;
    answer.member = *b.Member("p" + std::to_string(who));
    answer.object = ask.object;
    answer.at = Day(i + 0.2);
    answer.topics = {t};
    EXPECT_THAT(b.AddSignal(answer), IsOk());
  }
  return *std::move(b).Build();
}

double Hit3(const NeedsBacktest& result, AnswererRanking ranking) {
  return result.scores[static_cast<size_t>(ranking)].hit_at_3.value;
}

TEST(NeedsBacktest, FindsThePlantedExperts) {
  const CommunityGraph c = MakeWorld(World::kExperts, 1);
  ASSERT_OK_AND_ASSIGN(const NeedsBacktest result, BacktestNeeds(CommunityView(c)));
  EXPECT_EQ(result.asks, 200u);
  EXPECT_GT(Hit3(result, AnswererRanking::kNamed), 0.85);
  EXPECT_LT(Hit3(result, AnswererRanking::kActive), 0.4);
  EXPECT_GT(result.over_active.low, 1.5);
  EXPECT_LT(result.elsewhere, 1);
}

TEST(NeedsBacktest, FindsWhoIsAboutWhereTheTopicTellsNothing) {
  const CommunityGraph c = MakeWorld(World::kActive, 2);
  ASSERT_OK_AND_ASSIGN(const NeedsBacktest result, BacktestNeeds(CommunityView(c)));
  EXPECT_GT(Hit3(result, AnswererRanking::kNamed), 0.5);  // Every 40 days others.
  EXPECT_GT(Hit3(result, AnswererRanking::kNamed), Hit3(result, AnswererRanking::kTopic) + 0.2);
  EXPECT_GE(result.elsewhere, 0.3);
  // What `needs` lists has learned the same: those of the last weeks stand first.
  NeedsOptions options;
  options.max_answerers = 2;
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(CommunityView(c), options));
  EXPECT_GE(report.answerers.elsewhere, 0.3);
  size_t current = 0;
  for (const UnmetNeed& need : report.topics) {
    for (const CanAnswer& person : need.can_answer) {
      const std::string_view key = c.MemberKey(person.member);
      current += key == "p18" || key == "p19" ? 1 : 0;
    }
  }
  EXPECT_GE(current, report.topics.size());
}

TEST(NeedsBacktest, FindsNothingInAShuffledWorld) {
  double named = 0, chance = 0;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const CommunityGraph c = MakeWorld(World::kShuffled, seed);
    ASSERT_OK_AND_ASSIGN(const NeedsBacktest result, BacktestNeeds(CommunityView(c)));
    named += Hit3(result, AnswererRanking::kNamed) / 10;
    chance += Hit3(result, AnswererRanking::kRandom) / 10;
  }
  EXPECT_NEAR(named, 0.15, 0.03);  // Three of twenty.
  EXPECT_NEAR(chance, 0.15, 0.03);
}

// What comes later changes nothing of what is named before.
TEST(NeedsBacktest, KnowsNothingOfTheFuture) {
  const CommunityGraph c = MakeWorld(World::kExperts, 3);
  NeedsBacktestOptions options;
  options.test_share = 0.25;  // Of the first 300 asks: the last 75.
  ASSERT_OK_AND_ASSIGN(const NeedsBacktest cut, BacktestNeeds(CommunityView(c, Day(300)), options));
  options.test_share = 0.4375;  // Of all 400: from the same ask on.
  ASSERT_OK_AND_ASSIGN(const NeedsBacktest whole, BacktestNeeds(CommunityView(c), options));
  EXPECT_EQ(cut.test_begin, whole.test_begin);
  EXPECT_EQ(cut.half_life_days, whole.half_life_days);
  EXPECT_EQ(cut.elsewhere, whole.elsewhere);
  EXPECT_EQ(cut.learned, whole.learned);
}

TEST(NeedsBacktest, Errors) {
  const CommunityGraph c = MakeWorld(World::kShuffled, 3);
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(BacktestNeeds(CommunityView(c), {.test_share = 1}), StatusIs(kInvalid, "test_share"));
  EXPECT_THAT(BacktestNeeds(CommunityView(c), {.within_days = 0}), StatusIs(kInvalid, "within_days"));
  EXPECT_THAT(BacktestNeeds(CommunityView(c), {.recent_days = NAN}), StatusIs(kInvalid, "recent_days"));
  EXPECT_THAT(BacktestNeeds(CommunityView(CommunityGraph())),
              StatusIs(absl::StatusCode::kFailedPrecondition, "nothing"));
}

}  // namespace
}  // namespace pullgraph::needs_backtest_test
