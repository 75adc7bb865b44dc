// SPDX-License-Identifier: Apache-2.0
// The command, run as its users run it.
#ifndef PULLGRAPH_TESTS_TOOLS_COMMAND_FIXTURE_H_
#define PULLGRAPH_TESTS_TOOLS_COMMAND_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace pullgraph::testing {

inline std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

// Each test has a folder of its own, with a community c.pull in it.
class Command : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "pullgraph.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    ASSERT_EQ(Run("generate community --members 200 --ties 1000 --signals 3000 --resources 120 "
                  "-o " + File("c.pull")).code, 0);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name) const { return folder_ + "/" + name; }

  // Runs `pullgraph <arguments>` in a shell.
  Outcome Run(const std::string& arguments) const {
    // Braces, so that all of a pipe is caught.
    const std::string line = "{ " + std::string(PULLGRAPH_BINARY) + " " + arguments + " ; } >" +
                             File("out") + " 2>" + File("err") + " </dev/null";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(File("out")), ReadAll(File("err"))};
  }

  // The command's output, in every format, is the same for 1, 2 and 7 threads.
  void ExpectSameForAnyThreads(const std::string& command) const {
    for (const std::string format : {"table", "csv", "json", "pb"}) {
      const std::string line = command + " --format " + format + " --threads ";
      const Outcome one = Run(line + "1");
      EXPECT_EQ(one.code, 0) << line << one.err;
      EXPECT_GT(one.out.size(), 40U) << line;
      for (const std::string threads : {"2", "7"}) {
        EXPECT_EQ(Run(line + threads).out, one.out) << line << threads;
      }
    }
  }

  std::string folder_;
};

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TOOLS_COMMAND_FIXTURE_H_
