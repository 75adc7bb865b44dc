// SPDX-License-Identifier: Apache-2.0
#include "io/import/github_mentions.h"

#include <algorithm>

namespace pullgraph {
namespace {

constexpr size_t kLongestLogin = 39;

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void InLine(std::string_view line, std::vector<std::string_view>& found) {
  bool in_code = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '`') in_code = !in_code;
    if (line[i] != '@' || in_code) continue;
    const char before = i == 0 ? ' ' : line[i - 1];
    if (IsWord(before) || before == '_' || before == '/' || before == '.' || before == '-') {
      continue;
    }
    size_t end = i + 1;
    while (end < line.size() && (IsWord(line[end]) || line[end] == '-')) ++end;
    const char after = end < line.size() ? line[end] : ' ';
    const std::string_view login = line.substr(i + 1, end - i - 1);
    const bool is_login = !login.empty() && login.size() <= kLongestLogin &&
                          login.front() != '-' && login.back() != '-';
    if (is_login && after != '/' && after != '_') found.push_back(login);
    i = end - 1;
  }
}

}  // namespace

std::vector<std::string_view> GithubMentions(std::string_view text) {
  std::vector<std::string_view> found;
  if (text.find('@') == std::string_view::npos) return found;
  bool in_block = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
    const std::string_view words = line.substr(indent);
    if (words.substr(0, 3) == "```" || words.substr(0, 3) == "~~~") {
      in_block = !in_block;
      continue;
    }
    const bool is_quote = words.substr(0, 1) == ">";
    const bool is_code = in_block || indent >= 4 || line.substr(0, 1) == "\t";
    if (!is_quote && !is_code) InLine(line, found);
  }
  return found;
}

}  // namespace pullgraph
