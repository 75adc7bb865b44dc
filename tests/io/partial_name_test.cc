// SPDX-License-Identifier: Apache-2.0
#include "io/partial_name.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/export_csv.h"
#include "io/generate_community.h"
#include "io/output_file.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::partial_name_test {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class PartialNames : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "pullgraph.XXXXXX";
    ASSERT_NE(::mkdtemp(folder_.data()), nullptr);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }
  // A process that does something and is killed in the middle of it.
  template <class Act>
  void Killed(Act&& act) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      act();
      ::raise(SIGKILL);
      ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
  }

  std::string folder_;
};

TEST_F(PartialNames, TheNextRunRemovesWhatAKilledOneLeft) {
  Killed([&] {
    (void)MakePartialFile(Path("a"));
    const auto folder = MakePartialFolder(Path("a/"));
    if (folder.ok()) std::ofstream(folder->name + "/table.csv") << "id\n";
  });
  EXPECT_THAT(Names(), SizeIs(2));
  RemoveLeftBehind(Path("b"));
  RemoveLeftBehind(Path(""));
  EXPECT_THAT(Names(), SizeIs(2)) << "another path's";
  RemoveLeftBehind(Path("a"));
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(PartialNames, WhatIsHeldOrNotOursToJudgeStays) {
  ASSERT_OK_AND_ASSIGN(const HeldPartial file, MakePartialFile(Path("a")));
  ASSERT_OK_AND_ASSIGN(const HeldPartial folder, MakePartialFolder(Path("a")));
  std::ofstream(Path("a.partial")) << "somebody's";
  std::ofstream(Path("a.partially")) << "somebody's";
  std::ofstream(Path("aa.partial-123456")) << "of another path";
  ASSERT_EQ(::symlink(Path("a.partial").c_str(), Path("a.partial-symlink").c_str()), 0);
  RemoveLeftBehind(Path("a"));
  EXPECT_THAT(Names(), SizeIs(6));
  // A copy of the descriptor holds it as well.
  const int copy = ::dup(file.fd);
  ::close(file.fd);
  RemoveLeftBehind(Path("a"));
  EXPECT_THAT(Names(), SizeIs(6));
  ::close(copy);
  ::close(folder.fd);
  RemoveLeftBehind(Path("a"));
  EXPECT_THAT(Names(), UnorderedElementsAre("a.partial", "a.partially", "aa.partial-123456", "a.partial-symlink"));
}

TEST_F(PartialNames, NamesAsLongAsNamesMayBe) {
  const std::string longest(NAME_MAX, 'n');
  ASSERT_OK_AND_ASSIGN(OutputFile out, OutputFile::Create(Path(longest)));
  ASSERT_TRUE(out.Append("x").ok());
  ASSERT_TRUE(out.Commit().ok());
  EXPECT_THAT(Names(), UnorderedElementsAre(longest));
  Killed([&] { (void)MakePartialFile(Path(longest)); });
  EXPECT_THAT(Names(), SizeIs(2));
  ASSERT_OK_AND_ASSIGN(OutputFile again, OutputFile::Create(Path(longest)));
  EXPECT_THAT(Names(), UnorderedElementsAre(longest));
}

TEST_F(PartialNames, AnExportedFolderIsWholeOrNotThere) {
  GenerateOptions options;
  options.members = 50;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph community, GenerateCommunity(options));
  Killed([&] { (void)MakePartialFolder(Path("tables")); });
  EXPECT_THAT(Names(), SizeIs(1));
  ASSERT_OK_AND_ASSIGN(const ExportedTables tables, ExportCsv(community, Path("tables"), nullptr));
  EXPECT_GT(tables.rows, 50U);
  EXPECT_THAT(Names(), UnorderedElementsAre("tables"));
}

}  // namespace
}  // namespace pullgraph::partial_name_test
