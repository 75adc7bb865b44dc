// SPDX-License-Identifier: Apache-2.0
// Tables read through a mapping, wherever they come from; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_MAPPED_TABLES_H_
#define PULLGRAPH_IO_IMPORT_MAPPED_TABLES_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "io/import/csv.h"
#include "io/import/csv_joins.h"
#include "io/import/csv_mapping.h"
#include "io/import/import_result.h"

namespace pullgraph {

using MappedTableOpener =
    absl::FunctionRef<absl::StatusOr<ByteSource>(const CsvTableMapping& table)>;

// `place` stands for the input in messages. ERRORS: those of `open`, of `open_joined` (the
// files that values are looked up in) and of ImportMappedCsv.
absl::StatusOr<ImportResult> ImportMappedTables(MappedTableOpener open, TableOpener open_joined,
                                                const CsvMapping& mapping, const std::string& place,
                                                const CsvOptions& options);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MAPPED_TABLES_H_
