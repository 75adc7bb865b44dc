// SPDX-License-Identifier: Apache-2.0
#include "io/import/text_lines.h"

#include <algorithm>
#include <charconv>

#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

bool IsGap(char c) { return c == ' ' || c == '\t'; }

}  // namespace

absl::StatusOr<std::optional<std::string_view>> TextLines::Next() {
  if (block_.empty()) {
    PG_ASSIGN(block, blocks_.Next());
    if (block.empty()) return std::optional<std::string_view>();
    block_ = block;
    bytes_ += block.size();
    if (line_ == 0 && block_.substr(0, 3) == "\xEF\xBB\xBF") block_.remove_prefix(3);
  }
  ++line_;
  std::string_view line = block_.substr(0, block_.find(blocks_.line_end()));
  block_.remove_prefix(std::min(line.size() + 1, block_.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return std::optional<std::string_view>(line);
}

void SplitWords(std::string_view line, std::vector<LineWord>& words) {
  words.clear();
  for (size_t at = 0; at < line.size();) {
    if (IsGap(line[at])) {
      ++at;
      continue;
    }
    const size_t begin = at;
    const size_t close = line[at] == '"' ? line.find('"', at + 1) : std::string_view::npos;
    if (close != std::string_view::npos) {
      words.push_back({line.substr(begin + 1, close - begin - 1), begin + 1, true});
      at = close + 1;
      continue;
    }
    while (at < line.size() && !IsGap(line[at])) ++at;
    words.push_back({line.substr(begin, at - begin), begin + 1, false});
  }
}

std::optional<uint64_t> ParseWhole(std::string_view text) {
  uint64_t value = 0;
  const auto [p, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || p != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace pullgraph
