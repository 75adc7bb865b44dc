// SPDX-License-Identifier: Apache-2.0
// The tables of `pullgraph achieve`.
#ifndef PULLGRAPH_TOOLS_ACHIEVE_TABLES_H_
#define PULLGRAPH_TOOLS_ACHIEVE_TABLES_H_

#include <vector>

#include "tools/result_writer.h"

namespace pullgraph::tools {

std::vector<ResultColumn> ComplementColumns();
std::vector<ResultColumn> LackedNeedColumns();
std::vector<ResultColumn> TeamColumns();
std::vector<ResultColumn> StructuralHoleColumns();
std::vector<ResultColumn> ImprovementColumns();

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_ACHIEVE_TABLES_H_
