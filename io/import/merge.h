// SPDX-License-Identifier: Apache-2.0
// Several communities into one.
#ifndef PULLGRAPH_IO_IMPORT_MERGE_H_
#define PULLGRAPH_IO_IMPORT_MERGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/import/alias_table.h"
#include "io/import/import_result.h"

namespace pullgraph {

struct MergeOptions {
  std::string name;                    // Of the community; "" = that of the first part.
  std::string producer = "pullgraph";  // Written into the community.
  // For each part, what is put before those ids of it that are numbers, with a colon; "" and
  // what is missing: nothing. Platforms give the same number to different people.
  std::vector<std::string> number_prefixes;
  // Accounts that are to be one with those of the same person; null: none are.
  const AliasTable* aliases = nullptr;
  const RunControl* run = nullptr;  // Progress and cancellation.
};

// Returns one community of everything in `parts`. Who bears the same id is the same; ids are
// those of the parts.
//   What is said of a member, resource, topic or market: a later part wins where both say
//   something else, and the report counts that; lists (tags, topics, needs, ...) are joined.
//   Memberships, signals, touches that are equal in all fields count as one event, however
//   many parts have it; a part that has it twice keeps it twice.
//   Ties of equal ends, kind and direction are one: of dated exchanges those of all parts,
//   each once; without dates equal ones are one, and others add up.
// With `aliases`, whatever an account did its person did. What is said of the person comes
// first, and is filled from what is said of the accounts; their ids stay in the attribute
// `accounts`. Ties and signals between accounts of one person are left out.
// Cutting a community in any way and merging the pieces gives it back.
//
// TIES: the same result for the same parts in the same order; order matters only where parts
// contradict each other.
// COST: O(rows); memory is that of the result, and some 50 bytes an event.
// ERRORS: those of CommunityBuilder; Cancelled.
absl::StatusOr<ImportResult> MergeCommunities(absl::Span<const CommunityGraph* const> parts,
                                              const MergeOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MERGE_H_
