// SPDX-License-Identifier: Apache-2.0
// The tables of `pullgraph access`.
#ifndef PULLGRAPH_TOOLS_ACCESS_TABLES_H_
#define PULLGRAPH_TOOLS_ACCESS_TABLES_H_

#include <vector>

#include "tools/result_writer.h"

namespace pullgraph::tools {

std::vector<ResultColumn> AccessPathColumns();
std::vector<ResultColumn> ReachColumns();
std::vector<ResultColumn> BrokerColumns();
std::vector<ResultColumn> ClosenessColumns(int hops);
std::vector<ResultColumn> TemporalPathColumns();
std::vector<ResultColumn> TradeOffColumns();
std::vector<ResultColumn> PlanColumns();

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_ACCESS_TABLES_H_
