// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_CSV_READER_H_
#define PULLGRAPH_IO_IMPORT_CSV_READER_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "io/byte_source.h"
#include "io/import/place.h"
#include "io/import/text_cursor.h"

namespace pullgraph {

// A cell and where it starts.
struct CsvCell {
  std::string_view text;
  Place place;
};

// Reads records of RFC 4180: quoted cells may hold delimiters, line ends and doubled
// quotes; lines end in LF or CRLF, or all in CR if the first does; a byte order mark and
// empty lines are skipped.
class CsvReader {
 public:
  static constexpr size_t kMaxRecord = size_t{16} << 20;

  // A tolerant one takes what programs write against the rules: quotes within a cell as
  // they are, a lone carriage return as a blank, and cells that are not UTF-8 as
  // Windows-1252.
  explicit CsvReader(ByteSource source, char delimiter = ',', bool tolerant = false)
      : in_(std::move(source)), delimiter_(delimiter), tolerant_(tolerant) {}

  // Goes to the next record; false at the end of the input.
  //
  // ERRORS: DataLoss with file:line:column for a quote inside an unquoted cell, text
  // after a closing quote, a quote that is never closed, a NUL byte, a lone carriage
  // return, invalid UTF-8, a record over kMaxRecord bytes; those of ByteSource.
  absl::StatusOr<bool> Next();

  // The cells of this record; valid until Next().
  absl::Span<const CsvCell> cells() const { return cells_; }
  Place place() const { return {file(), record_line_, 1}; }

  const std::string& file() const { return in_.file(); }
  double fraction() const { return in_.fraction(); }
  // Cells of this record that were not UTF-8.
  size_t recoded() const { return recoded_.size(); }

 private:
  struct Extent {
    size_t begin;
    size_t end;
    uint64_t line;
    uint64_t column;
  };

  absl::Status Quoted();
  absl::Status Unquoted();
  absl::StatusOr<bool> EndOfCell();  // True at the end of the record.
  absl::Status SkipEmptyLines();
  absl::Status Publish();

  TextCursor in_;
  char delimiter_;
  bool tolerant_;
  bool started_ = false;
  enum class LineEnd { kUnknown, kFeed, kReturn } line_end_ = LineEnd::kUnknown;
  uint64_t record_line_ = 1;
  std::string text_;  // Of all cells of the record.
  std::vector<Extent> extents_;
  std::vector<CsvCell> cells_;
  std::deque<std::string> recoded_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_READER_H_
