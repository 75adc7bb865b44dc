// SPDX-License-Identifier: Apache-2.0
#include "io/import/customers.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::customers_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

// a bought twice, b once; c is tagged and on the plan Pro; d, of the staff, bought.
ImportResult Shop() {
  CommunityBuilder b;
  const ResourceId book = *b.Resource("book");
  const auto buy = [&](const char* who, Time at) {
    SignalRow row;
    row.member = *b.Member(who);
    row.object = book.value();
    row.kind = SignalKind::kPurchase;
    row.at = at;
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  buy("a", Time(300));
  buy("a", Time(100));
  buy("b", Time());
  buy("d", Time(50));
  MemberRow c, d;
  c.tags = {"Paying"};
  c.attributes = {{"Plan", "Pro"}};
  c.joined_at = Time(7);
  d.role = MemberRole::kStaff;
  EXPECT_THAT(b.DescribeMember(*b.Member("c"), c), IsOk());
  EXPECT_THAT(b.DescribeMember(*b.Member("d"), d), IsOk());
  EXPECT_THAT(b.AddAttribute({*b.Member("a"), "tier", "gold", Time(40), {}}), IsOk());
  EXPECT_THAT(b.AddAttribute({*b.Member("b"), "tier", "gold", Time(40), Time(60)}), IsOk());
  EXPECT_THAT(b.AddAttribute({*b.Member("c"), "tier", "gold", Time(5), {}}), IsOk());  // Before joining.
  ImportResult result;
  result.community = std::move(b).Build().value();
  return result;
}

// Customer -> since when, 0 if nobody knows.
std::map<std::string, int64_t> Customers(const char* rule) {
  ImportResult result = Shop();
  const absl::Status s = MarkCustomers(rule, result);
  EXPECT_TRUE(s.ok()) << s;
  const CommunityGraph& c = result.community;
  std::map<std::string, int64_t> customers;
  for (size_t i = 0; i < c.memberships().size(); ++i) {
    const Time since = c.memberships().valid_from[i];
    customers[std::string(c.MemberKey(c.memberships().member[i]))] = since.is_present() ? since.micros() : 0;
  }
  EXPECT_EQ(result.report.CountOf("customers by the rule"), customers.size());
  return customers;
}

using Found = std::map<std::string, int64_t>;

TEST(MarkCustomers, ByWhatTheyDidSinceTheyDidItOftenEnough) {
  EXPECT_EQ(Customers("purchase>=1"), (Found{{"a", 100}, {"b", 0}}));
  EXPECT_EQ(Customers("purchases >= 2"), (Found{{"a", 300}}));
}

TEST(MarkCustomers, ByWhatIsSaidOfThem) {
  EXPECT_EQ(Customers("tag=paying"), (Found{{"c", 7}}));
  EXPECT_EQ(Customers("plan=pro"), (Found{{"c", 7}}));
  EXPECT_EQ(Customers("tier=gold"), (Found{{"a", 40}, {"c", 7}}));  // Not who was one once.
}

TEST(MarkCustomers, TermsAreJoined) {
  EXPECT_EQ(Customers("plan=pro or purchase>=2"), (Found{{"a", 300}, {"c", 7}}));
  EXPECT_EQ(Customers("purchase>=1 and purchase>=2"), (Found{{"a", 300}}));
  EXPECT_EQ(Customers("purchase>=2 or purchase>=1"), (Found{{"a", 100}, {"b", 0}}));
}

TEST(MarkCustomers, SaysWhatIsWrong) {
  const auto said = [](const char* rule) {
    ImportResult result = Shop();
    return MarkCustomers(rule, result);
  };
  EXPECT_THAT(said("purchase"), StatusIs(absl::StatusCode::kInvalidArgument, "is none of KIND>=NUMBER"));
  EXPECT_THAT(said("purchase>=0"), StatusIs(absl::StatusCode::kInvalidArgument, "a whole number from 1"));
  EXPECT_THAT(said("purchse>=1"), StatusIs(absl::StatusCode::kInvalidArgument, "names no kind of signal"));
  EXPECT_THAT(said("plam=pro"), StatusIs(absl::StatusCode::kInvalidArgument, "did you mean Plan?"));
  EXPECT_THAT(said("view>=1"), StatusIs(absl::StatusCode::kInvalidArgument, "holds for nobody"));
  ImportResult twice = Shop();
  ASSERT_THAT(MarkCustomers("tag=paying", twice), IsOk());
  EXPECT_THAT(MarkCustomers("tag=paying", twice), StatusIs(absl::StatusCode::kFailedPrecondition, "said already"));
}

}  // namespace
}  // namespace pullgraph::customers_test
