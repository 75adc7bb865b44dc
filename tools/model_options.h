// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_TOOLS_MODEL_OPTIONS_H_
#define PULLGRAPH_TOOLS_MODEL_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/attract/pull_model.h"

namespace pullgraph::tools {

// Declares --horizon, --half-life, --tie-half-life and --learner.
inline void AddModelOptions(CLI::App& verb, PullModelOptions& options) {
  verb.add_option("--horizon", options.horizon_days, "Days ahead that a likelihood speaks of")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--half-life", options.half_life_days, "Days after which a pull counts half")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--tie-half-life", options.ties.strength.half_life_days,
                  "Days after which an exchange counts half for a tie")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  std::map<std::string, Learner> learners;
  for (const Learner l : {Learner::kAuto, Learner::kLogistic, Learner::kBoostedTrees}) {
    learners[LearnerName(l)] = l;
  }
  verb.add_option("--learner", options.learner,
                  "logistic (regression), (boosted) trees, or auto: the better of them on kept history")
      ->transform(CLI::CheckedTransformer(learners))
      ->default_str("logistic");
}

// Which learner gave the likelihoods, and by what figures, where trees were asked for.
inline std::string LearnerNote(const PullModel& model, Learner asked) {
  const PullModelReport& r = model.report();
  const bool trees = model.learner() == Learner::kBoostedTrees;
  std::string note =
      absl::StrCat("Learner: ", trees ? "boosted trees" : "logistic regression");
  if (r.logistic && r.trees) {
    const LearnerScore& kept = trees ? *r.trees : *r.logistic;
    const LearnerScore& other = trees ? *r.logistic : *r.trees;
    absl::StrAppendFormat(&note, ", log loss on held-out history %.5f (%s %.5f), average precision "
                          "%.4f (%.4f).", kept.log_loss, trees ? "logistic regression" : "trees",
                          other.log_loss, kept.average_precision, other.average_precision);
  } else {
    absl::StrAppend(&note, asked == Learner::kAuto ? "; too few pulls to try trees."
                                                   : ", as asked for.");
  }
  return note;
}

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_MODEL_OPTIONS_H_
