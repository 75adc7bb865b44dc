// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_CSV_TABLE_H_
#define PULLGRAPH_IO_IMPORT_CSV_TABLE_H_

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "io/import/csv_mapping.h"
#include "io/import/csv_reader.h"
#include "io/import/csv_tables.h"

namespace pullgraph {

// A file seen as one of the tables: by the names in its header, or through a mapping.
class CsvTable {
 public:
  // Reads the header. `mapping` may be null and must outlive the table.
  //
  // ERRORS: DataLoss for an empty file, a column that comes twice, is missing or is
  // not known (with the nearest that is).
  static absl::StatusOr<CsvTable> Open(ByteSource source, const CsvSchema& schema,
                                       const CsvTableMapping* mapping);

  // Goes to the next row that counts; false at the end. ERRORS: DataLoss for a row of
  // more or fewer cells than the header, a cell that the mapping has no value for.
  absl::StatusOr<bool> Next();

  // The value of the field (see csv_field), its column and place; empty if there is none.
  const CsvCell& Get(int field) const { return values_[static_cast<size_t>(field)]; }
  // The name that the file uses for the field.
  std::string_view FieldName(int field) const { return schema_->columns[static_cast<size_t>(field)]; }
  // Name and cell of the columns that are attributes.
  std::vector<std::pair<std::string_view, std::string_view>> Attributes() const;
  const std::vector<std::string>& attribute_names() const { return attribute_names_; }

  Place place() const { return reader_.place(); }
  const std::string& file() const { return reader_.file(); }
  double fraction() const { return reader_.fraction(); }

 private:
  // A CsvValueSpec with columns found.
  struct Source {
    CsvValueSpec::Kind kind = CsvValueSpec::Kind::kColumn;
    size_t column = 0;
    // kText: pieces of text, each followed by a column, kRow or kNothing.
    std::vector<std::pair<std::string, size_t>> pieces;
    const CsvValueSpec* spec = nullptr;  // Null: the bare column.
    std::vector<Source> choices;
  };
  static constexpr size_t kRow = SIZE_MAX;
  static constexpr size_t kNothing = SIZE_MAX - 1;

  CsvTable(ByteSource source, const CsvSchema& schema, const CsvTableMapping* mapping)
      : reader_(std::move(source), mapping == nullptr ? ',' : mapping->delimiter),
        schema_(&schema),
        mapping_(mapping) {}

  absl::Status ReadHeader();
  absl::Status BindByName();
  absl::Status BindByMapping();
  absl::Status BindAttributes(const std::vector<bool>& used);
  absl::StatusOr<size_t> ColumnNamed(std::string_view name) const;
  absl::StatusOr<Source> Bind(const CsvValueSpec& spec, std::vector<bool>& used);
  absl::StatusOr<CsvCell> Evaluate(const Source& source);
  bool Counts() const;

  CsvReader reader_;
  const CsvSchema* schema_;
  const CsvTableMapping* mapping_;
  std::vector<std::string> header_;
  std::vector<CsvCell> header_cells_;  // Places only.
  std::string header_file_;
  std::vector<std::optional<Source>> sources_;  // One a field.
  std::vector<std::pair<size_t, const std::vector<std::string>*>> where_;
  std::vector<size_t> attributes_;
  std::vector<std::string> attribute_names_;
  std::vector<CsvCell> values_;
  std::deque<std::string> scratch_;  // Texts made for this row.
  uint64_t row_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_TABLE_H_
