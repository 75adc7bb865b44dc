// SPDX-License-Identifier: Apache-2.0
// What a table holds and what becomes of it, for people to look at before they import it.
#ifndef PULLGRAPH_IO_IMPORT_TABLE_PREVIEW_H_
#define PULLGRAPH_IO_IMPORT_TABLE_PREVIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "io/import/csv_mapping.h"

namespace pullgraph {

struct ColumnPreview {
  std::string name;
  std::vector<std::string> cells;   // Of the first three rows.
  std::vector<std::string> fields;  // "members.id": what it becomes a part of; empty: nothing.
};

// The columns of the table that begins with `head`, from its header on; `mapping` says what
// they become, null: each the field of its own name in the table `own` ("members").
// COST: O(64 KiB).
std::vector<ColumnPreview> PreviewTable(std::string_view head, const CsvMapping* mapping,
                                        std::string_view own = "");

// As a text of one line a column.
std::string FormatPreview(const std::vector<ColumnPreview>& columns);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TABLE_PREVIEW_H_
