// SPDX-License-Identifier: Apache-2.0
// What `pullgraph backtest` answers of the list of prospects, and with --edges.
#ifndef PULLGRAPH_TOOLS_BACKTEST_CUSTOMERS_H_
#define PULLGRAPH_TOOLS_BACKTEST_CUSTOMERS_H_

#include "absl/status/statusor.h"
#include "algorithms/opportunity/customer_backtest.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

absl::StatusOr<Answer> AnswerListBacktest(Session& session, CustomerBacktestOptions& options);
absl::StatusOr<Answer> AnswerEdgeBacktest(Session& session, CustomerBacktestOptions& options);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_BACKTEST_CUSTOMERS_H_
