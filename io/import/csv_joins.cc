// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_joins.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "io/import/csv_value.h"
#include "io/import/status_macros.h"
#include "io/import/table_records.h"

namespace pullgraph {
namespace {

void CollectJoins(const CsvValueSpec& spec, std::vector<CsvJoin>& joins) {
  if (spec.kind == CsvValueSpec::Kind::kJoin) joins.push_back(spec.join);
  for (const CsvValueSpec& choice : spec.choices) CollectJoins(choice, joins);
}

absl::StatusOr<CsvJoinTable> ReadJoin(const CsvJoin& join, ByteSource source,
                                      ImportReport& report, const RunControl* run) {
  TableRecords::Options options;
  options.tolerant = true;
  options.names = {join.key, join.take};
  options.run = run;
  PG_ASSIGN(records, TableRecords::Open(std::move(source), options));
  PG_ASSIGN(any, records.Next());
  if (!any) return BadInput({records.file()}, "empty, expected a line with the names of the columns");
  const CsvHeader header(records.cells());
  CsvBinding binding;
  binding.header = &header;
  binding.file = records.file();
  PG_ASSIGN(key, binding.Column(join.key));
  PG_ASSIGN(take, binding.Column(join.take));
  CsvJoinTable table;
  const auto stripped = [](const CsvCell& cell) {
    return StdView(absl::StripAsciiWhitespace(AbslView(cell.text)));
  };
  for (uint64_t row = 1;; ++row) {
    PG_ASSIGN(more, records.Next());
    if (!more) return table;
    if (row % 4096 == 0) PG_RETURN_IF_ERROR(CheckCancelled(run));
    const CsvRecord record = {&header, records.cells(), records.place(), row};
    const std::string_view id = stripped(record.Cell(key));
    if (id.empty() || table.Add(id, stripped(record.Cell(take)))) continue;
    report.Note(absl::StrCat("rows of ", join.table, " whose ", join.key,
                             " came before, not looked up"),
                ToString(records.place()));
  }
}

}  // namespace

absl::StatusOr<CsvJoins> CsvJoins::Read(const CsvMapping& mapping, TableOpener open,
                                        ImportReport& report, const RunControl* run) {
  std::vector<CsvJoin> wanted;
  for (const CsvTableMapping& table : mapping.tables) {
    for (const auto& [field, spec] : table.columns) CollectJoins(spec, wanted);
    for (const auto& [name, spec] : table.named_attributes) CollectJoins(spec, wanted);
  }
  CsvJoins joins;
  for (const CsvJoin& join : wanted) {
    if (joins.Find(join) != nullptr) continue;
    PG_ASSIGN(source, open(join.table));
    PG_ASSIGN(table, ReadJoin(join, std::move(source), report, run));
    joins.tables_.emplace(std::make_tuple(join.table, join.key, join.take), std::move(table));
  }
  return joins;
}

}  // namespace pullgraph
