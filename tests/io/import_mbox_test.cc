// SPDX-License-Identifier: Apache-2.0
#include "io/import/mbox.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "graph/community_builder.h"
#include "io/import/mail_header.h"
#include "io/import/mbox_reader.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_mbox_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

constexpr char kList[] =
    "From ann@x.org Wed Sep 22 05:05:28 2004\n"
    "From: =?utf-8?Q?Ann_=C3=84rger?= <Ann@X.org>\n"
    "To: <dev@lists.x.org>, \"Cyd, the third\" <cyd@x.org>,\n\tann@x.org\n"
    "Date: Wed, 22 Sep 2004 02:03:40 -0700\n"
    "MESSAGE-id: <1@x.org>\nSubject: How do I\n build?\n"
    "List-Id: The \"dev\" list <dev.lists.x.org>\nList-Post: <mailto:dev@lists.x.org>\n\n"
    "Text. >From here on\n\nFrom now on, on Mon, more text.\n\n"
    "From the Mon Sep 20 05:05:28 2004\nthat is text as well\n\n"
    "From bob at y.org  Wed Sep 22 06:00:00 2004\r\n"
    "From: bob at y.org (=?ISO-8859-1?Q?B=F6b?=)\r\n"
    "Date: Wed, 22 Sep 2004 10:00:00 +0000\r\nMessage-ID: <2@y.org>\r\n"
    "In-Reply-To: Your message of Wednesday <1@x.org>\r\nSubject: Re: How do I build?\r\n"
    "To: dev@lists.x.org\r\nList-Id: <dev.lists.x.org>\r\n\r\ntext\r\n\r\n"
    "From - Thu Sep 23 00:00:00 2004\n"
    "From: Dev via dev <dev@lists.x.org>\nReply-To: Dot <dot@z.org>, dev@lists.x.org\n"
    "Date: RANDOM\nMessage-ID: <3@z.org>\nReferences: <0@x.org> <1@x.org>\n <9@x.org>\n"
    "Subject: news\nX-BeenThere: dev@lists.x.org\n"
    "From ann@x.org Fri Sep 24 05:05:28 2004\n"
    "From: ann@x.org\nDate: Fri, 24 Sep 2999 02:03:40 -0700\nSubject: News\n"
    "List-Post: <mailto:dev@lists.x.org>\n";

absl::StatusOr<ImportResult> Import(std::string_view text) {
  auto source = ByteSource::FromMemory(text, "dir/a.mbox");
  if (!source.ok()) return source.status();
  return ImportMboxFrom(*std::move(source));
}

CommunityGraph Expected() {
  CommunityBuilder b("The \"dev\" list", "pullgraph");
  const auto member = [&](const char* id, const char* name) {
    const MemberId m = b.Member(id).value();
    EXPECT_THAT(b.DescribeMember(m, {.display_name = name, .kind = MemberKind::kPerson}), IsOk());
    return m;
  };
  const MemberId ann = member("ann@x.org", "Ann Ärger"), bob = member("bob@y.org", "Böb");
  const MemberId cyd = member("cyd@x.org", "Cyd, the third"), dot = member("dot@z.org", "Dot");
  const TopicId dev = b.Topic("dev.lists.x.org").value();
  const TopicId address = b.Topic("dev@lists.x.org").value();
  EXPECT_THAT(b.DescribeTopic(dev, {"The \"dev\" list", TopicId()}), IsOk());
  const Time first = At("2004-09-22T09:03:40"), second = At("2004-09-22T10:00:00");
  const ResourceId one = b.Resource("1@x.org").value(), two = b.Resource("a.mbox:39").value();
  EXPECT_THAT(b.DescribeResource(one, {"How do I build?", ResourceKind::kQuestion, {dev, address}, first}), IsOk());
  EXPECT_THAT(b.DescribeResource(two, {"News", ResourceKind::kContent, {address}}), IsOk());
  const auto signal = [&](MemberId who, ResourceId what, SignalKind kind, Time at) {
    SignalRow row;
    row.member = who;
    row.object = what.value();
    row.kind = kind;
    row.at = at;
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  signal(ann, one, SignalKind::kAsk, first);
  signal(bob, one, SignalKind::kReply, second);
  signal(dot, one, SignalKind::kReply, Time());
  signal(ann, two, SignalKind::kPost, Time());
  const auto tie = [&](MemberId from, MemberId to, TieKind kind, std::vector<Time> at) {
    TieRow row;
    row.from = from;
    row.to = to;
    row.kind = kind;
    row.directed = true;
    row.at = std::move(at);
    EXPECT_THAT(b.AddTie(row), IsOk());
  };
  tie(ann, cyd, TieKind::kMessaged, {first});
  tie(bob, ann, TieKind::kCommented, {second});
  tie(dot, ann, TieKind::kCommented, {});
  return std::move(b).Build().value();
}

TEST(ImportMbox, TinyListIsWhatItSays) {
  ASSERT_OK_AND_ASSIGN(ImportResult result, Import(kList));

  EXPECT_TRUE(result.community.parts().members == Expected().parts().members);
  EXPECT_TRUE(result.community.parts().topics == Expected().parts().topics);
  EXPECT_TRUE(result.community.parts().resources == Expected().parts().resources);
  EXPECT_TRUE(result.community.parts().signals == Expected().parts().signals);
  EXPECT_TRUE(result.community.parts().ties == Expected().parts().ties);
  EXPECT_TRUE(result.community.parts().graph == Expected().parts().graph);
  EXPECT_EQ(result.report.CountOf("messages"), 4);
  ASSERT_EQ(result.report.notes().size(), 3U);
  EXPECT_EQ(result.report.notes()[0].what, "mails without a date that can be read, kept undated");
  EXPECT_EQ(result.report.notes()[0].example, "a.mbox:30");
  EXPECT_EQ(result.report.notes()[1].what, "mails without Message-ID, named by their place");
  EXPECT_EQ(result.report.notes()[2].what, "mails dated in the future, kept undated");
}

std::string Mail(const char* id, const char* subject, const char* more = "") {
  return std::string("From x Wed Sep 22 05:05:28 2004\nFrom: ") + id + "@x.org\nSubject: " + subject +
         "\nMessage-ID: <" + id + ">\n" + more + "\n";
}

size_t Threads(const std::string& text) { return Import(text).value().report.CountOf("threads"); }

TEST(ImportMbox, SubjectsMakeThreadsOfWhatIsMarkedAsAReply) {
  EXPECT_EQ(Threads(Mail("1", "[dev] Build") + Mail("2", "RE: [dev]  Fwd: build")), 1U);
  EXPECT_EQ(Threads(Mail("1", "Build") + Mail("2", "Build")), 2U);      // Not marked.
  EXPECT_EQ(Threads(Mail("1", "Re: Build") + Mail("2", "Build")), 2U);  // Came before.
  EXPECT_EQ(Threads(Mail("1", "Re: ") + Mail("2", "")), 2U);            // Of nothing.
  EXPECT_EQ(Threads(Mail("1", "a") + Mail("2", "b", "References: <0> <1> <7>\n")), 1U);
  // Whose parents are not here, but whose thread is the same.
  EXPECT_EQ(Threads(Mail("1", "a", "References: <0> <8>\n") + Mail("2", "b", "References: <0> <9>\n")), 1U);
  EXPECT_EQ(Threads(Mail("1", "a", "In-Reply-To: <1>\n") + Mail("2", "b", "In-Reply-To: <3>\n") +
                    Mail("3", "c", "In-Reply-To: <2>\n")), 2U);
}

TEST(ImportMbox, TheListIsWhereMostMailsGo) {
  std::string text;
  for (const char* id : {"1", "2", "3"}) text += Mail(id, "a", "To: List <L@x.org>\nTo: 1@x.org\n");
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text));
  EXPECT_EQ(result.community.num_members(), 3);
  EXPECT_EQ(result.community.num_ties(), 2);
  ASSERT_EQ(result.community.num_topics(), 1);
  EXPECT_EQ(result.community.TopicKey(TopicId(0)), "l@x.org");
  ASSERT_OK_AND_ASSIGN(const ImportResult few, Import(Mail("1", "a", "To: l@x.org\n")));
  EXPECT_EQ(few.community.num_members(), 2);
  EXPECT_EQ(few.community.num_topics(), 0);
}

TEST(ImportMbox, HostileArchives) {
  EXPECT_THAT(Import("Dear all,\n"), StatusIs(absl::StatusCode::kDataLoss, "a.mbox:1:1: expected a line 'From "));
  EXPECT_THAT(Import(""), IsOk());
  const std::string giant(1 << 20, 'x');
  // A text of one line, a field of any length, recipients without end, a name of nothing.
  std::string text = Mail("1", "a") + giant + giant + "\n\n" + Mail(giant.c_str(), giant.c_str());
  text += Mail("2", "b", ("To: " + giant + "\n" + std::string("X-Y: ") + giant + "\n").c_str());
  std::string folded = "Cc: a@b.c";
  for (int i = 0; i < 20'000; ++i) folded += ",\n " + std::to_string(i) + "@people.example.org";
  text += Mail("3", "=?utf-8?B?\?==?=?Q?= =?x?q?=ff?=", (folded + "\n").c_str());
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text));
  EXPECT_EQ(result.report.CountOf("messages"), 4);
  EXPECT_GT(result.community.num_members(), 5'000);
  EXPECT_LT(result.community.num_members(), 20'000);
  EXPECT_EQ(result.report.CountOf("threads"), 4);
}

TEST(ImportMbox, Folders) {
  const auto folder = InputFolder::FromMemory({{"2004-09.txt", kList}, {"README", "Hello.\n"}, {"empty", ""}});
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportMboxFolder(folder));
  EXPECT_EQ(result.report.CountOf("messages"), 4);
  EXPECT_EQ(result.report.notes()[0].what, "mails without a date that can be read, kept undated");
  EXPECT_EQ(result.report.notes().back().count, 2U);  // README and the empty one.
  EXPECT_TRUE(LooksLikeMbox(folder));
  const auto other = InputFolder::FromMemory({{"README", "Hello.\n"}});
  EXPECT_FALSE(LooksLikeMbox(other));
  EXPECT_THAT(ImportMboxFolder(other), StatusIs(absl::StatusCode::kDataLoss, "no archive of mails"));
  EXPECT_TRUE(LooksLikeMbox(kList));
  for (const char* text : {"", "From \n", "From now on\nTo: x\n", "Subject: x\n\n", "{}",
                           "From a Wed Sep 22 05:05:28 2004\nno head\n"}) {
    EXPECT_FALSE(LooksLikeMbox(text)) << text;
  }
}

TEST(MailHeader, Text) {
  EXPECT_EQ(DecodeMailText("=?utf-8?Q?a=C3?=\t =?UTF-8*de?q?=A4_b?= c"), "a\xEF\xBF\xBD\xEF\xBF\xBD b c");
  EXPECT_EQ(DecodeMailText("=?utf-8?Q?a=C3?= =?utf-8?Q?=A4_b?= c =?utf-8?B?w6Q=?="), "aä b c ä");
  EXPECT_EQ(DecodeMailText("=?iso-2022-jp?B?GyRCJCIbKEI=?="), "あ");
  EXPECT_EQ(DecodeMailText("x=?utf-8?Q?y?=z =?utf-8?X?y?= =?"), "xyz =?utf-8?X?y?= =?");
  EXPECT_EQ(DecodeMailText("M\xFCller\n\t\x01 x"), "Müller x");
  const MailSubject subject = ParseMailSubject("[dev] Re[2]: AW : How To?");
  EXPECT_TRUE(subject.is_reply);
  EXPECT_EQ(subject.title, "How To?");
  EXPECT_EQ(subject.key, "how to?");
  EXPECT_EQ(ParseMailSubject("[PATCH] Report: all").title, "[PATCH] Report: all");
  EXPECT_FALSE(ParseMailSubject("[PATCH] Report: all").is_reply);
}

TEST(MailHeader, Addresses) {
  const auto people = ParseMailAddresses(
      "\"Roe, \\\"J\\\"\" <Jane@X.org>, b@y (Bob (the) B), team: c at z.org;, <d@w>,, 'e@v.u' <e@v.u>, no one, @, a b@c, look at me at x.org");
  ASSERT_EQ(people.size(), 5U);
  EXPECT_EQ(people[0].id, "jane@x.org");
  EXPECT_EQ(people[0].name, "Roe, \"J\"");
  EXPECT_EQ(people[1].name, "Bob (the) B");
  EXPECT_EQ(people[2].id, "c@z.org");
  EXPECT_EQ(people[3].id, "d@w");
  EXPECT_EQ(people[4].name, "");
  EXPECT_EQ(ParseMailIds(" <a b> x <c@d> <e").size(), 2U);
  EXPECT_EQ(ParseMailIds("a@b c"), std::vector<std::string>{"a@b"});
  EXPECT_TRUE(ParseMailIds(" ").empty());
}

TEST(MailHeader, Dates) {
  const std::pair<const char*, const char*> good[] = {
      {"Wed, 22 Sep 2004 02:03:40 -0700 (PDT)", "2004-09-22T09:03:40"},
      {"22 Sep 04 2:03 EST", "2004-09-22T07:03:00"},
      {"Wed Sep 22 05:05:28 2004", "2004-09-22T05:05:28"},
      {"Thu Apr 01 00:00:00 +0200 2021", "2021-03-31T22:00:00"},
      {"Thu, 31 Dec 1998 23:59:60 GMT", "1998-12-31T23:59:59"},
      {"Mon, 1 January 101 00:00:00 W. Europe Daylight Time", "2001-01-01"}};
  for (const auto& [text, time] : good) EXPECT_EQ(ParseMailDate(text), At(time)) << text;
  for (const char* text : {"", "RANDOM_Wed, 21 Sep 2016 22:42:07 +0300", "Wed, 31 Feb 2004 00:00:00", "22 Sep 2004",
                           "Wed, 22 Sep 2004 25:00:00", "Wed, 22 Sep 2004 02:03:40 -9900", "1 1 1 1 1",
                           "Wed, 22 Sep 2004 1:2:3", "Wed, 99999999999999 Sep 2004 02:03:40", ":", "+", "22 Sep 0 00:0x"}) {
    EXPECT_FALSE(ParseMailDate(text).is_present()) << text;
  }
}

TEST(ImportMbox, RealArchives) {
  const std::string folder = std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/exports/mbox";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "NO DATA: ../shared/data/exports/mbox is not there";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportMbox(folder));
  EXPECT_EQ(result.report.CountOf("messages"), 8);
  EXPECT_TRUE(result.community.FindMember("goran@domain.com").has_value());
}

}  // namespace
}  // namespace pullgraph::import_mbox_test
