// SPDX-License-Identifier: Apache-2.0
// The arrows of the house, read off its sources:
//   graph <- algorithms <- io <- tools, and inside algorithms
//   kernels <- {access, attract, edge, ...} <- opportunity;
// threads only in graph/parallel, protobuf only in io/ and tools/, randomness only
// through graph/random.h, no output from libraries.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "tests/layering/sources.h"

namespace pullgraph::layering_test {
namespace {

using layering::CodeLines;
using layering::House;
using layering::IsWordChar;
using layering::ReadAll;
using layering::Source;
using layering::SourcesOf;

// "graph", "algorithms/kernels", "io", "tools", "tests", "bench"; "" for a header
// that is none of ours.
std::string LayerOf(const std::string& path) {
  static const std::regex pattern("(graph|algorithms/[a-z_]+|io|tools|tests|bench)/.*");
  std::smatch match;
  return std::regex_match(path, match, pattern) ? match[1].str() : "";
}

bool MayInclude(const std::string& from, const std::string& to) {
  if (to.empty() || to == from) return true;
  if (to == "tests" || to == "bench" || to == "tools" || from == "graph") return false;
  if (from == "tools" || to == "graph") return true;
  const bool to_algorithms = to.rfind("algorithms/", 0) == 0;
  if (from == "io") return to_algorithms;
  if (from == "algorithms/kernels" || !to_algorithms) return false;
  return from == "algorithms/opportunity" || to == "algorithms/kernels";
}

// Places where an #include goes against the arrows, one per line.
std::string WrongIncludes(const Source& source) {
  static const std::regex include("#include [<\"]([^>\"]+)[>\"].*");
  std::string faults;
  for (size_t i = 0; i < source.lines.size(); ++i) {
    std::smatch match;
    if (source.lines[i].rfind("#include", 0) != 0) continue;
    if (!std::regex_match(source.lines[i], match, include)) continue;
    if (!MayInclude(LayerOf(source.path), LayerOf(match[1].str()))) {
      faults += source.path + ":" + std::to_string(i + 1) + ": includes " + match[1].str() + "\n";
    }
  }
  return faults;
}

using Words = std::vector<std::string>;

// Places where one of `forbidden` stands, not as the tail of a longer name.
std::string Matches(const Source& source, const Words& forbidden) {
  std::string faults;
  for (size_t i = 0; i < source.lines.size(); ++i) {
    const std::string& line = source.lines[i];
    for (const std::string& word : forbidden) {
      for (size_t at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
        const char before = at == 0 ? ' ' : line[at - 1];
        if (IsWordChar(word[0]) && (IsWordChar(before) || before == '.' || before == '>')) continue;
        faults += source.path + ":" + std::to_string(i + 1) + ": " + word + "\n";
      }
    }
  }
  return faults;
}

const Words kThreads = {"<thread>",    "<omp.h>",      "<future>",   "<execution>",
                        "<pthread.h>", "std::thread",  "std::jthread", "std::async",
                        "pragma omp",  "pthread_create"};
const Words kProtobuf = {"google/protobuf", ".pb.h", "google::protobuf"};
const Words kRandom = {"<random>",         "std::mt19937", "std::random_device",
                       "std::minstd_rand", "rand(",        "srand("};
const Words kOutput = {"<iostream>",   "std::cout",    "std::cerr",  "std::clog", "std::exit",
                       "std::abort",   "std::terminate", "printf(",  "puts(",     "abort(",
                       "std::printf(", "exit(",        "fprintf(std", "std::fprintf(std"};

TEST(Layering, IncludesFollowTheArrows) {
  const std::vector<Source> sources = SourcesOf(House());
  ASSERT_GT(sources.size(), 40U);
  for (const Source& source : sources) EXPECT_EQ(WrongIncludes(source), "");
}

TEST(Layering, ThreadsOnlyInGraphParallel) {
  int uses = 0;
  for (const Source& source : SourcesOf(House())) {
    const std::string faults = Matches(source, kThreads);
    // The progress line has a clock of its own, which computes nothing.
    if (source.path.rfind("tools/command/progress.", 0) == 0) continue;
    if (source.path.rfind("graph/parallel.", 0) == 0) {
      uses += !faults.empty();
    } else {
      EXPECT_EQ(faults, "");
    }
  }
  EXPECT_GT(uses, 0);
}

TEST(Layering, ProtobufOnlyInIoAndTools) {
  int uses = 0;
  for (const Source& source : SourcesOf(House())) {
    const std::string layer = LayerOf(source.path);
    const std::string faults = Matches(source, kProtobuf);
    if (layer == "io" || layer == "tools") {
      uses += !faults.empty();
    } else {
      EXPECT_EQ(faults, "");
    }
  }
  EXPECT_GT(uses, 0);
}

TEST(Layering, RandomnessOnlyFromRandomStream) {
  for (const Source& source : SourcesOf(House())) EXPECT_EQ(Matches(source, kRandom), "");
}

TEST(Layering, LibrariesNeitherPrintNorEndTheProgram) {
  for (const Source& source : SourcesOf({"graph", "algorithms", "io"})) {
    EXPECT_EQ(Matches(source, kOutput), "");
  }
}

TEST(Layering, RolesAndOptOutsAreJudgedInOnePlace) {
  const Words policy = {"MemberRole::kStaff", "MemberRole::kBot", "opted_out["};
  for (const Source& source : SourcesOf({"algorithms", "io/report", "tools"})) {
    for (const std::string& line : source.lines) {
      for (const std::string& word : policy) {
        EXPECT_EQ(line.find(word), std::string::npos)
            << source.path << ": " << word << " belongs to graph/member_policy.h";
      }
    }
  }
}

TEST(Layering, EveryFileIsShortLicensedAndGuarded) {
  const std::filesystem::path root(PULLGRAPH_SOURCE_DIR);
  for (const Source& source :
       SourcesOf({"graph", "algorithms", "io", "tools", "tests", "bench", "examples"})) {
    const std::string text = ReadAll(root / source.path);
    EXPECT_EQ(text.rfind("// SPDX-License-Identifier: Apache-2.0\n", 0), 0U) << source.path;
    const bool is_test = source.path.rfind("tests/", 0) == 0;
    EXPECT_TRUE(is_test || source.lines.size() < 400) << source.path << ": over 400 lines";
    if (source.path.substr(source.path.size() - 2) != ".h") continue;
    std::string guard = "PULLGRAPH_" + source.path + "_";
    for (char& c : guard) c = std::isalnum(c) ? static_cast<char>(std::toupper(c)) : '_';
    EXPECT_NE(text.find("#ifndef " + guard + "\n#define " + guard + "\n"), std::string::npos)
        << source.path;
  }
}

// The checks themselves: each sees a planted fault and lets sound code pass.
TEST(LayeringChecks, ArrowsBothWays) {
  const std::vector<std::string> order = {"graph", "algorithms/kernels", "algorithms/edge",
                                          "algorithms/opportunity", "io", "tools"};
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = 0; j < order.size(); ++j) {
      EXPECT_EQ(MayInclude(order[i], order[j]), i >= j) << order[i] << " -> " << order[j];
    }
    EXPECT_FALSE(MayInclude(order[i], "tests"));
    EXPECT_FALSE(MayInclude(order[i], "bench"));
    EXPECT_TRUE(MayInclude(order[i], LayerOf("vector")));
  }
  EXPECT_FALSE(MayInclude("algorithms/edge", "algorithms/access"));
}

TEST(LayeringChecks, PlantedFaultsAreSeen) {
  const auto source = [](const char* text) { return Source{"graph/x.cc", CodeLines(text)}; };
  EXPECT_EQ(WrongIncludes(source("// x\n#include \"io/y.h\"\n")),
            "graph/x.cc:2: includes io/y.h\n");
  EXPECT_EQ(WrongIncludes(source("#include \"graph/y.h\"\n#include <map>\n")), "");
  EXPECT_NE(Matches(source("#include <thread>"), kThreads), "");
  EXPECT_NE(Matches(source("  std::jthread t;"), kThreads), "");
  EXPECT_NE(Matches(source("#pragma omp parallel for"), kThreads), "");
  EXPECT_EQ(Matches(source("// std::thread\nint x;  // <thread>"), kThreads), "");
  EXPECT_NE(Matches(source("#include \"pullgraph/v1/rows.pb.h\""), kProtobuf), "");
  EXPECT_NE(Matches(source("std::mt19937 engine;"), kRandom), "");
  EXPECT_NE(Matches(source("std::cerr << 1;"), kOutput), "");
  EXPECT_NE(Matches(source("  printf(\"x\");"), kOutput), "");
  EXPECT_NE(Matches(source("fprintf(stderr, \"x\");"), kOutput), "");
  EXPECT_NE(Matches(source("  abort();"), kOutput), "");
  EXPECT_EQ(Matches(source("std::snprintf(b, 1, \"printf(\");"), kOutput), "");
  EXPECT_EQ(Matches(source("/* printf( \n abort() */ at_exit_();"), kOutput), "");
}

}  // namespace
}  // namespace pullgraph::layering_test
