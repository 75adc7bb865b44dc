// SPDX-License-Identifier: Apache-2.0
// How ByteSource reads and decompresses; internal to io/.
#ifndef PULLGRAPH_IO_BYTE_DECODER_H_
#define PULLGRAPH_IO_BYTE_DECODER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/mapped_file.h"

namespace pullgraph {

// The bytes as they are stored.
class RawBytes {
 public:
  static absl::StatusOr<std::unique_ptr<RawBytes>> Open(const std::string& path,
                                                        const RunControl* run);
  static std::unique_ptr<RawBytes> OfMemory(std::string_view bytes, std::string name);
  // What `next` hands out piece by piece, empty at the end.
  static std::unique_ptr<RawBytes> OfPieces(
      std::function<absl::StatusOr<std::string_view>()> next, std::string name);
  ~RawBytes();

  // At least one byte more than was taken, if there is one; empty at the end. Valid
  // until the next call. What is not taken comes again.
  absl::StatusOr<std::string_view> Peek();
  // The same, but waits until there are `bytes` of them or the input ends.
  absl::StatusOr<std::string_view> PeekAtLeast(size_t bytes);
  void Take(size_t bytes);

  const std::string& name() const { return name_; }
  // Offset of the first byte that was not taken.
  uint64_t offset() const { return offset_; }
  std::optional<std::string_view> memory() const {
    return in_memory_ ? std::optional(memory_) : std::nullopt;
  }
  double fraction() const {
    return memory_.empty() ? 0.0
                           : static_cast<double>(offset_) / static_cast<double>(memory_.size());
  }

 private:
  absl::Status Fill();
  absl::Status FillFromFile();

  std::string name_;
  const RunControl* run_ = nullptr;
  std::optional<MappedFile> map_;
  bool in_memory_ = false;
  std::string_view memory_;
  int fd_ = -1;  // Or:
  std::function<absl::StatusOr<std::string_view>()> next_;
  bool at_end_ = false;
  std::string buffer_;
  size_t begin_ = 0;  // First byte of buffer_ not taken.
  uint64_t offset_ = 0;
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  // The next decoded piece; empty at the end.
  virtual absl::StatusOr<std::string_view> Next(RawBytes& raw) = 0;
};

std::unique_ptr<Decoder> MakeGzipDecoder();
std::unique_ptr<Decoder> MakeZstdDecoder();
std::unique_ptr<Decoder> MakeLz4Decoder();
std::unique_ptr<Decoder> MakeBzip2Decoder();
std::unique_ptr<Decoder> MakeXzDecoder();

absl::Status DamagedStream(const RawBytes& raw, const char* format, const char* why);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_BYTE_DECODER_H_
