// SPDX-License-Identifier: Apache-2.0
// The files in a .zip, .7z or .tar, one pass in the archive's order; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_ARCHIVE_H_
#define PULLGRAPH_IO_IMPORT_ARCHIVE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <utility>

#include "absl/status/statusor.h"
#include "io/byte_source.h"

struct archive;

namespace pullgraph {

// True if `head`, decompressed, begins an archive that is read here. A tar of 512 bytes
// or more is known by the checksum of its first header.
bool LooksLikeArchive(std::string_view head);

struct ArchiveEntry {
  std::string name;    // Relative, of at most 4,096 bytes of UTF-8, without "." or "..".
  uint64_t index = 0;  // Of all entries, files or not.
  bool encrypted = false;
};

// Reads what an archive holds, and nothing outside of memory is ever written. Entries
// that are no files (links, devices, folders) or have an unsafe name are passed over.
// Archives within the archive stay files.
//
// ERRORS, of all functions: DataLoss for a damaged or cut-off archive;
// ResourceExhausted for more than 1,000,000 entries, or for one that expands to more
// than 64 MiB and 1,000 times its own size.
class ArchiveReader {
 public:
  // `bytes` must outlive the reader; `name` stands for the archive in messages.
  static absl::StatusOr<std::unique_ptr<ArchiveReader>> Open(std::string_view bytes,
                                                             std::string name);
  ~ArchiveReader();

  // The next file, or nothing at the end.
  absl::StatusOr<std::optional<ArchiveEntry>> Next();
  // The next piece of its content; empty at its end. Valid until the next call.
  absl::StatusOr<std::string_view> Read();
  // Entries passed over so far, but for folders.
  uint64_t left_out() const { return left_out_; }

 private:
  ArchiveReader(std::string_view bytes, std::string name)
      : name_(std::move(name)), size_(bytes.size()) {}
  static ptrdiff_t ReadCallback(archive*, void* self, const void** piece);
  absl::Status Start(std::string_view bytes);
  absl::Status CheckExpansion(uint64_t bytes) const;
  absl::Status CheckTarEnd();
  absl::StatusOr<std::string_view> TakeTarPiece();
  absl::Status Damaged(const std::string& where) const;

  std::string name_;
  uint64_t size_;
  std::optional<ByteSource> tar_;  // Of a .tar: its bytes, decompressed.
  std::string tar_tail_;           // The last 512 bytes of them so far.
  uint64_t tar_bytes_ = 0;
  absl::Status tar_status_;
  archive* archive_ = nullptr;
  std::string entry_name_;
  uint64_t entries_ = 0;
  uint64_t claimed_ = 0;  // Sizes that the entries so far say they have.
  uint64_t produced_ = 0;
  uint64_t left_out_ = 0;
  std::vector<char> buffer_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ARCHIVE_H_
