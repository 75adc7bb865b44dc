// SPDX-License-Identifier: Apache-2.0
#include "tools/backtest_customers.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/answer/figures.h"
#include "io/prospect_messages.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

void Prepare(Session& session, CustomerBacktestOptions& options) {
  options.list.convert.market = session.market();
  options.list.convert.seed = session.seed;
  options.list.convert.run = session.run();
}

}  // namespace

absl::StatusOr<Answer> AnswerListBacktest(Session& session, CustomerBacktestOptions& options) {
  Prepare(session, options);
  const CommunityView view = session.view();
  const std::vector<uint8_t> customer = view.Customers(options.list.convert.market);
  if (std::count(customer.begin(), customer.end(), 1) == 0) {
    return absl::FailedPreconditionError(
        "nobody is a customer: there is no list of prospects to look back at\nimport memberships, or "
        "ask --pulls, --contacts or --events, which need none");
  }
  const absl::StatusOr<CustomerBacktest> result = BacktestCustomers(view, options);
  if (!result.ok()) return result.status();
  Answer answer;
  answer.Add(ToMessage(*result));
  answer.whole = true;
  if (result->hiding) {
    uint64_t hidden = 0;
    for (const CustomerOrigin& o : result->origins) hidden += o.became;
    answer.title = absl::StrCat(
        "The list of prospects, ", CountOf(result->origins.size(), "time", "times"),
        ", each time with a tenth of the customers hidden, as if they were none: does it find "
        "them? ", figures::Grouped(hidden), " were hidden in all");
    return answer;
  }
  answer.title = absl::StrCat(
      "The list of prospects at ", CountOf(result->origins.size(), "past moment", "past moments"),
      ", each as it would have been made then, and who became a customer in the ",
      Short(result->horizon_days), " days after it");
  return answer;
}

absl::StatusOr<Answer> AnswerEdgeBacktest(Session& session, CustomerBacktestOptions& options) {
  Prepare(session, options);
  EdgeOptions edge;
  edge.market = session.market();
  edge.seed = session.seed;
  edge.run = session.run();
  const absl::StatusOr<EdgeBacktest> result = BacktestEdges(session.view(), edge, options);
  if (!result.ok()) return result.status();
  Answer answer;
  answer.Add(ToMessage(*result));
  answer.whole = true;
  answer.title = absl::StrCat(
      "The edge of the market at ", CountOf(result->origins, "past moment", "past moments"),
      ", as it would have been told then, and the customers who came in the ",
      Short(result->horizon_days), " days after it");
  return answer;
}

}  // namespace pullgraph::tools
