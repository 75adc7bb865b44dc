// SPDX-License-Identifier: Apache-2.0
// What MessageCommunity collects; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_MESSAGE_ROWS_H_
#define PULLGRAPH_IO_IMPORT_MESSAGE_ROWS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "graph/community_builder.h"
#include "graph/ids.h"
#include "graph/string_table.h"
#include "graph/time.h"
#include "io/import/import_result.h"
#include "io/import/message.h"
#include "io/import/message_community.h"

namespace pullgraph {

inline constexpr uint32_t kNoRow = UINT32_MAX;

struct MessageRow {
  uint32_t key = kNoRow;     // Its id, in `keys`.
  uint32_t parent = kNoRow;  // Likewise.
  uint32_t thread = kNoRow;  // Likewise; filled in for all by ResolveThreads.
  uint32_t text = kNoRow;    // Index into `texts`.
  MemberId author;
  MessageKind kind = MessageKind::kPost;
  Time at;
};

struct MessageText {
  std::string title, url;
};

struct NamedMember {
  uint32_t row;
  MemberId member;
  TieKind kind;
};

struct ReactionRow {
  uint32_t row;
  MemberId member;
  Time at;
  float weight;
};

struct MessageTie {
  MemberId from, to;
  TieKind kind;
  bool directed;
  Time at;
};

struct DescribedTopic {
  std::string name;
  TopicId parent;
};

struct MessageRows {
  MessageOptions options;
  CommunityBuilder builder;
  ImportReport report;
  StringInterner keys;                // Ids of messages and threads.
  std::vector<uint32_t> row_of_key;   // The message under a key, or kNoRow.
  std::vector<MessageRow> rows;
  std::vector<MessageText> texts;
  std::vector<std::pair<uint32_t, TopicId>> topics;  // Of a row.
  std::vector<NamedMember> named;
  std::vector<ReactionRow> reactions;
  std::vector<MessageTie> ties;
  absl::flat_hash_map<MemberId, Person> people;
  absl::flat_hash_map<TopicId, DescribedTopic> topic_rows;

  absl::flat_hash_map<uint32_t, Time> settled;  // Thread key -> when its ask was done.

  uint32_t KeyOf(std::string_view id);
};

// Gives each row the key of its thread.
void ResolveThreads(MessageRows& rows);
// Finds who answered the asks that were settled; threads are resolved by now.
void AnswerSettledAsks(MessageRows& all);

absl::StatusOr<ImportResult> BuildMessages(MessageRows& rows);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MESSAGE_ROWS_H_
