// SPDX-License-Identifier: Apache-2.0
#include "io/import/sql.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "io/import/mapped_tables.h"
#include "io/import/place.h"
#include "io/import/sql_database.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

bool IsPostgres(const std::string& database) {
  return absl::StartsWith(database, "postgresql://") || absl::StartsWith(database, "postgres://");
}

// The last part of the address, without what asks for things.
std::string NameOf(const std::string& database) {
  if (!IsPostgres(database)) return std::filesystem::path(database).stem().string();
  const std::string path = database.substr(database.find("://") + 3);
  const size_t slash = path.find('/');
  if (slash == std::string::npos) return "postgresql";
  const std::string name = path.substr(slash + 1, path.find('?') - slash - 1);
  return name.empty() ? "postgresql" : name;
}

}  // namespace

std::string WithoutSemicolon(const std::string& query) {
  const size_t last = query.find_last_not_of(" \t\r\n;");
  return last == std::string::npos ? "" : query.substr(0, last + 1);
}

absl::StatusOr<CsvMapping> MappingOfQueries(const std::vector<std::string>& queries) {
  CsvMapping mapping;
  mapping.file = "--query";
  const std::vector<std::string> names = CsvTableNames();
  for (const std::string& text : queries) {
    const size_t cut = text.find('=');
    const auto found = std::find(names.begin(), names.end(), text.substr(0, cut));
    if (cut == std::string::npos || found == names.end() || WithoutSemicolon(text.substr(cut + 1)).empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", text.substr(0, 60), "' is no TABLE=SELECT\nTABLE is one of ", absl::StrJoin(names, ", ")));
    }
    CsvTableMapping table;
    table.table = static_cast<CsvTableKind>(found - names.begin());
    table.query = text.substr(cut + 1);
    table.by_name = true;
    mapping.tables.push_back(std::move(table));
  }
  std::stable_sort(mapping.tables.begin(), mapping.tables.end(),
                   [](const CsvTableMapping& a, const CsvTableMapping& b) { return a.table < b.table; });
  return mapping;
}

bool LooksLikeSqlite(std::string_view head) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  return head.substr(0, kMagic.size()) == kMagic;
}

absl::StatusOr<ImportResult> ImportSql(const std::string& database, const CsvMapping& mapping,
                                       const CsvOptions& options) {
  for (size_t i = 0; i < mapping.tables.size(); ++i) {
    if (!mapping.tables[i].query.empty()) continue;
    return BadInput({mapping.file},
                    absl::StrCat("table '", SchemaOf(mapping.tables[i].table).name, "' has no 'query'"),
                    "say which: \"query\": \"select ... from ...\"");
  }
  PG_ASSIGN(connection, IsPostgres(database) ? OpenPostgres(database, options.run)
                                             : OpenSqlite(database, options.run));
  CsvOptions named = options;
  if (named.name.empty()) named.name = NameOf(database);
  const auto open = [&](const CsvTableMapping& table) {
    return connection->Query(table.query, absl::StrCat("query for ", SchemaOf(table.table).name));
  };
  const auto open_joined = [&](const std::string&) -> absl::StatusOr<ByteSource> {
    return BadInput({mapping.file}, "'from' looks into files", "join the tables in the query");
  };
  return ImportMappedTables(open, open_joined, mapping, NameOf(database), named);
}

}  // namespace pullgraph
