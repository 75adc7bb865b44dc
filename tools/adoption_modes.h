// SPDX-License-Identifier: Apache-2.0
// `pace --curve`: how one thing spread, period by period.
#ifndef PULLGRAPH_TOOLS_ADOPTION_MODES_H_
#define PULLGRAPH_TOOLS_ADOPTION_MODES_H_

#include <CLI/CLI.hpp>
#include <string>

#include "algorithms/journey/adoption_periods.h"
#include "algorithms/journey/influence_graph.h"
#include "tools/verb.h"

namespace pullgraph::tools {

struct AdoptionCurveMode {
  bool asked = false;
  AdoptionPeriodsOptions periods;
  std::string within;  // Attribute of the members; "" is none.
  InfluenceDirection direction = InfluenceDirection::kAlong;
};

void AddAdoptionCurveOptions(CLI::App& verb, AdoptionCurveMode& mode);

// After Session::Load and StartRun; resource and signal are set.
int RunAdoptionCurve(Session& session, const AdoptionCurveMode& mode);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_ADOPTION_MODES_H_
