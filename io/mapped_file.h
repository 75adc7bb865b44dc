// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_MAPPED_FILE_H_
#define PULLGRAPH_IO_MAPPED_FILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pullgraph {

// A regular file mapped for reading.
class MappedFile {
 public:
  // Maps `path`, or returns nothing if it can't be mapped but may be read (a pipe, a
  // device).
  //
  // ERRORS: NotFound, PermissionDenied, FailedPrecondition (a directory),
  // Unavailable, each with the path and the system's word for it.
  static absl::StatusOr<std::optional<MappedFile>> Open(const std::string& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

// The status that tells of a failed system call on `path`: `what` failed with `error`.
absl::Status FileError(int error, const std::string& path, const char* what);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_MAPPED_FILE_H_
