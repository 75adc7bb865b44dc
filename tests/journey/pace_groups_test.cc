// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/pace_groups.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::pace_groups_test {
namespace {

using testing::At;

using Rows = std::vector<std::vector<uint32_t>>;

PaceItem Item(MemberId member, const char* at = "1970-01-01") { return {member, 0, At(at)}; }

TEST(PaceGroups, ByWeekdayFromMonday) {
  const std::vector<PaceItem> items = {
      Item(MemberId(0), "1970-01-01"),   // A Thursday,
      Item(MemberId(0), "1969-12-31"),   // the Wednesday before the epoch,
      Item(MemberId(0), "1969-12-29"),   // and a Monday.
      Item(MemberId(0), "2024-02-25T23:59:59")};  // A Sunday.
  const PaceGroups groups = GroupByWeekday(items);
  EXPECT_EQ(groups.rows, (Rows{{2}, {}, {1}, {0}, {}, {}, {3}}));
  EXPECT_EQ(groups.name[6], "Sunday");
  EXPECT_EQ(groups.id[6], "7");
}

TEST(PaceGroups, ByClusterLeavesOutWhoHasNone) {
  const std::vector<PaceItem> items = {Item(MemberId(0)), Item(MemberId(1)), Item(MemberId(2)),
                                       Item(MemberId::None()), Item(MemberId(3))};
  const std::vector<uint32_t> cluster_of = {1, UINT32_MAX, 0, 2};
  const std::vector<std::string> names = {"rust", ""};
  const PaceGroups groups = GroupByCluster(items, cluster_of, names);
  EXPECT_EQ(groups.rows, (Rows{{2}, {0}, {4}}));
  EXPECT_EQ(groups.name, (std::vector<std::string>{"rust", "cluster 1", "cluster 2"}));
  EXPECT_EQ(groups.id, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(GroupTogether(items).rows, (Rows{{0, 1, 2, 3, 4}}));
}

TEST(PaceGroups, PullsByTopicAndTheirRhythm) {
  CommunityBuilder b;
  const TopicId rust = *b.Topic("rust"), go = *b.Topic("go");
  const MemberId ada = *b.Member("ada");
  const auto pull = [&](SignalKind kind, Time at, std::vector<TopicId> topics) {
    SignalRow row;
    row.member = ada;
    row.kind = kind;
    row.object_kind = ObjectKind::kMember;
    row.at = at;
    row.topics = std::move(topics);
    ASSERT_TRUE(b.AddSignal(row).ok());
  };
  pull(SignalKind::kView, Time(), {rust});
  pull(SignalKind::kAsk, At("2024-01-01"), {go});
  for (int i = 0; i < 30; ++i) {
    pull(SignalKind::kView, AddMicros(At("2024-01-01"), i * i * kMicrosPerDay), {rust});
  }
  const CommunityGraph c = *std::move(b).Build();
  const CommunityView view(c);
  const std::vector<PaceItem> all = DatedPulls(view, std::nullopt);
  EXPECT_EQ(all.size(), 31U);
  EXPECT_EQ(DatedPulls(view, SignalKind::kAsk).size(), 1U);
  EXPECT_EQ(DatedPulls(CommunityView(c, At("2024-01-02")), std::nullopt).size(), 2U);
  const PaceGroups groups = GroupByTopic(c, all);
  ASSERT_EQ(groups.rows.size(), 2U);
  EXPECT_EQ(groups.id, (std::vector<std::string>{"go", "rust"}));
  EXPECT_EQ(groups.rows[0].size(), 1U);
  EXPECT_EQ(groups.rows[1].size(), 30U);
  // Of one ask alone there is no rhythm.
  ASSERT_OK_AND_ASSIGN(const auto rhythms, FindRhythms(view, all, groups));
  ASSERT_EQ(rhythms.size(), 1U);
  EXPECT_EQ(rhythms[0].group, 1U);
  EXPECT_EQ(rhythms[0].days, 29 * 29);
  EXPECT_EQ(rhythms[0].fit.events, 30U);
  ASSERT_OK_AND_ASSIGN(const auto few, FindRhythms(view, all, groups, {.min_size = 31}));
  EXPECT_TRUE(few.empty());
}

}  // namespace
}  // namespace pullgraph::pace_groups_test
