// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {

int CsvReader::Peek() {
  if (at_ < piece_.size()) return static_cast<unsigned char>(piece_[at_]);
  if (ended_) return -1;
  auto piece = source_.Next();
  if (!piece.ok()) status_ = piece.status();
  if (!piece.ok() || piece->empty()) {
    ended_ = true;
    return -1;
  }
  piece_ = *piece;
  at_ = 0;
  return static_cast<unsigned char>(piece_[0]);
}

void CsvReader::Advance() {
  if (piece_[at_] == '\n') {
    ++line_;
    column_ = 1;
  } else {
    ++column_;
  }
  ++at_;
}

absl::Status CsvReader::Quoted() {
  const Place opened = Here();
  Advance();
  while (true) {
    const int c = Peek();
    if (c < 0) {
      PG_RETURN_IF_ERROR(status_);
      return BadInput(opened, "the quote that opens here is never closed");
    }
    if (c == 0) return BadInput(Here(), "a NUL byte, expected text");
    if (text_.size() >= kMaxRecord) {
      return BadInput(opened, "a cell of more than 16 MiB", "is the quote that opens here closed?");
    }
    Advance();
    if (c != '"') {
      text_.push_back(static_cast<char>(c));
      continue;
    }
    if (Peek() != '"') return status_;
    text_.push_back('"');
    Advance();
  }
}

absl::Status CsvReader::Unquoted() {
  while (true) {
    const int c = Peek();
    if (c < 0) return status_;
    if (c == delimiter_ || c == '\n' || c == '\r') return absl::OkStatus();
    if (c == 0) return BadInput(Here(), "a NUL byte, expected text");
    if (c == '"') {
      return BadInput(Here(), "a quote inside an unquoted cell",
                      "put the whole cell in quotes and double the quotes within");
    }
    if (text_.size() >= kMaxRecord) return BadInput(place(), "a record of more than 16 MiB");
    // The rest of a plain run at once.
    const std::string_view rest = piece_.substr(at_);
    size_t size = 1;
    while (size < rest.size() && rest[size] != delimiter_ && rest[size] != '\n' &&
           rest[size] != '\r' && rest[size] != '"' && rest[size] != 0) {
      ++size;
    }
    text_.append(rest.substr(0, size));
    at_ += size;
    column_ += size;
  }
}

absl::StatusOr<bool> CsvReader::EndOfCell() {
  const int c = Peek();
  PG_RETURN_IF_ERROR(status_);
  if (c < 0) return true;
  if (c == delimiter_) {
    Advance();
    return false;
  }
  if (c == '\r') {
    const Place here = Here();
    Advance();
    if (Peek() == '\n') {
      Advance();
      return true;
    }
    PG_RETURN_IF_ERROR(status_);
    if (ended_ && at_ >= piece_.size()) return true;
    return BadInput(here, "a carriage return without a line feed",
                    "end lines with LF or CRLF, or quote the cell");
  }
  if (c == '\n') {
    Advance();
    return true;
  }
  return BadInput(Here(), "text after a closing quote", "double the quotes within a cell");
}

absl::Status CsvReader::SkipEmptyLines() {
  if (!started_) {
    started_ = true;
    if (Peek() == 0xEF && piece_.substr(at_, 3) == "\xEF\xBB\xBF") at_ += 3;
  }
  while (Peek() == '\n' || Peek() == '\r') Advance();
  return status_;
}

absl::StatusOr<bool> CsvReader::Next() {
  text_.clear();
  extents_.clear();
  cells_.clear();
  PG_RETURN_IF_ERROR(SkipEmptyLines());
  if (Peek() < 0) {
    PG_RETURN_IF_ERROR(status_);
    return false;
  }
  record_line_ = line_;
  bool done = false;
  while (!done) {
    Extent extent = {text_.size(), 0, line_, column_};
    PG_RETURN_IF_ERROR(Peek() == '"' ? Quoted() : Unquoted());
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
                      {file_, e.line, e.column}});
    if (!ascii) PG_RETURN_IF_ERROR(CheckUtf8At(cells_.back().place, cells_.back().text));
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
