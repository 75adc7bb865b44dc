// SPDX-License-Identifier: Apache-2.0
// A precompiled header hides it when a file lacks an #include. Here each file is held
// to include, itself or through headers of the house, what it names of the precompiled
// headers (PULLGRAPH_PRECOMPILED in cmake/PullgraphOptions.cmake).
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/layering/sources.h"

namespace pullgraph::includes_test {
namespace {

using layering::CodeLines;
using layering::IsWordChar;
using layering::Source;
using layering::SourcesOf;

struct Use {
  std::string name;
  std::vector<std::string> headers;  // Each of them declares it.
};

const std::vector<Use>& Uses() {
  static const std::vector<Use> uses = {
      {"std::sort", {"algorithm"}},
      {"std::stable_sort", {"algorithm"}},
      {"std::lower_bound", {"algorithm"}},
      {"std::upper_bound", {"algorithm"}},
      {"std::min", {"algorithm"}},
      {"std::max", {"algorithm"}},
      {"std::fill", {"algorithm"}},
      {"std::find", {"algorithm"}},
      {"std::array", {"array"}},
      {"std::atomic", {"atomic"}},
      {"std::exp", {"cmath"}},
      {"std::isfinite", {"cmath"}},
      {"std::log", {"cmath"}},
      {"std::pow", {"cmath"}},
      {"std::sqrt", {"cmath"}},
      {"int64_t", {"cstdint"}},
      {"uint32_t", {"cstdint"}},
      {"uint64_t", {"cstdint"}},
      {"std::function", {"functional"}},
      {"std::numeric_limits", {"limits"}},
      {"std::map", {"map"}},
      {"std::make_unique", {"memory"}},
      {"std::unique_ptr", {"memory"}},
      {"std::accumulate", {"numeric"}},
      {"std::iota", {"numeric"}},
      {"std::optional", {"optional"}},
      {"std::string", {"string"}},
      {"std::string_view", {"string_view"}},
      {"std::tie", {"tuple"}},
      {"std::tuple", {"tuple"}},
      {"std::move", {"utility"}},
      {"std::pair", {"utility", "map", "vector"}},
      {"std::vector", {"vector"}},
      {"absl::flat_hash_map", {"absl/container/flat_hash_map.h"}},
      {"absl::FunctionRef", {"absl/functional/function_ref.h"}},
      {"absl::Status", {"absl/status/status.h", "absl/status/statusor.h"}},
      {"absl::InvalidArgumentError", {"absl/status/status.h", "absl/status/statusor.h"}},
      {"absl::StatusOr", {"absl/status/statusor.h"}},
      {"absl::StrAppend", {"absl/strings/str_cat.h"}},
      {"absl::StrCat", {"absl/strings/str_cat.h"}},
      {"absl::StrFormat", {"absl/strings/str_format.h"}},
      {"absl::Span", {"absl/types/span.h"}},
  };
  return uses;
}

bool Names(const Source& source, const std::string& name) {
  for (const std::string& line : source.lines) {
    if (line.rfind("#include", 0) == 0) continue;
    for (size_t at = line.find(name); at != std::string::npos; at = line.find(name, at + 1)) {
      const char before = at == 0 ? ' ' : line[at - 1];
      const char after = at + name.size() < line.size() ? line[at + name.size()] : ' ';
      if (!IsWordChar(before) && before != ':' && !IsWordChar(after)) return true;
    }
  }
  return false;
}

class Includes {
 public:
  explicit Includes(const std::vector<Source>& sources) {
    static const std::regex include("#include [<\"]([^>\"]+)[>\"].*");
    for (const Source& source : sources) {
      std::smatch match;
      for (const std::string& line : source.lines) {
        if (line.rfind("#include", 0) == 0 && std::regex_match(line, match, include)) {
          direct_[source.path].push_back(match[1]);
        }
      }
    }
  }

  // All that `path` includes, over headers of the house.
  std::set<std::string> Of(const std::string& path) const {
    std::set<std::string> seen;
    std::vector<std::string> open = {path};
    while (!open.empty()) {
      const auto found = direct_.find(open.back());
      open.pop_back();
      if (found == direct_.end()) continue;
      for (const std::string& header : found->second) {
        if (seen.insert(header).second) open.push_back(header);
      }
    }
    return seen;
  }

 private:
  std::map<std::string, std::vector<std::string>> direct_;
};

std::string Lacking(const Source& source, const Includes& includes) {
  const std::set<std::string> included = includes.Of(source.path);
  std::string faults;
  for (const Use& use : Uses()) {
    bool there = false;
    for (const std::string& header : use.headers) there = there || included.count(header) != 0;
    if (!there && Names(source, use.name)) {
      faults += source.path + ": names " + use.name + " without <" + use.headers[0] + ">\n";
    }
  }
  return faults;
}

TEST(Includes, FilesIncludeWhatThePrecompiledHeadersHold) {
  const std::vector<Source> sources = SourcesOf({"graph", "algorithms", "io"});
  ASSERT_GT(sources.size(), 40U);
  const Includes includes(sources);
  for (const Source& source : sources) EXPECT_EQ(Lacking(source, includes), "");
}

TEST(Includes, PlantedFaultsAreSeen) {
  const std::vector<Source> sources = {
      {"a.h", CodeLines("#include <vector>\n#include <utility>\nstd::vector<int> A();")},
      {"a.cc", CodeLines("#include \"a.h\"\nstd::vector<int> a; std::optional<int> b;")},
      {"b.cc", CodeLines("// std::map\nstd::string_view s; my_uint32_t u;")},
  };
  const Includes includes(sources);
  EXPECT_EQ(Lacking(sources[0], includes), "");
  EXPECT_EQ(Lacking(sources[1], includes), "a.cc: names std::optional without <optional>\n");
  EXPECT_EQ(Lacking(sources[2], includes),
            "b.cc: names std::string_view without <string_view>\n");
}

}  // namespace
}  // namespace pullgraph::includes_test
