// SPDX-License-Identifier: Apache-2.0
// Names of what is not whole yet. A process that is killed may leave one behind: its holder has
// it locked, so that the next run can tell, and removes it.
#ifndef PULLGRAPH_IO_PARTIAL_NAME_H_
#define PULLGRAPH_IO_PARTIAL_NAME_H_

#include <string>

#include "absl/status/statusor.h"

namespace pullgraph {

// `path` with ".partial-" and `tail`, cut where a name would be longer than names may be.
std::string PartialName(const std::string& path, const std::string& tail);

// Locks what is open as `fd` for as long as it, or what is made of it by dup(), is open. False
// if somebody has removed its name meanwhile. Where locks are not to be had, nothing is locked,
// and nobody else takes it for left behind.
bool HoldPartial(int fd);

// Removes the partial files and folders of `path` that are ours and that nobody holds. Best
// effort: what cannot be removed stays.
// COST: one pass over the names in the folder of `path`.
void RemoveLeftBehind(const std::string& path);

// A new name that is held until `fd` is closed.
struct HeldPartial {
  int fd = -1;
  std::string name;
};
// A file to be written, or a folder, that only we may read. ERRORS: as FileError.
absl::StatusOr<HeldPartial> MakePartialFile(const std::string& path);
absl::StatusOr<HeldPartial> MakePartialFolder(const std::string& path);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_PARTIAL_NAME_H_
