// SPDX-License-Identifier: Apache-2.0
#include "io/import/git.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "io/import/child_process.h"
#include "io/import/git_commits.h"
#include "io/import/input_folder.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

Time Tomorrow() { return Time(absl::ToUnixMicros(absl::Now()) + kMicrosPerDay); }

// The repository must not decide what runs on this machine: no pager, no check of
// signatures, no filters, and no fetch of what a partial clone lacks.
std::vector<std::string> GitCommand(const std::string& path) {
  return {"git",
          "--no-pager",
          "-C",
          path,
          "-c",
          "core.quotePath=true",
          "-c",
          "log.showSignature=false",
          "-c",
          "core.fsmonitor=false",
          "log",
          "--all",
          "--date-order",
          kGitFormat,
          "--name-only",
          "--no-renames",
          "--no-color",
          "--no-ext-diff",
          "--no-textconv",
          "--encoding=UTF-8",
          "--no-decorate",
          "--no-notes"};
}

absl::StatusOr<ImportResult> ImportRepository(const std::string& path,
                                              const MessageOptions& options) {
  if (!LooksLikeGitRepository(path)) {
    return absl::FailedPreconditionError(absl::StrCat(
        path,
        ": is no git repository\nname the directory that holds .git, or a file of "
        "what 'git log --raw --numstat --pretty=fuller --all' prints"));
  }
  const std::filesystem::path whole = WholePath(path);
  // A broken repository must not be taken for one that it happens to lie in.
  auto child = ChildProcess::Start(
      GitCommand(path), "GIT_",
      {absl::StrCat("GIT_CEILING_DIRECTORIES=", whole.parent_path().string()),
       "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0",
       "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"});
  if (absl::IsNotFound(child.status())) {
    return absl::FailedPreconditionError(
        "git cannot be found\ninstall git, or give a file of what "
        "'git log --raw --numstat --pretty=fuller --all' prints");
  }
  if (!child.ok()) return child.status();
  GitCommunity community(options, Tomorrow());
  PG_ASSIGN(output, (*child)->Output(options.run));
  PG_RETURN_IF_ERROR(ReadGitFormat(std::move(output), options.run, community));
  if ((*child)->Wait() != 0) {
    return absl::DataLossError(absl::StrCat(path, ": git log failed: ", (*child)->Complaint(),
                                            "\nsee what 'git -C ", path, " log --all' says"));
  }
  std::filesystem::path name = whole.filename();
  if (name == ".git") name = whole.parent_path().filename();
  return std::move(community).Build(name.extension() == ".git" ? name.stem().string()
                                                               : name.string());
}

}  // namespace

bool LooksLikeGitRepository(const std::string& directory) {
  const std::filesystem::path root(directory);
  std::error_code error;
  if (!std::filesystem::is_directory(root, error)) return false;
  if (std::filesystem::exists(root / ".git", error)) return true;
  return std::filesystem::is_regular_file(root / "HEAD", error) &&
         std::filesystem::is_directory(root / "objects", error) &&
         std::filesystem::is_directory(root / "refs", error);
}

absl::StatusOr<ImportResult> ImportGitLogFrom(ByteSource source,
                                              const MessageOptions& options) {
  GitCommunity community(options, Tomorrow());
  const std::string name = std::filesystem::path(source.name()).stem().string();
  PG_RETURN_IF_ERROR(ReadGitText(std::move(source), options.run, community));
  return std::move(community).Build(name);
}

absl::StatusOr<ImportResult> ImportGit(const std::string& path,
                                       const MessageOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return ImportRepository(path, options);
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGitLogFrom(std::move(source), options);
}

}  // namespace pullgraph
