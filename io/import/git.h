// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_GIT_H_
#define PULLGRAPH_IO_IMPORT_GIT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/message_community.h"

namespace pullgraph {

// Reads the history of a git repository, all branches: of the directory `path`, through
// the command git, or of a file that holds what `git log --raw --numstat --pretty=fuller`
// printed. Git asks nobody, fetches nothing and runs nothing of the repository.
//
// Returns a community in which
//   - authors are members under their address in lower case (.mailmap counts where git
//     runs); "[bot]" makes a bot;
//   - top-level directories, and files of the root, are resources; directories are topics
//     too. A commit is a signal `post` of its author, and of co-authors, on each that it
//     touches; merges touch nothing;
//   - trailers are ties, with the date of writing: Co-authored-by and Co-developed-by
//     (collaborates, undirected); Reviewed-by, Acked-by and Tested-by (reviewed) and
//     Signed-off-by of another (vouches), from the person to the author; Reported-by,
//     Suggested-by, Helped-by and Mentored-by (mentioned) from the author to the person.
// The report counts commits; dates that are none or later than tomorrow are left out.
//
// COST: O(bytes of the log + commits log commits); memory is that of the result and of one
// hash a commit.
// ERRORS: FailedPrecondition if git is not there, or `path` is no repository;
// DataLoss if git fails, or for a file that does not begin with a commit; I/O errors of
// ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportGit(const std::string& path,
                                       const MessageOptions& options = {});
// Of the text alone.
absl::StatusOr<ImportResult> ImportGitLogFrom(ByteSource source,
                                              const MessageOptions& options = {});

// True if `directory` is a repository, or the root of what was checked out of one.
bool LooksLikeGitRepository(const std::string& directory);
// True if `head`, the first bytes of a file, is the beginning of such a text.
bool LooksLikeGitLog(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GIT_H_
