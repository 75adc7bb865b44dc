// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_INPUT_FOLDER_H_
#define PULLGRAPH_IO_IMPORT_INPUT_FOLDER_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "io/byte_source.h"

namespace pullgraph {

class MappedFile;

// `path` without links, "." and "..", as far as it is there; as it is where that cannot be told.
std::filesystem::path WholePath(const std::string& path);

// A directory of input files with its sub-folders, an archive, or what stands for one in
// memory. Names are relative, with '/' between the parts.
//
// Of a directory, links to files are followed within it, never out of it. Of an archive
// (.zip, .7z, .tar, the latter also compressed by gzip, bzip2, xz, zstd or lz4; known by
// content) nothing is written to disk. Where all of its files lie in one folder, names
// are relative to that. Links, devices, names that are absolute or go up by "..", a second
// file of one name, and what macOS adds (__MACOSX/) are left out.
class InputFolder {
 public:
  // Lists the directory or archive.
  //
  // COST: O(files); of a compressed .tar or a .7z, one pass over its content. Memory is
  // that of the names.
  // ERRORS: NotFound, PermissionDenied; FailedPrecondition if it is neither; DataLoss
  // for a damaged or encrypted archive; ResourceExhausted for more than 1,000,000 files,
  // 64 MiB of names, folders nested more than 64 deep, or an archive that expands to over
  // 64 MiB and 1,000 times its size.
  static absl::StatusOr<InputFolder> Open(const std::string& path);
  // File name -> content.
  static InputFolder FromMemory(std::map<std::string, std::string> files);
  // `bytes` are those of an archive; `path` stands for it in messages.
  static absl::StatusOr<InputFolder> FromArchive(std::string bytes, std::string path);

  // The file `name`, or `name` with .gz, .zst, .bz2 or .xz behind it; nothing if there is
  // none of them. The folder outlives the source.
  //
  // COST: of an archive, a pass over what lies before the file: to read many files, use
  // ForEachFile.
  // ERRORS: those of ByteSource; DataLoss, ResourceExhausted of a hostile archive.
  absl::StatusOr<std::optional<ByteSource>> OpenFile(const std::string& name) const;
  bool Has(const std::string& name) const;
  // Names of all files, ascending.
  std::vector<std::string> Names() const;

  // Calls `take` for every file that is `wanted`, in one pass: ascending by name, of an
  // archive in its own order. `source` is used up within `take`. Stops at its first error.
  //
  // COST: O(bytes); memory does not depend on the size of the content.
  // ERRORS: those of OpenFile and of `take`.
  absl::Status ForEachFile(
      absl::FunctionRef<bool(std::string_view name)> wanted,
      absl::FunctionRef<absl::Status(const std::string& name, ByteSource source)> take) const;

  // The directory or archive as given, without a slash at its end; "" in memory.
  const std::string& path() const { return path_; }
  // Its last part, of an archive without .zip and the like: what to call a community that
  // has no name.
  std::string BaseName() const;
  // Links, devices and so on that are left out.
  uint64_t left_out() const { return left_out_; }

 private:
  struct File {
    std::string content;  // In memory.
    uint64_t entry = 0;   // In an archive.
  };

  absl::Status ListDirectory();
  absl::Status ListArchive();
  void StripCommonFolder();
  absl::StatusOr<ByteSource> OpenEntry(uint64_t entry, const std::string& name) const;
  absl::Status ForEachEntry(
      absl::FunctionRef<bool(std::string_view name)> wanted,
      absl::FunctionRef<absl::Status(const std::string& name, ByteSource source)> take) const;

  std::string path_;
  std::map<std::string, File> files_;
  bool in_memory_ = false;
  bool is_archive_ = false;
  std::shared_ptr<const MappedFile> map_;      // What archive_ looks at, or:
  std::shared_ptr<const std::string> bytes_;
  std::string_view archive_;
  uint64_t left_out_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_INPUT_FOLDER_H_
