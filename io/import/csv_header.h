// SPDX-License-Identifier: Apache-2.0
// The names of a table's columns; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_CSV_HEADER_H_
#define PULLGRAPH_IO_IMPORT_CSV_HEADER_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "io/import/csv_reader.h"

namespace pullgraph {

class CsvHeader {
 public:
  static constexpr size_t kNoColumn = SIZE_MAX;

  CsvHeader() = default;
  explicit CsvHeader(absl::Span<const CsvCell> cells);

  size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  // Its file is left off: the table knows it.
  Place place(size_t column) const { return places_[column]; }

  // The first column of that name, if not by the letter then without regard to case and
  // blanks around it.
  std::optional<size_t> Find(std::string_view name) const;
  // The next column of the same name, or kNoColumn.
  size_t NextSame(size_t column) const { return next_same_[column]; }
  // Whether a column to its left has the same name.
  bool IsRepeated(size_t column) const { return is_repeated_[column]; }

 private:
  std::vector<std::string> names_;
  std::vector<Place> places_;
  std::vector<size_t> next_same_;
  std::vector<bool> is_repeated_;
  std::map<std::string, size_t, std::less<>> exact_;
  std::map<std::string, size_t, std::less<>> folded_;
};

// A record under a header: cells that it lacks are empty, those past the header are not
// seen, and of columns of one name the first that is not empty counts.
struct CsvRecord {
  const CsvHeader* header;
  absl::Span<const CsvCell> cells;
  Place place;
  uint64_t number = 0;  // Of the row, from 1.

  CsvCell Cell(size_t column) const;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_HEADER_H_
