// SPDX-License-Identifier: Apache-2.0
#include "graph/community_view.h"

#include "graph/attributes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::community_view_test {
namespace {

using testing::IsOk;

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }

TEST(CommunityView, KnowsWhatHappenedStrictlyBefore) {
  CommunityBuilder b;
  const MemberId ada = *b.Member("ada");
  const MemberId bob = *b.Member("bob");
  ASSERT_THAT(b.DescribeMember(bob, {.joined_at = Day(5)}), IsOk());
  const ResourceId guide = *b.Resource("guide");
  ASSERT_THAT(b.DescribeResource(guide, {.published_at = Day(2)}), IsOk());
  TieRow tie;
  tie.from = ada;
  tie.to = bob;
  tie.first_at = Day(4);
  tie.last_at = Day(8);
  ASSERT_THAT(b.AddTie(tie), IsOk());
  for (const int64_t day : {3, 5, 7}) {
    SignalRow signal;
    signal.member = ada;
    signal.at = Day(day);
    signal.answered_at = Day(day + 1);
    ASSERT_THAT(b.AddSignal(signal), IsOk());
  }
  SignalRow undated;
  undated.member = bob;
  ASSERT_THAT(b.AddSignal(undated), IsOk());
  TouchRow touch;
  touch.member = bob;
  touch.sent_at = Day(6);
  ASSERT_THAT(b.AddTouch(touch), IsOk());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());

  const CommunityView all(c);
  EXPECT_EQ(all.as_of(), Time::Max());
  EXPECT_EQ(all.now(), Day(8));
  EXPECT_EQ(all.num_signals(), 4U);
  EXPECT_EQ(all.num_touches(), 1U);
  EXPECT_TRUE(all.HasMember(*c.FindMember("bob")));
  EXPECT_TRUE(all.HasTie(0));

  const CommunityView at5(c, Day(5));
  EXPECT_EQ(at5.now(), Day(5));
  EXPECT_EQ(at5.num_signals(), 2U);  // The undated one, and that of day 3.
  EXPECT_EQ(at5.num_touches(), 0U);
  EXPECT_FALSE(at5.HasMember(*c.FindMember("bob")));
  EXPECT_TRUE(at5.HasMember(*c.FindMember("ada")));
  EXPECT_TRUE(at5.HasResource(ResourceId(0)));
  EXPECT_TRUE(at5.HasTie(0));
  EXPECT_EQ(at5.AnsweredAt(0), Time::Absent());
  EXPECT_EQ(at5.AnsweredAt(1), Day(4));

  const CommunityView at4(c, Day(4));
  EXPECT_FALSE(at4.HasTie(0));
  EXPECT_EQ(at4.AnsweredAt(1), Time::Absent());  // Answered at that very moment.
  EXPECT_FALSE(CommunityView(c, Day(2)).HasResource(ResourceId(0)));
  EXPECT_EQ(CommunityView(c, Day(100)).now(), Day(8));
}

TEST(CommunityView, UndatedCommunity) {
  CommunityBuilder b;
  ASSERT_THAT(b.AddPlainTies({}, true), IsOk());
  ASSERT_THAT(b.Member("m"), IsOk());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  const CommunityView view(c, Day(3));
  EXPECT_FALSE(view.now().is_present());
  EXPECT_TRUE(view.HasMember(MemberId(0)));
}

TEST(CommunityView, CutsAgreeWithACount) {
  RandomStream random(6, 0);
  CommunityBuilder b;
  const MemberId m = *b.Member("m");
  const ResourceId r = *b.Resource("r");
  std::vector<Time> signals;
  std::vector<Time> touches;
  for (int i = 0; i < 300; ++i) {
    SignalRow signal;
    signal.member = m;
    signal.object = r.value();
    if (random.Bernoulli(0.9)) signal.at = Day(static_cast<int64_t>(random.Below(50)));
    signals.push_back(signal.at);
    ASSERT_THAT(b.AddSignal(signal), IsOk());
    TouchRow touch;
    touch.member = m;
    if (random.Bernoulli(0.9)) touch.sent_at = Day(static_cast<int64_t>(random.Below(50)));
    touches.push_back(touch.sent_at);
    ASSERT_THAT(b.AddTouch(touch), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  for (int64_t day = -1; day <= 51; ++day) {
    const CommunityView view(c, Day(day));
    const auto known = [&](const std::vector<Time>& times) {
      return static_cast<size_t>(std::count_if(times.begin(), times.end(), [&](Time t) {
        return !t.is_present() || t < Day(day);
      }));
    };
    ASSERT_EQ(view.num_signals(), known(signals));
    ASSERT_EQ(view.num_touches(), known(touches));
  }
}

class CustomersTest : public ::testing::Test {
 protected:
  void Add(const char* market, const char* member, MarketStatus status, Time from, Time to) {
    MembershipRow row;
    row.market = *b_.Market(market);
    row.member = *b_.Member(member);
    row.status = status;
    row.valid_from = from;
    row.valid_to = to;
    ASSERT_THAT(b_.AddMembership(row), IsOk());
  }
  void Pull(const char* member, Time at) {
    SignalRow row;
    row.member = *b_.Member(member);
    row.object_kind = ObjectKind::kMember;
    row.at = at;
    ASSERT_THAT(b_.AddSignal(row), IsOk());
  }
  // The customers at `as_of`, one letter each.
  static std::string At(const CommunityGraph& c, Time as_of, const char* market = nullptr) {
    const std::vector<uint8_t> bits = CommunityView(c, as_of).Customers(
        market == nullptr ? MarketId::None() : *c.FindMarket(market));
    std::string out;
    for (uint32_t i = 0; i < bits.size(); ++i) {
      if (bits[i] != 0) out += c.MemberKey(MemberId(i));
    }
    return out;
  }

  CommunityBuilder b_;
};

TEST_F(CustomersTest, SpansStatusesAndMarkets) {
  Add("east", "a", MarketStatus::kCustomer, Time(), Time());
  Add("east", "b", MarketStatus::kCustomer, Day(5), Day(10));
  Add("west", "c", MarketStatus::kCustomer, Day(5), Time());
  Add("west", "d", MarketStatus::kProspect, Time(), Time());
  Add("west", "e", MarketStatus::kChurned, Time(), Time());
  Add("west", "b", MarketStatus::kProspect, Time(), Time());
  Pull("a", Day(20));
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b_).Build());
  EXPECT_EQ(At(c, Day(5)), "a");
  EXPECT_EQ(At(c, Day(6)), "abc");
  EXPECT_EQ(At(c, Day(11)), "ac");
  EXPECT_EQ(At(c, Time::Max()), "ac");
  EXPECT_EQ(At(c, Day(6), "east"), "ab");
  EXPECT_EQ(At(c, Day(6), "west"), "c");
}

// A contract that ends after the data was exported is no lost customer.
TEST_F(CustomersTest, EndsAfterTheDataHaveNotComeYet) {
  Add("k", "a", MarketStatus::kCustomer, Day(1), Day(400));
  Add("k", "b", MarketStatus::kCustomer, Day(1), Day(20));
  Add("k", "c", MarketStatus::kCustomer, Day(1), Day(19));
  Pull("a", Day(20));
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b_).Build());
  EXPECT_EQ(At(c, Time::Max()), "a");
  EXPECT_EQ(At(c, Day(20)), "ab");
  EXPECT_EQ(At(c, Day(500)), "");
}

TEST_F(CustomersTest, WithoutDatedEventsAllOfHistoryIsOver) {
  Add("k", "a", MarketStatus::kCustomer, Day(1), Day(400));
  Add("k", "b", MarketStatus::kCustomer, Day(1), Time());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b_).Build());
  EXPECT_EQ(At(c, Time::Max()), "b");
}

// One value a name, as of then.
std::string AttributesText(const CommunityGraph& c, const char* as_of, const char* before = "") {
  std::string text;
  const CommunityView view(c, as_of[0] == '\0' ? Time::Max() : ParseTime(as_of).value());
  for (const Attribute& a :
       AttributesAt(view, MemberId(0), before[0] == '\0' ? Time::Max() : ParseTime(before).value())) {
    text += std::string(c.String(a.name)) + "=" + std::string(c.String(a.value)) + " ";
  }
  return text;
}

TEST(AttributesAt, TheOneThatBeganLastAndHasNotEnded) {
  CommunityBuilder b;
  const MemberId a = *b.Member("a");
  MemberRow row;
  row.attributes = {{"town", "Bonn"}, {"employer", "none"}};
  ASSERT_TRUE(b.DescribeMember(a, row).ok());
  const auto at = [](const char* text) { return ParseTime(text).value(); };
  ASSERT_TRUE(b.AddAttribute({a, "employer", "x", at("2020-01-01"), Time()}).ok());
  ASSERT_TRUE(b.AddAttribute({a, "employer", "b", at("2021-01-01"), at("2022-01-01")}).ok());
  ASSERT_TRUE(b.AddAttribute({a, "employer", "b", at("2021-01-01"), at("2022-01-01")}).ok());  // Twice.
  ASSERT_TRUE(b.AddAttribute({a, "title", "chief", at("2023-01-01"), at("2024-01-01")}).ok());
  ASSERT_TRUE(b.AddAttribute({a, "early", "bird", Time(), at("2019-06-01")}).ok());
  EXPECT_EQ(b.AddAttribute({a, "employer", "y", at("2022-01-01"), at("2021-01-01")}).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(b.AddAttribute({MemberId(7), "employer", "y", {}, {}}).ok());
  const CommunityGraph c = std::move(b).Build().value();
  EXPECT_EQ(c.members().attributes[0].size(), 6U);
  EXPECT_EQ(AttributesText(c, "2019-01-01"), "early=bird employer=none town=Bonn ");
  EXPECT_EQ(AttributesText(c, "2020-01-01"), "employer=none town=Bonn ");
  EXPECT_EQ(AttributesText(c, "2020-01-02"), "employer=x town=Bonn ");
  EXPECT_EQ(AttributesText(c, "2021-06-01"), "employer=b town=Bonn ");
  EXPECT_EQ(AttributesText(c, "2022-06-01"), "employer=x town=Bonn ");
  EXPECT_EQ(AttributesText(c, "2023-06-01"), "employer=x title=chief town=Bonn ");
  EXPECT_EQ(AttributesText(c, "2025-01-01"), "employer=x town=Bonn ");
  EXPECT_EQ(AttributesText(c, "2025-01-01", "2021-06-01"), "employer=b town=Bonn ");
}

}  // namespace
}  // namespace pullgraph::community_view_test
