// SPDX-License-Identifier: Apache-2.0
#include "io/import/table_preview.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/string_table.h"
#include "io/import/table_text.h"

namespace pullgraph {
namespace {

constexpr size_t kRowsShown = 3, kCellWidth = 24;

// Names that the mapping looks for, so that the header is found below lines before it.
std::vector<std::string> NamesOf(const CsvMapping* mapping) {
  std::vector<std::string> names;
  if (mapping == nullptr) return names;
  for (const CsvTableMapping& table : mapping->tables) {
    const std::vector<std::string> columns = ColumnsOf(table);
    names.insert(names.end(), columns.begin(), columns.end());
  }
  return names;
}

void AddField(const std::string& column, const std::string& field, std::vector<ColumnPreview>& columns) {
  for (ColumnPreview& c : columns) {
    if (FoldedName(c.name) != FoldedName(column)) continue;
    if (std::find(c.fields.begin(), c.fields.end(), field) == c.fields.end()) c.fields.push_back(field);
    return;
  }
}

void AddMapping(const CsvMapping& mapping, std::vector<ColumnPreview>& columns) {
  for (const CsvTableMapping& table : mapping.tables) {
    const std::string& name = SchemaOf(table.table).name;
    for (const auto& [field, spec] : table.columns) {
      for (const std::string& column : ColumnsOf(spec)) AddField(column, absl::StrCat(name, ".", field), columns);
    }
    for (const auto& [attribute, spec] : table.named_attributes) {
      for (const std::string& column : ColumnsOf(spec)) AddField(column, absl::StrCat("attribute ", attribute), columns);
    }
    for (const std::string& attribute : table.attributes) {
      AddField(attribute, absl::StrCat("attribute ", attribute), columns);
    }
    for (const auto& [column, values] : table.where) AddField(column, absl::StrCat("which rows are ", name), columns);
    for (const auto& [column, filled] : table.when) AddField(column, absl::StrCat("which rows are ", name), columns);
  }
}

void AddOwn(std::string_view own, std::vector<ColumnPreview>& columns) {
  for (const CsvSchema& schema : CsvSchemas()) {
    if (schema.name != own) continue;
    for (ColumnPreview& c : columns) {
      const bool known = std::find(schema.columns.begin(), schema.columns.end(), c.name) != schema.columns.end();
      if (known) c.fields.push_back(absl::StrCat(schema.name, ".", c.name));
      if (!known && schema.kind == CsvTableKind::kMembers) c.fields.push_back(absl::StrCat("attribute ", c.name));
    }
  }
}

// Short, and on one line; letters of several bytes are not cut apart.
std::string Shown(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (text.size() <= kCellWidth) return text;
  size_t end = kCellWidth;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

std::vector<ColumnPreview> PreviewTable(std::string_view head, const CsvMapping* mapping, std::string_view own) {
  const std::string text = DecodedHead(head);
  const TableLayout layout = FindLayout(text, /*is_whole=*/false, '\0', NamesOf(mapping));
  const std::vector<TableRow> rows = HeadRows(text, /*is_whole=*/true, layout.delimiter);
  std::vector<ColumnPreview> columns;
  for (size_t c = 0; c < layout.header.size(); ++c) {
    ColumnPreview& column = columns.emplace_back();
    column.name = layout.header[c];
    for (size_t r = layout.preamble + 1; r < rows.size() && column.cells.size() < kRowsShown; ++r) {
      column.cells.push_back(c < rows[r].size() ? rows[r][c] : "");
    }
  }
  if (mapping != nullptr) {
    AddMapping(*mapping, columns);
  } else {
    AddOwn(own, columns);
  }
  return columns;
}

std::string FormatPreview(const std::vector<ColumnPreview>& columns) {
  std::string text;
  for (const ColumnPreview& c : columns) {
    std::vector<std::string> cells;
    for (const std::string& cell : c.cells) cells.push_back(cell.empty() ? "-" : Shown(cell));
    absl::StrAppend(&text, "  ", c.name.empty() ? "(no name)" : c.name, ": ", absl::StrJoin(cells, " | "), "\n      -> ",
                    c.fields.empty() ? "left out" : absl::StrJoin(c.fields, ", "), "\n");
  }
  return text;
}

}  // namespace pullgraph
