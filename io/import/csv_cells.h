// SPDX-License-Identifier: Apache-2.0
// Cells as values; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_CSV_CELLS_H_
#define PULLGRAPH_IO_IMPORT_CSV_CELLS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "graph/names.h"
#include "graph/number_range.h"
#include "graph/string_table.h"
#include "graph/time.h"
#include "io/import/csv_table.h"

namespace pullgraph {

// All take an empty cell as absent; errors are BadValue with place and field.
absl::StatusOr<Time> TimeCell(const CsvTable& table, int field);
absl::StatusOr<std::vector<Time>> TimeListCell(const CsvTable& table, int field);
// A number of `range`, or `absent`.
absl::StatusOr<double> NumberCell(const CsvTable& table, int field, double absent,
                                  const NumberRange& range);
absl::StatusOr<std::optional<uint32_t>> CountCell(const CsvTable& table, int field);
absl::StatusOr<bool> BoolCell(const CsvTable& table, int field);

// The parts of a list cut by ';', without blanks around them, with their places.
std::vector<CsvCell> ListCell(const CsvTable& table, int field);

// `topic`, `topic:number` or `topic:number@since`. The number is 1 if there is none.
struct TopicNumber {
  CsvCell topic;
  double number = 1;
  Time since;
};
absl::StatusOr<std::vector<TopicNumber>> TopicNumberCell(const CsvTable& table, int field,
                                                         const NumberRange& range);

template <class Enum>
absl::StatusOr<Enum> WordCell(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  auto value = ParseName<Enum>(cell.text);
  if (value.ok()) return value;
  return BadInput(cell.place, absl::StrCat("field '", AbslView(table.FieldName(field)), "': ",
                                           value.status().message()));
}

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_CELLS_H_
