// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_TOOLS_MODEL_OPTIONS_H_
#define PULLGRAPH_TOOLS_MODEL_OPTIONS_H_

#include <CLI/CLI.hpp>

#include "algorithms/attract/pull_model.h"

namespace pullgraph::tools {

// Declares --horizon, --half-life and --tie-half-life.
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
}

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_MODEL_OPTIONS_H_
