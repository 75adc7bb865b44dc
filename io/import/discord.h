// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_DISCORD_H_
#define PULLGRAPH_IO_IMPORT_DISCORD_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/message_community.h"

namespace pullgraph {

// Reads what DiscordChatExporter writes as JSON: one file a channel or thread, or a
// folder of them.
//
// Returns a community (see MessageCommunity) in which
//   - who writes, is mentioned or reacts is a member under their id; roles are tags, bots
//     are bots. "Deleted User" is one id for many, hence somebody unknown;
//   - channels are topics below their categories;
//   - a Discord thread or forum post is a thread under its id, named as it is; any other
//     message that is no reply opens a thread of its own;
//   - reactions are by those who are listed, or else by as many unknown ones.
// System messages (joins, pins, boosts, calls) are left out and counted; so are, in a
// folder, files that are no such export.
//
// COST: O(bytes + messages log messages); memory is that of the result and of the longest
// message. Texts are not kept.
// ERRORS: DataLoss with file:line:column for bad content, or if nothing is such an
// export; I/O errors of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportDiscord(const std::string& path,
                                           const MessageOptions& options = {});
absl::StatusOr<ImportResult> ImportDiscordFrom(ByteSource source,
                                               const MessageOptions& options = {});
absl::StatusOr<ImportResult> ImportDiscordFolder(const InputFolder& folder,
                                                 const MessageOptions& options = {});

// True if `head`, the first bytes of a file, is the beginning of such an export.
bool LooksLikeDiscord(std::string_view head);
// True if one of the first hundred files of JSON is.
bool LooksLikeDiscord(const InputFolder& folder);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DISCORD_H_
