// SPDX-License-Identifier: Apache-2.0
// What a mapping says of a field, found in a table and worked out row by row; internal to
// io/import/.
#ifndef PULLGRAPH_IO_IMPORT_CSV_VALUE_H_
#define PULLGRAPH_IO_IMPORT_CSV_VALUE_H_

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "io/import/csv_header.h"
#include "io/import/csv_joins.h"
#include "io/import/csv_mapping.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Where values are looked for.
struct CsvBinding {
  const CsvHeader* header = nullptr;
  std::string file;
  bool optional = false;            // Columns that are not there are empty.
  const CsvJoins* joins = nullptr;  // Holds all that the mapping names.
  ImportReport* report = nullptr;   // May be null.
  std::vector<bool>* used = nullptr;  // Columns that some value comes from.

  // The column of that name, or kNoColumn if it may be missing. ERRORS: DataLoss.
  absl::StatusOr<size_t> Column(std::string_view name) const;
};

// Texts made for one row, and where it comes from.
struct CsvScratch {
  std::deque<std::string> texts;
  std::string stem;  // Of the file: what {file} is.
  ImportReport* report = nullptr;

  std::string_view Keep(std::string text) { return texts.emplace_back(std::move(text)); }
};

class CsvValue {
 public:
  // The cell of a column as it is.
  static CsvValue Bare(size_t column);
  // `spec` must outlive the value. ERRORS: DataLoss for a column that is not there.
  static absl::StatusOr<CsvValue> Bind(const CsvValueSpec& spec, const CsvBinding& binding);

  // ERRORS: DataLoss for a cell that `values` has no word for, that is no date or number.
  absl::StatusOr<CsvCell> Evaluate(const CsvRecord& record, CsvScratch& scratch) const;

 private:
  static constexpr size_t kRow = SIZE_MAX - 1;
  static constexpr size_t kFileStem = SIZE_MAX - 2;

  absl::Status BindText(const CsvBinding& binding);
  CsvCell Raw(const CsvRecord& record, CsvScratch& scratch) const;
  absl::StatusOr<CsvCell> Converted(CsvCell cell, CsvScratch& scratch) const;
  absl::StatusOr<std::string> DateOrNumber(std::string_view text) const;

  CsvValueSpec::Kind kind_ = CsvValueSpec::Kind::kColumn;
  size_t column_ = CsvHeader::kNoColumn;
  // kText: pieces of text, each followed by a column, kRow, kFileStem or kNoColumn.
  std::vector<std::pair<std::string, size_t>> pieces_;
  const CsvValueSpec* spec_ = nullptr;      // Null: the bare column.
  const CsvJoinTable* join_ = nullptr;
  std::vector<CsvValue> choices_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_VALUE_H_
