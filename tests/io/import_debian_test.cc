// SPDX-License-Identifier: Apache-2.0
#include "io/import/debian.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "io/import/debian_archive.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_debian_test {
namespace {

using testing::At;
using testing::StatusIs;

constexpr char kPackages[] =
    "Package: libfoo1\nSource: foo (1.2)\nMaintainer: Foo Team <team+foo@tracker.debian.org>\n"
    "Depends: libc6 (>= 2.34)\nSection: libs\nDescription: foo library\n"
    "Tag: role::shared-lib,\n implemented-in::c\n\n"
    "Package: foo\nMaintainer: Foo Team <team+foo@tracker.debian.org>\nDepends: libfoo1, bar:any | baz\n"
    "Section: contrib/utils\nDescription: the foo tool\nHomepage: https://foo.example\n\n\n"
    "Package: bar\nMaintainer: \"Roe, Jane\" <Jane@Example.org>\nDepends: libfoo1\nPre-Depends: dpkg\n"
    "Description: bars\nSection: utils\n";
constexpr char kSources[] =
    "Package: foo\nBinary: foo, libfoo1\nMaintainer: Foo Team <team+foo@tracker.debian.org>\n"
    "Uploaders: Ann <ann@example.org>, Bob <bob@example.org>\nBuild-Depends: debhelper (>= 13)\n\n"
    "Package: baz\nBinary: baz\nMaintainer: Ann <ann@example.org>\nUploaders: Bob <BOB@example.org>\n"
    "Build-Depends: libfoo1 [amd64] <!nocheck>,\n bar\n";

absl::StatusOr<ImportResult> Import(std::vector<std::string> texts, DebianOptions options = {}) {
  std::vector<ByteSource> sources;
  for (const std::string& text : texts) {
    auto source = ByteSource::FromMemory(text, "index");
    if (!source.ok()) return source.status();
    sources.push_back(*std::move(source));
  }
  return ImportDebianFrom(std::move(sources), options);
}

// What the two indexes say, built by hand.
CommunityGraph Expected() {
  CommunityBuilder b("debian", "pullgraph");
  const auto topic = [&](const char* id) { return b.Topic(id).value(); };
  const MarketId market = b.Market("customers").value();
  const ResourceId foo = b.Resource("foo").value();
  const ResourceId bar = b.Resource("bar").value();
  const ResourceId baz = b.Resource("baz").value();
  EXPECT_TRUE(b.DescribeResource(foo, {"foo: the foo tool", ResourceKind::kPackage,
                                       {topic("libs"), topic("role::shared-lib"),
                                        topic("implemented-in::c"), topic("utils")},
                                       Time(), 0, "https://foo.example", {market}}).ok());
  EXPECT_TRUE(b.DescribeResource(bar, {"bar: bars", ResourceKind::kPackage, {topic("utils")}, Time(), 0, ""}).ok());
  EXPECT_TRUE(b.DescribeResource(baz, {"", ResourceKind::kPackage, {}, Time(), 0, ""}).ok());
  const auto member = [&](const char* id, const char* name, MemberKind kind, MemberRole role) {
    MemberRow row;
    row.display_name = name;
    row.kind = kind;
    row.role = role;
    const MemberId m = b.Member(id).value();
    EXPECT_TRUE(b.DescribeMember(m, row).ok());
    return m;
  };
  const MemberId team = member("team+foo@tracker.debian.org", "Foo Team", MemberKind::kOrganization, MemberRole::kStaff);
  const MemberId jane = member("jane@example.org", "Roe, Jane", MemberKind::kPerson, MemberRole::kCommunity);
  const MemberId ann = member("ann@example.org", "Ann", MemberKind::kPerson, MemberRole::kStaff);
  const MemberId bob = member("bob@example.org", "Bob", MemberKind::kPerson, MemberRole::kStaff);
  const auto tie = [&](MemberId x, MemberId y, uint32_t count) {
    TieRow t;
    t.from = x;
    t.to = y;
    t.kind = TieKind::kCollaborates;
    t.count = count;
    EXPECT_TRUE(b.AddTie(t).ok());
  };
  tie(team, ann, 1);
  tie(team, bob, 1);
  tie(ann, bob, 2);
  const auto use = [&](MemberId who, ResourceId what) {
    SignalRow s;
    s.member = who;
    s.object = what.value();
    s.kind = SignalKind::kUse;
    EXPECT_TRUE(b.AddSignal(s).ok());
  };
  use(team, bar);
  use(ann, bar);
  use(bob, bar);
  use(jane, foo);
  use(ann, foo);
  use(bob, foo);
  // foo and baz both need bar, and both are Ann's and Bob's.
  for (const auto& [m, status] : {std::pair{team, MarketStatus::kProspect}, {jane, MarketStatus::kCustomer},
                                  {ann, MarketStatus::kCustomer}, {bob, MarketStatus::kCustomer}}) {
    EXPECT_TRUE(b.AddMembership({market, m, status, Time(), Time()}).ok());
  }
  return std::move(b).Build().value();
}

TEST(ImportDebian, TinyArchiveIsWhatItSays) {
  DebianOptions options;
  options.product = "libfoo1";  // Built by foo.
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import({kPackages, kSources}, options));
  const CommunityGraph& c = result.community;
  // Weights differ from 1 where two packages of a member need the same.
  for (size_t i = 0; i < c.signals().size(); ++i) {
    const bool shared = c.ResourceKey(ResourceId(c.signals().object[i])) == "bar" &&
                        c.MemberKey(c.signals().member[i]) != "team+foo@tracker.debian.org";
    EXPECT_EQ(c.signals().weight[i], shared ? 2 : 1);
  }
  CommunityParts parts = c.parts();
  for (size_t i = 0; i < c.signals().size(); ++i) parts.signals.weight.Set(i, 1);
  EXPECT_TRUE(parts == Expected().parts());
  EXPECT_EQ(result.report.CountOf("customers"), 3);
  ASSERT_OK_AND_ASSIGN(const ImportResult swapped, Import({kSources, kPackages}, options));
  EXPECT_TRUE(swapped.community == c);
}

TEST(ImportDebian, LargeTeamsTieNobody) {
  DebianOptions options;
  options.max_team = 2;
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import({kSources}, options));
  EXPECT_EQ(result.community.num_ties(), 1);
  options.max_team = 1;
  EXPECT_THAT(Import({kSources}, options), StatusIs(absl::StatusCode::kInvalidArgument, "max_team is 1"));
}

TEST(ImportDebian, BadInput) {
  DebianOptions options;
  options.product = "libfo1";
  EXPECT_THAT(Import({kPackages}, options), StatusIs(absl::StatusCode::kInvalidArgument, "did you mean libfoo1"));
  const std::pair<const char*, const char*> cases[] = {
      {"Package: a\nnonsense\n", "index:2:1: 'nonsense', expected 'Field: value'"},
      {" x\n", "index:1:1: a line that continues no field"},
      {"\nVersion: 1\n\n", "index:2:1: a paragraph without the field 'Package'"},
      {"Package: a\nPackage: b\n", "index:2:1: field 'Package' comes twice"},
      {"Package: a\nMaintainer: M\xffller <m@x>\n", "index:2:14: '\\xFF' is not valid UTF-8"}};
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(Import({text}), StatusIs(absl::StatusCode::kDataLoss, message)) << text;
  }
  DebianOptions nowhere;
  nowhere.lists_directory = "/nowhere";
  EXPECT_THAT(ImportDebian(nowhere), StatusIs(absl::StatusCode::kNotFound, "/nowhere: no package index"));
}

TEST(DebianControl, PeopleAndRelations) {
  const auto people = ParsePeople("\"Powell, IV\" <A@x.org>,  B <b@y>,C, D <d@z>");
  ASSERT_EQ(people.size(), 3);  // A comma may be part of a name.
  EXPECT_EQ(people[0].id, "a@x.org");
  EXPECT_EQ(people[0].name, "Powell, IV");
  EXPECT_EQ(people[1].id, "b@y");
  EXPECT_TRUE(ParsePeople(" , ").empty());
  EXPECT_EQ(ParseRelations("a (>= 1), b:any|c, d [x], ${misc:Depends},, e"),
            (std::vector<std::string_view>{"a", "b", "d", "e"}));
}

TEST(DebianKeys, SignaturesAmongMembersAreDatedTies) {
  DebianArchive archive;
  for (const char* id : {"ann@example.org", "bob@example.org"}) {
    archive.people_ids.Intern(id);
    archive.people.push_back({});
  }
  constexpr char kListing[] =
      "pub:-:4096:1:AAAAAAAAAAAAAAAA:1300000000:::-:::scESC:\n"
      "uid:-::::1300000000::X::Ann <ANN@example.org>:\n"
      "sig:::1:AAAAAAAAAAAAAAAA:1300000000::::Ann:13x:\n"
      "sig:::1:BBBBBBBBBBBBBBBB:1500000000::::Bob:10x:\n"
      "sig:::1:BBBBBBBBBBBBBBBB:1400000000::::Bob:10x:\n"
      "sig:::1:CCCCCCCCCCCCCCCC:1400000000::::[?]:10x:\n"
      "pub:-:4096:1:BBBBBBBBBBBBBBBB:1300000000:::-:::scESC:\n"
      "uid:-::::1300000000::X::Bob <bob@example.org>:\n";
  ASSERT_OK_AND_ASSIGN(ByteSource listing, ByteSource::FromMemory(kListing, "keys"));
  ASSERT_TRUE(ReadKeySignatures(std::move(listing), archive).ok());
  ASSERT_EQ(archive.signatures.size(), 1);
  EXPECT_EQ(archive.signatures[0].signer, "bob@example.org");
  EXPECT_EQ(archive.signatures[0].signed_by_them, "ann@example.org");
  EXPECT_EQ(archive.signatures[0].at, At("1400000000"));
}

TEST(ImportDebian, ThisMachine) {
  const auto result = ImportDebian();
  if (absl::IsNotFound(result.status())) GTEST_SKIP() << result.status().message();
  ASSERT_THAT(result, testing::IsOk());
  EXPECT_GT(result->community.num_members(), 100);
  EXPECT_GT(result->community.signals().size(), 1000);
}

}  // namespace
}  // namespace pullgraph::import_debian_test
