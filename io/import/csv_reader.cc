// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"
#include "io/import/text_encoding.h"

namespace pullgraph {

absl::Status CsvReader::Quoted() {
  const Place opened = in_.Here();
  in_.Advance();
  while (true) {
    const int c = in_.Peek();
    if (c < 0) {
      PG_RETURN_IF_ERROR(in_.status());
      return BadInput(opened, "the quote that opens here is never closed");
    }
    if (c == 0) return BadInput(in_.Here(), "a NUL byte, expected text");
    if (text_.size() >= kMaxRecord) {
      return BadInput(opened, "a cell of more than 16 MiB", "is the quote that opens here closed?");
    }
    in_.Advance();
    if (c != '"') {
      text_.push_back(static_cast<char>(c));
      continue;
    }
    if (in_.Peek() != '"') return in_.status();
    text_.push_back('"');
    in_.Advance();
  }
}

absl::Status CsvReader::Unquoted() {
  while (true) {
    const int c = in_.Peek();
    if (c < 0) return in_.status();
    if (text_.size() >= kMaxRecord) return BadInput(place(), "a record of more than 16 MiB");
    if (c == '\r' && tolerant_ && line_end_ == LineEnd::kFeed) {
      in_.Advance();
      if (in_.Peek() == '\n') return absl::OkStatus();
      text_.push_back(' ');
      continue;
    }
    if (c == delimiter_ || c == '\n' || c == '\r') return absl::OkStatus();
    if (c == 0) {
      return BadInput(in_.Here(), "a NUL byte, expected text",
                      "if this is UTF-16, save it as UTF-8 or with a byte order mark");
    }
    if (c == '"' && tolerant_) {
      text_.push_back('"');
      in_.Advance();
      continue;
    }
    if (c == '"') {
      return BadInput(in_.Here(), "a quote inside an unquoted cell",
                      "put the whole cell in quotes and double the quotes within");
    }
    // The rest of a plain run at once.
    const std::string_view rest = in_.rest();
    size_t size = 1;
    while (size < rest.size() && rest[size] != delimiter_ && rest[size] != '\n' &&
           rest[size] != '\r' && rest[size] != '"' && rest[size] != 0) {
      ++size;
    }
    text_.append(rest.substr(0, size));
    in_.Skip(size);
  }
}

absl::StatusOr<bool> CsvReader::EndOfCell() {
  const int c = in_.Peek();
  PG_RETURN_IF_ERROR(in_.status());
  if (c < 0) return true;
  if (c == delimiter_) {
    in_.Advance();
    return false;
  }
  if (c == '\r') {
    const Place here = in_.Here();
    in_.Advance();
    if (in_.Peek() == '\n') {
      in_.Advance();
      line_end_ = LineEnd::kFeed;
      return true;
    }
    PG_RETURN_IF_ERROR(in_.status());
    if (in_.at_end()) return true;
    if (line_end_ != LineEnd::kFeed) {
      line_end_ = LineEnd::kReturn;
      in_.StartLine();
      return true;
    }
    return BadInput(here, "a carriage return without a line feed",
                    "end lines with LF or CRLF, or quote the cell");
  }
  if (c == '\n') {
    in_.Advance();
    line_end_ = LineEnd::kFeed;
    return true;
  }
  return BadInput(in_.Here(), "text after a closing quote", "double the quotes within a cell");
}

absl::Status CsvReader::SkipEmptyLines() {
  if (!started_) {
    started_ = true;
    if (in_.Peek() == 0xEF && in_.rest().substr(0, 3) == "\xEF\xBB\xBF") {
      in_.Ignore(3);
    }
  }
  while (in_.Peek() == '\n' || in_.Peek() == '\r') {
    if (in_.Peek() == '\r' && line_end_ == LineEnd::kReturn) in_.StartLine();
    in_.Advance();
  }
  return in_.status();
}

absl::StatusOr<bool> CsvReader::Next() {
  text_.clear();
  extents_.clear();
  cells_.clear();
  recoded_.clear();
  PG_RETURN_IF_ERROR(SkipEmptyLines());
  if (in_.Peek() < 0) {
    PG_RETURN_IF_ERROR(in_.status());
    return false;
  }
  record_line_ = in_.line();
  bool done = false;
  while (!done) {
    Extent extent = {text_.size(), 0, in_.line(), in_.column()};
    const bool quoted = in_.Peek() == '"';
    if (quoted) PG_RETURN_IF_ERROR(Quoted());
    if (!quoted || tolerant_) PG_RETURN_IF_ERROR(Unquoted());
    extent.end = text_.size();
    extents_.push_back(extent);
    PG_ASSIGN(ended, EndOfCell());
    done = ended;
    if (extents_.size() > (size_t{1} << 20)) {
      return BadInput(place(), "a record of more than 1,048,576 cells");
    }
  }
  PG_RETURN_IF_ERROR(Publish());
  return true;
}

absl::Status CsvReader::Publish() {
  const bool ascii = std::all_of(text_.begin(), text_.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  for (const Extent& e : extents_) {
    cells_.push_back({std::string_view(text_).substr(e.begin, e.end - e.begin),
                      {file(), e.line, e.column}});
    if (ascii) continue;
    CsvCell& cell = cells_.back();
    if (!tolerant_) {
      PG_RETURN_IF_ERROR(CheckUtf8At(cell.place, cell.text));
    } else if (!IsValidUtf8(cell.text)) {
      cell.text = recoded_.emplace_back(ToUtf8(cell.text, "WINDOWS-1252"));
    }
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
