// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_MBOX_H_
#define PULLGRAPH_IO_IMPORT_MBOX_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/message_community.h"

namespace pullgraph {

// Reads the archive of a mailing list: an mbox file, the monthly text files of Mailman
// ("2010-December.txt.gz", with addresses such as "ann at x.org"), or a folder of them.
// Only heads are read; texts of mails are passed over.
//
// Returns a community (see MessageCommunity) in which
//   - members are addresses in lower case, under the name in From. Where the list wrote
//     itself as sender ("Ann via List"), the sender is who Reply-To names;
//   - lists are topics (List-Id, List-Post or X-BeenThere). Where no mail names its list,
//     the one address that most mails go to and that writes none is taken for it;
//   - threads follow In-Reply-To and References: the parent is the nearest mail of them
//     that is here, or else the oldest one named. Without both, a mail that is marked as a
//     reply ("Re:") answers the last one before it that opened a thread of its subject;
//   - a mail that opens a thread is an ask if its subject ends in '?', else a post;
//   - people in To and Cc, lists apart, are tied to the writer (messaged).
// A date that is none, or later than tomorrow, is left out; the mail stays, undated. In a
// folder, files that are no archives are left out. All of it is counted in the report.
//
// COST: O(bytes + mails log mails); memory is that of the heads, never of the texts.
// ERRORS: DataLoss if nothing is an mbox; I/O errors of ByteSource; Cancelled.
// SOURCE: RFC 4155 (mbox), RFC 5322, RFC 2047, RFC 2919 (List-Id).
absl::StatusOr<ImportResult> ImportMbox(const std::string& path,
                                        const MessageOptions& options = {});
absl::StatusOr<ImportResult> ImportMboxFrom(ByteSource source,
                                            const MessageOptions& options = {});
absl::StatusOr<ImportResult> ImportMboxFolder(const InputFolder& folder,
                                              const MessageOptions& options = {});

// True if `head`, the first bytes of a file, begins as an mbox.
bool LooksLikeMbox(std::string_view head);
// True if one of the first hundred files does.
bool LooksLikeMbox(const InputFolder& folder);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MBOX_H_
