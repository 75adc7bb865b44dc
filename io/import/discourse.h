// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_DISCOURSE_H_
#define PULLGRAPH_IO_IMPORT_DISCOURSE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/message_community.h"

namespace pullgraph {

struct DiscourseOptions : MessageOptions {
  // "https://forum.example.org": topics get addresses. "" = none.
  std::string site;
};

// Reads a Discourse forum: the SQL dump of a backup (dump.sql, plain or compressed; in a
// folder: what an unpacked backup is), or pages of its API as JSON (topics with their
// posts, lists of topics, categories, posts), in any order.
//
// Returns a community in which
//   - users are members under their user name. Administrators and moderators are staff;
//     accounts of the forum itself (numbers up to 0) are bots;
//   - categories are topics under their slug ("support", below another "help/support"),
//     tags are topics under their name;
//   - topics are resources under their number. One is an ask if it has an accepted
//     answer, or if its category (or the forum) lets answers be accepted; else a post;
//   - posts are replies to the post they answer, or else to who opened the topic; the
//     accepted one is the answer;
//   - likes are reactions. Pages of the API tell how many, and not whose.
// Deleted posts and topics, private messages, and what is no post of a person (topic
// closed, moved, whispers) are left out and counted.
//
// COST: O(bytes); the dump is a stream. Memory is that of the result and 64 bytes a post
// and like.
// ERRORS: DataLoss with file:line for a damaged or cut dump, or one without posts, and
// with file:line:column for what is not JSON; those of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportDiscourse(const std::string& path,
                                             const DiscourseOptions& options = {});
absl::StatusOr<ImportResult> ImportDiscourseFrom(ByteSource source,
                                                 const DiscourseOptions& options = {});
// ERRORS: also FailedPrecondition for a folder with neither a dump nor JSON.
absl::StatusOr<ImportResult> ImportDiscourseFolder(const InputFolder& folder,
                                                   const DiscourseOptions& options = {});

// True if a file that begins with `head` (64 KiB are enough) is one of those above. A dump
// is recognised by its first tables, which come in order of their names.
bool LooksLikeDiscourse(std::string_view head);
// True if it holds a dump.sql, or if its first file of JSON is a page.
bool LooksLikeDiscourse(const InputFolder& folder);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DISCOURSE_H_
