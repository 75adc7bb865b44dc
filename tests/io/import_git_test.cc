// SPDX-License-Identifier: Apache-2.0
#include "io/import/git.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "io/import/child_process.h"
#include "io/import/git_commits.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_git_test {
namespace {

using testing::At;
using testing::IsOk;
using testing::StatusIs;

const std::string kHash = "0123456789abcdef0123456789abcdef0123456";  // And one digit more.

std::string TinyLog() {
  return absl::StrCat(
      "commit ", kHash, "3 ", kHash, "1 ", kHash, "2 (HEAD -> refs/heads/main)\nMerge: 1 2\n"
      "Author:     Bob <bob@x.org>\nAuthorDate: Tue Aug 14 15:00:00 2012 +0000\n\n    Merge\n"
      "    \n    Acked-by: Cyd <cyd@x.org>\n\n1\t0\tdoc/merged\n\n"
      "commit ", kHash, "2 ", kHash, "1\r\nAuthor:     Ann \"A\" Lee <Ann@X.org>\r\n"
      "AuthorDate: Tue Aug 14 14:00:00 2012 -0300\nCommit: Eve <eve@x.org>\nCommitDate: x\n\n    Fix\n\n"
      "    co-authored-by: Bob <bob@x.org>\n    Reviewed-by: Cyd <CYD@x.org>\n    Tested-by: Cyd <cyd@x.org>\n"
      "    Signed-off-by: Ann <ann@x.org>\n    Signed-off-by: Dot <dot@x.org>\n    Reported-by: fuzz@x.org\n"
      "    Helped-by: somebody\n    Not-a-trailer: Bob <bob@x.org>\n\n"
      ":100644 100644 e69de29... e69de29... R100\tsrc/a.c\tlib/{b}.c\n"
      ":000000 100644 0000000... e69de29... A\t\"\\303\\274/x\\ty\"\n0\t0\t{src => lib}/a.c\n1\t0\tREADME\n\n"
      "commit ", kHash, "1\nAuthor: hal[bot] <1+hal[bot]@users.noreply.x.org>\nDate: soon\n\n    First\n\n"
      "-\t-\tREADME\n0\t0\t{src => lib}/c\n2\t0\tdoc/{ => new}/d\n0\t0\ta => b/c\n");
}

absl::StatusOr<ImportResult> Import(const std::string& text) {
  auto source = ByteSource::FromMemory(text, "dir/tiny.txt");
  if (!source.ok()) return source.status();
  return ImportGitLogFrom(*std::move(source));
}

CommunityGraph ExpectedGit() {
  CommunityBuilder b("tiny", "pullgraph");
  const auto member = [&](const char* id, const char* name, MemberRole role = MemberRole::kCommunity) {
    const MemberId m = b.Member(id).value();
    const MemberKind kind = role == MemberRole::kBot ? MemberKind::kUnspecified : MemberKind::kPerson;
    EXPECT_THAT(b.DescribeMember(m, {.display_name = name, .kind = kind, .role = role}), IsOk());
    return m;
  };
  const MemberId ann = member("ann@x.org", "Ann \"A\" Lee"), bob = member("bob@x.org", "Bob");
  const MemberId cyd = member("cyd@x.org", "Cyd"), dot = member("dot@x.org", "Dot"), fuzz = member("fuzz@x.org", "");
  const MemberId hal = member("1+hal[bot]@users.noreply.x.org", "hal[bot]", MemberRole::kBot);
  const Time fix = At("2012-08-14T17:00:00"), merge = At("2012-08-14T15:00:00");
  const auto post = [&](MemberId who, const char* what, Time at) {
    SignalRow row;
    row.member = who;
    row.object = b.Resource(what).value().value();
    row.kind = SignalKind::kPost;
    row.at = at;
    EXPECT_THAT(b.AddSignal(row), IsOk());
  };
  for (const char* area : {"src/", "lib/", "ü/", "doc/", "b/", "README", "a"}) {
    const std::string id = area;
    std::vector<TopicId> topics;
    if (id.back() == '/') topics.push_back(b.Topic(id).value());
    const bool in_fix = id == "src/" || id == "lib/" || id == "ü/";
    EXPECT_THAT(b.DescribeResource(b.Resource(id).value(), {id, ResourceKind::kContent, topics, in_fix ? fix : Time()}), IsOk());
    if (in_fix) post(ann, area, fix);
    if (in_fix) post(bob, area, fix);
    if (id != "ü/") post(hal, area, Time());
  }
  const auto tie = [&](MemberId from, MemberId to, TieKind kind, Time at, bool directed = true) {
    TieRow row;
    row.from = from;
    row.to = to;
    row.kind = kind;
    row.directed = directed;
    row.at = {at};
    EXPECT_THAT(b.AddTie(row), IsOk());
  };
  tie(cyd, bob, TieKind::kReviewed, merge);
  tie(ann, bob, TieKind::kCollaborates, fix, false);
  tie(cyd, ann, TieKind::kReviewed, fix);  // Reviewed and tested: once.
  tie(dot, ann, TieKind::kVouches, fix);
  tie(ann, fuzz, TieKind::kMentioned, fix);
  return std::move(b).Build().value();
}

TEST(ImportGit, TinyLogIsWhatItSays) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(TinyLog()));
  EXPECT_TRUE(result.community == ExpectedGit());
  EXPECT_EQ(result.report.CountOf("commits"), 3);
  EXPECT_EQ(result.report.notes().size(), 3U);  // A merge, a name alone, no date.
  EXPECT_TRUE(LooksLikeGitLog(TinyLog()));
}

TEST(ImportGit, HostileLogs) {
  EXPECT_THAT(Import("commit me\n"), StatusIs(absl::StatusCode::kDataLoss, "tiny.txt:1:1: expected 'commit HASH'"));
  EXPECT_THAT(Import(""), IsOk());
  const std::string first = absl::StrCat("commit ", kHash, "1\n");
  for (const char* rest : {"", "Author: \n", "Author: <>\n", "Author: \xFF <\xFE>\n:\n:\t\n1\t\n1\t2\t\n\t\n", "    :\n    Acked-by:\n",
                           "1\t1\t\"\\\n1\t1\t\"\"\n1\t1\t\"\\9\\1\"\n1\t1\t/\n1\t1\t => \n1\t1\t{ => }\n1\t1\t} => {\n"}) {
    const auto result = Import(first + rest + first);
    ASSERT_THAT(result, IsOk()) << rest;
    EXPECT_EQ(result->report.CountOf("commits"), 1) << rest;
  }
  for (const char* text : {"", "commit\n", "From 0123", "commit 0123456789abcdef0123456789abcdef01234567\nhello\n"}) {
    EXPECT_FALSE(LooksLikeGitLog(text)) << text;
  }
}

class ImportGitRepository : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "NO GIT: the command is not there";
    root_ = ::testing::TempDir() + "git repository";
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ + "/src");
    Run("git init -q . && git config user.name Ann && git config user.email ann@x.org");
    Run("git config log.showSignature true && git config gpg.program 'touch ran; false'");
    Run("echo 1 > src/a && echo 'Ann Lee <ann@x.org>' > .mailmap && echo 2 > 'odd\tname'");
    Commit("First\n\nReviewed-by: Bob <bob@x.org>", "2020-01-01T00:00:00Z");
    Run("git mv src doc && echo more >> .mailmap");
    Commit("Second", "2020-01-02T00:00:00+02:00");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Run(const std::string& command) {
    ASSERT_EQ(std::system(absl::StrCat("cd '", root_, "' && ", command).c_str()), 0) << command;
  }
  void Commit(const std::string& text, const std::string& date) {
    Run(absl::StrCat("git add -A && GIT_AUTHOR_DATE=", date, " GIT_COMMITTER_DATE=", date,
                     " git commit -q --no-gpg-sign -m '", text, "'"));
  }

  std::string root_;
};

TEST_F(ImportGitRepository, IsWhatItsLogSays) {
  EXPECT_TRUE(LooksLikeGitRepository(root_));
  EXPECT_TRUE(LooksLikeGitRepository(root_ + "/.git"));
  EXPECT_FALSE(LooksLikeGitRepository(root_ + "/doc"));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportGit(root_));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.name(), "git repository");
  EXPECT_EQ(result.report.CountOf("commits"), 2);
  EXPECT_EQ(c.num_resources(), 4);  // src/, doc/, .mailmap, and the odd name.
  EXPECT_TRUE(c.FindResource("odd\tname").has_value());
  EXPECT_EQ(c.String(c.members().display_name[c.FindMember("ann@x.org")->value()]), "Ann Lee");
  EXPECT_EQ(c.num_ties(), 1);
  EXPECT_FALSE(std::filesystem::exists(root_ + "/ran"));
  Run("git -c log.showSignature=false log --raw --numstat --pretty=fuller --decorate=full --all --parents -M -C -c > log.txt");
  ASSERT_OK_AND_ASSIGN(const ImportResult text, ImportGit(root_ + "/log.txt", {.name = "git repository"}));
  EXPECT_TRUE(text.community.parts().signals == c.parts().signals);
  EXPECT_TRUE(text.community.parts().ties == c.parts().ties);
  EXPECT_TRUE(text.community.parts().resources == c.parts().resources);
}

TEST_F(ImportGitRepository, WhatGitCannotRead) {
  EXPECT_THAT(ImportGit(root_ + "/doc"), StatusIs(absl::StatusCode::kFailedPrecondition, "is no git repository\nname"));
  std::filesystem::create_directories(root_ + "/doc/.git");  // Lies in a repository, and is none.
  EXPECT_THAT(ImportGit(root_ + "/doc"), StatusIs(absl::StatusCode::kDataLoss, "git log failed: fatal:"));
  EXPECT_THAT(ImportGit(root_ + "/nowhere"), StatusIs(absl::StatusCode::kNotFound, ""));
}

TEST(ChildProcess, NoSuchProgram) {
  EXPECT_THAT(ChildProcess::Start({"no-such-program-at-all"}, "X", {}), StatusIs(absl::StatusCode::kNotFound, "cannot start"));
}

TEST(ImportGit, RealLogs) {
  const std::string folder = std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/exports/git/";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "NO DATA: ../shared/data/exports/git is not there";
  ASSERT_OK_AND_ASSIGN(const ImportResult log, ImportGit(folder + "git_log.txt"));
  EXPECT_EQ(log.report.CountOf("commits"), 10);
  EXPECT_EQ(log.community.signals().size(), 13U);
  ASSERT_OK_AND_ASSIGN(const ImportResult trailers, ImportGit(folder + "git_log_trailers.txt"));
  EXPECT_EQ(trailers.community.num_members(), 4);
  EXPECT_EQ(trailers.community.num_ties(), 3);
  EXPECT_THAT(ImportGit(folder + "git_log_merge.txt"), IsOk());
  EXPECT_THAT(ImportGit(folder + "git_bad_encoding.txt"), IsOk());
}

}  // namespace
}  // namespace pullgraph::import_git_test
