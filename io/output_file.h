// SPDX-License-Identifier: Apache-2.0
// Output that is either whole or not there.
#ifndef PULLGRAPH_IO_OUTPUT_FILE_H_
#define PULLGRAPH_IO_OUTPUT_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pullgraph {

// Writes to `path`: a regular file appears, or is replaced, only on Commit()
// (a file without a name, fsync, link, rename); until then, and if Commit() never
// comes, nothing under that name changes and, however the process ends, nothing is left
// (but on file systems without unnamed files, where the next Create() of the path removes it).
// "-" is standard output; pipes and devices are written as they are.
class OutputFile {
 public:
  // ERRORS: NotFound, PermissionDenied, FailedPrecondition (a directory),
  // Unavailable.
  static absl::StatusOr<OutputFile> Create(const std::string& path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  // ERRORS: Unavailable (full disk), Aborted if the reader of a pipe has gone.
  absl::Status Append(std::string_view data);
  // Makes what was written visible. Nothing may follow.
  absl::Status Commit();

 private:
  OutputFile() = default;
  absl::Status Flush();
  absl::Status Link();

  int fd_ = -1;
  std::string path_;
  std::string temporary_;  // Empty if it has no name yet, or is written in place.
  bool is_whole_or_absent_ = false;  // A regular file.
  std::string buffer_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_OUTPUT_FILE_H_
