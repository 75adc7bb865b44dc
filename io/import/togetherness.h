// SPDX-License-Identifier: Apache-2.0
// Ties between those who were together: for communities whose exports have none.
#ifndef PULLGRAPH_IO_IMPORT_TOGETHERNESS_H_
#define PULLGRAPH_IO_IMPORT_TOGETHERNESS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"

namespace pullgraph {

// What two members have in common.
enum class Togetherness {
  kEvent,         // Both attended it, or did anything with a resource of kind event.
  kThread,        // Both asked, replied, answered or posted there.
  kResource,      // Both did anything with it.
  kOrganization,  // An attribute organisation, organization, company or employer; case aside.
};

// "same-event", "same-thread", "same-resource", "same-organization".
std::vector<std::string> TogethernessNames();
// ERRORS: InvalidArgument with the words that there are.
absl::StatusOr<Togetherness> ParseTogetherness(const std::string& word);

struct TogethernessOptions {
  std::vector<Togetherness> through;
  // What more members share than this ties nobody, and neither does what over half of all
  // members share; in [2, 1000]. Who shares it by now counts, not who did at some moment.
  int largest = 50;
  // Of undated togetherness: the probability that an introduction passes between two who share
  // one thing with nobody else; in (0, 1]. An assumption, not a finding.
  double strength = 0.5;
  const RunControl* run = nullptr;
};

// Adds ties of kind `together` between all who share something, and leaves out those that were
// there. Two were together when the later of them came: each such moment is an interaction of
// the tie, whose strength follows from them at any moment, as that of all dated ties does. A
// strength that is stated would tell those who look back of what came later.
// Two who share undated things alone have a tie without dates, whose count is how many, and
// whose strength is that one of them holds at least, were they independent: a thing that k
// share holds with the probability strength / (k - 1). Bots are left aside. Who left an
// organization (a dated attribute that ended, or another that began) before the other came was
// not there together with them.
//
// COST: O(signals * log signals + the sum of k^2); some 32 bytes for each pair and thing.
// ERRORS: InvalidArgument for an option out of range; those of RebuildCommunity; Cancelled.
// SOURCE: M. E. J. Newman, Scientific collaboration networks. II, 2001,
// doi:10.1103/PhysRevE.64.016132, for 1 / (k - 1).
// TIES: none; the result does not depend on the order of rows.
absl::StatusOr<ImportResult> DeriveTies(const CommunityGraph& community,
                                        const TogethernessOptions& options);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TOGETHERNESS_H_
