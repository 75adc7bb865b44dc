// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "io/import/csv_joins.h"
#include "io/import/csv_rows.h"
#include "io/import/mapped_tables.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

absl::StatusOr<ImportResult> Finish(CsvRows rows, const std::string& place,
                                    const CsvOptions& options, ImportReport report) {
  ImportResult result;
  auto community = std::move(rows).Build();
  if (!community.ok()) return AtPlace({place}, community.status());
  ReportProgress(options.run, 1);
  result.community = *std::move(community);
  result.report = std::move(report);
  return result;
}

void NoteStrangers(const InputFolder& folder, ImportReport& report) {
  for (const std::string& name : folder.Names()) {
    const size_t dot = name.find(".csv");
    if (dot == std::string::npos) continue;
    bool known = false;
    for (const CsvSchema& schema : CsvSchemas()) known = known || name.substr(0, dot) == schema.name;
    if (known) continue;
    const std::string nearest = NearestWord(name.substr(0, dot), CsvTableNames());
    report.Note("files that are none of the tables left out",
                nearest.empty() ? name : absl::StrCat(name, " (meant as ", nearest, ".csv?)"));
  }
}

}  // namespace

absl::StatusOr<ImportResult> ImportCsvFolder(const InputFolder& folder,
                                             const CsvOptions& options) {
  ImportReport report;
  CsvOptions named = options;
  if (named.name.empty()) named.name = folder.BaseName();
  std::vector<bool> present;
  int tables = 0;
  for (const CsvSchema& schema : CsvSchemas()) {
    present.push_back(folder.Has(schema.name + ".csv"));
    tables += present.back() ? 1 : 0;
  }
  if (tables == 0) {
    return absl::NotFoundError(absl::StrCat(
        folder.path(), ": none of the tables is there\nname a directory that holds ",
        absl::StrJoin(CsvTableNames(), ".csv, "), ".csv, or give a mapping file"));
  }
  CsvRows rows(named, present, report);
  int done = 0;
  for (const CsvSchema& schema : CsvSchemas()) {
    PG_ASSIGN(source, folder.OpenFile(schema.name + ".csv"));
    if (!source) continue;
    PG_ASSIGN(table, CsvTable::Open(*std::move(source), schema, nullptr, {.report = &report, .run = options.run}));
    for (const std::string& name : table.attribute_names()) {
      report.Note("columns of members taken as attributes", name);
    }
    const double share = 0.8 / tables;
    PG_RETURN_IF_ERROR(rows.Read(table, schema.kind, /*distinct=*/false, share * done, share));
    ++done;
  }
  NoteStrangers(folder, report);
  return Finish(std::move(rows), folder.path(), options, std::move(report));
}

absl::StatusOr<ImportResult> ImportCsv(const std::string& directory, const CsvOptions& options) {
  PG_ASSIGN(folder, InputFolder::Open(directory));
  return ImportCsvFolder(folder, options);
}

absl::StatusOr<ImportResult> ImportMappedTables(MappedTableOpener open, TableOpener open_joined,
                                                const CsvMapping& mapping, const std::string& place,
                                                const CsvOptions& options) {
  ImportReport report;
  std::vector<bool> present(kNumCsvTables, false);
  for (const CsvTableMapping& m : mapping.tables) present[static_cast<size_t>(m.table)] = true;
  CsvRows rows(options, present, report);
  const double share = 0.8 / static_cast<double>(mapping.tables.size());
  double done = 0;
  std::set<std::string> seen;  // Files.
  PG_ASSIGN(joins, CsvJoins::Read(mapping, open_joined, report, options.run));
  for (const CsvTableMapping& m : mapping.tables) {
    PG_ASSIGN(source, open(m));
    const bool is_first = !m.query.empty() || seen.insert(m.file).second;
    const CsvTableContext context = {&report, is_first, &joins, options.run};
    PG_ASSIGN(table, CsvTable::Open(std::move(source), SchemaOf(m.table), m.by_name ? nullptr : &m, context));
    PG_RETURN_IF_ERROR(rows.Read(table, m.table, m.distinct, done, share));
    done += share;
  }
  return Finish(std::move(rows), place, options, std::move(report));
}

namespace {

// Of files alone.
absl::StatusOr<ImportResult> ImportMapped(TableOpener open, const CsvMapping& mapping,
                                          const std::string& place, const CsvOptions& options) {
  const auto open_table = [&](const CsvTableMapping& table) -> absl::StatusOr<ByteSource> {
    if (table.query.empty()) return open(table.file);
    return BadInput({mapping.file}, absl::StrCat("table '", SchemaOf(table.table).name, "' has a 'query'"),
                    "that asks a database: pullgraph import sql DATABASE --mapping MAPPING.json");
  };
  return ImportMappedTables(open_table, open, mapping, place, options);
}

bool HasJoin(const CsvTableMapping& table) {
  const auto looks_up = [](const auto& column) {
    const CsvValueSpec& spec = column.second;
    return spec.kind == CsvValueSpec::Kind::kJoin ||
           std::any_of(spec.choices.begin(), spec.choices.end(), [](const CsvValueSpec& choice) {
             return choice.kind == CsvValueSpec::Kind::kJoin;
           });
  };
  return std::any_of(table.columns.begin(), table.columns.end(), looks_up) ||
         std::any_of(table.named_attributes.begin(), table.named_attributes.end(), looks_up);
}

absl::Status NeedsFile(const CsvMapping& mapping) {
  return BadInput({mapping.file}, "a table names no 'file'",
                  "name one, or give the importer a file instead of a directory");
}

}  // namespace

absl::StatusOr<ImportResult> ImportMappedCsv(const std::string& path, const CsvMapping& mapping,
                                             const CsvOptions& options) {
  std::error_code error;
  const std::filesystem::path base(path);
  const bool is_directory = path != "-" && std::filesystem::is_directory(base, error);
  if (path == "-" && (mapping.tables.size() > 1 || HasJoin(mapping.tables[0]))) {
    return absl::InvalidArgumentError(
        absl::StrCat("standard input can feed one table, the mapping has ",
                     HasJoin(mapping.tables[0]) ? "values from others" : absl::StrCat(mapping.tables.size()), "\nsave the input to a file first"));
  }
  CsvOptions named = options;
  if (named.name.empty() && path != "-") {
    named.name = (is_directory ? WholePath(path).filename()
                               : base.stem()).string();
  }
  const auto open = [&](const std::string& file) -> absl::StatusOr<ByteSource> {
    if (!is_directory && (file.empty() || path == "-")) return ByteSource::Open(path, options.run);
    if (file.empty()) return NeedsFile(mapping);
    return ByteSource::Open(((is_directory ? base : base.parent_path()) / file).string(),
                            options.run);
  };
  return ImportMapped(open, mapping, path, named);
}

absl::StatusOr<ImportResult> ImportMappedCsvFolder(const InputFolder& folder,
                                                   const CsvMapping& mapping,
                                                   const CsvOptions& options) {
  const auto open = [&](const std::string& file) -> absl::StatusOr<ByteSource> {
    if (file.empty()) return NeedsFile(mapping);
    PG_ASSIGN(source, folder.OpenFile(file));
    if (!source) return absl::NotFoundError(absl::StrCat(file, ": not there"));
    return *std::move(source);
  };
  return ImportMapped(open, mapping, folder.path(), options);
}

}  // namespace pullgraph
