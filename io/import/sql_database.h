// SPDX-License-Identifier: Apache-2.0
// Databases that answer queries; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_SQL_DATABASE_H_
#define PULLGRAPH_IO_IMPORT_SQL_DATABASE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"

namespace pullgraph {

class SqlDatabase {
 public:
  virtual ~SqlDatabase() = default;

  // What `query` finds, as CSV with a header, called `name` in messages. The source before
  // is used up or gone, and the database outlives this one. ERRORS: as ImportSql.
  virtual absl::StatusOr<ByteSource> Query(const std::string& query, const std::string& name) = 0;
};

// In a transaction that only reads. `run` outlives the database. ERRORS: as ImportSql.
absl::StatusOr<std::unique_ptr<SqlDatabase>> OpenPostgres(const std::string& address,
                                                          const RunControl* run);
absl::StatusOr<std::unique_ptr<SqlDatabase>> OpenSqlite(const std::string& path,
                                                        const RunControl* run);

// One SELECT without what may stand behind it: blanks and semicolons.
std::string WithoutSemicolon(const std::string& query);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_SQL_DATABASE_H_
