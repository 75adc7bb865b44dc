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

// Where the value of a field comes from.
struct CsvValueSpec {
  enum class Kind {
    kColumn,  // `text` names a column.
    kText,    // `text` with {column} and {row} filled in.
    kFirst,   // The first of `choices` that is not empty.
  };
  Kind kind = Kind::kColumn;
  std::string text;
  std::map<std::string, std::string> values;  // Cell -> value; empty: as it is.
  std::optional<std::string> otherwise;  // For cells not in `values`; none: an error.
  std::vector<CsvValueSpec> choices;
};

struct CsvTableMapping {
  CsvTableKind table = CsvTableKind::kMembers;
  std::string file;  // "" = the path given to the importer.
  char delimiter = ',';
  // Rows count only if each of these columns holds one of its values.
  std::vector<std::pair<std::string, std::vector<std::string>>> where;
  std::vector<std::pair<std::string, CsvValueSpec>> columns;  // Field -> source.
  std::vector<std::string> attributes;  // Members: columns kept; {"*"} = all unused ones.
  bool distinct = false;  // Of rows with one id, the first counts and the others do not.
};

struct CsvMapping {
  std::string file;  // Of the mapping itself, for messages.
  std::vector<CsvTableMapping> tables;
};

// ERRORS: DataLoss with the place in `json` or the path of the faulty entry
// (tables[1].columns.outcome), and the nearest known word.
absl::StatusOr<CsvMapping> ParseCsvMapping(std::string_view json, std::string file);

// Reads the file, of 1 MiB at most. ERRORS: also those of ByteSource.
absl::StatusOr<CsvMapping> ReadCsvMapping(const std::string& path);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_MAPPING_H_
