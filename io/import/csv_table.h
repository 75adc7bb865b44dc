// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_CSV_TABLE_H_
#define PULLGRAPH_IO_IMPORT_CSV_TABLE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "io/import/csv_mapping.h"
#include "io/import/csv_tables.h"
#include "io/import/csv_value.h"
#include "io/import/import_result.h"
#include "io/import/table_records.h"

namespace pullgraph {

// What a table needs to know besides itself.
struct CsvTableContext {
  ImportReport* report = nullptr;  // May be null.
  // Whether what is odd about the file is noted: once, if it feeds several tables.
  bool notes_file = true;
  const CsvJoins* joins = nullptr;
  const RunControl* run = nullptr;
};

// A file seen as one of the tables: by the names in its header, or through a mapping. Under a
// mapping a row may be short or long, and one without what the table requires does not count;
// both is noted.
class CsvTable {
 public:
  // Reads the header. `mapping` may be null and must outlive the table.
  //
  // ERRORS: DataLoss for an empty file, a column of ours that comes twice, one that is
  // missing or is not known (with the nearest that is).
  static absl::StatusOr<CsvTable> Open(ByteSource source, const CsvSchema& schema,
                                       const CsvTableMapping* mapping,
                                       const CsvTableContext& context);

  // Goes to the next row that counts; false at the end. ERRORS: DataLoss for a row of
  // more or fewer cells than the header (without a mapping), and those of CsvValue.
  absl::StatusOr<bool> Next();

  // The value of the field (see csv_field), its column and place; empty if there is none.
  const CsvCell& Get(int field) const { return values_[static_cast<size_t>(field)]; }
  // The name that the file uses for the field.
  std::string_view FieldName(int field) const { return schema_->columns[static_cast<size_t>(field)]; }
  // Name and cell of what are attributes; none is empty.
  const std::vector<std::pair<std::string_view, std::string_view>>& Attributes() const {
    return attribute_values_;
  }
  const std::vector<std::string>& attribute_names() const { return attribute_names_; }

  Place place() const { return records_.place(); }
  const std::string& file() const { return records_.file(); }
  double fraction() const { return records_.fraction(); }

 private:
  CsvTable(TableRecords records, const CsvSchema& schema, const CsvTableMapping* mapping,
           const CsvTableContext& context);

  absl::Status ReadHeader();
  absl::Status BindByName();
  absl::Status BindByMapping();
  absl::Status BindAttributes(const CsvBinding& binding);
  void AddAttribute(std::string name, CsvValue value);
  // False if the row does not count.
  absl::StatusOr<bool> CheckShape();
  bool Counts(const CsvRecord& record) const;
  absl::StatusOr<bool> EvaluateRow(const CsvRecord& record);
  void Note(std::string_view what);
  void NoteColumn(std::string_view what, std::string_view example);

  TableRecords records_;
  const CsvSchema* schema_;
  const CsvTableMapping* mapping_;
  CsvTableContext context_;
  CsvHeader header_;
  std::vector<std::optional<CsvValue>> sources_;  // One a field.
  std::vector<std::pair<size_t, const std::vector<std::string>*>> where_;
  std::vector<std::pair<size_t, bool>> when_;
  std::vector<CsvValue> attributes_;
  std::vector<std::string> attribute_names_;  // One each.
  std::vector<CsvCell> values_;
  std::vector<std::pair<std::string_view, std::string_view>> attribute_values_;
  CsvScratch scratch_;
  uint64_t row_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_TABLE_H_
