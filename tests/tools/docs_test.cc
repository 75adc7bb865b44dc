// SPDX-License-Identifier: Apache-2.0
// What the README and the pages of docs/ show is what the command prints: every
// ```console block is run, in order, in a folder of its own for each page. A line
// `$ command` is followed by what it prints on standard output. Between the markers
// <!-- verbs --> and <!-- /verbs --> stands the table of `pullgraph reference verbs`. With
// PULLGRAPH_UPDATE_DOCS=1 in the environment the pages are written anew instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace pullgraph::docs_test {
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

void AppendOutput(const std::string& command, const std::string& folder, Page& page) {
  ++page.commands;
  for (std::string& out : Output(command, folder)) page.lines.push_back(std::move(out));
}

Page Rerun(const std::vector<std::string>& page, const std::string& folder) {
  Page result;
  bool inside = false;    // A console block.
  bool in_table = false;  // The table of verbs.
  for (const std::string& line : page) {
    if (inside && line == "```") inside = false;
    if (line == "<!-- /verbs -->") in_table = false;
    const bool command = inside && line.rfind("$ ", 0) == 0;
    if (!in_table && (!inside || command)) result.lines.push_back(line);
    if (line == "```console") inside = true;
    if (command) AppendOutput(line.substr(2), folder, result);
    if (line != "<!-- verbs -->") continue;
    in_table = true;
    AppendOutput("pullgraph reference verbs", folder, result);
  }
  return result;
}

// The README, the guide to contributing and the pages of docs/.
std::vector<fs::path> AllPages() {
  std::vector<fs::path> pages = {PULLGRAPH_SOURCE_DIR "/README.md",
                                 PULLGRAPH_SOURCE_DIR "/CONTRIBUTING.md"};
  for (const auto& entry : fs::directory_iterator(PULLGRAPH_SOURCE_DIR "/docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

// Those that have something to run.
std::vector<fs::path> Pages() {
  std::vector<fs::path> pages;
  for (const fs::path& path : AllPages()) {
    const std::vector<std::string> lines = LinesOf(path);
    if (std::find(lines.begin(), lines.end(), "```console") != lines.end()) pages.push_back(path);
  }
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

// What stands in the round brackets of [text](target) on a line.
std::vector<std::string> LinksOf(const std::string& line) {
  std::vector<std::string> links;
  for (size_t at = line.find("]("); at != std::string::npos; at = line.find("](", at + 2)) {
    const size_t end = line.find(')', at);
    if (end != std::string::npos) links.push_back(line.substr(at + 2, end - at - 2));
  }
  return links;
}

TEST(DocsLinks, LeadToFilesThatAreThere) {
  int followed = 0;
  for (const fs::path& page : AllPages()) {
    bool code = false;  // There a bracket is no link.
    for (const std::string& line : LinesOf(page)) {
      if (line.rfind("```", 0) == 0) code = !code;
      if (code) continue;
      for (const std::string& link : LinksOf(line)) {
        const std::string file = link.substr(0, link.find('#'));
        if (file.empty() || file.find("://") != std::string::npos) continue;
        ++followed;
        EXPECT_TRUE(fs::exists(page.parent_path() / file)) << page << ": " << link;
      }
    }
  }
  EXPECT_GT(followed, 0);
}

// "- **word**: what it means", in the order of the alphabet.
TEST(DocsGlossary, IsInTheOrderOfTheAlphabet) {
  std::vector<std::string> words;
  for (const std::string& line : LinesOf(PULLGRAPH_SOURCE_DIR "/docs/glossary.md")) {
    if (line.rfind("- **", 0) != 0) continue;
    std::string word = line.substr(4, line.find("**", 4) - 4);
    for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    words.push_back(word);
  }
  EXPECT_GT(words.size(), 50u);
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}

}  // namespace
}  // namespace pullgraph::docs_test
