// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "tests/testing/status_matchers.h"

namespace pullgraph::output_file_test {
namespace {

namespace fs = std::filesystem;

class OutputFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "pullgraph.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string File(const std::string& name) const { return folder_ + "/" + name; }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  static std::string Text(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream(path).rdbuf();
    return out.str();
  }

  std::string folder_;
};

TEST_F(OutputFolder, IsWholeOrNotThere) {
  ASSERT_OK_AND_ASSIGN(OutputFile out, OutputFile::Create(File("a")));
  ASSERT_TRUE(out.Append("new").ok());
  EXPECT_FALSE(fs::exists(File("a")));
  ASSERT_TRUE(out.Commit().ok());
  EXPECT_EQ(Text(File("a")), "new");
  EXPECT_EQ(Names(), std::vector<std::string>{"a"});
}

TEST_F(OutputFolder, ReplacesAndKeepsTheMode) {
  std::ofstream(File("a")) << "old";
  ASSERT_EQ(::chmod(File("a").c_str(), 0640), 0);
  ASSERT_OK_AND_ASSIGN(OutputFile out, OutputFile::Create(File("a")));
  ASSERT_TRUE(out.Append("new").ok());
  EXPECT_EQ(Text(File("a")), "old");
  ASSERT_TRUE(out.Commit().ok());
  EXPECT_EQ(Text(File("a")), "new");
  struct stat info {};
  ASSERT_EQ(::stat(File("a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640U);
  EXPECT_EQ(Names(), std::vector<std::string>{"a"});
}

TEST_F(OutputFolder, NothingIsLeftOfWhatIsGivenUp) {
  { ASSERT_OK_AND_ASSIGN(OutputFile out, OutputFile::Create(File("a"))); }
  EXPECT_TRUE(Names().empty());
  // Nor of a process that ends in the middle, without a word.
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    absl::StatusOr<OutputFile> out = OutputFile::Create(File("a"));
    const bool good = out.ok() && out->Append(std::string(1 << 20, 'x')).ok();
    ::_exit(good ? 9 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 9);
  EXPECT_TRUE(Names().empty());
}

TEST_F(OutputFolder, TwoWritersOfOneNameGiveOneWholeResult) {
  ASSERT_OK_AND_ASSIGN(OutputFile one, OutputFile::Create(File("a")));
  ASSERT_OK_AND_ASSIGN(OutputFile two, OutputFile::Create(File("a")));
  ASSERT_TRUE(one.Append("one").ok());
  ASSERT_TRUE(two.Append("two").ok());
  ASSERT_TRUE(two.Commit().ok());
  ASSERT_TRUE(one.Commit().ok());
  EXPECT_EQ(Text(File("a")), "one");
  EXPECT_EQ(Names(), std::vector<std::string>{"a"});
}

}  // namespace
}  // namespace pullgraph::output_file_test
