// SPDX-License-Identifier: Apache-2.0
// The envelope of a community file: delimited blocks, index, trailer.
#ifndef PULLGRAPH_IO_BLOCK_STREAM_H_
#define PULLGRAPH_IO_BLOCK_STREAM_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "io/load_budget.h"
#include "pullgraph/v1/blocks.pb.h"

namespace pullgraph {

inline constexpr uint64_t kFileMagic = 0x50554C4C47525048;  // "PULLGRPH"
inline constexpr uint32_t kFormatVersion = 1;
// A block never holds more than this, stored or raw.
inline constexpr uint64_t kMaxBlockBytes = uint64_t{64} << 20;
// Nor does it unpack to more than this multiple of what is stored.
inline constexpr uint64_t kMaxExpansion = 256;

struct BlockPlace {
  v1::BlockKind kind = v1::BLOCK_KIND_UNSPECIFIED;
  uint64_t offset = 0;
  uint64_t first_row = 0;
  uint64_t rows = 0;
  friend bool operator==(const BlockPlace&, const BlockPlace&) = default;
};

// One block as stored; `payload` points into the input.
struct StoredBlock {
  v1::BlockKind kind = v1::BLOCK_KIND_UNSPECIFIED;
  v1::Codec codec = v1::CODEC_UNSPECIFIED;
  uint64_t raw_size = 0;
  std::string_view payload;
  uint64_t offset = 0;  // Of the length before it.
  uint64_t end = 0;     // Just behind it.
};

// Appends blocks through `append` and remembers where they went.
class BlockWriter {
 public:
  using Append = absl::FunctionRef<absl::Status(std::string_view)>;

  // `append` outlives the writer. With `compress`, a block whose zstd form is an
  // eighth smaller is stored so, as long as readers have room for what it unpacks to
  // (LoadBudget).
  explicit BlockWriter(Append append) : append_(append) {}

  absl::Status Write(v1::BlockKind kind, uint64_t first_row, uint64_t rows,
                     const google::protobuf::MessageLite& message, bool compress);
  // Index and trailer. Nothing may follow.
  absl::Status Finish();

 private:
  absl::Status WriteStored(v1::BlockKind kind, v1::Codec codec, uint64_t raw_size,
                           std::string_view payload);

  Append append_;
  uint64_t offset_ = 0;
  WriteBudget budget_;
  std::vector<BlockPlace> places_;
};

// Reads the block at the front of `data`, which stands at `offset` of the file.
// Returns nothing (kind UNSPECIFIED) if more bytes are needed and `whole` is false.
//
// ERRORS: DataLoss naming the offset and the fault: truncation, a checksum that
// does not match, an absurd size, fields that no block has.
absl::StatusOr<StoredBlock> ReadBlock(std::string_view data, uint64_t offset, bool whole);

// The payload, decompressed into `buffer` where need be.
// ERRORS: DataLoss.
absl::StatusOr<std::string_view> UnpackPayload(const StoredBlock& block, std::string& buffer);

// Parses the payload into `message`, which is cleared first; buffers are reused.
absl::Status ParsePayload(const StoredBlock& block, std::string& buffer,
                          google::protobuf::MessageLite& message);

// Bytes that the trailer block takes at the end of every file.
size_t TrailerBytes();

// Index and trailer of a file that is whole in memory.
// ERRORS: DataLoss.
absl::StatusOr<std::vector<BlockPlace>> ReadIndex(std::string_view file);

// The places that an index block lists.
absl::StatusOr<std::vector<BlockPlace>> PlacesOf(const v1::IndexBlock& index);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_BLOCK_STREAM_H_
