// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_BACKTEST_MESSAGES_H_
#define PULLGRAPH_IO_BACKTEST_MESSAGES_H_

#include "algorithms/opportunity/backtest.h"
#include "pullgraph/v1/backtest.pb.h"

namespace pullgraph {

v1::BacktestReport ToMessage(const BacktestReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_BACKTEST_MESSAGES_H_
