// SPDX-License-Identifier: Apache-2.0
// Acts, how long members stay, and cohorts.
#include "algorithms/journey/tenure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "algorithms/journey/cohorts.h"
#include "algorithms/journey/pace_groups.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::tenure_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

void View(CommunityBuilder& b, const std::string& member, Time at) {
  SignalRow row;
  row.member = b.Member(member).value();
  row.object = b.Resource("r").value().value();
  row.kind = SignalKind::kView;
  row.at = at;
  EXPECT_THAT(b.AddSignal(row), IsOk());
}

Time DayOf2024(double day) {
  return AddMicros(At("2024-01-01"), static_cast<int64_t>(day * double{kMicrosPerDay}));
}

TEST(Acts, OfSignalsAndExchanges) {
  CommunityBuilder b("acts", "test");
  View(b, "a", DayOf2024(3));
  View(b, "a", DayOf2024(1));
  TieRow tie;
  tie.from = b.Member("a").value();
  tie.to = b.Member("b").value();
  tie.at = {DayOf2024(2)};
  EXPECT_THAT(b.AddTie(tie), IsOk());
  MemberRow staff;
  staff.role = MemberRole::kStaff;
  EXPECT_THAT(b.DescribeMember(b.Member("s").value(), staff), IsOk());
  View(b, "s", DayOf2024(1));
  const CommunityGraph c = std::move(b).Build().value();
  ASSERT_OK_AND_ASSIGN(const MemberActs acts, FindActs(CommunityView(c)));
  const auto of = [&](const char* id) {
    const auto span = acts.Of(*c.FindMember(id));
    return std::vector<Time>(span.begin(), span.end());
  };
  EXPECT_EQ(of("a"), (std::vector<Time>{DayOf2024(1), DayOf2024(2), DayOf2024(3)}));
  EXPECT_EQ(of("b"), (std::vector<Time>{DayOf2024(2)}));
  EXPECT_TRUE(of("s").empty());
  ASSERT_OK_AND_ASSIGN(const MemberActs early, FindActs(CommunityView(c, DayOf2024(2))));
  EXPECT_EQ(early.at.size(), 1u);
}

// Members come over three years and stay for a Weibull time of median 60 days, acting every
// second day or so: medians are found again, by intervals that say 95 %.
TEST(Tenure, RecoversWhatWasPlanted) {
  int covered = 0, pause = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    CommunityBuilder b("stay", "test");
    RandomStream random(seed, 1);
    for (int m = 0; m < 150; ++m) {
      const double came = random.Uniform() * 1000;
      const double leaves = came + 60 * std::sqrt(random.Exponential() / std::log(2.0));
      for (double day = came; day < std::min(leaves, 1095.0); day += 2 * random.Exponential()) {
        View(b, "m" + std::to_string(m), DayOf2024(day));
      }
    }
    View(b, "last", DayOf2024(1095));
    const CommunityGraph c = std::move(b).Build().value();
    const CommunityView view(c);
    ASSERT_OK_AND_ASSIGN(const MemberActs acts, FindActs(view));
    ASSERT_OK_AND_ASSIGN(const Tenures tenures, FindTenures(view, acts, {.gone_days = 20}));
    ASSERT_OK_AND_ASSIGN(const SurvivalCurve curve, SurvivalOf(tenures.waits.waits));
    covered += *curve.median.low <= 58 && 58 <= *curve.median.high;  // The last act is 2 days earlier.
    pause += FindTenures(view, acts)->gone_days >= 7 && FindTenures(view, acts)->gone_days <= 9;
  }
  EXPECT_GE(covered, 17);
  EXPECT_EQ(pause, 20);  // 19 of 20 pauses of a day and more are below 7.
}

TEST(Tenure, EndsByHand) {
  CommunityBuilder b("hand", "test");
  for (const double day : {0.0, 10.0}) View(b, "gone", DayOf2024(day));
  for (const double day : {0.0, 50.0, 95.0}) View(b, "stays", DayOf2024(day));
  View(b, "young", DayOf2024(85));
  View(b, "now", DayOf2024(100));
  EXPECT_THAT(b.Member("never"), IsOk());
  const CommunityGraph c = std::move(b).Build().value();
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const MemberActs acts, FindActs(view));
  ASSERT_OK_AND_ASSIGN(const Tenures t, FindTenures(view, acts, {.gone_days = 30}));
  ASSERT_EQ(t.waits.waits.size(), 2u);
  EXPECT_TRUE(t.waits.waits[0].observed);
  EXPECT_EQ(t.waits.waits[0].days, 10);
  EXPECT_FALSE(t.waits.waits[1].observed);
  EXPECT_EQ(t.waits.waits[1].days, 70);  // Thirty days ago.
  EXPECT_EQ(t.too_young, 2u);
  EXPECT_EQ(t.waits.undated, 1u);
  EXPECT_THAT(FindTenures(view, acts, {.gone_days = 0}),
              StatusIs(absl::StatusCode::kInvalidArgument, "gone_days"));
}

TEST(Cohorts, ByHand) {
  CommunityBuilder b("cohorts", "test");
  MemberRow row;
  row.joined_at = At("2024-01-10");
  for (const char* id : {"a", "b", "c"}) {
    EXPECT_THAT(b.DescribeMember(b.Member(id).value(), row), IsOk());
  }
  View(b, "a", At("2024-02-20"));  // In the month after one month.
  View(b, "a", At("2024-04-20"));  // And after three.
  View(b, "b", At("2024-02-01"));  // In the first month, which is none of them.
  View(b, "d", At("2024-07-05"));  // Joined nobody knows when.
  View(b, "e", At("2024-09-30"));
  const CommunityGraph c = std::move(b).Build().value();
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const MemberActs acts, FindActs(view));
  ASSERT_OK_AND_ASSIGN(const auto cohorts, FindCohorts(view, acts, CalendarUnit::kMonth));
  ASSERT_EQ(cohorts.size(), 3u);
  EXPECT_EQ(PeriodName(cohorts[0].period, CalendarUnit::kMonth), "2024-01");
  EXPECT_EQ(cohorts[0].members, 3u);
  EXPECT_NEAR(cohorts[0].active[0]->value, 1.0 / 3, 1e-15);
  EXPECT_NEAR(cohorts[0].active[1]->value, 1.0 / 3, 1e-15);
  EXPECT_EQ(cohorts[0].active[2]->value, 0);
  EXPECT_FALSE(cohorts[0].active[3].has_value());  // A year is not over.
  EXPECT_EQ(cohorts[1].active[0]->value, 0);
  EXPECT_FALSE(cohorts[1].active[1].has_value());
  EXPECT_FALSE(cohorts[2].active[0].has_value());
  EXPECT_EQ(FindCohorts(view, acts, CalendarUnit::kYear)->size(), 1u);
}

TEST(PaceGroups, ByPeriod) {
  std::vector<PaceItem> items(3);
  items[0].at = At("2024-05-03"), items[1].at = At("2023-01-01"), items[2].at = At("2024-05-30");
  const PaceGroups groups = GroupByPeriod(items, CalendarUnit::kMonth);
  EXPECT_EQ(groups.id, (std::vector<std::string>{"2023-01", "2024-05"}));
  EXPECT_EQ(groups.rows[1], (std::vector<uint32_t>{0, 2}));
}

}  // namespace
}  // namespace pullgraph::tenure_test
