// SPDX-License-Identifier: Apache-2.0
// Columns of other tables that a mapping looks values up in; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_CSV_JOINS_H_
#define PULLGRAPH_IO_IMPORT_CSV_JOINS_H_

#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "graph/string_table.h"
#include "io/byte_source.h"
#include "io/import/csv_mapping.h"
#include "io/import/import_result.h"

namespace pullgraph {

using TableOpener = absl::FunctionRef<absl::StatusOr<ByteSource>(const std::string& file)>;

// Key -> what is taken.
class CsvJoinTable {
 public:
  // Of rows with one key the first counts. False if there was one.
  bool Add(std::string_view key, std::string_view value) {
    return rows_.try_emplace(std::string(key), value).second;
  }
  const std::string* Find(std::string_view key) const {
    const auto found = rows_.find(AbslView(key));
    return found == rows_.end() ? nullptr : &found->second;
  }

 private:
  absl::flat_hash_map<std::string, std::string> rows_;
};

class CsvJoins {
 public:
  // Reads what the values of `mapping` look up.
  //
  // COST: one pass over each table for each pair of columns; memory is that of the pair.
  // ERRORS: those of `open` and TableRecords; DataLoss for a column that is not there;
  // Cancelled.
  static absl::StatusOr<CsvJoins> Read(const CsvMapping& mapping, TableOpener open,
                                       ImportReport& report, const RunControl* run);

  bool empty() const { return tables_.empty(); }
  const CsvJoinTable* Find(const CsvJoin& join) const {
    const auto found = tables_.find({join.table, join.key, join.take});
    return found == tables_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::string>, CsvJoinTable> tables_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_JOINS_H_
