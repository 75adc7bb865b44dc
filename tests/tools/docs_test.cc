// SPDX-License-Identifier: Apache-2.0
// What the README and the pages of docs/ show is what the command prints: every
// ```console block is run, in order, in a folder of its own for each page. A line
// `$ command` is followed by what it prints on standard output. With
// PULLGRAPH_UPDATE_DOCS=1 in the environment the pages are written anew instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace pullgraph {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> LinesOf(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string Trimmed(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

// Runs one command of a page; lines of its standard output.
std::vector<std::string> Output(const std::string& command, const std::string& folder) {
  const std::string bin = fs::path(PULLGRAPH_BINARY).parent_path().string();
  const std::string line = "cd '" + folder + "' && PATH='" + bin + "':\"$PATH\" && { " + command +
                           " ; } > out.txt 2> err.txt < /dev/null";
  const int status = std::system(line.c_str());
  std::ostringstream err;
  err << std::ifstream(folder + "/err.txt").rdbuf();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << command << "\n" << err.str();
  std::vector<std::string> lines;
  for (std::string& out : LinesOf(folder + "/out.txt")) lines.push_back(Trimmed(std::move(out)));
  return lines;
}

struct Page {
  std::vector<std::string> lines;  // As they should be.
  int commands = 0;
};

Page Rerun(const std::vector<std::string>& page, const std::string& folder) {
  Page result;
  bool inside = false;
  for (const std::string& line : page) {
    if (inside && line == "```") inside = false;
    const bool command = inside && line.rfind("$ ", 0) == 0;
    if (!inside || command) result.lines.push_back(line);
    if (line == "```console") inside = true;
    if (!command) continue;
    ++result.commands;
    for (std::string& out : Output(line.substr(2), folder)) result.lines.push_back(std::move(out));
  }
  return result;
}

// The README and the pages of docs/ that have something to run.
std::vector<fs::path> Pages() {
  std::vector<fs::path> pages;
  const auto add = [&](const fs::path& path) {
    const std::vector<std::string> lines = LinesOf(path);
    const bool runs = std::find(lines.begin(), lines.end(), "```console") != lines.end();
    if (runs && path.extension() == ".md") pages.push_back(path);
  };
  add(PULLGRAPH_SOURCE_DIR "/README.md");
  for (const auto& entry : fs::directory_iterator(PULLGRAPH_SOURCE_DIR "/docs")) add(entry.path());
  std::sort(pages.begin(), pages.end());
  return pages;
}

class Docs : public ::testing::TestWithParam<fs::path> {};

TEST_P(Docs, ShowWhatTheCommandPrints) {
  const fs::path& path = GetParam();
  std::string folder = ::testing::TempDir() + "pullgraph.XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::vector<std::string> lines = LinesOf(path);
  const Page page = Rerun(lines, folder);
  fs::remove_all(folder);
  EXPECT_GT(page.commands, 0);
  if (std::getenv("PULLGRAPH_UPDATE_DOCS") != nullptr && !HasFailure()) {
    std::ofstream out(path);
    for (const std::string& line : page.lines) out << line << "\n";
    return;
  }
  EXPECT_EQ(page.lines, lines) << "PULLGRAPH_UPDATE_DOCS=1 writes " << path << " anew";
}

INSTANTIATE_TEST_SUITE_P(Pages, Docs, ::testing::ValuesIn(Pages()),
                         [](const auto& param) { return param.param.stem().string(); });

}  // namespace
}  // namespace pullgraph
