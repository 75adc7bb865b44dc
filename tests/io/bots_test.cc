// SPDX-License-Identifier: Apache-2.0
#include "io/import/bots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <utility>

#include "graph/community_builder.h"
#include "io/import/stackexchange.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::bots_test {
namespace {

using ::testing::UnorderedElementsAre;
using testing::IsOk;
using testing::StatusIs;

std::set<std::string> Bots(const CommunityGraph& c) {
  std::set<std::string> bots;
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    if (c.members().role[m] == MemberRole::kBot) bots.insert(std::string(c.MemberKey(MemberId(m))));
  }
  return bots;
}

// `owl` writes every hour of four days, `busy` from seven to midnight, `once` around the clock of one.
ImportResult Forum() {
  CommunityBuilder b;
  for (const char* id : {"renovate[bot]", "dependabot", "deploy-bot", "abbot", "ada", "jenkins"}) EXPECT_TRUE(b.Member(id).ok());
  MemberRow named, staff;
  named.display_name = "News Bot";
  staff.role = MemberRole::kStaff;
  EXPECT_THAT(b.DescribeMember(*b.Member("n1"), named), IsOk());
  EXPECT_THAT(b.DescribeMember(*b.Member("jenkins"), staff), IsOk());
  const ResourceId thread = *b.Resource("thread");
  constexpr int64_t kHour = 3600 * kMicrosPerSecond;
  for (int hour = 0; hour < 4 * 24; ++hour) {
    for (const char* who : {"owl", "busy", "once"}) {
      const bool writes = who[0] == 'o' ? (who[1] == 'w' || hour < 24) : hour % 24 >= 7;
      if (!writes) continue;
      SignalRow row;
      row.member = *b.Member(who);
      row.object = thread.value();
      row.kind = SignalKind::kReply;
      row.at = Time(ParseTime("2025-03-01")->micros() + hour * kHour);
      EXPECT_THAT(b.AddSignal(row), IsOk());
    }
  }
  ImportResult result;
  result.community = std::move(b).Build().value();
  return result;
}

TEST(MarkBots, ByNameAndByPace) {
  ImportResult forum = Forum();
  ASSERT_THAT(MarkBots({}, forum), IsOk());
  EXPECT_THAT(Bots(forum.community), UnorderedElementsAre("renovate[bot]", "dependabot", "deploy-bot", "n1", "owl"));
  ASSERT_EQ(forum.report.notes().size(), 2U);
  EXPECT_EQ(forum.report.notes()[0].count, 4U);
  EXPECT_EQ(forum.report.notes()[1].example, "owl");
}

TEST(MarkBots, IsOverruledBothWays) {
  ImportResult forum = Forum();
  ASSERT_THAT(MarkBots({.bots = {"ada", "jenkins"}, .people = {"deploy-bot", "owl"}}, forum), IsOk());
  EXPECT_THAT(Bots(forum.community), UnorderedElementsAre("renovate[bot]", "dependabot", "n1", "ada", "jenkins"));
  ASSERT_THAT(MarkBots({.people = {"ada"}}, forum), IsOk());
  EXPECT_EQ(Bots(forum.community).count("ada"), 0U);
  EXPECT_THAT(MarkBots({.bots = {"adda"}}, forum), StatusIs(absl::StatusCode::kInvalidArgument, "did you mean ada?"));
  EXPECT_THAT(MarkBots({.bots = {"ada"}, .people = {"ada"}}, forum),
              StatusIs(absl::StatusCode::kInvalidArgument, "as a bot and as a person"));
}

TEST(MarkBots, TakesNobodyOfARealForumForOneWhoIsNone) {
  const std::string dump = std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/stackexchange-quantum";
  if (!std::ifstream(dump + "/Users.xml")) GTEST_SKIP() << "REAL DATA NOT THERE: " << dump;
  ASSERT_OK_AND_ASSIGN(ImportResult forum, ImportStackExchange(dump));
  const std::set<std::string> before = Bots(forum.community);
  ASSERT_THAT(MarkBots({}, forum), IsOk());
  // One more: "Generic Bot", who says of itself that it is a fully automated entity.
  std::set<std::string> after = before;
  after.insert("4331");
  EXPECT_EQ(Bots(forum.community), after);
}

}  // namespace
}  // namespace pullgraph::bots_test
