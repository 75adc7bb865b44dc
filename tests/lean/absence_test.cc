// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/absence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "tests/lean/touch_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::absence_test {
namespace {

using testing::Day;
using testing::IsOk;
using testing::StatusIs;

void AskAndAnswer(CommunityBuilder& b, int number, const char* topic,
                  const std::vector<const char*>& by) {
  const TopicId t = *b.Topic(topic);
  const std::string id = "q" + std::to_string(number);
  SignalRow row;
  row.kind = SignalKind::kAsk;
  row.member = *b.Member("asker");
  row.object = b.Resource(id)->value();
  row.at = Day(number);
  row.topics = {t};
  EXPECT_THAT(b.AddSignal(row), IsOk());
  row.kind = SignalKind::kAnswer;
  for (const char* who : by) {
    row.member = *b.Member(who);
    row.at = Day(number + 0.5);
    EXPECT_THAT(b.AddSignal(row), IsOk());
  }
}

TEST(Absence, CountedByHand) {
  CommunityBuilder b;
  AskAndAnswer(b, 1, "old", {"zoe", "zoe"});
  for (int i = 0; i < 4; ++i) AskAndAnswer(b, 500 + i, "rust", {"ann"});
  AskAndAnswer(b, 510, "rust", {"ann", "bob"});
  AskAndAnswer(b, 511, "go", {"bob"});
  AskAndAnswer(b, 512, "go", {"cem"});
  const CommunityGraph c = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const Absence absence, FindAbsence(CommunityView(c)));
  EXPECT_EQ(absence.answers, 8u);  // Zoe's are too long ago.
  EXPECT_EQ(absence.answerers, 3u);
  EXPECT_EQ(absence.factor, 1u);
  const Carrier& ann = absence.carriers[0];
  EXPECT_EQ(c.MemberKey(ann.member), "ann");
  EXPECT_EQ(ann.answers, 5u);
  EXPECT_EQ(ann.share, 5.0 / 8);
  EXPECT_EQ(ann.only_answer, 4u);
  ASSERT_EQ(ann.topics.size(), 1u);
  EXPECT_EQ(c.TopicKey(ann.topics[0]), "rust");
  EXPECT_EQ(c.MemberKey(absence.carriers[1].member), "bob");
  EXPECT_EQ(absence.carriers[1].only_answer, 1u);
  EXPECT_TRUE(absence.carriers[1].topics.empty());
  EXPECT_EQ(absence.carriers[2].so_far, 1);
  // Four fifths take two.
  EXPECT_EQ(FindAbsence(CommunityView(c), {.share = 0.8})->factor, 2u);
  // With all of history zoe is there, too.
  EXPECT_EQ(FindAbsence(CommunityView(c), {.window_days = 9999})->answerers, 4u);
}

TEST(Absence, ManyWhoDoAlikeAreNotCarriedByFew) {
  CommunityBuilder b;
  for (int i = 0; i < 200; ++i) AskAndAnswer(b, i, "t", {("p" + std::to_string(i % 40)).c_str()});
  const CommunityGraph c = *std::move(b).Build();
  EXPECT_EQ(FindAbsence(CommunityView(c))->factor, 20u);
}

TEST(Absence, Errors) {
  const CommunityGraph none;
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(FindAbsence(CommunityView(none)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "nobody"));
  EXPECT_THAT(FindAbsence(CommunityView(none), {.window_days = 0}), StatusIs(kInvalid, "window_days"));
  EXPECT_THAT(FindAbsence(CommunityView(none), {.share = 1}), StatusIs(kInvalid, "share"));
}

}  // namespace
}  // namespace pullgraph::absence_test
