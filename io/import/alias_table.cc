// SPDX-License-Identifier: Apache-2.0
#include "io/import/alias_table.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/byte_source.h"
#include "io/import/csv_header.h"
#include "io/import/csv_value.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"
#include "io/import/table_records.h"

namespace pullgraph {

absl::Status AliasTable::Add(std::string_view alias, std::string_view person) {
  if (alias.empty() || person.empty()) {
    return absl::InvalidArgumentError("an alias and a person are wanted, one of them is empty");
  }
  if (alias == person) return absl::OkStatus();
  const auto [it, fresh] = person_.emplace(std::string(alias), std::string(person));
  if (!fresh && it->second != person) {
    return absl::InvalidArgumentError(absl::StrCat("'", AbslView(alias), "' is an account of '", it->second,
                                                   "' and of '", AbslView(person),
                                                   "'\nleave out the line that is wrong"));
  }
  return absl::OkStatus();
}

absl::Status AliasTable::Settle() {
  for (auto& entry : person_) {
    std::string_view end = entry.second;
    size_t steps = 0;
    for (auto next = person_.find(std::string(end)); next != person_.end(); next = person_.find(std::string(end))) {
      end = next->second;
      if (++steps <= person_.size()) continue;
      return absl::InvalidArgumentError(absl::StrCat(
          "'", entry.first, "' is, in the end, an account of itself\nleave out one line of the round"));
    }
    entry.second = std::string(end);
  }
  return absl::OkStatus();
}

std::string_view AliasTable::PersonOf(std::string_view id) const {
  const auto it = person_.find(std::string(id));
  return it == person_.end() ? id : std::string_view(it->second);
}

absl::StatusOr<AliasTable> ReadAliasTable(const std::string& path, const RunControl* run) {
  PG_ASSIGN(source, ByteSource::Open(path));
  TableRecords::Options options;
  options.tolerant = true;
  options.names = {"alias", "person"};
  options.run = run;
  PG_ASSIGN(records, TableRecords::Open(std::move(source), options));
  PG_ASSIGN(any, records.Next());
  const std::string file = records.file();
  const CsvHeader header(any ? CsvHeader(records.cells()) : CsvHeader());
  const auto alias = header.Find("alias"), person = header.Find("person");
  if (!alias || !person) {
    return BadInput({file}, "no table of aliases: it has no columns 'alias' and 'person'",
                    "pullgraph identities c.pull -o aliases.csv writes one");
  }
  AliasTable table;
  const auto stripped = [](const CsvCell& cell) {
    return StdView(absl::StripAsciiWhitespace(AbslView(cell.text)));
  };
  while (true) {
    PG_ASSIGN(more, records.Next());
    if (!more) break;
    const CsvRecord record = {&header, records.cells(), records.place(), 0};
    const std::string_view from = stripped(record.Cell(*alias)), to = stripped(record.Cell(*person));
    if (from.empty() || to.empty()) continue;
    if (absl::Status s = table.Add(from, to); !s.ok()) {
      const absl::string_view message = s.message();
      const size_t line = message.find('\n');
      return BadInput(records.place(), StdView(message.substr(0, line)), StdView(message.substr(line + 1)));
    }
  }
  if (absl::Status s = table.Settle(); !s.ok()) return BadInput({file}, StdView(s.message()));
  return table;
}

}  // namespace pullgraph
