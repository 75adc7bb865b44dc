// SPDX-License-Identifier: Apache-2.0
// `pullgraph pace --curve`, and who influences whom.
#ifndef PULLGRAPH_TOOLS_ADOPTION_MODES_H_
#define PULLGRAPH_TOOLS_ADOPTION_MODES_H_

#include <string>

#include "absl/status/statusor.h"
#include "algorithms/journey/adoption_curve.h"
#include "algorithms/journey/adoption_periods.h"
#include "algorithms/journey/influence_graph.h"
#include "tools/options.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

struct AdoptionCurveMode {
  bool asked = false;
  AdoptionPeriodsOptions periods;
  std::string within;
  InfluenceDirection direction = InfluenceDirection::kAlong;
};

// Declares --curve and the options that are honoured with it.
void AddAdoptionCurveOptions(Options& o, AdoptionCurveMode& mode);
void AddDirectionOption(Options& o, InfluenceDirection& direction, const std::string& about);

// How the resource spread, period by period.
absl::StatusOr<Answer> AnswerAdoptionCurve(Session& session, const AdoptionCurveMode& mode);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_ADOPTION_MODES_H_
