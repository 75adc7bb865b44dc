// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/serendipity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::serendipity_test {
namespace {

using testing::StatusIs;

class SerendipityTest : public ::testing::Test {
 protected:
  void SetUp() override {
    GenerateOptions options;
    options.members = 150;
    options.ties = 900;
    options.signals = 4000;
    options.resources = 150;
    ASSERT_OK_AND_ASSIGN(community_, GenerateCommunity(options));
    ASSERT_OK_AND_ASSIGN(model_, TrainPullModel(CommunityView(community_), model_options_));
  }

  std::vector<SerendipitousFind> Find(const SerendipityOptions& options) {
    return FindSerendipity(CommunityView(community_), model_, model_options_, options,
                           [](uint32_t m) { return m % 3 == 0; })
        .value();
  }

  CommunityGraph community_;
  PullModelOptions model_options_;
  PullModel model_;
};

TEST_F(SerendipityTest, PartsAreSharesAndMultiply) {
  const std::vector<SerendipitousFind> finds = Find({});
  ASSERT_GT(finds.size(), 60u);
  std::map<uint32_t, int> of_member;
  for (const SerendipitousFind& f : finds) {
    EXPECT_EQ(f.attraction.member % 3, 0u);
    EXPECT_LE(++of_member[f.attraction.member], 3);
    EXPECT_GE(f.relevance, 0.05);
    EXPECT_LE(f.relevance, 1);
    EXPECT_GT(f.unexpectedness, 0);
    EXPECT_LE(f.unexpectedness, 1);
    EXPECT_DOUBLE_EQ(f.serendipity, f.relevance * f.unexpectedness);
    EXPECT_FALSE(f.relevant_because.empty());
    EXPECT_FALSE(f.unexpected_because.empty());
  }
}

// The first find of each member is the best product over the whole pool, by hand.
TEST_F(SerendipityTest, FirstFindIsTheBestOfThePool) {
  const CommunityView view(community_);
  std::vector<std::vector<uint32_t>> who(community_.num_resources());
  for (size_t i = 0; i < view.num_signals(); ++i) {
    who[community_.signals().object[i]].push_back(community_.signals().member[i].value());
  }
  std::vector<size_t> members;
  for (auto& list : who) {
    std::sort(list.begin(), list.end());
    members.push_back(static_cast<size_t>(std::unique(list.begin(), list.end()) - list.begin()));
  }
  ASSERT_OK_AND_ASSIGN(const std::vector<Attraction> pulls,
                       PredictPulls(view, model_, model_options_, 50,
                                    [](uint32_t m) { return m % 3 == 0; }));
  std::map<uint32_t, double> top, best;
  for (const Attraction& a : pulls) top[a.member] = std::max(top[a.member], a.likelihood.p);
  for (const Attraction& a : pulls) {
    const auto less = std::count_if(members.begin(), members.end(), [&](size_t count) {
      return count < members[a.resource];
    });
    const double popularity = static_cast<double>(less) / static_cast<double>(members.size());
    const double relevance = a.likelihood.p / top[a.member];
    if (relevance < 0.05) continue;
    const double match = std::clamp(a.features[Index(PullFeature::kTopicMatch)], 0.0, 1.0);
    best[a.member] = std::max(best[a.member], relevance * (1 - match) * (1 - popularity));
  }
  SerendipityOptions one;
  one.per_member = 1;
  const std::vector<SerendipitousFind> finds = Find(one);
  ASSERT_GT(finds.size(), 20u);
  int not_the_likeliest = 0;
  for (const SerendipitousFind& f : finds) {
    EXPECT_NEAR(f.serendipity, best[f.attraction.member], 1e-12);
    not_the_likeliest += f.relevance < 1;
  }
  EXPECT_GT(not_the_likeliest, 5);  // Else this were no other list than attract's.
}

TEST_F(SerendipityTest, LaterFindsAreOnOtherTopics) {
  SerendipityOptions options;
  options.per_member = 2;
  const std::vector<SerendipitousFind> finds = Find(options);
  int pairs = 0;
  for (size_t i = 1; i < finds.size(); ++i) {
    if (finds[i].attraction.member != finds[i - 1].attraction.member) continue;
    ++pairs;
    const auto a = community_.resources().topics[finds[i].attraction.resource];
    const auto b = community_.resources().topics[finds[i - 1].attraction.resource];
    EXPECT_FALSE(a == b);
  }
  EXPECT_GT(pairs, 10);
}

TEST_F(SerendipityTest, SameForAnyNumberOfThreadsAndBadOptionsAreNamed) {
  const std::vector<SerendipitousFind> one = Find({});
  RunControl run;
  run.threads = 7;
  model_options_.run = &run;
  const std::vector<SerendipitousFind> seven = Find({});
  model_options_.run = nullptr;
  ASSERT_EQ(one.size(), seven.size());
  for (size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].attraction.resource, seven[i].attraction.resource);
    EXPECT_EQ(one[i].serendipity, seven[i].serendipity);
  }
  const auto with = [&](SerendipityOptions o) {
    return FindSerendipity(CommunityView(community_), model_, model_options_, o,
                           [](uint32_t) { return true; });
  };
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(with({.per_member = 0}), StatusIs(kInvalid, "per_member is 0"));
  EXPECT_THAT(with({.per_member = 9, .pool = 8}), StatusIs(kInvalid, "pool 8"));
  EXPECT_THAT(with({.min_relevance = 2}), StatusIs(kInvalid, "min_relevance"));
}

}  // namespace
}  // namespace pullgraph::serendipity_test
