// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/cluster_life.h"
#include "algorithms/journey/levels.h"
#include "graph/community_builder.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::trajectory_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class Journal {
 public:
  Journal() : builder_("journal", "test") {}

  MemberId Join(const char* id, const char* joined, MemberRole role = MemberRole::kCommunity) {
    MemberRow row;
    row.role = role;
    if (*joined != 0) row.joined_at = At(joined);
    const MemberId member = builder_.Member(id).value();
    EXPECT_THAT(builder_.DescribeMember(member, row), IsOk());
    return member;
  }
  void Pull(MemberId member, const char* at) {
    SignalRow row;
    row.member = member;
    row.object = builder_.Resource("r").value().value();
    row.kind = SignalKind::kView;
    row.at = At(at);
    EXPECT_THAT(builder_.AddSignal(row), IsOk());
  }
  void Meet(MemberId u, MemberId v, std::vector<const char*> at) {
    TieRow row;
    row.from = u;
    row.to = v;
    row.kind = TieKind::kKnows;
    row.count = static_cast<uint32_t>(at.size());
    for (const char* t : at) row.at.push_back(At(t));
    row.first_at = row.at.front();
    row.last_at = row.at.back();
    EXPECT_THAT(builder_.AddTie(row), IsOk());
  }
  CommunityGraph Build() { return std::move(builder_).Build().value(); }

 private:
  CommunityBuilder builder_;
};

TEST(Windows, EndJustAfterNow) {
  Journal j;
  const MemberId a = j.Join("a", "2020-01-01");
  j.Pull(a, "2020-03-01");
  const CommunityGraph c = j.Build();
  ASSERT_OK_AND_ASSIGN(const std::vector<Window> w,
                       MakeWindows(CommunityView(c), {.count = 3, .days = 10}));
  ASSERT_EQ(w.size(), 3u);
  EXPECT_EQ(WindowOf(w, At("2020-03-01")), 2);
  EXPECT_EQ(WindowOf(w, w[2].until), -1);
  EXPECT_EQ(WindowOf(w, w[1].from), 1);
  EXPECT_EQ(WindowOf(w, w[0].from), 0);
  EXPECT_EQ(WindowOf(w, AddMicros(w[0].from, -1)), -1);
  EXPECT_EQ(WindowOf(w, Time::Absent()), -1);
  EXPECT_EQ(w[0].until, w[1].from);
  EXPECT_EQ(DaysBetween(w[0].from, w[2].until), 30);
  EXPECT_THAT(MakeWindows(CommunityView(c), {.count = 1}), StatusIs(kInvalid, "count is 1"));
  EXPECT_THAT(MakeWindows(CommunityView(c), {.days = 0}), StatusIs(kInvalid, "days is 0"));
  EXPECT_THAT(MakeWindows(CommunityView(c), {.days = NAN}), StatusIs(kInvalid, "days is nan"));
  const CommunityGraph empty = CommunityBuilder("e", "t").Build().value();
  EXPECT_THAT(MakeWindows(CommunityView(empty)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "dated"));
}

// Three friends who meet often in February, one of them only pulls in January, one who
// comes late, a bot.
CommunityGraph Levelled() {
  Journal j;
  const MemberId a = j.Join("a", "2020-01-01"), b = j.Join("b", "2020-01-01");
  const MemberId c = j.Join("c", ""), d = j.Join("d", "2020-02-15");
  const MemberId bot = j.Join("bot", "2020-01-01", MemberRole::kBot);
  j.Pull(a, "2020-01-05");
  j.Pull(a, "2020-01-05T20:00:00");  // The same day.
  for (const char* day : {"2020-01-10", "2020-01-11", "2020-01-12"}) j.Pull(b, day);
  const std::vector<const char*> days = {"2020-02-10", "2020-02-11", "2020-02-12"};
  j.Meet(a, b, days), j.Meet(b, c, days), j.Meet(c, a, days);
  j.Pull(bot, "2020-02-29");
  j.Pull(d, "2020-02-29");
  return j.Build();
}

TEST(Levels, FollowTheirDefinition) {
  const CommunityGraph c = Levelled();
  // January and February, about.
  LevelOptions options;
  options.windows = {.count = 2, .days = 29.5};
  ASSERT_OK_AND_ASSIGN(const LevelHistory h, FindLevels(CommunityView(c), options));
  const auto level = [&](size_t w, const char* id) {
    return h.levels[w][c.FindMember(id)->value()];
  };
  EXPECT_EQ(level(0, "a"), Level::kCasual);
  EXPECT_EQ(level(0, "b"), Level::kRegular);
  EXPECT_EQ(level(0, "c"), Level::kUnknown);  // First heard of in February.
  EXPECT_EQ(level(0, "d"), Level::kUnknown);
  EXPECT_EQ(level(1, "a"), Level::kCore);
  EXPECT_EQ(level(1, "b"), Level::kCore);
  EXPECT_EQ(level(1, "c"), Level::kCore);
  EXPECT_EQ(level(1, "d"), Level::kCasual);
  EXPECT_EQ(level(0, "bot"), Level::kUnknown);
  EXPECT_EQ(level(1, "bot"), Level::kUnknown);
  EXPECT_EQ(h.core_number[1], 2u);

  ASSERT_OK_AND_ASSIGN(const LevelTransitions t, CountTransitions(h));
  EXPECT_EQ(t.counts[1][3], 1u);  // a: casual to core.
  EXPECT_EQ(t.counts[2][3], 1u);  // b: regular to core.
  EXPECT_EQ(t.entered[3], 1u);
  EXPECT_EQ(t.entered[1], 1u);
  EXPECT_EQ(t.members, 4u);
  EXPECT_DOUBLE_EQ(t.now[3], 0.75);
  EXPECT_DOUBLE_EQ(t.now[1], 0.25);
  EXPECT_DOUBLE_EQ(t.rates[1][3].value, 1);
  EXPECT_DOUBLE_EQ(t.rates[0][0].value, 0.25);
  EXPECT_EQ(t.rates[0][0].high, 1);

  const std::vector<Drift> drifts = FindDrifts(h, 2);
  ASSERT_EQ(drifts.size(), 2u);
  EXPECT_EQ(drifts[0].member, *c.FindMember("a"));
  EXPECT_DOUBLE_EQ(drifts[0].slope, 2);
  EXPECT_DOUBLE_EQ(drifts[1].slope, 1);
  EXPECT_TRUE(FindDrifts(h, 3).empty());

  options.core_number = 3;
  ASSERT_OK_AND_ASSIGN(const LevelHistory strict, FindLevels(CommunityView(c), options));
  EXPECT_EQ(strict.levels[1][c.FindMember("a")->value()], Level::kRegular);
  options.regular_days = 0;
  EXPECT_THAT(FindLevels(CommunityView(c), options), StatusIs(kInvalid, "regular_days"));
  EXPECT_THAT(CountTransitions(h, 1), StatusIs(kInvalid, "confidence"));
}

TEST(Levels, RatesAddUpAndCoverWhatIsTrue) {
  // Histories drawn from known rates.
  const double truth[4][4] = {{.7, .2, .1, 0}, {.3, .4, .2, .1}, {.1, .2, .5, .2}, {0, .1, .2, .7}};
  int covered = 0, intervals = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    RandomStream random(seed, 4);
    LevelHistory h;
    std::vector<Level> at(120);
    for (Level& level : at) level = static_cast<Level>(1 + random.Below(4));
    for (int w = 0; w < 5; ++w) {
      h.levels.push_back(at);
      for (Level& level : at) {
        double u = random.Uniform();
        const auto& row = truth[static_cast<size_t>(level) - 1];
        size_t j = 0;
        while (j < 3 && u >= row[j]) u -= row[j++];
        level = static_cast<Level>(j + 1);
      }
    }
    ASSERT_OK_AND_ASSIGN(const LevelTransitions t, CountTransitions(h));
    double heading = 0;
    for (size_t i = 0; i < 4; ++i) {
      double sum = 0;
      for (size_t j = 0; j < 4; ++j) {
        const Estimate& rate = t.rates[i][j];
        sum += rate.value;
        if (truth[i][j] == 0) continue;
        ++intervals;
        covered += rate.low <= truth[i][j] && truth[i][j] <= rate.high;
      }
      EXPECT_NEAR(sum, 1, 1e-12);
      heading += t.heading[i];
      // Once there, it stays.
      double next = 0;
      for (size_t k = 0; k < 4; ++k) next += t.heading[k] * t.rates[k][i].value;
      EXPECT_NEAR(next, t.heading[i], 1e-3);
    }
    EXPECT_NEAR(heading, 1, 1e-9);
  }
  EXPECT_GT(covered, 0.93 * intervals);
  EXPECT_LT(covered, 0.97 * intervals);
}

using Clusters = std::vector<std::vector<MemberId>>;

std::vector<MemberId> Range(uint32_t from, uint32_t to) {
  std::vector<MemberId> members;
  for (uint32_t m = from; m < to; ++m) members.push_back(MemberId(m));
  return members;
}

const ClusterStage& Find(const std::vector<ClusterStage>& stages, uint32_t window, uint32_t id) {
  static const ClusterStage none;
  for (const ClusterStage& s : stages) {
    if (s.window == window && s.id == id) return s;
  }
  ADD_FAILURE() << "no cluster " << id << " in window " << window;
  return none;
}

TEST(ClusterLife, EveryEvent) {
  const std::vector<Clusters> windows = {
      {Range(0, 10), Range(20, 26), Range(30, 34), Range(40, 48), Range(60, 70)},
      // 0 grows, 1 and 2 merge, 3 splits, 4 dies, and one is born.
      {Range(0, 14), Range(20, 34), Range(40, 44), Range(44, 48), Range(80, 85)},
      // 0 declines, the merged one is steady.
      {Range(0, 10), Range(20, 33), Range(40, 44), Range(44, 48), Range(80, 85)}};
  ASSERT_OK_AND_ASSIGN(const std::vector<ClusterStage> s, FollowClusters(windows));
  for (uint32_t id = 0; id < 5; ++id) EXPECT_EQ(Find(s, 0, id).event, LifeEvent::kBirth);
  EXPECT_EQ(Find(s, 1, 0).event, LifeEvent::kGrowth);
  EXPECT_EQ(Find(s, 1, 0).arrivals, 4u);
  EXPECT_EQ(Find(s, 1, 0).departures, 0u);
  EXPECT_EQ(Find(s, 1, 1).event, LifeEvent::kMerge);
  EXPECT_EQ(Find(s, 1, 1).with, std::vector<uint32_t>{2});
  EXPECT_EQ(Find(s, 1, 2).event, LifeEvent::kDeath);
  EXPECT_EQ(Find(s, 1, 2).with, std::vector<uint32_t>{1});
  EXPECT_EQ(Find(s, 1, 3).event, LifeEvent::kSplit);
  EXPECT_EQ(Find(s, 1, 4).event, LifeEvent::kDeath);
  EXPECT_TRUE(Find(s, 1, 4).with.empty());
  EXPECT_EQ(Find(s, 1, 4).members.size(), 10u);
  EXPECT_EQ(Find(s, 1, 5).event, LifeEvent::kSplit);  // The other half of 3.
  EXPECT_EQ(Find(s, 1, 5).with, std::vector<uint32_t>{3});
  EXPECT_EQ(Find(s, 1, 6).event, LifeEvent::kBirth);
  EXPECT_EQ(Find(s, 2, 0).event, LifeEvent::kDecline);
  EXPECT_EQ(Find(s, 2, 1).event, LifeEvent::kSteady);
  EXPECT_EQ(Find(s, 2, 5).event, LifeEvent::kSteady);
  EXPECT_FALSE(Find(s, 2, 0).gravity.has_value());  // Nobody came anywhere.
  // Moves of the second window: 4 to 0, 8 to 1 (26..29 and those of 2), 4 of the split, 5
  // to the one born. 0 had 10 of 38 members.
  ASSERT_TRUE(Find(s, 1, 0).gravity.has_value());
  EXPECT_NEAR(Find(s, 1, 0).gravity->value, 4.0 / 21 / (10.0 / 38), 1e-12);
  EXPECT_LT(Find(s, 1, 0).gravity->low, Find(s, 1, 0).gravity->value);
  EXPECT_FALSE(Find(s, 1, 6).gravity.has_value());
}

TEST(ClusterLife, IdsAreUniqueAndStable) {
  int followed = 0, born = 0, died = 0;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    RandomStream random(seed, 5);
    std::vector<Clusters> windows;
    std::vector<uint32_t> label(60);
    for (uint32_t& l : label) l = static_cast<uint32_t>(random.Below(6));
    for (int w = 0; w < 6; ++w) {
      Clusters clusters(6);
      for (uint32_t m = 0; m < label.size(); ++m) clusters[label[m]].push_back(MemberId(m));
      std::erase_if(clusters, [](const auto& c) { return c.size() < 3; });
      Shuffle(clusters, random);
      windows.push_back(clusters);
      for (uint32_t& l : label) {
        if (random.Bernoulli(0.25)) l = static_cast<uint32_t>(random.Below(6));
      }
    }
    ASSERT_OK_AND_ASSIGN(const std::vector<ClusterStage> stages, FollowClusters(windows));
    std::set<uint32_t> alive;
    size_t i = 0;
    for (uint32_t w = 0; w < windows.size(); ++w) {
      std::set<uint32_t> now;
      size_t members = 0;
      for (; i < stages.size() && stages[i].window == w; ++i) {
        const ClusterStage& s = stages[i];
        EXPECT_TRUE(now.insert(s.id).second || s.event == LifeEvent::kDeath);
        if (s.event == LifeEvent::kDeath) {
          EXPECT_EQ(alive.count(s.id), 1u);
          now.erase(s.id);
          alive.erase(s.id);
          ++died;
          continue;
        }
        members += s.members.size();
        EXPECT_EQ(alive.count(s.id) == 1, s.size_before > 0);
        (s.size_before > 0 ? followed : born) += 1;
      }
      size_t expected = 0;
      for (const auto& c : windows[w]) expected += c.size();
      EXPECT_EQ(members, expected);
      for (const uint32_t id : alive) EXPECT_EQ(now.count(id), 1u) << "id lost without a death";
      alive = now;
    }
    EXPECT_EQ(i, stages.size());
  }
  EXPECT_GT(followed, 500);
  EXPECT_GT(born, 300);
  EXPECT_GT(died, 3);
}

TEST(ClusterLife, FindsPlantedClustersAndIsTheSameForAnyThreads) {
  GenerateOptions options;
  options.members = 300;
  options.ties = 3000;
  options.clusters = 5;
  options.mixing = 0.05;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, GenerateCommunity(options));
  ClusterLifeOptions life;
  life.windows = {.count = 3, .days = 60};
  ASSERT_OK_AND_ASSIGN(const ClusterLives lives, FindClusterLives(CommunityView(c), life));
  size_t large = 0;
  for (const ClusterStage& s : lives.stages) {
    if (s.members.size() < 30 || s.event == LifeEvent::kDeath) continue;
    ++large;
    EXPECT_TRUE(std::binary_search(s.members.begin(), s.members.end(), s.centre));
  }
  EXPECT_GE(large, 10u);
  RunControl run;
  run.threads = 7;
  life.run = &run;
  ASSERT_OK_AND_ASSIGN(const ClusterLives same, FindClusterLives(CommunityView(c), life));
  ASSERT_EQ(same.stages.size(), lives.stages.size());
  for (size_t i = 0; i < same.stages.size(); ++i) {
    EXPECT_EQ(same.stages[i].members, lives.stages[i].members);
    EXPECT_EQ(same.stages[i].id, lives.stages[i].id);
  }
}

TEST(ClusterLife, RejectsBadOptions) {
  const CommunityGraph c = Levelled();
  const CommunityView view(c);
  ClusterLifeOptions o;
  o.min_size = 1;
  EXPECT_THAT(FindClusterLives(view, o), StatusIs(kInvalid, "min_size"));
  o = {};
  o.overlap = 0;
  EXPECT_THAT(FindClusterLives(view, o), StatusIs(kInvalid, "overlap"));
  o = {};
  o.change = -1;
  EXPECT_THAT(FindClusterLives(view, o), StatusIs(kInvalid, "change"));
  o = {};
  o.resolution = -1;
  EXPECT_THAT(FindClusterLives(view, o), StatusIs(kInvalid, "resolution"));
  o = {};
  o.confidence = 0;
  EXPECT_THAT(FindClusterLives(view, o), StatusIs(kInvalid, "confidence"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  o = {};
  o.run = &run;
  EXPECT_THAT(FindClusterLives(view, o), StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::trajectory_test
