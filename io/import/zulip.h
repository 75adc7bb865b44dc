// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_ZULIP_H_
#define PULLGRAPH_IO_IMPORT_ZULIP_H_

#include <string>

#include "absl/status/statusor.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/message_community.h"

namespace pullgraph {

// Reads an unpacked Zulip export: realm.json and messages-000001.json and so on.
//
// Returns a community (see MessageCommunity) in which
//   - users are members under their id; bots are bots, inactive ones have the tag
//     "deactivated";
//   - channels (streams) are topics under their id;
//   - what Zulip calls a topic is a thread, named CHANNEL/TOPIC; its first message is a
//     post and the others are replies to it. That it was resolved changes nothing;
//   - @**Name** and @**Name|7** are mentions; a private message is tied to who gets it
//     (messaged), and its conversation is a thread;
//   - reactions are votes.
// What refers to somebody or something that is not in the export is left out and counted.
//
// COST: O(bytes + messages log messages), files of messages being read twice; memory is
// that of the result, of a small row a reaction, and of the longest message. Texts are not
// kept.
// ERRORS: DataLoss with file:line:column for bad content, or if this is no such export;
// I/O errors of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportZulip(const std::string& directory,
                                         const MessageOptions& options = {});
absl::StatusOr<ImportResult> ImportZulipFolder(const InputFolder& folder,
                                               const MessageOptions& options = {});

// True if there are realm.json, with tables of Zulip, and messages-000001.json; the folder
// may lie in another one.
bool LooksLikeZulip(const InputFolder& folder);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ZULIP_H_
