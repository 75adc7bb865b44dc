// SPDX-License-Identifier: Apache-2.0
// A table that fits a terminal.
#ifndef PULLGRAPH_IO_ANSWER_TEXT_TABLE_H_
#define PULLGRAPH_IO_ANSWER_TEXT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/answer/answer.h"

namespace pullgraph {

struct TableLook {
  size_t width = 80;     // Columns of the terminal; kAnyWidth: as wide as it gets.
  bool colour = false;   // Bold headers.
};
inline constexpr size_t kAnyWidth = SIZE_MAX;

// The rows as a table, a line each, no line longer than look.width: first headers are
// broken, then text that may be shortened is cut in the middle, then what folds goes below
// its row, then numbers from the right. A column without any value is left out.
std::string RenderRows(const google::protobuf::Descriptor& type,
                       const std::vector<const Message*>& rows, const TableLook& look);

// Title, table and notes; or, if answer.whole, each row as a page: every field a line,
// every list of messages a table.
std::string RenderTable(const Answer& answer, const TableLook& look);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_TEXT_TABLE_H_
