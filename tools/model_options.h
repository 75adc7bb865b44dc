// SPDX-License-Identifier: Apache-2.0
// Options of the verbs that learn likelihoods.
#ifndef PULLGRAPH_TOOLS_MODEL_OPTIONS_H_
#define PULLGRAPH_TOOLS_MODEL_OPTIONS_H_

#include <string>

#include "algorithms/attract/pull_model.h"
#include "tools/options.h"

namespace pullgraph::tools {

// Declares --horizon, --half-life, --tie-half-life and --learner.
void AddModelOptions(Options& o, PullModelOptions& model);
// Declares --horizon and --half-life alone, and the other options.
void AddClockOptions(Options& o, PullModelOptions& model);
void AddLearningOptions(Options& o, PullModelOptions& model);
// Declares --tie-half-life alone.
void AddTieOptions(Options& o, TieStrengthOptions& ties);

// True if on held-out history the likelier pulls came more often than others.
bool IsBorneOut(const PullModel& model);

// How far held-out history bears the likelihoods out, and what they rank by where that is
// a simple ranking.
std::string BorneOutNote(const PullModel& model);
// Which learner gave the likelihoods, and by what figures, where trees were asked for.
std::string LearnerNote(const PullModel& model, Learner asked);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_MODEL_OPTIONS_H_
