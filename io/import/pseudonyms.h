// SPDX-License-Identifier: Apache-2.0
// A community under other names.
#ifndef PULLGRAPH_IO_IMPORT_PSEUDONYMS_H_
#define PULLGRAPH_IO_IMPORT_PSEUDONYMS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"

namespace pullgraph {

struct AnonymiseOptions {
  // Secret: who has it and an id can tell the pseudonym. At least 16 bytes.
  std::string key;
  // Times are cut down to whole days; 0: kept as they are.
  int coarse_days = 0;
  // Attributes that are kept, of all others none is. Tags are attributes without a value: none
  // is kept unless `keep_tags`.
  std::vector<std::string> keep_attributes;
  bool keep_tags = false;
  // Ids and names of topics and campaigns are kept. A topic may name a repository or a group of
  // people; without it, topics and campaigns go by pseudonyms, too.
  bool keep_topics = false;
  // Pseudonyms in the order of the ids, so that every figure stays as it was, ties by id
  // included. Whoever knows all ids can then tell who is who by their order.
  bool keep_order = false;
  const RunControl* run = nullptr;
};

struct Anonymised {
  ImportResult result;
  std::vector<std::pair<std::string, std::string>> names;  // Pseudonym, id; of all that was renamed.
};

// Members, resources, topics and campaigns go by pseudonyms: HMAC-SHA256 of the id under `key`,
// so that the same id is the same in every file made with the key. Names, titles, addresses and
// all other free text are left out, the community's name too; the ids of markets and the names
// of channels stay: options name them.
//
// COST: O(rows). ERRORS: InvalidArgument for a key that is too short or coarse_days below 0;
// those of RebuildCommunity.
// SOURCE: RFC 2104; FIPS 180-4.
absl::StatusOr<Anonymised> AnonymiseCommunity(const CommunityGraph& community,
                                              const AnonymiseOptions& options);

// The ids again, by the pairs that AnonymiseCommunity gave; who is not among them stays.
absl::StatusOr<ImportResult> RestoreIds(const CommunityGraph& community,
                                        const std::vector<std::pair<std::string, std::string>>& names,
                                        const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PSEUDONYMS_H_
