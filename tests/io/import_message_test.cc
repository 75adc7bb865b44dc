// SPDX-License-Identifier: Apache-2.0
#include "io/import/message_community.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "io/import/text_encoding.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_message_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

MessageOptions Tiny() { return {.name = "tiny"}; }

// A question answered by Bob, a comment on his answer, and a post that nobody answers.
std::vector<SourceMessage> TinyMessages() {
  std::vector<SourceMessage> all(5);
  all[0] = {.id = "1", .author = "ann", .at = At("2020-01-01"), .kind = MessageKind::kAsk,
            .channel = "help", .topics = {"gates"}, .title = "Why?", .url = "https://x.org/1",
            .mentions = {"cyd", "ann", "cyd"}};
  all[1] = {.id = "2", .author = "bob", .at = At("2020-01-02"), .kind = MessageKind::kAnswer,
            .parent = "1", .mentions = {"ann"},
            .reactions = {{"ann", At("2020-01-05")}, {"ann", At("2020-01-04")}, {"", Time(), 7}}};
  all[2] = {.id = "3", .author = "cyd", .at = At("2020-01-03"), .kind = MessageKind::kReply,
            .parent = "2", .recipients = {"ann"}};
  all[3] = {.id = "4", .author = "bob", .at = At("2020-01-03"), .kind = MessageKind::kPost,
            .channel = "news", .title = "New"};
  all[4] = {.id = "5", .author = "", .at = At("2020-01-04"), .kind = MessageKind::kReply,
            .parent = "3"};
  return all;
}

absl::StatusOr<ImportResult> Import(const std::vector<SourceMessage>& messages,
                                    const MessageOptions& options = Tiny()) {
  MessageCommunity community(options);
  for (const SourceMessage& message : messages) {
    if (const absl::Status s = community.Add(message); !s.ok()) return s;
  }
  return std::move(community).Build();
}

class Expected {
 public:
  Expected() : b_("tiny", "pullgraph") {}

  MemberId Person(const char* id) {
    MemberRow row;
    row.kind = MemberKind::kPerson;
    const MemberId m = b_.Member(id).value();
    (void)b_.DescribeMember(m, row);  // A second time it is known.
    return m;
  }
  void Tie(const char* from, const char* to, TieKind kind, std::vector<Time> at) {
    TieRow row;
    row.from = Person(from);
    row.to = Person(to);
    row.kind = kind;
    row.directed = true;
    row.at = std::move(at);
    EXPECT_THAT(b_.AddTie(row), IsOk());
  }
  void Signal(const char* who, const char* what, SignalKind kind, const char* at,
              float weight = 1, const char* answered_at = "", const char* answered_by = "") {
    SignalRow row;
    if (*who != '\0') row.member = Person(who);
    row.object = b_.Resource(what).value().value();
    row.kind = kind;
    row.at = At(at);
    row.weight = weight;
    if (*answered_at != '\0') row.answered_at = At(answered_at);
    if (*answered_by != '\0') row.answered_by = Person(answered_by);
    EXPECT_THAT(b_.AddSignal(row), IsOk());
  }
  CommunityBuilder& builder() { return b_; }
  CommunityGraph Build() { return std::move(b_).Build().value(); }

 private:
  CommunityBuilder b_;
};

CommunityGraph ExpectedTiny() {
  Expected e;
  CommunityBuilder& b = e.builder();
  const auto topic = [&](const char* id) { return b.Topic(id).value(); };
  EXPECT_THAT(b.DescribeResource(b.Resource("1").value(),
                                 {"Why?", ResourceKind::kQuestion, {topic("help"), topic("gates")},
                                  At("2020-01-01"), 0, "https://x.org/1"}), IsOk());
  EXPECT_THAT(b.DescribeResource(b.Resource("4").value(),
                                 {"New", ResourceKind::kContent, {topic("news")}, At("2020-01-03"), 0, ""}), IsOk());
  e.Signal("ann", "1", SignalKind::kAsk, "2020-01-01", 1, "2020-01-02", "bob");
  e.Signal("bob", "1", SignalKind::kAnswer, "2020-01-02");
  e.Signal("cyd", "1", SignalKind::kReply, "2020-01-03");
  e.Signal("", "1", SignalKind::kReply, "2020-01-04");
  e.Signal("bob", "4", SignalKind::kPost, "2020-01-03");
  e.Signal("ann", "1", SignalKind::kVote, "2020-01-04");
  e.Signal("", "1", SignalKind::kVote, "2020-01-02", 7);
  e.Tie("ann", "cyd", TieKind::kMentioned, {At("2020-01-01")});
  e.Tie("bob", "ann", TieKind::kAnswered, {At("2020-01-02")});
  e.Tie("cyd", "bob", TieKind::kCommented, {At("2020-01-03")});
  e.Tie("cyd", "ann", TieKind::kMessaged, {At("2020-01-03")});
  return e.Build();
}

TEST(MessageCommunity, TinyMessagesAreWhatTheySayInAnyOrder) {
  std::vector<SourceMessage> messages = TinyMessages();
  std::vector<int> order = {0, 1, 2, 3, 4};
  const CommunityGraph expected = ExpectedTiny();
  do {
    std::vector<SourceMessage> shuffled;
    for (const int i : order) shuffled.push_back(messages[i]);
    ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(shuffled));
    ASSERT_TRUE(result.community == expected);
    EXPECT_TRUE(result.report.notes().empty());
  } while (std::next_permutation(order.begin(), order.end()));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(messages));
  EXPECT_EQ(result.report.CountOf("people"), 3);
  EXPECT_EQ(result.report.CountOf("threads"), 2);
  EXPECT_EQ(result.report.CountOf("messages"), 5);
}

TEST(MessageCommunity, AMessageThatComesTwiceCountsOnce) {
  std::vector<SourceMessage> messages = TinyMessages();
  messages.push_back(messages[1]);
  messages.back().author = "eve";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(messages));
  EXPECT_TRUE(result.community == ExpectedTiny());
  ASSERT_EQ(result.report.notes().size(), 1U);
  EXPECT_EQ(result.report.notes()[0].count, 1U);
}

TEST(MessageCommunity, AParentThatNeverCameNamesTheThread) {
  SourceMessage one{.id = "2", .author = "ann", .at = At("2020-01-03"), .kind = MessageKind::kReply, .parent = "1"};
  SourceMessage two = one;
  two.id = "3";
  two.author = "bob";
  two.at = At("2020-01-02");
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import({one, two}));
  const CommunityGraph& c = result.community;
  ASSERT_EQ(c.num_resources(), 1);
  EXPECT_EQ(c.ResourceKey(ResourceId(0)), "1");
  EXPECT_EQ(c.resources().published_at[0], At("2020-01-02"));
  EXPECT_EQ(c.num_ties(), 0);  // Nobody knows whom they answered.
  EXPECT_EQ(c.signals().size(), 2U);
  ASSERT_EQ(result.report.notes().size(), 1U);
  EXPECT_EQ(result.report.notes()[0].count, 2U);
}

TEST(MessageCommunity, RepliesInACircleAreOneThread) {
  std::vector<SourceMessage> circle;
  for (const char* id : {"1", "2", "3", "4", "5"}) {
    circle.push_back({.id = id, .author = id, .at = At("2020-01-01"), .kind = MessageKind::kReply});
  }
  circle[0].parent = "3";
  circle[1].parent = "1";
  circle[2].parent = "2";
  circle[3].parent = "2";  // Hangs on the circle.
  circle[4].parent = "5";  // Answers itself.
  for (int turn = 0; turn < 5; ++turn) {
    std::rotate(circle.begin(), circle.begin() + 1, circle.end());
    ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(circle));
    const CommunityGraph& c = result.community;
    ASSERT_EQ(c.num_resources(), 2);
    EXPECT_EQ(c.ResourceKey(ResourceId(0)), "1");
    EXPECT_EQ(c.ResourceKey(ResourceId(1)), "5");
    EXPECT_EQ(c.num_ties(), 3);  // 2 -> 1, 3 -> 2, 4 -> 2.
    ASSERT_EQ(result.report.notes().size(), 1U);
    EXPECT_EQ(result.report.notes()[0].count, 2U);
  }
}

TEST(MessageCommunity, ThreadsOfTheSource) {
  // A thread that nothing opens, one that its id opens, and posts that come later.
  std::vector<SourceMessage> all(6);
  all[0] = {.id = "a", .author = "ann", .at = At("2020-01-02"), .kind = MessageKind::kReply, .thread = "t"};
  all[1] = {.id = "b", .author = "bob", .at = At("2020-01-03"), .kind = MessageKind::kReview, .thread = "t"};
  all[2] = {.id = "u", .author = "ann", .kind = MessageKind::kPost, .thread = "u"};
  all[3] = {.author = "bob", .at = At("2020-01-01"), .kind = MessageKind::kReview, .thread = "u"};
  all[4] = {.author = "cyd", .at = At("2020-01-05"), .kind = MessageKind::kPost, .thread = "u"};
  all[5] = {.author = "bob", .kind = MessageKind::kReview, .thread = "u"};
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       Import(all, {.thread_kind = ResourceKind::kChannel}));
  const CommunityGraph& c = result.community;
  ASSERT_EQ(c.num_resources(), 2);
  EXPECT_EQ(c.resources().kind[0], ResourceKind::kChannel);
  EXPECT_EQ(c.resources().published_at[1], At("2020-01-01"));
  Expected e;
  e.Tie("bob", "ann", TieKind::kReviewed, {At("2020-01-01")});
  e.Tie("bob", "ann", TieKind::kReviewed, {});  // The undated one.
  e.Person("cyd");
  EXPECT_TRUE(c.parts().ties == e.Build().parts().ties);
}

TEST(MessageCommunity, TheFirstAnswerThatIsNotBeforeTheAsk) {
  SourceMessage ask{.id = "1", .author = "ann", .at = At("2020-01-02"), .kind = MessageKind::kAsk};
  SourceMessage early{.id = "2", .author = "bob", .at = At("2020-01-01"), .kind = MessageKind::kAnswer, .parent = "1"};
  SourceMessage late = early, undated = early;
  late.id = "3";
  late.author = "cyd";
  late.at = At("2020-01-03");
  undated.id = "4";
  undated.author = "dot";
  undated.at = Time();
  const auto answered_by = [](const std::vector<SourceMessage>& messages) {
    const CommunityGraph c = Import(messages).value().community;
    for (size_t i = 0; i < c.signals().size(); ++i) {
      if (c.signals().kind[i] != SignalKind::kAsk) continue;
      const MemberId by = c.signals().answered_by[i];
      return std::string(by.is_none() ? "" : c.MemberKey(by));
    }
    return std::string("no ask");
  };
  EXPECT_EQ(answered_by({ask}), "");
  EXPECT_EQ(answered_by({ask, early}), "bob");
  EXPECT_EQ(answered_by({ask, early, late, undated}), "cyd");
  EXPECT_EQ(answered_by({ask, early, undated}), "dot");
  // An answer to a comment answers who asked.
  SourceMessage comment{.id = "5", .author = "eve", .kind = MessageKind::kReply, .parent = "1"};
  late.parent = "5";
  const CommunityGraph c = Import({ask, comment, late}).value().community;
  EXPECT_EQ(c.num_ties(), 2);
  EXPECT_EQ(c.graph().OutDegree(c.FindMember("cyd").value().value()), 1);
  EXPECT_EQ(c.graph().InDegree(c.FindMember("ann").value().value()), 2);
}

TEST(MessageCommunity, PeopleAndTopicsAreFilledNotOverwritten) {
  MessageCommunity community(Tiny());
  ASSERT_THAT(community.Describe({.id = "ann", .name = "Ann", .tags = {"x"}, .attributes = {{"city", "Bonn"}}}), IsOk());
  ASSERT_THAT(community.Describe({.id = "ann", .name = "Anna", .role = MemberRole::kStaff, .joined_at = At("2020-01-01"),
                                  .tags = {"y", "x"}, .attributes = {{"city", "Ulm"}, {"age", "\xFF"}}}), IsOk());
  ASSERT_THAT(community.Describe({.id = "bot", .role = MemberRole::kBot}), IsOk());
  ASSERT_THAT(community.DescribeTopic("a", "", "b"), IsOk());
  ASSERT_THAT(community.DescribeTopic("a", "A"), IsOk());
  for (const auto& [id, above] : {std::pair{"p", "q"}, {"q", "r"}, {"r", "p"}, {"s", "p"}, {"o", "o"}}) {
    ASSERT_THAT(community.DescribeTopic(id, "", above), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const ImportResult result, std::move(community).Build());
  CommunityBuilder b("tiny", "pullgraph");
  EXPECT_THAT(b.DescribeMember(b.Member("ann").value(),
                               {.display_name = "Ann", .kind = MemberKind::kPerson, .role = MemberRole::kStaff,
                                .joined_at = At("2020-01-01"), .tags = {"x", "y"},
                                .attributes = {{"city", "Bonn"}, {"age", "\xEF\xBF\xBD"}}}), IsOk());
  EXPECT_THAT(b.DescribeMember(b.Member("bot").value(), {.role = MemberRole::kBot}), IsOk());
  EXPECT_THAT(b.DescribeTopic(b.Topic("a").value(), {"A", b.Topic("b").value()}), IsOk());
  EXPECT_THAT(b.DescribeTopic(b.Topic("s").value(), {"", b.Topic("p").value()}), IsOk());
  for (const char* id : {"q", "r", "o"}) EXPECT_THAT(b.Topic(id), IsOk());
  EXPECT_TRUE(result.community == std::move(b).Build().value());
  ASSERT_EQ(result.report.notes().size(), 1U);
  EXPECT_EQ(result.report.notes()[0].count, 4U);
}

TEST(MessageCommunity, OtherTies) {
  MessageCommunity community(Tiny());
  ASSERT_THAT(community.AddTie("b", "a", TieKind::kCollaborates, At("2020-01-01"), false), IsOk());
  ASSERT_THAT(community.AddTie("a", "b", TieKind::kCollaborates, At("2020-01-02"), false), IsOk());
  ASSERT_THAT(community.AddTie("a", "b", TieKind::kVouches, Time()), IsOk());
  ASSERT_THAT(community.AddTie("a", "b", TieKind::kVouches, Time()), IsOk());
  ASSERT_THAT(community.AddTie("a", "a", TieKind::kVouches, At("2020-01-01")), IsOk());
  ASSERT_OK_AND_ASSIGN(const ImportResult result, std::move(community).Build());
  Expected e;
  TieRow row;
  row.from = e.Person("a");
  row.to = e.Person("b");
  row.kind = TieKind::kCollaborates;
  row.at = {At("2020-01-01"), At("2020-01-02")};
  EXPECT_THAT(e.builder().AddTie(row), IsOk());
  row.at = {};
  row.kind = TieKind::kVouches;
  row.directed = true;
  row.count = 2;
  EXPECT_THAT(e.builder().AddTie(row), IsOk());
  EXPECT_TRUE(result.community == e.Build());
}

TEST(MessageCommunity, WhatNoCommunityCanHold) {
  MessageCommunity community(Tiny());
  const std::string bad = "\xFF", large(65'537, 'x');
  const auto invalid = [](const char* piece) { return StatusIs(absl::StatusCode::kInvalidArgument, piece); };
  EXPECT_THAT(community.Add({.author = "a"}), invalid("neither id, parent nor thread"));
  EXPECT_THAT(community.Add({.id = bad}), invalid("message id '\\xFF' is not valid UTF-8"));
  EXPECT_THAT(community.Add({.id = "1", .author = "new", .mentions = {"a", bad}}), invalid("mention"));
  EXPECT_THAT(community.Add({.id = "1", .channel = large}), invalid("channel of 65537 bytes"));
  EXPECT_THAT(community.Add({.id = "1", .reactions = {{"a", Time(), -1}}}), invalid("weight"));
  EXPECT_THAT(community.Describe({.name = "x"}), invalid("member id is empty"));
  EXPECT_THAT(community.DescribeTopic("", "x"), invalid("topic id is empty"));
  EXPECT_THAT(community.AddTie("a", bad, TieKind::kKnows, Time()), invalid("not valid UTF-8"));
  // Dates and titles are not worth stopping for.
  EXPECT_THAT(community.Add({.id = "1", .at = Time::Max(), .title = bad}), IsOk());
  ASSERT_OK_AND_ASSIGN(const ImportResult result, std::move(community).Build());
  EXPECT_EQ(result.community.num_members(), 0);
  EXPECT_FALSE(result.community.signals().at[0].is_present());
  EXPECT_EQ(result.report.notes().size(), 1U);
}

TEST(MessageCommunity, ManyReactionsAndAVeryLongThread) {
  SourceMessage post{.id = "0", .author = "ann", .at = At("2020-01-01"), .kind = MessageKind::kPost};
  for (int i = 0; i < 100'000; ++i) post.reactions.push_back({absl::StrCat("m", i % 50'000)});
  std::vector<SourceMessage> all = {post};
  for (int i = 1; i < 100'000; ++i) {  // Each answers the one after it; the last is "0".
    all.push_back({.id = absl::StrCat(i), .author = "bob", .kind = MessageKind::kReply,
                   .parent = absl::StrCat((i + 1) % 100'000)});
  }
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(all));
  EXPECT_EQ(result.community.num_resources(), 1);
  EXPECT_EQ(result.community.signals().size(), 150'000U);
  EXPECT_EQ(result.community.num_ties(), 1);
}

TEST(MessageCommunity, CancelledAndNamed) {
  std::atomic<bool> cancelled = true;
  RunControl run;
  run.cancelled = &cancelled;
  EXPECT_THAT(Import(TinyMessages(), {.run = &run}), StatusIs(absl::StatusCode::kCancelled, ""));
  MessageCommunity named(Tiny()), unnamed((MessageOptions()));
  named.NameIfUnnamed("x");
  unnamed.NameIfUnnamed("x");
  EXPECT_EQ(std::move(named).Build().value().community.name(), "tiny");
  EXPECT_EQ(std::move(unnamed).Build().value().community.name(), "x");
}

TEST(TextEncoding, AnyCharsetBecomesUtf8) {
  EXPECT_EQ(ToUtf8("M\xFCller", "ISO-8859-1"), "Müller");
  EXPECT_EQ(ToUtf8("M\xFCller", "no-such-charset"), "Müller");
  EXPECT_EQ(ToUtf8("Müller", "no-such-charset"), "Müller");
  EXPECT_EQ(ToUtf8("Müller", ""), "Müller");
  EXPECT_EQ(ToUtf8("M\xFCller", "utf-8"), "M\xEF\xBF\xBDller");
  EXPECT_EQ(ToUtf8("\xA4\xA2\xA4", "EUC-JP"), "\xE3\x81\x82\xEF\xBF\xBD");
  EXPECT_EQ(ToUtf8("\x1B$B$\"\x1B(B", "iso-2022-jp"), "\xE3\x81\x82");
  EXPECT_EQ(ToUtf8("x", "ascii//TRANSLIT"), "x");
  EXPECT_EQ(ToUtf8(std::string(5000, '\xE4'), "latin1").size(), 10'000U);
  EXPECT_EQ(RepairUtf8("a\xFF\xFE" "b"), "a\xEF\xBF\xBD\xEF\xBF\xBD" "b");
}

}  // namespace
}  // namespace pullgraph::import_message_test
