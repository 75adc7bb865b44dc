// SPDX-License-Identifier: Apache-2.0
#include "io/import/cut_lines.h"

#include <algorithm>

#include "io/import/status_macros.h"

namespace pullgraph {

absl::StatusOr<std::optional<std::string_view>> CutLines::Next() {
  carry_.clear();
  bool is_whole = false;
  std::string_view line;
  while (!is_whole) {
    if (piece_.empty()) {
      PG_ASSIGN(piece, source_.Next());
      piece_ = piece;
      if (!piece_.empty()) continue;
      if (carry_.empty()) return std::optional<std::string_view>();
      line = carry_;
      break;
    }
    const size_t end = piece_.find('\n');
    is_whole = end != std::string_view::npos;
    line = piece_.substr(0, end);
    piece_.remove_prefix(is_whole ? end + 1 : piece_.size());
    if (is_whole && carry_.empty()) break;
    carry_.append(line.substr(0, kMaxLine - std::min(carry_.size(), kMaxLine)));
    line = carry_;
  }
  ++line_;
  line = line.substr(0, kMaxLine);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return std::optional<std::string_view>(line);
}

}  // namespace pullgraph
