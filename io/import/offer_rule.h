// SPDX-License-Identifier: Apache-2.0
// Which resources are a market's offering: `kind=product`, `topic=gates or resource=r7`.
#ifndef PULLGRAPH_IO_IMPORT_OFFER_RULE_H_
#define PULLGRAPH_IO_IMPORT_OFFER_RULE_H_

#include <string_view>

#include "absl/status/status.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Marks what `rule` names as offered, and reports how many that are. Terms are joined by
// `or`: kind=WORD, topic=ID (by id or name, with all topics below it), resource=ID (by id or
// title). `MARKET: terms` speaks of one of several markets; a community with one market
// needs no such word.
//
// COST: that of checking the community anew.
// ERRORS: InvalidArgument for a term that is none, a name that is not there (with the nearest)
// or a rule that names nothing; FailedPrecondition if there is no market.
absl::Status MarkOffering(std::string_view rule, ImportResult& result);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_OFFER_RULE_H_
