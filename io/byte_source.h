// SPDX-License-Identifier: Apache-2.0
// Text from anywhere: a file, a pipe, memory; plain or compressed.
#ifndef PULLGRAPH_IO_BYTE_SOURCE_H_
#define PULLGRAPH_IO_BYTE_SOURCE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "graph/run_control.h"

namespace pullgraph {

class RawBytes;
class Decoder;

// A stream of bytes. gzip, zstd, lz4, bzip2 and xz are recognised by content, whatever the
// name says, and undone piece by piece: memory does not depend on the size of the input.
class ByteSource {
 public:
  // "-" is standard input.
  //
  // ERRORS: NotFound, PermissionDenied, FailedPrecondition (a directory), Unavailable
  // (read error); Cancelled if `run` is when a signal interrupts the wait for a pipe.
  static absl::StatusOr<ByteSource> Open(const std::string& path,
                                         const RunControl* run = nullptr);

  // `bytes` must outlive the source; `name` stands for the file in messages.
  static absl::StatusOr<ByteSource> FromMemory(std::string_view bytes, std::string name);

  // What `next` hands out piece by piece, empty at the end; each piece stays valid until
  // the next call. ERRORS: those of `next`.
  static absl::StatusOr<ByteSource> FromPieces(
      std::function<absl::StatusOr<std::string_view>()> next, std::string name);

  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;
  ~ByteSource();

  // The next piece, of at least one byte and at most a few MB; empty at the end. It
  // stays valid until the next call.
  //
  // ERRORS: DataLoss if the compressed stream is damaged or cut off; Unavailable.
  absl::StatusOr<std::string_view> Next();

  // The piece that Next() is going to give; empty at the end. Valid until the next call.
  // ERRORS: those of Next().
  absl::StatusOr<std::string_view> Peek();

  // All content, if it lies uncompressed in memory. Next() is not affected.
  std::optional<std::string_view> whole() const;

  // The path, or "standard input".
  const std::string& name() const;
  // Part of the input consumed, in [0, 1]; 0 where the size is unknown.
  double fraction() const;

 private:
  ByteSource();
  absl::Status ChooseDecoder();

  std::unique_ptr<RawBytes> raw_;
  std::unique_ptr<Decoder> decoder_;  // Null: plain.
  std::optional<std::string> ahead_;  // What was peeked at of decoded content.
  std::string given_;                 // The same, once it was given.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_BYTE_SOURCE_H_
