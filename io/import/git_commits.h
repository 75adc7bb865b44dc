// SPDX-License-Identifier: Apache-2.0
// Commits and what they say of people; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GIT_COMMITS_H_
#define PULLGRAPH_IO_IMPORT_GIT_COMMITS_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/names.h"
#include "graph/run_control.h"
#include "graph/time.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/message_community.h"

namespace pullgraph {

struct GitPerson {
  std::string id;  // The address in lower case, or else the name; "" = nobody.
  std::string name;
};

// "Ann <Ann@X.org>"; without brackets it is an address if there is an '@' in it, else a
// name.
GitPerson ParseGitPerson(std::string_view text);

struct GitTrailer {
  GitPerson person;
  TieKind kind = TieKind::kUnspecified;
  bool from_author = false;  // The tie leads from the author to the person.
};

// What "Reviewed-by: Ann <ann@x.org>" says; kind kUnspecified for any other line.
GitTrailer ParseGitTrailer(std::string_view line);

struct GitCommit {
  std::string hash;
  int parents = 0;
  GitPerson author;
  Time at;  // Of writing.
  std::vector<GitTrailer> trailers;
  std::set<std::string> areas;  // That it touches.

  // One more path, as git prints it; quotes are undone. Its area is the top-level
  // directory, with a slash at its end, or a file of the root as it is.
  void Touch(std::string_view path) { TouchInto(areas, path); }
  static void TouchInto(std::set<std::string>& areas, std::string_view path);
};

// Makes a community of commits; see git.h.
class GitCommunity {
 public:
  GitCommunity(const MessageOptions& options, Time latest)
      : latest_(latest), community_(options) {}

  absl::Status Add(const GitCommit& commit);
  absl::StatusOr<ImportResult> Build(std::string_view name) &&;

 private:
  absl::Status AddTrailers(const GitCommit& commit, Time at);
  absl::Status Describe(const GitPerson& person);
  absl::Status AddPosts(const GitCommit& commit, const GitPerson& author, Time at);

  Time latest_;
  MessageCommunity community_;
  absl::flat_hash_set<std::string> hashes_;
};

// Reads what `git log` prints with kGitFormat and --name-only.
inline constexpr char kGitFormat[] = "--format=%x00%H%n%P%n%aN%n%aE%n%at%n%B%x00";
absl::Status ReadGitFormat(ByteSource source, const RunControl* run, GitCommunity& community);

// Reads what it prints by itself, with --pretty=fuller, --raw and --numstat for instance.
// ERRORS: DataLoss with file:line if it does not begin with a commit.
absl::Status ReadGitText(ByteSource source, const RunControl* run, GitCommunity& community);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GIT_COMMITS_H_
