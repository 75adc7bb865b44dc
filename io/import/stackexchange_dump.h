// SPDX-License-Identifier: Apache-2.0
// What is kept of a dump while it is read; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_STACKEXCHANGE_DUMP_H_
#define PULLGRAPH_IO_IMPORT_STACKEXCHANGE_DUMP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "graph/rows.h"
#include "io/import/customer_rule.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/stackexchange.h"

namespace pullgraph {

inline constexpr uint32_t kNobody = UINT32_MAX;

struct DumpUser {
  int64_t id = 0;
  std::string display_name;
  std::string location;
  Time joined_at;
  int64_t reputation = 0;
  int64_t badges = 0;
  uint64_t line = 0;
};

// A question or an answer.
struct DumpPost {
  int64_t id = 0;
  int64_t link = 0;             // Question: accepted answer, answer: question; 0 = none.
  uint32_t owner = kNobody;     // Index of the user.
  uint32_t question = kNobody;  // Answer: index of the question's post, once resolved.
  uint32_t text = kNobody;      // Question: index into Dump::questions.
  bool is_question = false;
  bool is_accepted = false;     // Answer.
  int32_t score = 0;            // As the file has it.
  int32_t running_score = 0;    // While votes are read.
  Time at;
  Time good_at;                 // When its score reached 1, to the end of that day.
  Time accepted_at;             // Likewise.
  uint64_t line = 0;
};

struct DumpQuestion {
  std::string title;
  std::vector<uint32_t> tags;
};

struct DumpComment {
  uint32_t user = kNobody;
  uint32_t post = 0;
  Time at;
};

struct DumpVote {
  uint32_t user = kNobody;
  uint32_t post = 0;
  SignalKind kind = SignalKind::kVote;
  float weight = 1;
  Time at;
};

struct Dump {
  std::vector<DumpUser> users;
  std::vector<DumpPost> posts;
  std::vector<DumpQuestion> questions;
  std::vector<std::string> tags;
  std::vector<DumpComment> comments;
  std::vector<DumpVote> votes;
  std::vector<std::pair<uint32_t, Time>> badges;
  uint64_t vote_rows = 0;
  uint64_t comment_rows = 0;
  bool has_votes = false;
  Time last_at;  // The latest moment of all.

  absl::flat_hash_map<int64_t, uint32_t> user_index;
  absl::flat_hash_map<int64_t, uint32_t> post_index;
  absl::flat_hash_map<std::string, uint32_t> tag_index;
};

// Reads all files of `folder`. ERRORS: see ImportStackExchange.
absl::Status ReadDump(const InputFolder& folder, const RunControl* run, Dump& dump,
                      ImportReport& report);

// Turns the dump into a community; empties it on the way.
absl::StatusOr<CommunityGraph> BuildFromDump(Dump dump, const StackExchangeOptions& options,
                                             ImportReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_STACKEXCHANGE_DUMP_H_
