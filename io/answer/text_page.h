// SPDX-License-Identifier: Apache-2.0
// One answer whole.
#ifndef PULLGRAPH_IO_ANSWER_TEXT_PAGE_H_
#define PULLGRAPH_IO_ANSWER_TEXT_PAGE_H_

#include <string>

#include "io/answer/text_table.h"

namespace pullgraph {

// Every field that says something, evidence included: a line each for single values, a
// list for several, a table for messages; what is inside those, indented below their row.
std::string RenderPage(const Message& row, const TableLook& look);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_TEXT_PAGE_H_
