// SPDX-License-Identifier: Apache-2.0
// Who our customers are, said by what they did or what is said of them.
#ifndef PULLGRAPH_IO_IMPORT_CUSTOMERS_H_
#define PULLGRAPH_IO_IMPORT_CUSTOMERS_H_

#include <string_view>

#include "absl/status/status.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Makes a market `customers` of those for whom `rule` holds, and reports how many that are.
// Terms are joined by `and`, and these by `or`:
//   purchase>=1      so many signals of that kind (view, ask, answer, attend, ...): a customer
//                    since the one that made it so many; undated ones count as earliest
//   tag=paying       has that tag: a customer since joining
//   plan=pro         has that value of the attribute, in any case: since joining, or since the value began
//                    if that is known; one that ended does not count
// Of terms joined by `and` the latest moment counts, of those joined by `or` the earliest; a
// moment that is not known is the earliest of all. Staff and bots are no customers.
//
// COST: O(rows) and that of checking the community anew.
// ERRORS: InvalidArgument for a term that is none (with the nearest word), or a rule that holds
// for nobody; FailedPrecondition if there is a market already.
absl::Status MarkCustomers(std::string_view rule, ImportResult& result);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CUSTOMERS_H_
