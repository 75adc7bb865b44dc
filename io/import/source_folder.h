// SPDX-License-Identifier: Apache-2.0
// A folder of exports that are not one export together.
#ifndef PULLGRAPH_IO_IMPORT_SOURCE_FOLDER_H_
#define PULLGRAPH_IO_IMPORT_SOURCE_FOLDER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"

namespace pullgraph {

struct FolderSources {
  std::vector<std::string> known;    // Paths that RecogniseSource knows, ascending.
  std::vector<std::string> unknown;  // Files that it does not, and folders deeper than eight.
};

// Looks at every file and folder in `folder`, and into those folders that are no source
// themselves, eight levels deep. Links are not followed; names that begin with '.' are no
// exports. Nothing for what is no directory.
//
// COST: the first 64 KiB of every file.
// ERRORS: those of ImportSource::Open for whatever is there, such as DataLoss for a damaged
// archive; NotFound, PermissionDenied, Unavailable of folders; Cancelled.
absl::StatusOr<FolderSources> SourcesIn(const std::string& folder, const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_SOURCE_FOLDER_H_
