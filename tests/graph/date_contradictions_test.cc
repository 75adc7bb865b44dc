// SPDX-License-Identifier: Apache-2.0
#include "graph/date_contradictions.h"

#include <gtest/gtest.h>

#include <vector>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::date_contradictions_test {
namespace {

using testing::At;
using testing::IsOk;

void Add(CommunityBuilder& b, const char* member, SignalKind kind, const char* at,
         const char* answered = "") {
  SignalRow row;
  row.member = b.Member(member).value();
  row.object = b.Resource("r").value().value();
  row.kind = kind;
  if (*at != 0) row.at = At(at);
  if (*answered != 0) row.answered_at = At(answered);
  EXPECT_THAT(b.AddSignal(row), IsOk());
}

TEST(DateContradictions, EachKindIsCountedAndTheFirstNamed) {
  CommunityBuilder b("odd", "test");
  MemberRow joined;
  joined.joined_at = At("2024-01-05");
  EXPECT_THAT(b.DescribeMember(b.Member("a").value(), joined), IsOk());
  ResourceRow published;
  published.published_at = At("2024-01-03");
  EXPECT_THAT(b.DescribeResource(b.Resource("r").value(), published), IsOk());
  Add(b, "a", SignalKind::kAsk, "2024-01-10", "2024-01-01");
  Add(b, "b", SignalKind::kAsk, "2024-01-10", "2024-01-11");
  Add(b, "a", SignalKind::kView, "2024-01-04");  // Before joining,
  Add(b, "a", SignalKind::kView, "2024-01-02");  // and before it was published.
  Add(b, "b", SignalKind::kView, "");
  Add(b, "b", SignalKind::kAsk, "2024-01-02");  // Asking publishes a question.
  const CommunityGraph c = std::move(b).Build().value();
  const std::vector<DateContradictions> found = FindDateContradictions(c);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].kind, DateContradiction::kAnsweredBeforeAsked);
  EXPECT_EQ(found[0].count, 1u);
  EXPECT_EQ(c.signals().answered_at[found[0].first], At("2024-01-01"));
  EXPECT_EQ(found[1].count, 2u);
  EXPECT_EQ(c.signals().at[found[1].first], At("2024-01-02"));  // Signals are in order of time.
  EXPECT_EQ(found[2].kind, DateContradiction::kPulledBeforePublication);
  EXPECT_EQ(found[2].count, 1u);
}

TEST(DateContradictions, NoneInASoundCommunity) {
  EXPECT_TRUE(FindDateContradictions(testing::TinyCommunity()).empty());
}

}  // namespace
}  // namespace pullgraph::date_contradictions_test
