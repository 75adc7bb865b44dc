// SPDX-License-Identifier: Apache-2.0
// For whom people work: by their addresses, and kept through merging, hiding and tables.
#include "io/import/employers.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "graph/attributes.h"
#include "graph/community_builder.h"
#include "io/export_csv.h"
#include "io/import/alias_table.h"
#include "io/import/csv.h"
#include "io/import/merge.h"
#include "io/import/pseudonyms.h"
#include "io/import/rebuild.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::employers_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

void Act(CommunityBuilder& b, const char* who, const char* at) {
  SignalRow row;
  row.member = b.Member(who).value();
  row.object_kind = ObjectKind::kResource;
  row.object = b.Resource("r").value().value();
  row.kind = SignalKind::kPost;
  row.at = At(at);
  ASSERT_THAT(b.AddSignal(row), IsOk());
}

// What holds of `name`, as of then: "value since".
std::string Holds(const CommunityGraph& c, const char* who, const std::string& name, const char* as_of) {
  const CommunityView view(c, At(as_of));
  for (const Attribute& a : AttributesAt(view, c.FindMember(who).value())) {
    if (c.String(a.name) == name) return absl::StrCat(std::string(c.String(a.value)), " ", FormatTime(a.valid_from).substr(0, 10));
  }
  return "";
}

CommunityGraph Mails() {
  CommunityBuilder b("list", "test");
  Act(b, "ada@engines.example", "2015-03-01");
  Act(b, "ada@engines.example", "2015-01-01");
  Act(b, "ada@babbage.example", "2019-05-01");
  Act(b, "git:bob@Engines.example", "2018-01-01");
  Act(b, "cyd@gmail.com", "2018-01-01");
  Act(b, "noreply@engines.example", "2018-01-01");
  Act(b, "12+dan@users.noreply.github.com", "2018-01-01");
  Act(b, "eve", "2018-01-01");
  MemberRow eve;
  eve.attributes = {{"email", "eve@umbra.example"}};
  EXPECT_TRUE(b.DescribeMember(b.Member("eve").value(), eve).ok());
  MemberRow fay;  // It is said already.
  fay.attributes = {{"organisation", "Fay Ltd"}};
  EXPECT_TRUE(b.DescribeMember(b.Member("fay@umbra.example").value(), fay).ok());
  MemberRow bot;
  bot.role = MemberRole::kBot;
  EXPECT_TRUE(b.DescribeMember(b.Member("build@umbra.example").value(), bot).ok());
  EXPECT_TRUE(b.Member("gil@umbra.example").ok());  // Did nothing that has a date.
  return std::move(b).Build().value();
}

TEST(AddEmployers, FromAddressesSinceTheFirstAct) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, AddEmployers(Mails()));
  std::map<std::string, std::string> all;
  for (uint32_t m = 0; m < r.community.num_members(); ++m) {
    const std::string who(r.community.MemberKey(MemberId(m)));
    if (const std::string text = Holds(r.community, who.c_str(), "organisation", "2030-01-01"); !text.empty()) all[who] = text;
  }
  EXPECT_EQ(all, (std::map<std::string, std::string>{{"ada@engines.example", "engines.example 2015-01-01"},
                                                     {"ada@babbage.example", "babbage.example 2019-05-01"},
                                                     {"git:bob@Engines.example", "engines.example 2018-01-01"},
                                                     {"eve", "umbra.example 2018-01-01"},
                                                     {"fay@umbra.example", "Fay Ltd "},
                                                     {"gil@umbra.example", "umbra.example "}}));
  EXPECT_EQ(r.report.CountOf("members with an employer's address"), 5U);
}

TEST(AddEmployers, WhoBeganElsewhereHasLeft) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, AddEmployers(Mails()));
  const std::string path = ::testing::TempDir() + "/employers_aliases.csv";
  std::ofstream(path) << "alias,person\nada@engines.example,ada\nada@babbage.example,ada\n";
  ASSERT_OK_AND_ASSIGN(const AliasTable aliases, ReadAliasTable(path));
  MergeOptions options;
  options.aliases = &aliases;
  ASSERT_OK_AND_ASSIGN(const ImportResult all, MergeCommunities({&r.community}, options));
  EXPECT_EQ(Holds(all.community, "ada", "organisation", "2014-01-01"), "");
  EXPECT_EQ(Holds(all.community, "ada", "organisation", "2018-01-01"), "engines.example 2015-01-01");
  EXPECT_EQ(Holds(all.community, "ada", "organisation", "2020-01-01"), "babbage.example 2019-05-01");
  // Twice the same says nothing new.
  ASSERT_OK_AND_ASSIGN(const ImportResult twice, MergeCommunities({&all.community, &all.community}, {}));
  EXPECT_EQ(twice.community.members().attributes.values().size(), all.community.members().attributes.values().size());
}

TEST(DatedAttributes, AreATableOfTheirOwn) {
  const std::string folder = ::testing::TempDir() + "/dated_attributes";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/members.csv") << "id,employer\nada,none\n";
  std::ofstream(folder + "/attributes.csv")
      << "member,name,value,valid_from,valid_to\nada,employer,Engines,2018-03-12,2019-01-01\nada,town,Bonn,,\n";
  ASSERT_OK_AND_ASSIGN(const ImportResult r, ImportCsv(folder, {}));
  EXPECT_EQ(Holds(r.community, "ada", "employer", "2018-01-01"), "none ");
  EXPECT_EQ(Holds(r.community, "ada", "employer", "2018-06-01"), "Engines 2018-03-12");
  EXPECT_EQ(Holds(r.community, "ada", "employer", "2020-06-01"), "none ");
  EXPECT_EQ(Holds(r.community, "ada", "town", "2020-06-01"), "Bonn ");
  std::ofstream(folder + "/attributes.csv") << "member,name,value,valid_from,valid_to\nada,e,x,2019-01-01,2018-01-01\n";
  EXPECT_THAT(ImportCsv(folder, {}), StatusIs(absl::StatusCode::kDataLoss, "attributes.csv:2:1: valid_to is before valid_from"));
  std::ofstream(folder + "/attributes.csv") << "member,name,value\nada,,x\neve,e,x\n";
  EXPECT_THAT(ImportCsv(folder, {}), StatusIs(absl::StatusCode::kDataLoss, "attributes.csv:3:1: field 'member' has 'eve', a dangling id"));
}

TEST(DatedAttributes, ThroughAMapping) {
  const std::string folder = ::testing::TempDir() + "/mapped_attributes";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/jobs.csv") << "Who,Firm,Started,Ended\nada,Engines,12.03.2018,01.01.2019\nada,,01.01.2019,\n";
  ASSERT_OK_AND_ASSIGN(const CsvMapping mapping, ParseCsvMapping(R"({"tables": [{"table": "attributes", "file": "jobs.csv",
      "columns": {"member": "Who", "name": {"text": "employer"}, "value": "Firm",
                  "valid_from": {"column": "Started", "date": "%d.%m.%Y"}, "valid_to": {"column": "Ended", "date": "%d.%m.%Y"}}}]})", "m"));
  ASSERT_OK_AND_ASSIGN(const ImportResult r, ImportMappedCsv(folder, mapping, {}));
  EXPECT_EQ(Holds(r.community, "ada", "employer", "2018-06-01"), "Engines 2018-03-12");
  EXPECT_EQ(Holds(r.community, "ada", "employer", "2019-06-01"), "");
}

TEST(DatedAttributes, AreHiddenOrKeptAndCoarsened) {
  const CommunityGraph c = testing::TinyCommunity();
  AnonymiseOptions o;
  o.key = "0123456789abcdef";
  ASSERT_OK_AND_ASSIGN(const Anonymised hidden, AnonymiseCommunity(c, o));
  EXPECT_TRUE(hidden.result.community.members().attributes.is_default());
  o.keep_attributes = {"employer"};
  o.coarse_days = 30;
  ASSERT_OK_AND_ASSIGN(const Anonymised kept, AnonymiseCommunity(c, o));
  const auto attributes = kept.result.community.members().attributes.values();
  ASSERT_EQ(attributes.size(), 2U);
  for (const Attribute& a : attributes) EXPECT_EQ(a.valid_from.micros() % (30 * kMicrosPerDay), 0);
}

}  // namespace
}  // namespace pullgraph::employers_test
