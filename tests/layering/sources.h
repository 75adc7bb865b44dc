// SPDX-License-Identifier: Apache-2.0
// The sources of the house as the layering tests read them: code without its comments
// and without what stands inside literals.
#ifndef PULLGRAPH_TESTS_LAYERING_SOURCES_H_
#define PULLGRAPH_TESTS_LAYERING_SOURCES_H_

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace pullgraph::layering {

struct Source {
  std::string path;  // From the root of the house: "graph/time.cc".
  std::vector<std::string> lines;
};

inline bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// The end of the literal or comment that begins at `i` of `text`, or `i` if none does.
inline size_t PastLiteral(const std::string& text, size_t i) {
  const auto past = [&](const std::string& end, size_t from) {
    const size_t at = text.find(end, from);
    return at == std::string::npos ? text.size() : at + end.size();
  };
  const bool after_word = i > 0 && IsWordChar(text[i - 1]);
  if (text.compare(i, 2, "//") == 0) return std::min(text.find('\n', i), text.size());
  if (text.compare(i, 2, "/*") == 0) return past("*/", i + 2);
  if (text.compare(i, 2, "R\"") == 0 && !after_word) {
    const size_t open = text.find('(', i);
    if (open == std::string::npos) return text.size();
    return past(")" + text.substr(i + 2, open - i - 2) + "\"", open);
  }
  // 1'000 is a number, not the beginning of a character.
  if (text[i] != '"' && (text[i] != '\'' || after_word)) return i;
  size_t end = i + 1;
  while (end < text.size() && text[end] != text[i] && text[end] != '\n') {
    end += text[end] == '\\' ? 2 : 1;
  }
  return std::min(end + 1, text.size());
}

// The lines of `text`, with comments and literals blanked out, but for what an
// #include names.
inline std::vector<std::string> CodeLines(const std::string& text) {
  std::vector<std::string> lines(1);
  for (size_t i = 0; i < text.size();) {
    if (lines.back().empty() && text.compare(i, 8, "#include") == 0) {
      const size_t end = std::min(text.find('\n', i), text.size());
      lines.back() = text.substr(i, end - i);
      i = end;
      continue;
    }
    const size_t end = PastLiteral(text, i);
    for (size_t k = i; k < end; ++k) {
      if (text[k] == '\n') lines.emplace_back();
    }
    if (end > i) {
      i = end;
      continue;
    }
    if (text[i] == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += text[i];
    }
    ++i;
  }
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

inline std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// All .h and .cc files below `folders`, by path.
inline std::vector<Source> SourcesOf(const std::vector<std::string>& folders) {
  const std::filesystem::path root(PULLGRAPH_SOURCE_DIR);
  std::vector<Source> sources;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      sources.push_back({std::filesystem::relative(entry.path(), root).generic_string(),
                         CodeLines(ReadAll(entry.path()))});
    }
  }
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

inline const std::vector<std::string>& House() {
  static const std::vector<std::string> folders = {"graph", "algorithms", "io", "tools"};
  return folders;
}

}  // namespace pullgraph::layering

#endif  // PULLGRAPH_TESTS_LAYERING_SOURCES_H_
