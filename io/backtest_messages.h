// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_BACKTEST_MESSAGES_H_
#define PULLGRAPH_IO_BACKTEST_MESSAGES_H_

#include "algorithms/attract/event_backtest.h"
#include "algorithms/opportunity/backtest.h"
#include "pullgraph/v1/backtest.pb.h"

namespace pullgraph {

v1::BacktestReport ToMessage(const BacktestReport& report);
v1::EventScore ToMessage(const EventScore& score);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_BACKTEST_MESSAGES_H_
