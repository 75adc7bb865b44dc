// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_INPUT_FOLDER_H_
#define PULLGRAPH_IO_IMPORT_INPUT_FOLDER_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "io/byte_source.h"

namespace pullgraph {

// A directory of input files, or what stands for one in memory.
class InputFolder {
 public:
  // ERRORS: NotFound, PermissionDenied; FailedPrecondition if it is not a directory.
  static absl::StatusOr<InputFolder> Open(const std::string& directory);
  // Also the files of the folders in it, down to the eighth, under names such as
  // "general/2020-01-01.json"; links to folders are not followed.
  // ERRORS: those of Open; FailedPrecondition for more than 1,000,000 files.
  static absl::StatusOr<InputFolder> OpenTree(const std::string& directory);
  // File name -> content.
  static InputFolder FromMemory(std::map<std::string, std::string> files);

  // The file `name`, `name`.gz or `name`.zst; nothing if there is none of them. The
  // folder outlives the source.
  absl::StatusOr<std::optional<ByteSource>> OpenFile(const std::string& name) const;
  bool Has(const std::string& name) const;
  // Names of all files, ascending.
  std::vector<std::string> Names() const;

  // The directory as given, without a slash at its end; "" in memory.
  const std::string& path() const { return path_; }
  // Its last part: what to call a community that has no name.
  std::string BaseName() const;

 private:
  std::string path_;
  std::map<std::string, std::string> files_;  // Name -> content, or "" on disk.
  bool in_memory_ = false;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_INPUT_FOLDER_H_
