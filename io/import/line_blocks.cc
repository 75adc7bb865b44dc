// SPDX-License-Identifier: Apache-2.0
#include "io/import/line_blocks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

constexpr size_t kBlock = size_t{1} << 20;

}  // namespace

absl::Status LineBlocks::TooLong() const {
  return absl::DataLossError(absl::StrCat(name(), ": a line of more than ", kMaxLine,
                                          " bytes\ncheck that this is a text file"));
}

void LineBlocks::FindLineEnd(std::string_view head) {
  if (started_) return;
  started_ = true;
  head = head.substr(0, kBlock);
  const size_t cr = head.find('\r');
  if (cr == std::string_view::npos || head.find('\n') != std::string_view::npos) return;
  // Of a piece that is not all, '\n' may follow the last '\r'.
  if (cr + 1 < head.size() || source_.whole().has_value()) line_end_ = '\r';
}

double LineBlocks::fraction() const {
  const auto whole = source_.whole();
  if (!whole || whole->empty()) return source_.fraction();
  return static_cast<double>(offset_) / static_cast<double>(whole->size());
}

absl::StatusOr<std::string_view> LineBlocks::NextInMemory(std::string_view whole) {
  const std::string_view rest = whole.substr(offset_);
  FindLineEnd(rest);
  size_t size = rest.size();
  if (size > kBlock) {
    size_t end = rest.rfind(line_end_, kBlock - 1);
    if (end == std::string_view::npos) end = rest.substr(0, kMaxLine + 1).find(line_end_, kBlock);
    if (end == std::string_view::npos && rest.size() > kMaxLine) return TooLong();
    size = end == std::string_view::npos ? rest.size() : end + 1;
  }
  offset_ += size;
  return rest.substr(0, size);
}

absl::StatusOr<std::string_view> LineBlocks::Next() {
  if (const auto whole = source_.whole()) return NextInMemory(*whole);
  block_.clear();
  block_.swap(carry_);
  // Invariant: block_ holds no end of a line.
  while (true) {
    const auto piece = source_.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return std::string_view(block_);
    FindLineEnd(*piece);
    const size_t end = piece->rfind(line_end_);
    if (end == std::string_view::npos) {
      block_.append(*piece);
      if (block_.size() > kMaxLine) return TooLong();
      continue;
    }
    block_.append(piece->substr(0, end + 1));
    carry_.assign(piece->substr(end + 1));
    return std::string_view(block_);
  }
}

}  // namespace pullgraph
