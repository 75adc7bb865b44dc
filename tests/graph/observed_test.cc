// SPDX-License-Identifier: Apache-2.0
#include "graph/observed.h"

#include <gtest/gtest.h>

#include <vector>

#include "graph/community_builder.h"
#include "graph/community_view.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::observed_test {
namespace {

using testing::IsOk;

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }
constexpr Time kFar = Day(30'000);  // 2052, where days are counted from 1970.

class ObservedTest : public ::testing::Test {
 protected:
  ObservedTest() : ada_(*b_.Member("ada")), bob_(*b_.Member("bob")) {}

  void Pull(Time at) {
    SignalRow row;
    row.member = ada_;
    row.object_kind = ObjectKind::kMember;
    row.at = at;
    ASSERT_THAT(b_.AddSignal(row), IsOk());
  }
  void Tie(Time first, Time last) {
    TieRow row;
    row.from = ada_;
    row.to = bob_;
    row.count = 2;
    row.first_at = first;
    row.last_at = last;
    ASSERT_THAT(b_.AddTie(row), IsOk());
  }
  void Send(Time at, TouchOutcome outcome = TouchOutcome::kUnspecified, bool holdout = false) {
    TouchRow row;
    row.member = bob_;
    row.sent_at = at;
    row.outcome = outcome;
    row.holdout = holdout;
    ASSERT_THAT(b_.AddTouch(row), IsOk());
  }
  CommunityGraph Build() { return *std::move(b_).Build(); }

  CommunityBuilder b_;
  MemberId ada_, bob_;
};

TEST_F(ObservedTest, TheLastOfTiesSignalsAndTouches) {
  Pull(Day(10));
  EXPECT_EQ(CommunityGraph().last_observed(), Time());
  Tie(Day(3), Day(12));
  Send(Day(13));
  const CommunityGraph c = Build();
  EXPECT_EQ(c.last_observed(), Day(13));
  EXPECT_EQ(CommunityView(c).now(), Day(13));
  EXPECT_EQ(CommunityView(c, Day(11)).now(), Day(11));
  EXPECT_EQ(CommunityView(c, Day(99)).now(), Day(13));
}

TEST_F(ObservedTest, ATouchPlannedForFarAheadIsNoHistory) {
  Pull(Day(10));
  Send(Day(50));
  Send(Day(130));  // Within a quarter of a year of the one before.
  Send(kFar);
  const CommunityGraph c = Build();
  EXPECT_EQ(c.last_time(), kFar);
  EXPECT_EQ(c.last_observed(), Day(130));
  const CommunityView all(c);
  EXPECT_EQ(all.now(), Day(130));
  EXPECT_EQ(all.num_touches(), 2U);
  // Who says that it is later than that has seen it go out.
  EXPECT_EQ(CommunityView(c, Day(40'000)).num_touches(), 3U);
  EXPECT_EQ(CommunityView(c, Day(40'000)).now(), Day(130));
}

TEST_F(ObservedTest, WhatCameToSomethingWasSent) {
  Pull(Day(10));
  Send(Day(400), TouchOutcome::kOpened);
  Send(Day(450), TouchOutcome::kSent);
  Send(Day(900), TouchOutcome::kSent);
  EXPECT_EQ(Build().last_observed(), Day(450));
}

TEST_F(ObservedTest, TheHeldOutMoveNothingButAreKnown) {
  Pull(Day(10));
  Send(Day(20));
  Send(Day(21), TouchOutcome::kUnspecified, true);
  Send(kFar, TouchOutcome::kUnspecified, true);
  const CommunityGraph c = Build();
  EXPECT_EQ(CommunityView(c).now(), Day(20));
  EXPECT_EQ(CommunityView(c).num_touches(), 2U);
}

TEST_F(ObservedTest, WithTouchesAloneAllWereSent) {
  Pull(Time());
  Send(Time());
  Send(Day(1));
  Send(Day(700));
  const CommunityGraph c = Build();
  EXPECT_EQ(CommunityView(c).now(), Day(700));
  EXPECT_EQ(CommunityView(c).num_touches(), 3U);
}

TEST_F(ObservedTest, WhatBeginsLaterIsNotYetKnown) {
  Pull(Day(10));
  const MemberId cem = *b_.Member("cem"), dan = *b_.Member("dan");
  ASSERT_THAT(b_.DescribeMember(cem, {.joined_at = Day(10)}), IsOk());
  ASSERT_THAT(b_.DescribeMember(dan, {.joined_at = kFar}), IsOk());
  ASSERT_THAT(b_.DescribeResource(*b_.Resource("new"), {.published_at = Day(10)}), IsOk());
  ASSERT_THAT(b_.DescribeResource(*b_.Resource("soon"), {.published_at = kFar}), IsOk());
  for (const auto& [member, from] : {std::pair(ada_, Day(10)), std::pair(bob_, kFar)}) {
    MembershipRow row;
    row.market = *b_.Market("k");
    row.member = member;
    row.status = MarketStatus::kCustomer;
    row.valid_from = from;
    ASSERT_THAT(b_.AddMembership(row), IsOk());
  }
  const CommunityGraph c = Build();
  const auto member = [&](const char* id) { return *c.FindMember(id); };
  const CommunityView all(c), later(c, Day(40'000));
  EXPECT_EQ(all.now(), Day(10));
  EXPECT_TRUE(all.HasMember(member("cem")));
  EXPECT_FALSE(all.HasMember(member("dan")));
  EXPECT_TRUE(all.HasResource(*c.FindResource("new")));
  EXPECT_FALSE(all.HasResource(*c.FindResource("soon")));
  EXPECT_EQ(all.Customers()[member("ada").value()], 1);
  EXPECT_EQ(all.Customers()[member("bob").value()], 0);
  // It is all there for who asks of then.
  EXPECT_TRUE(later.HasMember(member("dan")));
  EXPECT_TRUE(later.HasResource(*c.FindResource("soon")));
  EXPECT_EQ(later.Customers()[member("bob").value()], 1);
}

TEST_F(ObservedTest, TheLastMomentThatCanBeStoredIsKnown) {
  Pull(kLatestTime);
  const CommunityGraph c = Build();
  EXPECT_EQ(CommunityView(c).now(), kLatestTime);
  EXPECT_EQ(CommunityView(c).num_signals(), 1U);
}

}  // namespace
}  // namespace pullgraph::observed_test
