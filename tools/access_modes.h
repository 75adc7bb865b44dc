// SPDX-License-Identifier: Apache-2.0
// What `pullgraph access` does beside the most probable paths.
#ifndef PULLGRAPH_TOOLS_ACCESS_MODES_H_
#define PULLGRAPH_TOOLS_ACCESS_MODES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/access/closeness.h"
#include "algorithms/access/introduction_plan.h"
#include "algorithms/access/time_respecting_paths.h"
#include "algorithms/opportunity/learned_introductions.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

struct AccessSettings {
  std::string to, from;  // As given; empty: not given.
  std::optional<int> k;  // Set to 1, if not given.
  bool reach = false;
  bool brokers = false;
  bool closeness = false;
  bool trade_off = false;
  bool plan = false;
  std::optional<TemporalCriterion> temporal;
  std::optional<double> epsilon;  // Set to that of the mode, if not given.
  double delta = 0.05;
  std::string since, until, contact_duration;  // As given.
  bool any_order_at_once = false;
  bool both_ways = false;
  std::string targets;  // A file, or ids.
  std::string asks;     // ID=COUNT, ...
  bool learned = false;
  LearnedIntroductionsOptions introductions;  // Its `ties` are those of all modes.
  IntroductionPathOptions path;
  ClosenessOptions near;
  IntroductionPlanOptions planning;

  // Found in the community, in the modes that start from somebody: --from, or all
  // customers, ascending.
  std::vector<MemberId> sources;
  MemberId target = MemberId::None();  // --to.
};

// "171 customers", or the member as given.
std::string SourcesText(const AccessSettings& settings);

absl::StatusOr<Answer> AnswerBrokers(Session& session, const AccessSettings& settings);
absl::StatusOr<Answer> AnswerTemporal(Session& session, const AccessSettings& settings);
// By the ties as --probabilities has them.
absl::StatusOr<Answer> AnswerCloseness(Session& session, const AccessSettings& settings,
                                       const IntroductionGraph& graph);
absl::StatusOr<Answer> AnswerReach(Session& session, const AccessSettings& settings,
                                   const IntroductionGraph& graph);
absl::StatusOr<Answer> AnswerTradeOff(Session& session, const AccessSettings& settings,
                                      const IntroductionGraph& graph);
absl::StatusOr<Answer> AnswerPlan(Session& session, const AccessSettings& settings,
                                  const IntroductionGraph& graph);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_ACCESS_MODES_H_
