// SPDX-License-Identifier: Apache-2.0
#include "io/import/source_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "io/import/source_formats.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 8;

// What to look at in `folder`, ascending.
absl::StatusOr<std::vector<fs::path>> Entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const bool is_hidden = it->path().filename().string()[0] == '.';
    std::error_code unseen;
    const fs::file_status status = it->symlink_status(unseen);
    if (!is_hidden && (fs::is_regular_file(status) || fs::is_directory(status))) entries.push_back(it->path());
  }
  if (error) return absl::ErrnoToStatus(error.value(), folder.string());
  std::sort(entries.begin(), entries.end());
  return entries;
}

absl::Status Look(const fs::path& folder, int depth, const RunControl* run, FolderSources& out) {
  PG_ASSIGN(entries, Entries(folder));
  for (const fs::path& path : entries) {
    PG_RETURN_IF_ERROR(CheckCancelled(run));
    PG_ASSIGN(source, ImportSource::Open(path.string(), run));
    if (RecogniseSource(source) != nullptr) {
      out.known.push_back(path.string());
      continue;
    }
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      out.unknown.push_back(path.string());
    } else if (depth < kDeepest) {
      PG_RETURN_IF_ERROR(Look(path, depth + 1, run, out));
    } else {
      out.unknown.push_back(path.string());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FolderSources> SourcesIn(const std::string& folder, const RunControl* run) {
  FolderSources out;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return out;
  PG_RETURN_IF_ERROR(Look(folder, 1, run, out));
  return out;
}

}  // namespace pullgraph
