// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/prospect_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "graph/string_table.h"
#include "io/generate_community.h"
#include "tests/opportunity/customer_worlds.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::prospect_list_test {
namespace {

using testing::MakeUndated;
using testing::StatusIs;

CommunityGraph Dated(uint64_t seed = 42) {
  GenerateOptions o;
  o.members = 400;
  o.ties = 1200;
  o.signals = 8000;
  o.conversions = 0.03;
  o.seed = seed;
  return GenerateCommunity(o).value();
}

TEST(ProspectList, WorthIsWhatMeetingAdds) {
  const CommunityGraph c = Dated();
  const CommunityView view(c);
  ProspectListOptions o;
  o.convert.horizon_days = 30;
  o.value = 50, o.contact_cost = 0.25, o.effect = 3;
  ASSERT_OK_AND_ASSIGN(const ProspectList list, RankProspects(view, o));
  ASSERT_FALSE(list.prospects.empty());
  const std::vector<uint8_t> customer = view.Customers();
  double before = INFINITY, anyhow = 0;
  for (const Prospect& p : list.prospects) {
    EXPECT_EQ(customer[p.member.value()], 0);
    const double q = p.chance.p, odds = 3 * q / (1 - q);
    ASSERT_TRUE(p.with_contact.has_value());
    EXPECT_NEAR(*p.with_contact, odds / (1 + odds), 1e-12);
    EXPECT_NEAR(p.worth, 50 * (*p.with_contact - q) - 0.25, 1e-9);
    EXPECT_LE(p.low, p.worth);
    EXPECT_GE(p.high, p.worth);
    EXPECT_LE(p.low, before);
    EXPECT_GT(p.worth, 0);
    before = p.low;
    anyhow += q;
  }
  EXPECT_NEAR(list.anyhow.mean, anyhow, 1e-9);
  EXPECT_GT(list.met.mean, list.anyhow.mean);
  // A contact that costs more than anybody can bring is for nobody.
  o.contact_cost = 51;
  ASSERT_OK_AND_ASSIGN(const ProspectList none, RankProspects(view, o));
  EXPECT_TRUE(none.prospects.empty());
}

TEST(ProspectList, OffersWhatIsOurs) {
  const CommunityGraph c = Dated();
  const CommunityView view(c);
  ProspectListOptions o;
  o.convert.horizon_days = 30;
  const Offering offering(c);
  ASSERT_TRUE(offering.is_stated());
  ASSERT_OK_AND_ASSIGN(const ProspectList list, RankProspects(view, o));
  std::set<uint32_t> shown;
  for (const Prospect& p : list.prospects) {
    if (p.resource.is_none()) continue;
    shown.insert(p.resource.value());
    EXPECT_TRUE(offering.Has(p.resource.value()));
    EXPECT_GT(p.attract, 0);
  }
  EXPECT_GT(shown.size(), 1);
  o.offer.resource = ResourceId(2);  // Asked for by name, whoever made it.
  ASSERT_OK_AND_ASSIGN(const ProspectList one, RankProspects(view, o));
  for (const Prospect& p : one.prospects) EXPECT_EQ(p.resource, ResourceId(2));
}

TEST(ProspectList, OnlyThoseWhomAnIntroductionReaches) {
  const CommunityGraph c = Dated();
  const CommunityView view(c);
  ProspectListOptions o;
  o.convert.horizon_days = 30;
  o.limit = 1000;
  o.max_hops = 1;
  ASSERT_OK_AND_ASSIGN(const ProspectList anyone, RankProspects(view, o));
  o.reach = ProspectReach::kIntroduced;
  ASSERT_OK_AND_ASSIGN(const ProspectList introduced, RankProspects(view, o));
  const auto reached = static_cast<size_t>(
      std::count_if(anyone.prospects.begin(), anyone.prospects.end(),
                    [](const Prospect& p) { return p.access > 0; }));
  EXPECT_LT(reached, anyone.prospects.size());
  EXPECT_EQ(introduced.prospects.size(), reached);
  EXPECT_EQ(introduced.gates.out_of_reach, anyone.prospects.size() - reached);
  for (const Prospect& p : introduced.prospects) {
    EXPECT_NEAR(p.worth, p.access * (*p.with_contact - p.chance.p), 1e-12);
    ASSERT_EQ(p.path.members.size(), 2);
    EXPECT_EQ(p.path.members.back(), p.member);
  }
}

// Without dates nothing is known of what happens anyhow: worth is likeness times value.
TEST(ProspectList, Undated) {
  const CommunityGraph c = MakeUndated({});
  ProspectListOptions o;
  o.value = 10;
  ASSERT_OK_AND_ASSIGN(const ProspectList list, RankProspects(CommunityView(c), o));
  ASSERT_FALSE(list.prospects.empty());
  EXPECT_FALSE(list.model.is_temporal());
  EXPECT_TRUE(list.model.tells()) << list.model.report().sentence;
  int fans = 0;
  for (size_t i = 0; i < list.prospects.size(); ++i) {
    const Prospect& p = list.prospects[i];
    EXPECT_FALSE(p.with_contact.has_value());
    EXPECT_NEAR(p.worth, 10 * p.chance.p, 1e-9);
    // All that there is to offer, whether or not it is known to draw them.
    EXPECT_EQ(c.ResourceKey(p.resource), "ours");
    const std::string id(c.MemberKey(p.member));
    for (const std::string& reason : p.reasons) {
      EXPECT_EQ(reason.find("lately"), std::string::npos) << reason;  // Nothing has a date.
    }
    if (i < 50) fans += std::stoi(id.substr(1)) < 200 ? 1 : 0;
  }
  EXPECT_GE(fans, 45);
}

TEST(ProspectList, Errors) {
  const CommunityGraph c = MakeUndated({.members = 60});
  const CommunityView view(c);
  ProspectListOptions o;
  o.effect = 0.5;
  EXPECT_THAT(RankProspects(view, o), StatusIs(absl::StatusCode::kInvalidArgument, "effect is 0.5"));
  o = {};
  o.limit = 0;
  EXPECT_THAT(RankProspects(view, o), StatusIs(absl::StatusCode::kInvalidArgument, "limit is 0"));
}

}  // namespace
}  // namespace pullgraph::prospect_list_test
