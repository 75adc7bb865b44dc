// SPDX-License-Identifier: Apache-2.0
#include "io/import/graph_lines.h"

#include <algorithm>
#include <charconv>

#include "io/import/status_macros.h"

namespace pullgraph {

absl::StatusOr<bool> GraphLines::Next() {
  if (rest_.empty()) {
    PG_RETURN_IF_ERROR(CheckCancelled(run_));
    ReportProgress(run_, 0.5 * blocks_.fraction());
    PG_ASSIGN(block, blocks_.Next());
    if (block.empty()) return false;
    rest_ = block;
    if (number_ == 0 && rest_.substr(0, 3) == "\xEF\xBB\xBF") rest_.remove_prefix(3);
  }
  const size_t end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(std::min(line_.size() + 1, rest_.size()));
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  ++number_;
  return true;
}

std::optional<std::string_view> TakeWord(std::string_view& rest) {
  constexpr std::string_view kBlanks = " \t\r";
  const size_t begin = rest.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) {
    rest = {};
    return std::nullopt;
  }
  rest.remove_prefix(begin);
  const bool quoted = rest[0] == '"' && rest.find('"', 1) != std::string_view::npos;
  const size_t from = quoted ? 1 : 0;
  const size_t end = std::min(quoted ? rest.find('"', 1) : rest.find_first_of(kBlanks), rest.size());
  const std::string_view word = rest.substr(from, end - from);
  rest.remove_prefix(std::min(end + from, rest.size()));
  return word;
}

std::optional<uint64_t> WholeNumber(std::string_view word, uint64_t low, uint64_t high) {
  uint64_t value = 0;
  const char* end = word.data() + word.size();
  const auto [p, ec] = std::from_chars(word.data(), end, value);
  if (word.empty() || ec != std::errc() || p != end || value < low || value > high) return std::nullopt;
  return value;
}

}  // namespace pullgraph
