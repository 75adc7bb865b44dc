// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_SQL_H_
#define PULLGRAPH_IO_IMPORT_SQL_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "io/import/csv.h"
#include "io/import/csv_mapping.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads tables out of a database: each table of `mapping` has a query, whose columns stand
// for those of a file. Values are taken as for files of CSV, so the same rows make the same
// community; NULL is nothing, times are in UTC.
//
// `database` is a file of SQLite, or an address of PostgreSQL, as libpq takes it:
// postgresql://user@host/name. Nothing is written to either: queries run read-only, all of
// them in one transaction, and see the same state. A password belongs into ~/.pgpass or
// PGPASSWORD, where the list of processes does not show it.
//
// COST: one pass over the rows of each query; memory is that of the result.
// ERRORS: Unavailable if there is no connection, or it is lost; NotFound, DataLoss for a
// file that is not there or not of SQLite; InvalidArgument for a query that the database
// refuses (with its words) or that would write; those of ImportMappedCsv; Cancelled.
absl::StatusOr<ImportResult> ImportSql(const std::string& database, const CsvMapping& mapping,
                                       const CsvOptions& options = {});

// A mapping of queries whose columns are called as the fields of the tables, out of texts such as
// "members=select id, name as display_name from people". ERRORS: InvalidArgument for a text
// without a table of ours or without a query.
absl::StatusOr<CsvMapping> MappingOfQueries(const std::vector<std::string>& queries);

// True if `head`, the first bytes of a file, are those of a database of SQLite.
bool LooksLikeSqlite(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_SQL_H_
