// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_GITHUB_H_
#define PULLGRAPH_IO_IMPORT_GITHUB_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/message_community.h"

namespace pullgraph {

struct GithubOptions : MessageOptions {
  // Owners ("acme") and repositories ("acme/anvil") to keep, in any case; empty = all.
  std::vector<std::string> only;
};

// Reads what GitHub tells of its repositories: event archives (GH Archive: one event a
// line), and pages of the REST API (issues, pull requests, comments, reviews, events,
// discussions, repositories), in any mixture and order.
//
// Returns a community in which
//   - people are members under their login. Who changes it stays one member, under the
//     login that came first, with the latest for a name. Logins that end in [bot] and
//     accounts of type Bot are bots;
//   - a repository is a topic, and a resource of kind product, under owner/name (the one
//     that came first); labels and categories of discussions are topics;
//   - issues and answerable discussions are asks, pull requests, other discussions and
//     releases are posts, under owner/name#number or owner/name@tag;
//   - reviews are kReview, one each, however many lines they comment on; all other
//     comments are replies. An issue closed as completed was answered by the last reply
//     before that of somebody other than its author and no bot: GitHub itself says only
//     that it is done, and not by whom. Issues closed without a reason (all before 2022)
//     have no answer;
//   - signals: stars are favourite, forks use, pushes post, all on the repository;
//   - @login outside of code and quotes is a tie `mentioned`, if that login is a member.
// Every event tells of the thread it is about, so a part of an archive has the authors of
// threads that are older. Since 2025-10-07 events say less of pull requests: whose one
// is that was opened outside of the archive is unknown. Events from before 2015 are read
// as far as they go.
//
// The report counts people, threads, messages, events and repositories, and names what
// was left out.
//
// COST: O(bytes) and one small row a message, star, fork, push and mention; files of
// lines are streams. See ReadJson for files that are one array.
// ERRORS: DataLoss with file:line:column for what is not JSON; InvalidArgument for a bad
// `only`; FailedPrecondition for a folder without JSON; those of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportGithub(const std::string& path,
                                          const GithubOptions& options = {});
absl::StatusOr<ImportResult> ImportGithubFrom(ByteSource source,
                                              const GithubOptions& options = {});
absl::StatusOr<ImportResult> ImportGithubFolder(const InputFolder& folder,
                                                const GithubOptions& options = {});

// True if a file that begins with `head` (64 KiB are enough) is one of those above.
bool LooksLikeGithub(std::string_view head);
// True if the first file of JSON in it is.
bool LooksLikeGithub(const InputFolder& folder);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GITHUB_H_
