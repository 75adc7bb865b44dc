// SPDX-License-Identifier: Apache-2.0
// What `pullgraph rank` answers unless it is asked for pulls.
#ifndef PULLGRAPH_TOOLS_RANK_PROSPECTS_H_
#define PULLGRAPH_TOOLS_RANK_PROSPECTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "algorithms/opportunity/prospect_list.h"
#include "tools/command/session.h"
#include "tools/options.h"

namespace pullgraph::tools {

struct ProspectSettings {
  ProspectListOptions list;
  std::string explain;  // Of the list: place, id or name.
};

void DeclareProspects(Options& o, ProspectSettings& s);
absl::StatusOr<Answer> AnswerProspects(Session& session, ProspectSettings& settings);

// The days ahead that a forecast of customers speaks of, and what an act counts.
void DeclareConversionClock(Options& o, ConvertOptions& convert);
// Whether what has no date counts.
void DeclareAttributes(Options& o, ConvertOptions& convert);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_RANK_PROSPECTS_H_
