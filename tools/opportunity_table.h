// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_TOOLS_OPPORTUNITY_TABLE_H_
#define PULLGRAPH_TOOLS_OPPORTUNITY_TABLE_H_

#include <string>
#include <vector>

#include "algorithms/opportunity/opportunity.h"
#include "tools/result_writer.h"

namespace pullgraph::tools {

std::string OpportunityTitle(const CommunityView& view, const OpportunityList& list,
                             const OpportunityOptions& options);
std::vector<ResultColumn> OpportunityColumns();

// Prints the opportunities of `table` whole: path with dates, features with what they
// add, interval, what would drop it.
int PrintExplanation(const Session& session, const ResultTable& table);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_OPPORTUNITY_TABLE_H_
