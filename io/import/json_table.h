// SPDX-License-Identifier: Apache-2.0
// Objects of JSON seen as the rows of a table; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_JSON_TABLE_H_
#define PULLGRAPH_IO_IMPORT_JSON_TABLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/csv_reader.h"
#include "io/import/import_result.h"
#include "io/import/json_value.h"

namespace pullgraph {

// Each object is a row and each name a column, in order of first mention; members of
// nested objects are columns with dotted names ("user.id"), lists of texts and numbers are
// joined by ';'.
class JsonTable {
 public:
  static constexpr size_t kMostColumns = 4096;
  static constexpr size_t kLongestName = 256;

  // Whether a text that begins like this is one.
  static bool LooksLikeOne(std::string_view head);

  // Reads it as a whole: a list of objects, or one object a line. What is no object, and
  // columns past the limits, is left out and noted.
  //
  // COST: memory is 18 times a file that is one list, and 24 bytes a value.
  // ERRORS: those of ReadJson.
  absl::Status Read(ByteSource source, const RunControl* run, ImportReport& report);

  // The first "row" are the names. False at the end.
  bool Next();
  absl::Span<const CsvCell> cells() const { return cells_; }
  const std::string& file() const { return file_; }
  uint64_t line() const { return row_; }

 private:
  struct Value {
    uint32_t column;
    uint64_t begin;
    uint64_t end;  // In text_.
  };

  void AddObject(const std::string& prefix, const JsonValue& object, ImportReport& report);
  void AddValue(const std::string& name, const JsonValue& value, ImportReport& report);
  void AddText(const std::string& name, std::string_view text, ImportReport& report);

  std::string file_;
  std::map<std::string, uint32_t, std::less<>> columns_;
  std::vector<std::string> names_;
  std::string text_;
  std::vector<Value> values_;
  std::vector<size_t> ends_;  // Of each row, in values_.
  uint64_t row_ = 0;          // Rows handed out, the names being the first.
  std::vector<CsvCell> cells_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_JSON_TABLE_H_
