// SPDX-License-Identifier: Apache-2.0
// For whom people work, by the mail addresses they write from.
#ifndef PULLGRAPH_IO_IMPORT_EMPLOYERS_H_
#define PULLGRAPH_IO_IMPORT_EMPLOYERS_H_

#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"

namespace pullgraph {

// The attribute that says it, as that of the presets for contacts.
inline constexpr char kOrganizationAttribute[] = "organisation";

// Gives each member whose id (behind a prefix such as `git:`) or e-mail attribute is an address
// at a domain of their own the attribute `organisation`: that domain, as it stands in the
// address, from the first thing that they are known to have done; undated where nothing they did
// has a date. Until when is not known: once accounts are brought together, who began elsewhere
// has left. So it belongs before that. Addresses at mail providers and boxes that people share
// say nothing; neither does it touch bots, and those who have such an attribute.
//
// A guess: somebody may write from a university or a project's own domain.
// COST: O(rows).
// ERRORS: those of RebuildCommunity.
absl::StatusOr<ImportResult> AddEmployers(const CommunityGraph& community, const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_EMPLOYERS_H_
