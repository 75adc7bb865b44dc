// SPDX-License-Identifier: Apache-2.0
// A community made anew from some of its own rows: parts of it, without somebody, or under
// other names.
#ifndef PULLGRAPH_IO_IMPORT_REBUILD_H_
#define PULLGRAPH_IO_IMPORT_REBUILD_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"
#include "pullgraph/v1/rows.pb.h"

namespace pullgraph {

// Calls keep(row) for every row; it may change the row, and what it returns false for is left
// out. Nothing of what is left out is in the result. The name and what made it stay.
//
// COST: O(rows); memory is that of the result.
// ERRORS: those of CommunityBuilder, if what was made of the rows does not go together;
// Cancelled.
absl::StatusOr<ImportResult> RebuildCommunity(const CommunityGraph& community,
                                              absl::FunctionRef<bool(v1::Row&)> keep,
                                              const RunControl* run = nullptr);

struct SelectOptions {
  // Members to keep; all, if neither these nor `customers_of` say which.
  std::vector<MemberId> members;
  MarketId customers_of = MarketId::None();
  // And those who are so many ties away from them at most; >= 0.
  int hops = 0;
  // Events at or after `since` and before `until`; absent: no bound. Undated ones are kept.
  Time since, until;
  // Only resources, and signals, on this topic or one below it.
  TopicId topic = TopicId::None();
  // Only signals of this kind.
  SignalKind signal_kind = SignalKind::kUnspecified;
};

// Keeps what is asked for and what ties it together: ties between kept members, what
// kept members did, and the resources and topics that still play a part. A tie with dates
// keeps those in the range.
// ERRORS: OutOfRange for an id that is not in the community; InvalidArgument for `hops` below
// 0 or a range that holds nothing; those of RebuildCommunity.
absl::StatusOr<ImportResult> SelectCommunity(const CommunityGraph& community,
                                             const SelectOptions& options,
                                             const RunControl* run = nullptr);

// Leaves out these members: what is said of them, their ties, memberships, signals, touches,
// and their names where they answered somebody. The report counts each, and how many resources,
// topics, campaigns, markets and other members still hold an id or a name of theirs (as a whole
// word, of four bytes at least): those are the words of others.
// COST: O(rows + bytes of text).
// ERRORS: OutOfRange for an id that is not in the community; those of RebuildCommunity.
absl::StatusOr<ImportResult> EraseMembers(const CommunityGraph& community,
                                          const std::vector<MemberId>& members,
                                          const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_REBUILD_H_
