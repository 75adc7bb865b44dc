// SPDX-License-Identifier: Apache-2.0
// Rows of an answer as a table of the page, read off their message type like every other
// table: a column that is added to the schema appears here by itself.
#ifndef PULLGRAPH_IO_REPORT_ANSWER_TABLE_H_
#define PULLGRAPH_IO_REPORT_ANSWER_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "io/answer/answer.h"

namespace pullgraph::report {

struct AnswerTableLook {
  std::string caption;  // Not escaped.
  // Column whose estimates and intervals are drawn, on one scale; "": none.
  std::string drawn;
  // Numbers with a column of their own; the others stand below the name of their row.
  std::vector<std::string> beside;
};

// A table with what a text table has: the rank, then one cell with the first text column
// and below it all others (what folds on a terminal), then `drawn`, then `beside`. Columns
// without any value, and those that no table has, are left out. All text is made fit for
// HTML. No rows: "".
//
// COST: O(rows x columns).
std::string AnswerTable(const std::vector<const Message*>& rows, const AnswerTableLook& look);

// The same of messages by value.
template <class Row>
std::string AnswerTable(const std::vector<Row>& rows, const AnswerTableLook& look) {
  std::vector<const Message*> pointers;
  for (const Row& row : rows) pointers.push_back(&row);
  return AnswerTable(pointers, look);
}

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_ANSWER_TABLE_H_
