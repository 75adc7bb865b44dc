// SPDX-License-Identifier: Apache-2.0
// Rows of a PostgreSQL database, out of what pg_dump writes; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_PG_DUMP_H_
#define PULLGRAPH_IO_IMPORT_PG_DUMP_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/time.h"
#include "io/import/place.h"

namespace pullgraph {

// The columns of one row that somebody wants, in the order in which they were wanted. A
// column that the table does not have is NULL.
class PgRow {
 public:
  struct Field {
    std::string text;
    bool is_null = true;
  };

  PgRow(const std::vector<std::string>& columns, Place place)
      : columns_(columns), fields_(columns.size()), place_(place) {}

  bool IsNull(size_t column) const { return fields_[column].is_null; }
  // "" if NULL. ERRORS (of all three): DataLoss naming place, column and value.
  absl::StatusOr<std::string> Text(size_t column) const;
  // `fallback` if NULL.
  absl::StatusOr<int64_t> Integer(size_t column, int64_t fallback = 0) const;
  // Absent if NULL.
  absl::StatusOr<Time> Moment(size_t column) const;
  // False if NULL.
  bool IsTrue(size_t column) const { return fields_[column].text == "t"; }
  const Place& place() const { return place_; }

  std::vector<Field>& fields() { return fields_; }
  void MoveTo(Place place) { place_ = place; }

 private:
  const std::vector<std::string>& columns_;
  std::vector<Field> fields_;
  Place place_;
};

// A table, the columns to read of it, and what to do with each row.
struct PgTable {
  std::string name;
  std::vector<std::string> columns;
  std::function<absl::Status(const PgRow&)> use;
};

// Reads plain SQL as a stream: `COPY schema.table (columns) FROM stdin;` and the lines up
// to `\.`. All else is passed over.
class PgDumpReader {
 public:
  // `file` stands for the input in messages.
  PgDumpReader(std::string file, std::vector<PgTable> tables);

  // The next piece of the input, cut anywhere.
  // ERRORS: DataLoss for a row with fewer or more fields than its table has columns, and
  // for a line of more than 16 MiB; those of `use`.
  absl::Status Take(std::string_view piece);
  // After the last piece. ERRORS: DataLoss if the input ends within a table.
  absl::Status Finish();

  // True if that table was there.
  bool Saw(std::string_view table) const;

 private:
  absl::Status Line(std::string_view line);
  void Header(std::string_view line);
  absl::Status Data(std::string_view line);

  static constexpr size_t kUnwanted = SIZE_MAX;

  std::string file_;
  std::vector<PgTable> tables_;
  std::vector<bool> saw_;
  std::string carry_;
  uint64_t line_ = 0;
  bool in_table_ = false;
  uint64_t table_line_ = 0;
  size_t table_ = kUnwanted;       // The one that is read.
  std::vector<size_t> wanted_as_;  // Column of the table -> of those wanted.
  std::vector<PgRow> rows_;        // One of each table, used again and again.
};

// A field as COPY writes it, without its escapes.
void UnescapeCopy(std::string_view field, std::string& out);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PG_DUMP_H_
