// SPDX-License-Identifier: Apache-2.0
// How any CSV file is read as tables; docs/import.md describes the JSON.
#ifndef PULLGRAPH_IO_IMPORT_CSV_MAPPING_H_
#define PULLGRAPH_IO_IMPORT_CSV_MAPPING_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "io/import/csv_tables.h"

namespace pullgraph {

// A value of another table: of the row whose `key` is this row's `of`, what `take` holds.
struct CsvJoin {
  std::string table;  // A file; "" = the path given to the importer.
  std::string key;
  std::string of;
  std::string take;
};

// Where the value of a field comes from, and what is made of it: blanks around it are taken
// off, a word of `blank` is nothing, then come `lower`, `values`, `dates` or `number`, and
// `prefix`.
struct CsvValueSpec {
  enum class Kind {
    kColumn,  // `text` names a column.
    kText,    // `text` with {column}, {row} and {file} filled in.
    kFirst,   // The first of `choices` that is not empty.
    kJoin,    // What `join` finds.
  };
  Kind kind = Kind::kColumn;
  std::string text;
  std::map<std::string, std::string> values;  // Cell -> value; empty: as it is.
  // For cells not in `values`, and those that are no date or number; none: an error.
  std::optional<std::string> otherwise;
  std::vector<std::string> dates;  // Formats as in usual_dates.h, tried in turn.
  bool number = false;             // A number as people write it: "$1,234.50".
  char decimal = '.';
  std::vector<std::string> blank = {"NULL", "\\N"};
  bool lower = false;  // Letters of ASCII.
  std::string prefix;  // Put before what is not empty.
  CsvJoin join;
  std::vector<CsvValueSpec> choices;
};

struct CsvTableMapping {
  CsvTableKind table = CsvTableKind::kMembers;
  std::string file;  // "" = the path given to the importer.
  std::string query;  // Of a database, in place of a file: see sql.h.
  bool by_name = false;  // Columns are called as the fields: `columns` and the like are not used.
  char delimiter = '\0';  // 0 = the one of , ; and tab that there is most of.
  // Rows count only if each of these columns holds one of its values.
  std::vector<std::pair<std::string, std::vector<std::string>>> where;
  // And only if each of these columns is empty, or (true) is not.
  std::vector<std::pair<std::string, bool>> when;
  std::vector<std::pair<std::string, CsvValueSpec>> columns;  // Field -> source.
  std::vector<std::string> attributes;  // Members: columns kept; {"*"} = all unused ones.
  // Members: name -> source; those that are empty are left off.
  std::vector<std::pair<std::string, CsvValueSpec>> named_attributes;
  bool optional = false;  // Columns that are not in the file are empty, not missing.
  bool distinct = false;  // Of rows with one id, the first counts and the others do not.
};

struct CsvMapping {
  std::string file;  // Of the mapping itself, for messages.
  std::vector<CsvTableMapping> tables;
};

// The columns that a value, or a table, is made of.
std::vector<std::string> ColumnsOf(const CsvValueSpec& spec);
std::vector<std::string> ColumnsOf(const CsvTableMapping& mapping);

// ERRORS: DataLoss with the place in `json` or the path of the faulty entry
// (tables[1].columns.outcome), and the nearest known word.
absl::StatusOr<CsvMapping> ParseCsvMapping(std::string_view json, std::string file);

// Reads the file, of 1 MiB at most. ERRORS: also those of ByteSource.
absl::StatusOr<CsvMapping> ReadCsvMapping(const std::string& path);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_MAPPING_H_
