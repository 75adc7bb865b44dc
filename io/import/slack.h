// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_SLACK_H_
#define PULLGRAPH_IO_IMPORT_SLACK_H_

#include <string>

#include "absl/status/statusor.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/message_community.h"

namespace pullgraph {

// Reads an unpacked Slack export: users.json, channels.json (and groups, mpims and
// dms.json) and CHANNEL/YYYY-MM-DD.json.
//
// Returns a community (see MessageCommunity) in which
//   - users are members under their id; bots are bots, deleted ones have the tag
//     "deleted". Who writes without being listed is a member too;
//   - channels are topics under their id;
//   - each message that is no reply opens a thread of its own, named CHANNEL/TS;
//   - <@U123> in a text is a mention; messages between two people or a few (dms, mpims)
//     are tied to the others there (messaged).
// What is no message of somebody (channel_join, tombstone, ...) is left out and counted.
//
// COST: O(bytes + messages log messages); memory is that of the result and of one day of
// one channel's longest message. Texts are not kept.
// ERRORS: DataLoss with file:line:column for bad content, or if this is no such export;
// I/O errors of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportSlack(const std::string& directory,
                                         const MessageOptions& options = {});
absl::StatusOr<ImportResult> ImportSlackFolder(const InputFolder& folder,
                                               const MessageOptions& options = {});

// True if there are users.json and channels.json (or dms, groups, mpims) as Slack has them;
// the folder may lie in another one.
bool LooksLikeSlack(const InputFolder& folder);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_SLACK_H_
