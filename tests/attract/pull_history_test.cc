// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::pull_history_test {
namespace {

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }
bool Nothing(uint32_t, uint32_t) { return false; }

class PullHistoryTest : public ::testing::Test {
 protected:
  MemberId Member(const char* id) { return *b_.Member(id); }
  ResourceId Resource(const char* id, std::vector<const char*> topics, Time published = Time()) {
    ResourceRow row;
    for (const char* topic : topics) row.topics.push_back(*b_.Topic(topic));
    row.published_at = published;
    const ResourceId resource = *b_.Resource(id);
    EXPECT_TRUE(b_.DescribeResource(resource, row).ok());
    return resource;
  }
  void Pull(MemberId member, ResourceId resource, Time at) {
    SignalRow row;
    row.member = member;
    row.object_kind = ObjectKind::kResource;
    row.object = resource.value();
    row.at = at;
    ASSERT_TRUE(b_.AddSignal(row).ok());
  }

  CommunityBuilder b_;
};

TEST_F(PullHistoryTest, PullsByMemberAndByResource) {
  const MemberId ada = Member("ada"), bob = Member("bob");
  const ResourceId a = Resource("a", {"rust"}), z = Resource("z", {"go", "rust"});
  Pull(ada, a, Day(0));
  Pull(ada, z, Day(10));
  Pull(bob, a, Day(20));
  Pull(MemberId::None(), a, Day(10));
  Pull(bob, z, Time());
  Pull(bob, z, Day(30));  // Not known yet.
  const CommunityGraph c = *std::move(b_).Build();
  const PullHistory history(CommunityView(c, Day(20 + 1)), 10, Nothing);
  // Now is day 21: a pull of day 11 counts half.
  ASSERT_EQ(history.OfMember(0).size(), 2U);
  EXPECT_EQ(history.OfMember(0)[0].other, 0U);
  EXPECT_FLOAT_EQ(history.OfMember(0)[0].decay, static_cast<float>(std::exp2(-2.1)));
  EXPECT_EQ(history.OfMember(0)[1].at, Day(10));
  ASSERT_EQ(history.OfMember(1).size(), 2U);
  EXPECT_EQ(history.OfMember(1)[0].other, 1U);  // Undated first, and undecayed.
  EXPECT_EQ(history.OfMember(1)[0].decay, 1);
  ASSERT_EQ(history.OfResource(0).size(), 2U);
  EXPECT_EQ(history.OfResource(0)[1].other, 1U);
  EXPECT_NEAR(history.ResourceTrend(0), std::exp2(-2.1) + std::exp2(-0.1), 1e-6);
  EXPECT_NEAR(history.AnonymousPulls(0), std::exp2(-1.1), 1e-6);
  EXPECT_EQ(history.AnonymousPulls(1), 0);
  EXPECT_NEAR(history.MemberActivity(1), 1 + std::exp2(-0.1), 1e-6);
}

TEST_F(PullHistoryTest, HiddenPullsNeverHappened) {
  const MemberId ada = Member("ada"), bob = Member("bob");
  const ResourceId a = Resource("a", {"rust"}), z = Resource("z", {"go"});
  for (const MemberId m : {ada, bob}) {
    Pull(m, a, Day(1));
    Pull(m, z, Day(2));
  }
  const CommunityGraph c = *std::move(b_).Build();
  const PullHistory history(CommunityView(c), 10,
                            [](uint32_t member, uint32_t r) { return member == 0 && r == 1; });
  EXPECT_EQ(history.OfMember(0).size(), 1U);
  EXPECT_EQ(history.OfMember(1).size(), 2U);
  EXPECT_EQ(history.OfResource(1).size(), 1U);
  ASSERT_EQ(history.ProfileOf(0).size(), 1U);
  EXPECT_EQ(history.ProfileOf(0)[0].topic, c.FindTopic("rust")->value());
}

TEST_F(PullHistoryTest, ProfilesAreUnitVectorsOfPullsNeedsAndOffers) {
  const MemberId ada = Member("ada"), bob = Member("bob");
  MemberRow row;
  row.needs = {{*b_.Topic("go"), 2, Time()}, {*b_.Topic("zig"), 5, Day(99)}};
  row.offers = {{*b_.Topic("rust"), 0.5F, Time()}};
  ASSERT_TRUE(b_.DescribeMember(ada, row).ok());
  Pull(ada, Resource("a", {"rust"}), Day(1));
  Member("cem");
  Pull(bob, Resource("plain", {}), Day(1));
  const CommunityGraph c = *std::move(b_).Build();
  const PullHistory history(CommunityView(c, Day(1 + 1)), 1, Nothing);
  const auto profile = history.ProfileOf(0);
  ASSERT_EQ(profile.size(), 2U);  // Of zig nobody knows yet.
  EXPECT_EQ(profile[0].topic, c.FindTopic("go")->value());
  // Now is the pull itself, so that it counts in full: 2 on go, 1 + .5 on rust.
  EXPECT_NEAR(profile[0].weight, 2 / 2.5, 1e-6);
  EXPECT_NEAR(profile[1].weight, 1.5 / 2.5, 1e-6);
  EXPECT_TRUE(history.ProfileOf(1).empty());
  EXPECT_TRUE(history.ProfileOf(2).empty());
}

TEST_F(PullHistoryTest, TopsFallByTrendThenRecencyThenId) {
  const MemberId ada = Member("ada"), bob = Member("bob");
  const ResourceId a = Resource("a", {"rust"}), e = Resource("e", {"rust"});
  const ResourceId i = Resource("i", {"go"}), o = Resource("o", {"rust"});
  const ResourceId late = Resource("u", {"rust"}, Day(50));
  Pull(ada, o, Day(5));
  Pull(bob, o, Day(5));
  Pull(ada, i, Day(5));
  Pull(MemberId::None(), e, Day(5));  // Somebody unknown counts a tenth.
  Pull(ada, late, Day(6));
  const CommunityGraph c = *std::move(b_).Build();
  const PullHistory history(CommunityView(c, Day(40)), 30, Nothing);
  const std::vector<uint32_t> top(history.TopResources().begin(), history.TopResources().end());
  EXPECT_EQ(top, (std::vector<uint32_t>{o.value(), i.value(), e.value(), a.value()}));
  const auto rust = history.TopResourcesOf(c.FindTopic("rust")->value());
  EXPECT_EQ(std::vector<uint32_t>(rust.begin(), rust.end()),
            (std::vector<uint32_t>{o.value(), e.value(), a.value()}));
  // i was pulled as late as o, and nobody knows since when e and a are there.
  const std::vector<uint32_t> latest(history.LatestResources().begin(),
                                     history.LatestResources().end());
  EXPECT_EQ(latest, (std::vector<uint32_t>{i.value(), o.value(), a.value(), e.value()}));
}

// At random: rows are those of a plain count, and tops stop at 256, of a topic at 64.
TEST_F(PullHistoryTest, AgreesWithACount) {
  constexpr uint32_t kMembers = 40, kResources = 300;
  RandomStream random(3, 0);
  std::vector<MemberId> members;
  std::vector<ResourceId> resources;
  for (uint32_t m = 0; m < kMembers; ++m) members.push_back(Member(std::to_string(m).c_str()));
  for (uint32_t r = 0; r < kResources; ++r) {
    resources.push_back(Resource(std::to_string(r).c_str(), {"all"}));
  }
  for (int k = 0; k < 3000; ++k) {
    Pull(members[random.Below(kMembers)], resources[random.Below(kResources)],
         Day(static_cast<int64_t>(random.Below(100))));
  }
  const CommunityGraph c = *std::move(b_).Build();
  const CommunityView view(c, Day(70));
  const PullHistory history(view, 20, Nothing);
  std::map<uint32_t, size_t> of_member, of_resource;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    ++of_member[c.signals().member[i].value()];
    ++of_resource[c.signals().object[i]];
  }
  for (uint32_t m = 0; m < kMembers; ++m) {
    const auto row = history.OfMember(m);
    EXPECT_EQ(row.size(), of_member[m]);
    for (size_t i = 1; i < row.size(); ++i) EXPECT_LE(row[i - 1].at, row[i].at);
    // Each pair once, with the decay of all its pulls and the time of the last.
    std::map<uint32_t, std::pair<double, Time>> pairs;
    for (const auto& pull : row) {
      pairs[pull.other].first += pull.decay;
      pairs[pull.other].second = std::max(pairs[pull.other].second, pull.at);
    }
    const auto distinct = history.DistinctOfMember(m);
    EXPECT_EQ(distinct.size(), pairs.size());
    for (const auto& pull : distinct) {
      EXPECT_NEAR(pull.decay, pairs[pull.other].first, 1e-5);
      EXPECT_EQ(pull.at, pairs[pull.other].second);
    }
  }
  for (uint32_t r = 0; r < kResources; ++r) {
    EXPECT_EQ(history.OfResource(r).size(), of_resource[r]);
  }
  EXPECT_EQ(history.TopResources().size(), 256U);
  EXPECT_EQ(history.TopResourcesOf(0).size(), 64U);
}

}  // namespace
}  // namespace pullgraph::pull_history_test
