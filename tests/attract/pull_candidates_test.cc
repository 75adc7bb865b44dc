// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_candidates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "algorithms/attract/pull_samples.h"
#include "graph/build_introduction_graph.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::pull_candidates_test {
namespace {

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }
bool Nothing(uint32_t, uint32_t) { return false; }

class Town {
 public:
  MemberId Member(const std::string& id) { return *b_.Member(id); }
  ResourceId Resource(const std::string& id, const std::string& topic = "", Time published = {}) {
    ResourceRow row;
    if (!topic.empty()) row.topics.push_back(*b_.Topic(topic));
    row.published_at = published;
    const ResourceId resource = *b_.Resource(id);
    EXPECT_TRUE(b_.DescribeResource(resource, row).ok());
    return resource;
  }
  void Pull(const std::string& member, const std::string& resource, Time at) {
    SignalRow row;
    row.member = Member(member);
    row.object_kind = ObjectKind::kResource;
    row.object = b_.Resource(resource)->value();
    row.at = at;
    EXPECT_TRUE(b_.AddSignal(row).ok());
  }
  void Tie(const std::string& from, const std::string& to, bool directed = false) {
    TieRow row;
    row.from = Member(from);
    row.to = Member(to);
    row.directed = directed;
    EXPECT_TRUE(b_.AddTie(row).ok());
  }
  void Bot(const std::string& id) {
    MemberRow row;
    row.role = MemberRole::kBot;
    EXPECT_TRUE(b_.DescribeMember(Member(id), row).ok());
  }
  CommunityGraph Build() { return *std::move(b_).Build(); }

 private:
  CommunityBuilder b_;
};

// Popular resources, more than a small catalogue has, that fill the lists of the trending
// and of the latest, so that others come in by their own way only.
void AddCrowd(Town& town) {
  for (int r = 0; r < 2200; ++r) {
    const std::string id = "pop" + std::to_string(1000 + r);
    for (int k = 0; k < 3; ++k) town.Pull("crowd" + std::to_string(1000 + 3 * r + k), id, Day(9));
  }
}

std::vector<PullCandidate> Candidates(const CommunityView& view, const std::string& member) {
  const PullHistory history(view, 30, Nothing);
  const IntroductionGraph ties = BuildIntroductionGraph(view).value();
  const CandidateFinder finder(view, history, ties);
  CandidateScratch scratch(view.community().num_resources());
  std::vector<PullCandidate> out, again;
  finder.Find(view.community().FindMember(member)->value(), scratch, out);
  // The scratch is left clean: the same again.
  finder.Find(view.community().FindMember(member)->value(), scratch, again);
  EXPECT_EQ(out.size(), again.size());
  for (size_t i = 0; i < out.size(); ++i) EXPECT_EQ(out[i].features, again[i].features);
  return out;
}

const PullCandidate* Find(const CommunityGraph& c, const std::vector<PullCandidate>& all,
                          const std::string& resource) {
  for (const PullCandidate& one : all) {
    if (c.ResourceKey(ResourceId(one.resource)) == resource) return &one;
  }
  return nullptr;
}

double Saturated(double x) { return x / (1 + x); }

double Feature(const PullCandidate& candidate, PullFeature f) {
  return candidate.features[Index(f)];
}

TEST(CandidateFinder, FourWaysIn) {
  Town town;
  AddCrowd(town);
  town.Resource("mine", "rust");
  town.Resource("topic", "rust");  // On a topic that ada pulls.
  town.Pull("ada", "mine", Day(10));
  town.Pull("bob", "social", Day(10));  // By somebody tied.
  town.Tie("ada", "bob");
  town.Pull("twin", "mine", Day(10));  // By one who pulls the same.
  town.Pull("twin", "co", Day(10));
  town.Pull("alien", "far", Day(1));  // By none of them.
  const CommunityGraph c = town.Build();
  const std::vector<PullCandidate> all = Candidates(CommunityView(c), "ada");
  EXPECT_EQ(Find(c, all, "mine"), nullptr);  // Pulled already.
  EXPECT_EQ(Find(c, all, "far"), nullptr);
  const PullCandidate* social = Find(c, all, "social");
  ASSERT_NE(social, nullptr);
  EXPECT_NEAR(Feature(*social, PullFeature::kSocialProof), Saturated(1 - std::exp(-0.35)), 1e-6);
  EXPECT_EQ(Feature(*social, PullFeature::kCoPull), 0);
  const PullCandidate* co = Find(c, all, "co");
  ASSERT_NE(co, nullptr);
  // Two pulled "mine" and one "co"; the one who pulled both pulled two things.
  const double likeness = 1 / std::log2(3) / std::sqrt(2) / 2;
  EXPECT_NEAR(Feature(*co, PullFeature::kCoPull), Saturated(likeness), 1e-6);
  EXPECT_NEAR(Feature(*co, PullFeature::kCoPullPlace), 1, 1e-6);
  EXPECT_EQ(Feature(*social, PullFeature::kCoPullPlace), 0);
  const PullCandidate* topic = Find(c, all, "topic");
  ASSERT_NE(topic, nullptr);
  EXPECT_NEAR(Feature(*topic, PullFeature::kTopicMatch), 1, 1e-6);
  EXPECT_EQ(Feature(*topic, PullFeature::kResourcePulls), 0);
  EXPECT_NE(Find(c, all, "pop1000"), nullptr);  // Trending.
  for (size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1].resource, all[i].resource);
}

// Of more ties than are looked at the strongest count, whatever their ids.
TEST(CandidateFinder, TheStrongestTiesCount) {
  Town town;
  AddCrowd(town);
  town.Pull("ada", "first", Day(1));
  for (int k = 0; k < 100; ++k) {
    const std::string id = "friend" + std::to_string(100 + k);
    town.Pull(id, "of" + id, Day(2));
    for (int times = 0; times < (k < 90 ? 1 : 5); ++times) town.Tie("ada", id);
  }
  const CommunityGraph c = town.Build();
  const std::vector<PullCandidate> all = Candidates(CommunityView(c), "ada");
  for (int k = 90; k < 100; ++k) {
    EXPECT_NE(Find(c, all, "offriend" + std::to_string(100 + k)), nullptr) << k;
  }
  EXPECT_EQ(Find(c, all, "offriend180"), nullptr);
}

TEST(CandidateFinder, ASmallCatalogueIsLookedAtWhole) {
  Town town;
  for (int r = 0; r < 500; ++r) town.Pull("crowd", "r" + std::to_string(r), Day(r));
  town.Member("ada");
  EXPECT_EQ(Candidates(CommunityView(town.Build()), "ada").size(), 500U);
}

// Whatever the history, no feature leaves its bounds: log-odds cannot run away.
TEST(CandidateFinder, FeaturesAreBounded) {
  Town town;
  for (int k = 0; k < 40; ++k) {
    const std::string id = "m" + std::to_string(k);
    for (int r = 0; r < 50; ++r) {
      for (int times = 0; times < 4; ++times) {
        if ((k + r) % 7 != 0) town.Pull(id, "r" + std::to_string(r), Day(100));
      }
    }
    if (k > 0) town.Tie("m0", id);
  }
  const CommunityGraph c = town.Build();
  const std::vector<PullCandidate> all = Candidates(CommunityView(c), "m0");
  ASSERT_FALSE(all.empty());
  for (const PullCandidate& one : all) {
    for (size_t f = 0; f < kNumPullFeatures; ++f) {
      EXPECT_GE(one.features[f], 0) << FeatureName(f);
      EXPECT_LE(one.features[f], f <= Index(PullFeature::kMemberTenure) ||
                                         f == Index(PullFeature::kResourceAge) ||
                                         f == Index(PullFeature::kResourceIdle)
                                     ? 9
                                     : 1.0001)
          << FeatureName(f);
    }
  }
}

TEST(CandidateFinder, WhatIsNotThereYetIsNoCandidate) {
  Town town;
  town.Resource("old", "rust", Day(1));
  town.Resource("new", "rust", Day(20));
  town.Pull("ada", "first", Day(2));
  town.Pull("bob", "new", Day(3));  // Seen before it was out.
  town.Tie("ada", "bob");
  const CommunityGraph c = town.Build();
  const CommunityView early(c, Day(10)), late(c, Day(30));
  EXPECT_EQ(Find(c, Candidates(early, "ada"), "new"), nullptr);
  EXPECT_NE(Find(c, Candidates(early, "ada"), "old"), nullptr);
  EXPECT_NE(Find(c, Candidates(late, "ada"), "new"), nullptr);
}

TEST(CandidateFinder, FeaturesOfTheMember) {
  Town town;
  town.Resource("r", "rust");
  town.Pull("ada", "a", Day(0));
  town.Pull("bob", "r", Day(10));
  town.Member("new");
  const CommunityGraph c = town.Build();
  const CommunityView view(c);
  const std::vector<PullCandidate> of_ada = Candidates(view, "ada");
  const PullCandidate* r = Find(c, of_ada, "r");
  ASSERT_NE(r, nullptr);
  EXPECT_NEAR(Feature(*r, PullFeature::kMemberIdle), std::log1p(10), 1e-9);
  EXPECT_NEAR(Feature(*r, PullFeature::kMemberActivity), std::log1p(std::exp2(-10.0 / 30)), 1e-6);
  EXPECT_EQ(Feature(*r, PullFeature::kMemberNew), 0);
  const std::vector<PullCandidate> of_new = Candidates(view, "new");
  ASSERT_FALSE(of_new.empty());
  EXPECT_EQ(Feature(of_new[0], PullFeature::kMemberNew), 1);
  EXPECT_NEAR(Feature(of_new[0], PullFeature::kMemberIdle), std::log1p(365), 1e-9);
}

// keep() leaves out candidates and changes nothing of the others.
TEST(CandidateFinder, KeepOnlySome) {
  Town town;
  AddCrowd(town);
  const CommunityGraph c = town.Build();
  const CommunityView view(c);
  const PullHistory history(view, 30, Nothing);
  const IntroductionGraph ties = BuildIntroductionGraph(view).value();
  const CandidateFinder finder(view, history, ties);
  CandidateScratch scratch(c.num_resources());
  std::vector<PullCandidate> all, odd;
  finder.Find(0, scratch, all);
  finder.Find(0, scratch, odd, [](uint32_t r) { return r % 2 == 1; });
  std::erase_if(all, [](const PullCandidate& one) { return one.resource % 2 == 0; });
  ASSERT_EQ(odd.size(), all.size());
  ASSERT_GT(odd.size(), 10U);
  for (size_t i = 0; i < all.size(); ++i) EXPECT_EQ(odd[i].features, all[i].features);
}

// A history at random, with a bot and members who come late.
CommunityGraph Busy(uint64_t seed) {
  Town town;
  RandomStream random(seed, 0);
  town.Bot("m0");
  for (int k = 0; k < 600; ++k) {
    town.Pull("m" + std::to_string(random.Below(30)), "r" + std::to_string(random.Below(25)),
              Day(static_cast<int64_t>(random.Below(100))));
  }
  for (int k = 0; k < 60; ++k) {
    const uint64_t from = random.Below(30), to = random.Below(30);
    if (from != to) town.Tie("m" + std::to_string(from), "m" + std::to_string(to));
  }
  return town.Build();
}

// (member, resource) first pulled in [origin, end), told from the log line by line.
std::set<std::pair<uint32_t, uint32_t>> FirstsByHand(const CommunityGraph& c, Time origin,
                                                     Time end) {
  std::set<std::pair<uint32_t, uint32_t>> firsts, before;
  const SignalColumns& s = c.signals();
  for (size_t i = 0; i < s.size(); ++i) {
    const std::pair<uint32_t, uint32_t> pair(s.member[i].value(), s.object[i]);
    if (s.at[i] < origin) before.insert(pair);
    if (s.at[i] >= origin && s.at[i] < end && before.count(pair) == 0) firsts.insert(pair);
  }
  return firsts;
}

TEST(SampleOrigin, LabelsAreTheFirstPullsBehindTheOrigin) {
  uint64_t pulled = 0, not_pulled = 0;
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const CommunityGraph c = Busy(seed);
    const Time origin = Day(20), end = Day(35);
    const auto firsts = FirstsByHand(c, origin, end);
    const auto listed = FirstPulls(c, origin, end);
    EXPECT_EQ(std::set(listed.begin(), listed.end()), firsts);
    ASSERT_OK_AND_ASSIGN(const std::vector<PullSample> samples,
                         SampleOrigin(c, origin, end, {}, {}));
    const uint32_t bot = c.FindMember("m0")->value();
    const CommunityView then(c, origin);
    for (size_t i = 0; i < samples.size(); ++i) {
      const PullSample& s = samples[i];
      EXPECT_NE(s.member, bot);
      EXPECT_EQ(s.pulled != 0, firsts.count({s.member, s.resource}) > 0);
      (s.pulled != 0 ? pulled : not_pulled) += 1;
      if (i == 0) continue;
      EXPECT_LT(std::pair(samples[i - 1].member, samples[i - 1].resource),
                std::pair(s.member, s.resource));
    }
    // Features know nothing of what came later.
    const PullHistory history(then, 30, Nothing);
    const IntroductionGraph ties = BuildIntroductionGraph(then).value();
    const CandidateFinder finder(then, history, ties);
    CandidateScratch scratch(c.num_resources());
    std::vector<PullCandidate> candidates;
    finder.Find(samples[0].member, scratch, candidates);
    ASSERT_FALSE(candidates.empty());
    EXPECT_EQ(candidates[0].resource, samples[0].resource);
    EXPECT_EQ(candidates[0].features, samples[0].features);
  }
  EXPECT_GT(pulled, 100U);
  EXPECT_GT(not_pulled, 100U);
}

TEST(SampleOrigin, SharesAreOfTheWholeAndThreadsChangeNothing) {
  const CommunityGraph c = Busy(7);
  const Time origin = Day(20), end = Day(35);
  ASSERT_OK_AND_ASSIGN(const std::vector<PullSample> all, SampleOrigin(c, origin, end, {}, {}));
  std::set<std::pair<uint32_t, uint32_t>> pairs;
  uint64_t positives = 0;
  for (const PullSample& s : all) {
    pairs.emplace(s.member, s.resource);
    positives += s.pulled;
  }
  std::vector<PullSample> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    PullModelOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const std::vector<PullSample> some,
                         SampleOrigin(c, origin, end, options, {.negative_share = 0.3}));
    uint64_t kept = 0;
    for (const PullSample& s : some) {
      EXPECT_EQ(pairs.count({s.member, s.resource}), 1U);
      kept += s.pulled;
    }
    EXPECT_EQ(kept, positives);  // Every pull is kept.
    EXPECT_LT(some.size(), all.size());
    if (first.empty()) first = some;
    ASSERT_EQ(some.size(), first.size());
    for (size_t i = 0; i < some.size(); ++i) EXPECT_EQ(some[i].features, first[i].features);
  }
  ASSERT_OK_AND_ASSIGN(const std::vector<PullSample> half,
                       SampleOrigin(c, origin, end, {}, {.member_share = 0.5}));
  std::set<uint32_t> members;
  for (const PullSample& s : half) members.insert(s.member);
  EXPECT_GT(members.size(), 5U);
  EXPECT_LT(members.size(), 25U);
}

TEST(SampleHidden, LabelsAreWhatWasHidden) {
  const CommunityGraph c = Busy(3);
  ASSERT_OK_AND_ASSIGN(const std::vector<PullSample> samples,
                       SampleHidden(CommunityView(c), {}, {}));
  std::set<std::pair<uint32_t, uint32_t>> log;
  for (size_t i = 0; i < c.signals().size(); ++i) {
    log.emplace(c.signals().member[i].value(), c.signals().object[i]);
  }
  uint64_t pulled = 0;
  for (const PullSample& s : samples) {
    // A candidate was hidden, or never pulled.
    EXPECT_EQ(s.pulled != 0, log.count({s.member, s.resource}) > 0);
    pulled += s.pulled;
  }
  EXPECT_GT(pulled, 10U);
  EXPECT_LT(static_cast<double>(pulled), 0.3 * static_cast<double>(log.size()));
}

}  // namespace
}  // namespace pullgraph::pull_candidates_test
