// SPDX-License-Identifier: Apache-2.0
#include "io/import/numbered_nodes.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr uint64_t kFreeNodes = 250'000;  // Some 120 bytes each: below the 64 MiB that any input may take.

}  // namespace

absl::Status NumberedNodes::Announce(uint64_t count, const Place& at) {
  count_ = count;
  if (count <= UINT32_MAX - 1) return absl::OkStatus();
  return BadInput(at, absl::StrCat(count, " ", what_, ", expected at most ", UINT32_MAX - 1));
}

absl::StatusOr<uint64_t> NumberedNodes::Number(const LineWord& word, const TextLines& lines) const {
  const auto number = ParseWhole(word.text);
  if (number && *number >= 1 && *number <= count_) return *number;
  return BadInput(lines.At(word), absl::StrCat("'", Printable(word.text), "', expected a number in [1, ",
                                               count_, "]: that many ", what_, " were announced"));
}

absl::StatusOr<Node> NumberedNodes::At(uint64_t number, const Place& at) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof(text), number).ptr;
  return rows_.End(std::string_view(text, static_cast<size_t>(end - text)), at);
}

absl::StatusOr<Node> NumberedNodes::At(const LineWord& word, const TextLines& lines) {
  PG_ASSIGN(number, Number(word, lines));
  return At(number, lines.At(word));
}

absl::Status NumberedNodes::AddAll(uint64_t bytes, const std::string& file) {
  if (count_ > kFreeNodes + bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat(file, ": announces ", count_, " ", what_, " in ", bytes,
                     " bytes\nleave out those that are not tied to any other"));
  }
  for (uint64_t i = 1; i <= count_; ++i) PG_RETURN_IF_ERROR(At(i, {file}).status());
  return absl::OkStatus();
}

}  // namespace pullgraph
