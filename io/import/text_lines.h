// SPDX-License-Identifier: Apache-2.0
// Text, line by line; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_TEXT_LINES_H_
#define PULLGRAPH_IO_IMPORT_TEXT_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "io/import/line_blocks.h"
#include "io/import/place.h"

namespace pullgraph {

// A piece of a line, and where it begins.
struct LineWord {
  std::string_view text;
  uint64_t column = 0;  // From 1.
  bool quoted = false;  // Then without its quotes.
};

class TextLines {
 public:
  explicit TextLines(ByteSource source) : blocks_(std::move(source)) {}

  // The next line without its end (LF, CR LF, or CR throughout), or nothing at the end of
  // the input. A byte order mark is passed over. Valid until the next call.
  absl::StatusOr<std::optional<std::string_view>> Next();

  // Of the line that Next() gave.
  uint64_t line() const { return line_; }
  Place At(uint64_t column = 1) const { return {file(), line_, column}; }
  Place At(const LineWord& word) const { return At(word.column); }
  // Bytes read so far.
  uint64_t bytes() const { return bytes_; }
  const std::string& file() const { return blocks_.name(); }
  double fraction() const { return blocks_.fraction(); }

 private:
  LineBlocks blocks_;
  std::string_view block_;
  uint64_t line_ = 0;
  uint64_t bytes_ = 0;
};

// Cuts a line at blanks into `words`; "..." is one of them, blanks and all.
void SplitWords(std::string_view line, std::vector<LineWord>& words);

// A whole number >= 0 without sign, or nothing.
std::optional<uint64_t> ParseWhole(std::string_view text);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TEXT_LINES_H_
