// SPDX-License-Identifier: Apache-2.0
#include "graph/member_policy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::member_policy_test {
namespace {

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }

// One member a combination of role, date of joining and opt-outs.
CommunityGraph Everybody() {
  CommunityBuilder b;
  const auto add = [&](const char* id, MemberRole role, Time joined,
                       std::vector<std::string> opted_out) {
    MemberRow row;
    row.role = role;
    row.joined_at = joined;
    row.opted_out = std::move(opted_out);
    EXPECT_TRUE(b.DescribeMember(*b.Member(id), row).ok());
  };
  add("ada", MemberRole::kCommunity, Time(), {});
  add("bot", MemberRole::kBot, Time(), {});
  add("late", MemberRole::kCommunity, Day(9), {});
  add("mail", MemberRole::kCommunity, Day(1), {"email"});
  add("none", MemberRole::kCommunity, Day(1), {"sms", "*"});
  add("staff", MemberRole::kStaff, Time(), {});
  add("temp", MemberRole::kStaff, Day(9), {});
  return *std::move(b).Build();
}

// The ids for which `holds`, in order, a blank between.
template <class Holds>
std::string Who(const CommunityGraph& c, Holds holds) {
  std::string who;
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    if (holds(MemberId(m))) who += (who.empty() ? "" : " ") + std::string(c.MemberKey(MemberId(m)));
  }
  return who;
}

TEST(MemberPolicy, RolesDatesAndOptOuts) {
  const CommunityGraph c = Everybody();
  const CommunityView view(c, Day(5));
  const auto who = [&](auto policy) {
    return Who(c, [&](MemberId m) { return policy(view, m); });
  };
  EXPECT_EQ(who(IsBot), "bot");
  EXPECT_EQ(who(IsStaff), "staff temp");
  EXPECT_EQ(who(IsPublic), "ada late mail none");
  EXPECT_EQ(who(TakesPart), "ada mail none staff");
  EXPECT_EQ(who(IsOfCommunity), "ada mail none");
  const auto over = [&](auto policy, const char* channel) {
    return Who(c, [&](MemberId m) { return policy(view, m, channel); });
  };
  EXPECT_EQ(over(IsOptedOut, ""), "none");
  EXPECT_EQ(over(IsOptedOut, "email"), "mail none");
  EXPECT_EQ(over(MayBeContacted, ""), "ada mail");
  EXPECT_EQ(over(MayBeContacted, "email"), "ada");
  EXPECT_EQ(over(MayBeContacted, "sms"), "ada mail");
  EXPECT_EQ(over(MayBeAsked, ""), "ada mail staff");
  EXPECT_EQ(over(MayBeAsked, "email"), "ada staff");
  EXPECT_EQ(KnownStaff(view), std::vector<MemberId>{*c.FindMember("staff")});
  EXPECT_EQ(KnownStaff(CommunityView(c, Day(10))),
            (std::vector<MemberId>{*c.FindMember("staff"), *c.FindMember("temp")}));
}

// A message that made somebody unsubscribe is an opt-out from then on.
TEST(MemberPolicy, WhoUnsubscribedHasOptedOut) {
  CommunityBuilder b;
  for (const char* id : {"both", "mail", "none", "opened", "unknown"}) ASSERT_TRUE(b.Member(id).ok());
  MemberRow both;
  both.opted_out = {"*"};
  ASSERT_TRUE(b.DescribeMember(*b.Member("both"), both).ok());
  const auto touch = [&](const char* who, const char* channel, TouchOutcome outcome) {
    TouchRow row;
    row.member = *b.Member(who);
    row.channel = channel;
    row.outcome = outcome;
    row.sent_at = Day(3);
    EXPECT_TRUE(b.AddTouch(row).ok());
  };
  touch("mail", "email", TouchOutcome::kUnsubscribed);
  touch("unknown", "", TouchOutcome::kUnsubscribed);
  touch("opened", "email", TouchOutcome::kOpened);
  const CommunityGraph c = std::move(b).Build().value();
  const auto who = [&](const char* channel, Time now) {
    const std::vector<uint8_t> out = OptedOut(CommunityView(c, now), channel);
    return Who(c, [&](MemberId m) { return out[m.value()] != 0; });
  };
  EXPECT_EQ(who("email", Day(5)), "both mail unknown");
  EXPECT_EQ(who("sms", Day(5)), "both unknown");
  EXPECT_EQ(who("", Day(5)), "both");
  EXPECT_EQ(who("email", Day(2)), "both");  // Not yet.
}

TEST(MemberPolicy, SomebodyUnknownIsOfThePublicAndNoMore) {
  const CommunityGraph c = Everybody();
  const CommunityView view(c);
  const MemberId none = MemberId::None();
  EXPECT_TRUE(IsPublic(view, none));
  EXPECT_FALSE(IsBot(view, none));
  EXPECT_FALSE(IsStaff(view, none));
  EXPECT_FALSE(IsOptedOut(view, none, "email"));
  EXPECT_FALSE(TakesPart(view, none));
  EXPECT_FALSE(IsOfCommunity(view, none));
  EXPECT_FALSE(MayBeContacted(view, none));
  EXPECT_FALSE(MayBeAsked(view, none));
}

}  // namespace
}  // namespace pullgraph::member_policy_test
