// SPDX-License-Identifier: Apache-2.0
// Columns of what `pace` and `trajectory` print.
#ifndef PULLGRAPH_TOOLS_JOURNEY_TABLES_H_
#define PULLGRAPH_TOOLS_JOURNEY_TABLES_H_

#include <vector>

#include "tools/result_writer.h"

namespace pullgraph::tools {

std::vector<ResultColumn> PaceColumns(double by_days);
std::vector<ResultColumn> RhythmColumns();
std::vector<ResultColumn> TransitionColumns();
std::vector<ResultColumn> DriftColumns();
std::vector<ResultColumn> ClusterStageColumns();

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_JOURNEY_TABLES_H_
