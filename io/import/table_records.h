// SPDX-License-Identifier: Apache-2.0
// The records of a table, whether it is CSV or JSON; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_TABLE_RECORDS_H_
#define PULLGRAPH_IO_IMPORT_TABLE_RECORDS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/import/csv_reader.h"
#include "io/import/import_result.h"
#include "io/import/json_table.h"
#include "io/import/table_text.h"

namespace pullgraph {

class TableRecords {
 public:
  struct Options {
    char delimiter = '\0';  // 0: the one of , ; and tab that there is most of.
    // Takes what the rules of CSV do not have: see CsvReader. Also JSON, and lines before
    // the header, which is the record that holds most of `names`.
    bool tolerant = false;
    std::vector<std::string> names;
    ImportReport* report = nullptr;  // May be null.
    const RunControl* run = nullptr;
  };

  // Before the first record, which is the header.
  //
  // ERRORS: those of ByteSource; of CsvReader for what stands before the header; of
  // JsonTable::Read.
  static absl::StatusOr<TableRecords> Open(ByteSource source, const Options& options);

  // Goes to the next record; false at the end. ERRORS: those of CsvReader::Next.
  absl::StatusOr<bool> Next();

  // Of this record, valid until Next().
  absl::Span<const CsvCell> cells() const { return json_ ? json_->cells() : csv_->cells(); }
  Place place() const {
    return json_ ? Place{json_->file(), json_->line()} : csv_->place();
  }
  const std::string& file() const { return json_ ? json_->file() : csv_->file(); }
  double fraction() const { return json_ ? 1 : text_.fraction(); }

 private:
  TableText text_;
  std::unique_ptr<CsvReader> csv_;  // One of these two. They do not move: cells name their file.
  std::unique_ptr<JsonTable> json_;
  ImportReport* report_ = nullptr;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TABLE_RECORDS_H_
