// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/pace.h"

#include <gtest/gtest.h>

#include <cmath>

#include "algorithms/kernels/hawkes.h"
#include "graph/community_builder.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::pace_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

// Four members and a member of staff, one resource, pulls and asks.
CommunityGraph Small() {
  CommunityBuilder b("small", "test");
  const auto member = [&](const char* id, const char* joined, MemberRole role) {
    MemberRow row;
    row.role = role;
    if (*joined != 0) row.joined_at = At(joined);
    EXPECT_THAT(b.DescribeMember(b.Member(id).value(), row), IsOk());
  };
  member("a", "2020-01-01", MemberRole::kCommunity);
  member("b", "2020-01-03", MemberRole::kCommunity);
  member("c", "2020-02-01", MemberRole::kCommunity);
  member("d", "", MemberRole::kCommunity);
  member("s", "2020-01-01", MemberRole::kStaff);
  ResourceRow resource;
  resource.published_at = At("2020-01-05");
  EXPECT_THAT(b.DescribeResource(b.Resource("r").value(), resource), IsOk());
  const auto pull = [&](const char* id, SignalKind kind, const char* at, const char* answered) {
    SignalRow row;
    row.member = b.Member(id).value();
    row.kind = kind;
    row.object = b.Resource("r").value().value();
    row.at = At(at);
    if (*answered != 0) row.answered_at = At(answered);
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  pull("a", SignalKind::kView, "2020-01-11", "");
  pull("a", SignalKind::kDownload, "2020-01-02", "");  // Before it was published.
  pull("d", SignalKind::kAsk, "2020-01-21", "2020-01-22");
  pull("s", SignalKind::kView, "2020-01-06", "");
  pull("b", SignalKind::kAsk, "2020-02-10", "");
  return std::move(b).Build().value();
}

TEST(Waits, FirstPullFromJoining) {
  const CommunityGraph c = Small();
  ASSERT_OK_AND_ASSIGN(const Waits waits, FindWaits(CommunityView(c)));
  EXPECT_EQ(waits.undated, 1u);  // Nobody knows when d joined.
  ASSERT_EQ(waits.waits.size(), 3u);
  EXPECT_TRUE(waits.waits[0].observed);
  EXPECT_EQ(waits.waits[0].days, 1);
  EXPECT_TRUE(waits.waits[1].observed);
  EXPECT_EQ(waits.waits[1].days, 38);
  EXPECT_FALSE(waits.waits[2].observed);
  EXPECT_EQ(waits.waits[2].days, 9);  // Until now, the last thing known.
}

TEST(Waits, KnowNothingOfTheFuture) {
  const CommunityGraph c = Small();
  ASSERT_OK_AND_ASSIGN(const Waits waits, FindWaits(CommunityView(c, At("2020-01-10"))));
  ASSERT_EQ(waits.waits.size(), 2u);  // c has not joined.
  EXPECT_TRUE(waits.waits[0].observed);
  EXPECT_FALSE(waits.waits[1].observed);
  EXPECT_EQ(waits.waits[1].days, 7);
  WaitOptions answer;
  answer.kind = WaitKind::kAnswer;
  ASSERT_OK_AND_ASSIGN(const Waits asked, FindWaits(CommunityView(c, At("2020-01-21T12:00:00")), answer));
  ASSERT_EQ(asked.waits.size(), 1u);
  EXPECT_FALSE(asked.waits[0].observed);
}

TEST(Waits, AdoptionFromWhenBothAreThere) {
  const CommunityGraph c = Small();
  WaitOptions options;
  options.kind = WaitKind::kAdoption;
  options.resource = *c.FindResource("r");
  ASSERT_OK_AND_ASSIGN(const Waits waits, FindWaits(CommunityView(c), options));
  ASSERT_EQ(waits.waits.size(), 3u);
  ASSERT_EQ(waits.early.size(), 1u);  // a pulled it three days before publication.
  EXPECT_EQ(waits.early[0].days, -3);
  EXPECT_EQ(waits.waits[0].days, 36);
  EXPECT_FALSE(waits.waits[1].observed);
  EXPECT_EQ(waits.waits[2].days, 16);  // d, since publication.
  options.signal = SignalKind::kView;
  ASSERT_OK_AND_ASSIGN(const Waits views, FindWaits(CommunityView(c), options));
  EXPECT_EQ(views.waits[0].days, 6);
  EXPECT_FALSE(views.waits[1].observed);
}

TEST(Waits, ForAnAnswer) {
  const CommunityGraph c = Small();
  WaitOptions options;
  options.kind = WaitKind::kAnswer;
  ASSERT_OK_AND_ASSIGN(const Waits waits, FindWaits(CommunityView(c), options));
  ASSERT_EQ(waits.waits.size(), 2u);
  EXPECT_TRUE(waits.waits[0].observed);
  EXPECT_EQ(waits.waits[0].days, 1);
  EXPECT_FALSE(waits.waits[1].observed);
}

// Findings: an ask of 2024-01-10 answered on 2024-01-01 was a wait of 0 days, and so was a
// pull before joining, which made T50 "less than a second".
TEST(Waits, ThatEndBeforeTheyBeginAreLeftOutAndCounted) {
  CommunityBuilder b("odd", "test");
  const auto add = [&](const char* id, const char* joined, SignalKind kind, const char* at,
                       const char* answered) {
    MemberRow member;
    member.joined_at = At(joined);
    EXPECT_THAT(b.DescribeMember(b.Member(id).value(), member), IsOk());
    SignalRow row;
    row.member = b.Member(id).value();
    row.kind = kind;
    row.object = b.Resource("r").value().value();
    row.at = At(at);
    if (*answered != 0) row.answered_at = At(answered);
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  add("a", "2024-01-08", SignalKind::kAsk, "2024-01-10", "2024-01-01");
  add("b", "2024-01-22", SignalKind::kView, "2024-01-10", "");
  add("c", "2024-01-20", SignalKind::kAsk, "2024-01-25", "2024-01-28");
  const CommunityGraph c = std::move(b).Build().value();
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const Waits answers, FindWaits(view, {.kind = WaitKind::kAnswer}));
  ASSERT_EQ(answers.waits.size(), 1u);
  EXPECT_EQ(answers.waits[0].days, 3);
  ASSERT_EQ(answers.early.size(), 1u);
  EXPECT_EQ(answers.early[0].days, -9);
  ASSERT_OK_AND_ASSIGN(const Waits pulls, FindWaits(view));
  ASSERT_EQ(pulls.waits.size(), 2u);
  ASSERT_EQ(pulls.early.size(), 1u);
  EXPECT_EQ(pulls.early[0].days, -12);
}

// Members join all the time and make their first pull after an exponential wait of median
// 30 days, and others after it; the log of the first nine of ten years is lost. Finding:
// T50 was 3,605 days.
Waits WaitsInACutLog(uint64_t seed, bool cut) {
  RandomStream random(seed, 0);
  CommunityBuilder b("cut", "test");
  const Time begin = At("2015-01-01"), log = At("2024-01-01"), end = At("2025-01-01");
  for (int m = 0; m < 3000; ++m) {
    MemberRow row;
    const double joined = random.Uniform() * DaysBetween(begin, end);
    const auto at = [&](double days) {
      return AddMicros(begin, static_cast<int64_t>(days * static_cast<double>(kMicrosPerDay)));
    };
    row.joined_at = at(joined);
    const MemberId id = b.Member("m" + std::to_string(m)).value();
    EXPECT_THAT(b.DescribeMember(id, row), IsOk());
    double day = joined + random.Exponential() * 30 / std::log(2.0);
    for (; at(day) < end; day += random.Exponential() * 200) {
      SignalRow pull;
      pull.member = id;
      pull.kind = SignalKind::kView;
      pull.object = b.Resource("r").value().value();
      pull.at = at(day);
      if (cut && pull.at < log) continue;
      EXPECT_THAT(b.AddSignal(pull), IsOk());
    }
  }
  const CommunityGraph c = std::move(b).Build().value();
  return FindWaits(CommunityView(c)).value();
}

TEST(Waits, OfALogThatBeginsLateAreLookedAtFromThere) {
  int covered = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Waits waits = WaitsInACutLog(seed, true);
    EXPECT_GT(waits.entered_late, 2500u);
    ASSERT_OK_AND_ASSIGN(const SurvivalCurve curve, SurvivalOf(waits.waits));
    EXPECT_EQ(curve.from, 0);
    ASSERT_TRUE(curve.median.time.has_value());
    EXPECT_NEAR(*curve.median.time, 30, 9);
    covered += *curve.median.low <= 30 && 30 <= *curve.median.high;
  }
  EXPECT_GE(covered, 17);
  // The whole log tells the same.
  ASSERT_OK_AND_ASSIGN(const SurvivalCurve whole, SurvivalOf(WaitsInACutLog(1, false).waits));
  EXPECT_NEAR(*whole.median.time, 30, 2);
}

TEST(Waits, RejectBadOptions) {
  const CommunityGraph c = Small();
  WaitOptions options;
  options.kind = WaitKind::kAdoption;
  EXPECT_THAT(FindWaits(CommunityView(c), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "resource"));
  options.resource = ResourceId(1);
  EXPECT_THAT(FindWaits(CommunityView(c), options),
              StatusIs(absl::StatusCode::kOutOfRange, "resource 1 of 1"));
  options.kind = WaitKind::kAnswer;
  EXPECT_THAT(FindWaits(CommunityView(c), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "adoption only"));
}

std::vector<Wait> Exponential(size_t n, double mean, double stop, uint64_t seed) {
  RandomStream random(seed, 3);
  std::vector<Wait> waits(n);
  for (Wait& wait : waits) {
    const double days = random.Exponential() * mean;
    wait.observed = days < stop;
    wait.days = std::min(days, stop);
  }
  return waits;
}

TEST(Pace, GroupsAreToldFastestFirst) {
  std::vector<Wait> waits = Exponential(200, 2, 10, 1);
  const std::vector<Wait> slow = Exponential(200, 9, 10, 2);
  waits.insert(waits.end(), slow.begin(), slow.end());
  std::vector<std::vector<uint32_t>> groups(4);
  for (uint32_t i = 0; i < 200; ++i) groups[2].push_back(i), groups[0].push_back(200 + i);
  groups[1] = {1, 1, 1, 1, 1};  // One wait, however often.
  for (uint32_t i = 0; i < 400; ++i) groups[3].push_back(i);
  ASSERT_OK_AND_ASSIGN(const std::vector<Pace> paces, FindPace(waits, groups, {.by_days = 5}));
  ASSERT_EQ(paces.size(), 3u);
  EXPECT_EQ(paces[0].group, 2u);
  EXPECT_EQ(paces[1].group, 3u);
  EXPECT_EQ(paces[2].group, 0u);
  EXPECT_GT(paces[0].against_others.z, 4);
  EXPECT_LT(paces[2].against_others.z, -4);
  EXPECT_EQ(paces[1].against_others.p_value, 1);  // There are no others.
  EXPECT_EQ(paces[0].waits, 200u);
  EXPECT_NEAR(*paces[0].half.time, 2 * std::log(2.0), 0.35);
  EXPECT_NEAR(paces[0].done->value, 1 - std::exp(-5.0 / 2), 0.06);
  EXPECT_LT(paces[0].done->low, paces[0].done->value);
  EXPECT_GT(paces[0].done->high, paces[0].done->value);
}

TEST(Pace, MediansThatWerePlantedAreCovered) {
  // Half of the waits are cut off; 95 of 100 intervals are stated to cover.
  int covered = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const std::vector<Wait> waits = Exponential(80, 4 / std::log(2.0), 6, seed);
    std::vector<std::vector<uint32_t>> all(1);
    for (uint32_t i = 0; i < waits.size(); ++i) all[0].push_back(i);
    ASSERT_OK_AND_ASSIGN(const std::vector<Pace> paces, FindPace(waits, all));
    const SurvivalQuantile& half = paces[0].half;
    covered += half.low.value_or(0) <= 4 && 4 <= half.high.value_or(HUGE_VAL);
  }
  EXPECT_GE(covered, 180);
  EXPECT_LE(covered, 199);
}

TEST(Pace, NothingIsSaidOfTimesThatNobodyWasLookedAt) {
  std::vector<Wait> waits = Exponential(50, 20, 100, 4);
  for (Wait& wait : waits) wait.entry_days = 3650, wait.days += 3650;
  std::vector<std::vector<uint32_t>> all(1);
  for (uint32_t i = 0; i < 50; ++i) all[0].push_back(i);
  ASSERT_OK_AND_ASSIGN(const std::vector<Pace> paces, FindPace(waits, all));
  EXPECT_EQ(paces[0].known_from, 3650);
  EXPECT_FALSE(paces[0].half.time.has_value());
  EXPECT_FALSE(paces[0].done.has_value());
}

TEST(Pace, RejectsBadOptions) {
  const std::vector<Wait> waits = Exponential(10, 1, 3, 1);
  const std::vector<std::vector<uint32_t>> groups = {{0, 1, 2, 3, 10}};
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(FindPace(waits, groups), StatusIs(absl::StatusCode::kOutOfRange, "10 of 10"));
  EXPECT_THAT(FindPace(waits, {}, {.by_days = 0}), StatusIs(kInvalid, "by_days"));
  EXPECT_THAT(FindPace(waits, {}, {.min_size = 0}), StatusIs(kInvalid, "min_size"));
  const std::vector<std::vector<uint32_t>> fine = {{0, 1, 2, 3, 4}};
  EXPECT_THAT(FindPace(waits, fine, {.confidence = 2}), StatusIs(kInvalid, "confidence"));
}

// What `generate` plants is found again.
TEST(Pace, OfAGeneratedCommunity) {
  GenerateOptions options;
  options.members = 300;
  options.ties = 1500;
  options.signals = 2500;
  options.days = 200;
  options.excitation = 0.5;
  options.excitation_half_life_hours = 5;
  options.asks = 400;
  options.answer_median_days = 3;
  int half = 0, branching = 0, life = 0, background = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    options.seed = seed;
    ASSERT_OK_AND_ASSIGN(const CommunityGraph c, GenerateCommunity(options));
    const CommunityView view(c);
    ASSERT_OK_AND_ASSIGN(const Waits waits, FindWaits(view, {.kind = WaitKind::kAnswer}));
    ASSERT_EQ(waits.waits.size(), 400u);
    std::vector<std::vector<uint32_t>> all(1);
    for (uint32_t i = 0; i < 400; ++i) all[0].push_back(i);
    ASSERT_OK_AND_ASSIGN(const std::vector<Pace> paces, FindPace(waits.waits, all));
    half += *paces[0].half.low <= 3 && 3 <= *paces[0].half.high;
    std::vector<double> times;
    const Time begin = AddMicros(Time(1'767'225'600 * kMicrosPerSecond), -180 * kMicrosPerDay);
    for (size_t i = 0; i < c.signals().size(); ++i) {
      if (c.signals().kind[i] == SignalKind::kAsk) continue;
      times.push_back(std::max(0.0, DaysBetween(begin, c.signals().at[i])));
    }
    ASSERT_OK_AND_ASSIGN(const HawkesFit fit, FitHawkes(times, 180));
    branching += fit.branching.low <= 0.5 && 0.5 <= fit.branching.high;
    life += fit.half_life.low <= 5.0 / 24 && 5.0 / 24 <= fit.half_life.high;
    const double mu = 2500 * 0.5 / 180;
    background += fit.background.low <= mu && mu <= fit.background.high;
  }
  // 95 % is stated: 17 or fewer of 20 have a chance of 7.5 %, 15 or fewer of .3 %.
  EXPECT_GE(half, 16);
  EXPECT_GE(branching, 16);
  EXPECT_GE(life, 16);
  EXPECT_GE(background, 16);
}

}  // namespace
}  // namespace pullgraph::pace_test
