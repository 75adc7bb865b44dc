// SPDX-License-Identifier: Apache-2.0
#include "io/import/stackexchange.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "io/import/customer_rule.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_stackexchange_test {
namespace {

using testing::At;
using testing::StatusIs;
using Files = std::map<std::string, std::string>;

Files TinyDump() {
  return {
      {"Users.xml",
       "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<users>\n"
       "<row Id=\"-1\" Reputation=\"1\" DisplayName=\"Community\" />\n"
       "<row Id=\"1\" Reputation=\"10\" CreationDate=\"2018-01-01T00:00:00.000\" DisplayName=\"Ask &amp; Co\" />\n"
       "<row Id=\"2\" Reputation=\"20\" CreationDate=\"2018-01-02T00:00:00.000\" DisplayName=\"Ann\" />\n"
       "<row Id=\"3\" DisplayName=\"Carl\" /></users>"},
      {"Tags.xml", "<tags><row Id=\"1\" TagName=\"gates\" Count=\"2\"/></tags>"},
      {"Posts.xml",
       "<posts>\n"
       "<row Id=\"1\" PostTypeId=\"1\" AcceptedAnswerId=\"3\" CreationDate=\"2018-02-01T10:00:00\" Score=\"2\" "
       "OwnerUserId=\"1\" Title=\"Why?\" Tags=\"&lt;gates&gt;&lt;noise&gt;\" />\n"
       "<row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" CreationDate=\"2018-02-01T11:00:00\" Score=\"0\" OwnerUserId=\"1\" />\n"
       "<row Id=\"3\" PostTypeId=\"2\" ParentId=\"1\" CreationDate=\"2018-02-02T09:00:00\" Score=\"1\" OwnerUserId=\"2\" />\n"
       "<row Id=\"4\" PostTypeId=\"1\" CreationDate=\"2018-02-03T10:00:00\" OwnerUserId=\"2\" Title=\"How?\" Tags=\"|gates|\" />\n"
       "<row Id=\"5\" PostTypeId=\"5\" CreationDate=\"2018-02-03T10:00:00\" />\n"
       "</posts>"},
      {"Comments.xml",
       "<comments><row Id=\"1\" PostId=\"3\" CreationDate=\"2018-02-02T10:00:00\" UserId=\"1\" />"
       "<row Id=\"2\" PostId=\"3\" CreationDate=\"2018-02-02T12:00:00\" UserId=\"1\" />"
       "<row Id=\"3\" PostId=\"3\" CreationDate=\"2018-02-02T11:00:00\" UserId=\"2\" />"
       "<row Id=\"4\" PostId=\"5\" CreationDate=\"2018-02-02T11:00:00\" UserId=\"3\" /></comments>"},
      {"Votes.xml",
       "<votes><row Id=\"1\" PostId=\"3\" VoteTypeId=\"2\" CreationDate=\"2018-02-02T00:00:00\" />"
       "<row Id=\"2\" PostId=\"3\" VoteTypeId=\"1\" CreationDate=\"2018-02-05T00:00:00\" />"
       "<row Id=\"3\" PostId=\"1\" VoteTypeId=\"3\" CreationDate=\"2018-02-04T00:00:00\" />"
       "<row Id=\"4\" PostId=\"4\" VoteTypeId=\"5\" UserId=\"3\" CreationDate=\"2018-02-04T00:00:00\" />"
       "<row Id=\"5\" PostId=\"4\" VoteTypeId=\"8\" UserId=\"1\" BountyAmount=\"100\" CreationDate=\"2018-02-06T00:00:00\" />"
       "<row Id=\"6\" PostId=\"4\" VoteTypeId=\"16\" CreationDate=\"2018-02-06T00:00:00\" /></votes>"}};
}

absl::StatusOr<ImportResult> Import(Files files, StackExchangeOptions options = {}) {
  options.name = "tiny";
  return ImportStackExchangeFolder(InputFolder::FromMemory(std::move(files)), options);
}

// What the tiny dump says, built by hand.
CommunityGraph ExpectedTinyDump() {
  CommunityBuilder b("tiny", "pullgraph");
  const TopicId gates = b.Topic("gates").value();
  const TopicId noise = b.Topic("noise").value();
  const MemberId bot = b.Member("-1").value();
  const MemberId asker = b.Member("1").value();
  const MemberId ann = b.Member("2").value();
  const MemberId carl = b.Member("3").value();
  const Time q1 = At("2018-02-01T10:00:00");
  const Time a3 = At("2018-02-02T09:00:00");
  const Time q4 = At("2018-02-03T10:00:00");
  MemberRow row;
  row.display_name = "Community";
  row.role = MemberRole::kBot;
  row.attributes = {{"reputation", "1"}};
  EXPECT_TRUE(b.DescribeMember(bot, row).ok());
  row = {};
  row.display_name = "Ask & Co";
  row.kind = MemberKind::kPerson;
  row.joined_at = At("2018-01-01");
  row.attributes = {{"reputation", "10"}};
  row.needs = {{gates, 1, q1}, {noise, 1, q1}};
  EXPECT_TRUE(b.DescribeMember(asker, row).ok());
  row = {};
  row.display_name = "Ann";
  row.kind = MemberKind::kPerson;
  row.joined_at = At("2018-01-02");
  row.attributes = {{"reputation", "20"}};
  row.needs = {{gates, 1, q4}};
  row.offers = {{gates, .5F, At("2018-02-03")}, {gates, .5F, At("2018-02-06")},
                {noise, .5F, At("2018-02-03")}, {noise, .5F, At("2018-02-06")}};
  EXPECT_TRUE(b.DescribeMember(ann, row).ok());
  row = {};
  row.display_name = "Carl";
  row.kind = MemberKind::kPerson;
  row.attributes = {{"reputation", "0"}};
  EXPECT_TRUE(b.DescribeMember(carl, row).ok());
  const ResourceId r1 = b.Resource("1").value();
  const ResourceId r2 = b.Resource("2").value();
  const ResourceId r3 = b.Resource("3").value();
  const ResourceId r4 = b.Resource("4").value();
  EXPECT_TRUE(b.DescribeResource(r1, {"Why?", ResourceKind::kQuestion, {gates, noise}, q1, 0, ""}).ok());
  const std::string answer = "Answer to: Why?";
  EXPECT_TRUE(b.DescribeResource(r2, {answer, ResourceKind::kAnswer, {gates, noise},
                                      At("2018-02-01T11:00:00"), 0, ""}).ok());
  EXPECT_TRUE(b.DescribeResource(r3, {answer, ResourceKind::kAnswer, {gates, noise}, a3, 0, ""}).ok());
  EXPECT_TRUE(b.DescribeResource(r4, {"How?", ResourceKind::kQuestion, {gates}, q4, 0, ""}).ok());
  const auto signal = [&](MemberId who, ResourceId what, SignalKind kind, Time at, float weight,
                          std::vector<TopicId> topics) {
    SignalRow s;
    s.member = who;
    s.object = what.value();
    s.kind = kind;
    s.at = at;
    s.weight = weight;
    s.topics = std::move(topics);
    if (kind == SignalKind::kAsk && what == r1) {
      s.answered_at = a3;
      s.answered_by = ann;
    }
    EXPECT_TRUE(b.AddSignal(s).ok());
  };
  signal(asker, r1, SignalKind::kAsk, q1, 1, {gates, noise});
  signal(ann, r4, SignalKind::kAsk, q4, 1, {gates});
  signal(asker, r1, SignalKind::kAnswer, At("2018-02-01T11:00:00"), 1, {gates, noise});
  signal(ann, r1, SignalKind::kAnswer, a3, 2, {gates, noise});
  signal(asker, r3, SignalKind::kReply, At("2018-02-02T10:00:00"), 1, {gates, noise});
  signal(asker, r3, SignalKind::kReply, At("2018-02-02T12:00:00"), 1, {gates, noise});
  signal(ann, r3, SignalKind::kReply, At("2018-02-02T11:00:00"), 1, {gates, noise});
  signal(MemberId::None(), r3, SignalKind::kVote, a3, 1, {});
  signal(MemberId::None(), r1, SignalKind::kVote, At("2018-02-04"), 0, {});
  signal(carl, r4, SignalKind::kFavourite, At("2018-02-04"), 1, {});
  signal(asker, r4, SignalKind::kVote, At("2018-02-06"), 2, {});
  const auto tie = [&](MemberId from, MemberId to, TieKind kind, std::vector<Time> at) {
    TieRow t;
    t.from = from;
    t.to = to;
    t.kind = kind;
    t.directed = true;
    t.at = std::move(at);
    EXPECT_TRUE(b.AddTie(t).ok());
  };
  tie(asker, asker, TieKind::kAnswered, {At("2018-02-01T11:00:00")});
  tie(ann, asker, TieKind::kAnswered, {a3});
  tie(asker, ann, TieKind::kCommented, {At("2018-02-02T10:00:00"), At("2018-02-02T12:00:00")});
  const MarketId market = b.Market("customers").value();
  EXPECT_TRUE(b.AddMembership({market, asker, MarketStatus::kCustomer, At("2018-02-01T11:00:00"), Time()}).ok());
  EXPECT_TRUE(b.AddMembership({market, ann, MarketStatus::kCustomer, a3, Time()}).ok());
  EXPECT_TRUE(b.AddMembership({market, carl, MarketStatus::kProspect, Time(), Time()}).ok());
  return std::move(b).Build().value();
}

TEST(ImportStackExchange, TinyDumpIsWhatItSays) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(TinyDump()));
  EXPECT_TRUE(result.community == ExpectedTinyDump());
  EXPECT_EQ(result.report.CountOf("unanswered"), 1);
  EXPECT_EQ(result.report.CountOf("accepted"), 1);
  const auto left_out = [&](const std::string& piece) {
    for (const ImportNote& note : result.report.notes()) {
      if (note.what.find(piece) != std::string::npos) return note.count;
    }
    return uint64_t{0};
  };
  EXPECT_EQ(left_out("neither question nor answer"), 1);
  EXPECT_EQ(left_out("comments on posts"), 1);
  EXPECT_EQ(left_out("votes that are no up"), 1);
}

TEST(ImportStackExchange, QuantumHasTheCountsOfItsNotes) {
  const std::string dir =
      std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/stackexchange-quantum";
  if (!std::filesystem::exists(dir)) GTEST_SKIP() << "no " << dir;
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportStackExchange(dir));
  const std::pair<const char*, uint64_t> counts[] = {
      {"questions", 612}, {"answers", 1060}, {"accepted", 389}, {"unanswered", 43},
      {"users", 3461}, {"tags", 154}, {"answerer→asker ties", 831},
      {"commenter→owner ties", 1161}, {"votes", 12560}};
  for (const auto& [name, count] : counts) EXPECT_EQ(result.report.CountOf(name), count) << name;
  // The same from the community alone.
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.name(), "stackexchange-quantum");
  std::map<SignalKind, uint64_t> signals;
  uint64_t accepted = 0;
  uint64_t unanswered = 0;
  for (size_t i = 0; i < c.signals().size(); ++i) {
    ++signals[c.signals().kind[i]];
    accepted += c.signals().kind[i] == SignalKind::kAnswer && c.signals().weight[i] == 2 ? 1 : 0;
    unanswered += c.signals().kind[i] == SignalKind::kAsk &&
                          !c.signals().answered_at[i].is_present() ? 1 : 0;
  }
  EXPECT_EQ(signals[SignalKind::kAsk], 612);
  EXPECT_EQ(signals[SignalKind::kAnswer], 1060);
  EXPECT_EQ(accepted, 389);
  EXPECT_EQ(unanswered, 43);
  EXPECT_EQ(c.num_members(), 3461);
  EXPECT_EQ(c.num_topics(), 154);
  EXPECT_EQ(c.num_ties(), 831 + 1161);
}

struct BadCase {
  const char* file;
  const char* content;
  const char* message;
};

TEST(ImportStackExchange, BadInputNamesPlaceAndCause) {
  const BadCase cases[] = {
      {"Users.xml", "<users>\n<row Id=\"1\"/>\n<row Id=\"1\"/></users>", "Users.xml:3:1: Id '1' is a duplicate of line 2"},
      {"Users.xml", "<users><row Id=\"one\"/></users>", "Users.xml:1:8: field 'Id' has 'one', expected an integer"},
      {"Users.xml", "<users><row/></users>", "Users.xml:1:8: field 'Id' is missing"},
      {"Users.xml", "<users><row Id=\"1\"", "Users.xml:1:"},
      {"Users.xml", "", "Users.xml:1:1: no element found"},
      {"Users.xml", "<users><user Id=\"1\"/></users>", "an element that is not <row>"},
      {"Users.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><users/>", "an entity declaration"},
      {"Users.xml", "<users><row Id=\"1\" DisplayName=\"\xff\"/></users>", "not well-formed"},
      {"Posts.xml", "<posts>\n <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"12.3.2018\"/></posts>", "Posts.xml:2:2: field 'CreationDate' has '12.3.2018', expected a time"},
      {"Posts.xml", "<posts><row Id=\"1\" PostTypeId=\"1\"/></posts>", "field 'CreationDate' is missing"},
      {"Votes.xml", "<v><row Id=\"1\" PostId=\"3\" VoteTypeId=\"8\" BountyAmount=\"-5\" CreationDate=\"2018-02-02\"/></v>", "field 'BountyAmount' has '-5', expected an integer in [0, 1000000]"}};
  for (const BadCase& bad : cases) {
    Files files = TinyDump();
    files[bad.file] = bad.content;
    EXPECT_THAT(Import(files), StatusIs(absl::StatusCode::kDataLoss, bad.message)) << bad.content;
  }
}

TEST(ImportStackExchange, EveryCutIsAnErrorOrTheSame) {
  const Files whole = TinyDump();
  const auto complete = Import(whole);
  ASSERT_THAT(complete, testing::IsOk());
  for (const auto& [name, content] : whole) {
    for (size_t size = 0; size < content.size(); ++size) {
      Files files = whole;
      files[name] = content.substr(0, size);
      const auto cut = Import(files);
      EXPECT_TRUE(!cut.ok() || cut->community == complete->community) << name << " " << size;
    }
  }
}

TEST(ImportStackExchange, NeedsUsersAndPosts) {
  EXPECT_THAT(Import({{"Users.xml", "<users/>"}}), StatusIs(absl::StatusCode::kNotFound, "Posts.xml"));
  EXPECT_THAT(ImportStackExchange("/nowhere"), StatusIs(absl::StatusCode::kNotFound, "/nowhere"));
}

TEST(ImportStackExchange, StaffSiteAndRule) {
  StackExchangeOptions options;
  options.staff = {"2"};
  options.site = "https://q.example";
  options.customer_rule = "accepted >= 1 and answers>0";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(TinyDump(), options));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.members().role[c.FindMember("2")->value()], MemberRole::kStaff);
  EXPECT_EQ(c.String(c.resources().url[c.FindResource("3")->value()]), "https://q.example/a/3");
  EXPECT_EQ(result.report.CountOf("customers"), 1);
  for (size_t i = 0; i < c.memberships().size(); ++i) {
    if (c.memberships().status[i] != MarketStatus::kCustomer) continue;
    EXPECT_EQ(FormatTime(c.memberships().valid_from[i]), "2018-02-06T00:00:00Z");
  }
  options.staff = {"99"};
  EXPECT_THAT(Import(TinyDump(), options), StatusIs(absl::StatusCode::kInvalidArgument, "staff '99'"));
}

TEST(CustomerRule, ParsesAndApplies) {
  for (const char* bad : {"", "answers", "answer>=1", "answers>=", "answers=>1", "answers>=1 and ",
                          "answers>=x", "answers>=99999999999999999999"}) {
    EXPECT_THAT(CustomerRule::Parse(bad), StatusIs(absl::StatusCode::kInvalidArgument, "customer rule")) << bad;
  }
  EXPECT_THAT(CustomerRule::Parse("answer>=1"),
              StatusIs(absl::StatusCode::kInvalidArgument, "did you mean answers"));
  const auto since = [](const char* rule, MetricValues start) {
    const std::vector<MetricEvent> events = {{Metric::kAnswers, Time(10)},
                                             {Metric::kQuestions, Time(20)},
                                             {Metric::kAnswers, Time(20)},
                                             {Metric::kAnswers, Time(30)}};
    return CustomerRule::Parse(rule)->Apply(start, events);
  };
  EXPECT_EQ(since("answers>=2", {}).since, Time(20));
  EXPECT_EQ(since("Answers > 2", {}).since, Time(30));
  EXPECT_FALSE(since("answers>3", {}).holds);
  EXPECT_FALSE(since("answers==2", {}).holds);
  EXPECT_TRUE(since("answers==3 AND questions<=1", {}).holds);
  EXPECT_TRUE(since("comments<1", {}).holds);
  EXPECT_FALSE(since("comments<1", {}).since.is_present());
  EXPECT_TRUE(since("reputation>=5 and answers>=1", {0, 0, 0, 0, 5, 0}).holds);
  EXPECT_FALSE(since("reputation>=5 and answers>=1", {0, 0, 0, 0, 5, 0}).since.is_present());
  EXPECT_FALSE(since("reputation>5", {0, 0, 0, 0, 5, 0}).holds);
}

}  // namespace
}  // namespace pullgraph::import_stackexchange_test
