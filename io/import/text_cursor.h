// SPDX-License-Identifier: Apache-2.0
// Text, byte by byte, and where one is in it; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_TEXT_CURSOR_H_
#define PULLGRAPH_IO_IMPORT_TEXT_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "io/byte_source.h"
#include "io/import/place.h"

namespace pullgraph {

class TextCursor {
 public:
  explicit TextCursor(ByteSource source) : source_(std::move(source)), file_(source_.name()) {}

  // The next byte, or -1 at the end or on error (then status() tells).
  int Peek() {
    return at_ < piece_.size() ? static_cast<unsigned char>(piece_[at_]) : Fetch();
  }
  // Past the byte that Peek() told.
  void Advance() {
    const bool line_ends = piece_[at_] == '\n';
    line_ += line_ends ? 1 : 0;
    column_ = line_ends ? 1 : column_ + 1;
    ++at_;
  }
  // What is at hand after Peek(), at least one byte of it unless at the end.
  std::string_view rest() const { return piece_.substr(at_); }
  // Past `size` bytes of rest() on the same line.
  void Skip(size_t size) {
    at_ += size;
    column_ += size;
  }
  // Past `size` bytes of rest() that are not counted, such as a byte order mark.
  void Ignore(size_t size) { at_ += size; }

  // After a carriage return that ends a line by itself.
  void StartLine() {
    ++line_;
    column_ = 1;
  }

  bool at_end() const { return ended_ && at_ >= piece_.size(); }
  const absl::Status& status() const { return status_; }
  uint64_t line() const { return line_; }
  uint64_t column() const { return column_; }
  Place Here() const { return {file_, line_, column_}; }
  const std::string& file() const { return file_; }
  double fraction() const { return source_.fraction(); }

 private:
  int Fetch();

  ByteSource source_;
  std::string file_;
  absl::Status status_;
  std::string_view piece_;
  size_t at_ = 0;  // In piece_.
  bool ended_ = false;
  uint64_t line_ = 1;
  uint64_t column_ = 1;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TEXT_CURSOR_H_
