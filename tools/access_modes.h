// SPDX-License-Identifier: Apache-2.0
// What `pullgraph access` does beside the most probable paths.
#ifndef PULLGRAPH_TOOLS_ACCESS_MODES_H_
#define PULLGRAPH_TOOLS_ACCESS_MODES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/access/brokers.h"
#include "algorithms/access/closeness.h"
#include "algorithms/access/introduction_path.h"
#include "algorithms/access/introduction_plan.h"
#include "algorithms/access/reach.h"
#include "algorithms/access/time_respecting_paths.h"
#include "algorithms/opportunity/learned_introductions.h"
#include "tools/verb.h"

namespace pullgraph::tools {

struct AccessOptions {
  std::string to;
  std::string from;
  int k = 1;
  bool reach = false;
  bool brokers = false;
  bool closeness = false;
  bool trade_off = false;
  bool plan = false;
  std::string temporal;          // Name of the criterion; empty: not asked for.
  std::string since, until;      // Moments, as text.
  std::string contact_duration;  // A span, as text.
  bool any_order_at_once = false;
  bool both_ways = false;
  std::string targets;  // A file, or ids.
  std::string asks;     // id=count, ...
  ReachOptions sampling;
  BrokerOptions between;
  ClosenessOptions near;
  IntroductionPlanOptions planning;
  IntroductionPathOptions path;
  std::string probabilities = "ties";
  LearnedIntroductionsOptions learned;  // Its `ties` are those of all modes.
};

// The ties as --probabilities has them.
absl::StatusOr<IntroductionGraph> Introductions(const Session& session,
                                                const AccessOptions& options);

// A member by external id; NotFound names the flag.
absl::StatusOr<MemberId> FindMemberOf(const CommunityGraph& c, const char* flag,
                                      const std::string& id);

// --from, or all customers, ascending.
absl::StatusOr<std::vector<MemberId>> SourcesOf(const Session& session,
                                                const std::string& from);

// "171 customers", or the member's id.
std::string NameOfSources(const AccessOptions& options, size_t sources);

// Each prints its answer and returns the exit code. `to` may be none.
int RunBrokers(Session& session, const AccessOptions& options, MemberId to);
int RunCloseness(Session& session, const AccessOptions& options, MemberId to);
int RunTemporal(Session& session, const AccessOptions& options,
                const std::vector<MemberId>& sources, MemberId to);
int RunTradeOff(Session& session, const AccessOptions& options,
                const std::vector<MemberId>& sources, MemberId to);
int RunPlan(Session& session, AccessOptions& options, const std::vector<MemberId>& sources);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_ACCESS_MODES_H_
