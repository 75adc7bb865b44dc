// SPDX-License-Identifier: Apache-2.0
// The tables of `waste`: which columns each kind of row has.
#ifndef PULLGRAPH_TOOLS_WASTE_TABLE_H_
#define PULLGRAPH_TOOLS_WASTE_TABLE_H_

#include <vector>

#include "tools/result_writer.h"

namespace pullgraph::tools {

std::vector<ResultColumn> WasteLedgerColumns();   // Of WasteLine.
std::vector<ResultColumn> WasteUpliftColumns();   // Of UpliftLine.
std::vector<ResultColumn> WasteQiniColumns();     // Of QiniPoint.
std::vector<ResultColumn> WasteSpareColumns();    // Of SparedMember.
std::vector<ResultColumn> WasteWindowColumns();   // Of WindowWaste.

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_WASTE_TABLE_H_
