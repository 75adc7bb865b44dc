// SPDX-License-Identifier: Apache-2.0
#include "io/block_stream.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "io/crc32c.h"

namespace pullgraph {
namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr int kZstdLevel = 1;

absl::Status Damaged(uint64_t offset, absl::string_view why) {
  return absl::DataLossError(absl::StrCat("byte ", offset, ": ", why,
                                          "\nthe file is damaged or not whole; fetch or make it again"));
}

// What the checksum covers beside the payload.
uint32_t BlockChecksum(v1::BlockKind kind, v1::Codec codec, uint64_t raw_size,
                       std::string_view payload) {
  char head[16];
  uint8_t* out = reinterpret_cast<uint8_t*>(head);
  out = CodedOutputStream::WriteLittleEndian32ToArray(static_cast<uint32_t>(kind), out);
  out = CodedOutputStream::WriteLittleEndian32ToArray(static_cast<uint32_t>(codec), out);
  CodedOutputStream::WriteLittleEndian64ToArray(raw_size, out);
  return Crc32c(payload, Crc32c(std::string_view(head, sizeof(head))));
}

// Tags of the fields of Block.
constexpr uint32_t kKindTag = (1 << 3) | 0;
constexpr uint32_t kCodecTag = (2 << 3) | 0;
constexpr uint32_t kRawSizeTag = (3 << 3) | 1;
constexpr uint32_t kChecksumTag = (4 << 3) | 5;
constexpr uint32_t kPayloadTag = (5 << 3) | 2;

// Reads the fields of a Block without copying its payload. Fields stand in order,
// each once: what writers write, and what keeps one file from having two readings.
bool ReadEnvelope(std::string_view bytes, StoredBlock& block, uint32_t& checksum) {
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  uint32_t kind = 0;
  uint32_t codec = 0;
  uint32_t length = 0;
  if (in.ReadTagNoLastTag() != kKindTag || !in.ReadVarint32(&kind)) return false;
  if (in.ReadTagNoLastTag() != kCodecTag || !in.ReadVarint32(&codec)) return false;
  if (in.ReadTagNoLastTag() != kRawSizeTag || !in.ReadLittleEndian64(&block.raw_size)) return false;
  if (in.ReadTagNoLastTag() != kChecksumTag || !in.ReadLittleEndian32(&checksum)) return false;
  if (in.ReadTagNoLastTag() != kPayloadTag || !in.ReadVarint32(&length)) return false;
  const auto at = static_cast<size_t>(in.CurrentPosition());
  if (bytes.size() - at != length) return false;
  block.kind = static_cast<v1::BlockKind>(kind);
  block.codec = static_cast<v1::Codec>(codec);
  block.payload = bytes.substr(at);
  return true;
}

absl::Status CheckSizes(const StoredBlock& block) {
  if (block.raw_size > kMaxBlockBytes) {
    return Damaged(block.offset, absl::StrCat("a block of ", block.raw_size, " bytes, more than ",
                                              kMaxBlockBytes));
  }
  if (block.codec == v1::CODEC_NONE && block.raw_size != block.payload.size()) {
    return Damaged(block.offset, "a block whose sizes contradict each other");
  }
  if (block.codec == v1::CODEC_ZSTD &&
      block.raw_size > kMaxExpansion * (block.payload.size() + 64)) {
    return Damaged(block.offset, "a block that claims to expand absurdly");
  }
  if (block.codec != v1::CODEC_NONE && block.codec != v1::CODEC_ZSTD) {
    return Damaged(block.offset,
                   absl::StrCat("unknown compression ", static_cast<int>(block.codec)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status BlockWriter::Write(v1::BlockKind kind, uint64_t first_row, uint64_t rows,
                                const google::protobuf::MessageLite& message, bool compress) {
  std::string raw;
  if (!message.SerializeToString(&raw) || raw.size() > kMaxBlockBytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a block of more than ", kMaxBlockBytes, " bytes"));
  }
  places_.push_back({kind, offset_, first_row, rows});
  if (compress) {
    std::string packed(ZSTD_compressBound(raw.size()), '\0');
    const size_t size =
        ZSTD_compress(packed.data(), packed.size(), raw.data(), raw.size(), kZstdLevel);
    if (ZSTD_isError(size)) return absl::ResourceExhaustedError("no memory for zstd");
    const bool pays = size < raw.size() - raw.size() / 8;
    if (pays && raw.size() <= kMaxExpansion * (size + 64) && budget_.Fits(kind, rows, raw.size(), size)) {
      budget_.Add(kind, rows, raw.size(), size);
      return WriteStored(kind, v1::CODEC_ZSTD, raw.size(), std::string_view(packed).substr(0, size));
    }
  }
  budget_.Add(kind, rows, raw.size(), raw.size());
  return WriteStored(kind, v1::CODEC_NONE, raw.size(), raw);
}

absl::Status BlockWriter::WriteStored(v1::BlockKind kind, v1::Codec codec, uint64_t raw_size,
                                      std::string_view payload) {
  uint8_t head[64];
  uint8_t* out = head;
  out = CodedOutputStream::WriteTagToArray(kKindTag, out);
  out = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(kind), out);
  out = CodedOutputStream::WriteTagToArray(kCodecTag, out);
  out = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(codec), out);
  out = CodedOutputStream::WriteTagToArray(kRawSizeTag, out);
  out = CodedOutputStream::WriteLittleEndian64ToArray(raw_size, out);
  out = CodedOutputStream::WriteTagToArray(kChecksumTag, out);
  out = CodedOutputStream::WriteLittleEndian32ToArray(
      BlockChecksum(kind, codec, raw_size, payload), out);
  out = CodedOutputStream::WriteTagToArray(kPayloadTag, out);
  out = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(payload.size()), out);
  const auto head_size = static_cast<size_t>(out - head);
  uint8_t length[10];
  const uint8_t* end = CodedOutputStream::WriteVarint32ToArray(
      static_cast<uint32_t>(head_size + payload.size()), length);
  const auto length_size = static_cast<size_t>(end - length);
  absl::Status s = append_({reinterpret_cast<const char*>(length), length_size});
  if (s.ok()) s = append_({reinterpret_cast<const char*>(head), head_size});
  if (s.ok()) s = append_(payload);
  offset_ += length_size + head_size + payload.size();
  return s;
}

absl::Status BlockWriter::Finish() {
  v1::IndexBlock index;
  for (const BlockPlace& place : places_) {
    index.add_kind(place.kind);
    index.add_offset(place.offset);
    index.add_first_row(place.first_row);
    index.add_rows(place.rows);
  }
  v1::TrailerBlock trailer;
  trailer.set_magic(kFileMagic);
  trailer.set_index_offset(offset_);
  trailer.set_blocks(places_.size() + 2);
  absl::Status s = Write(v1::BLOCK_KIND_INDEX, 0, 0, index, false);
  if (s.ok()) s = Write(v1::BLOCK_KIND_TRAILER, 0, 0, trailer, false);
  return s;
}

absl::StatusOr<StoredBlock> ReadBlock(std::string_view data, uint64_t offset, bool whole) {
  StoredBlock block;
  CodedInputStream in(reinterpret_cast<const uint8_t*>(data.data()),
                      static_cast<int>(std::min<size_t>(data.size(), 10)));
  uint64_t length = 0;
  const bool has_length = in.ReadVarint64(&length);
  const auto at = static_cast<size_t>(in.CurrentPosition());
  if (!has_length && (whole || data.size() >= 10)) return Damaged(offset, "truncated inside a block");
  if (has_length && length > kMaxBlockBytes + 64) {
    return Damaged(offset, absl::StrCat("a block of ", length, " bytes, more than ", kMaxBlockBytes));
  }
  if (!has_length || data.size() - at < length) {
    if (whole) return Damaged(offset, "truncated inside a block");
    return block;
  }
  uint32_t checksum = 0;
  block.offset = offset;
  block.end = offset + at + length;
  if (!ReadEnvelope(data.substr(at, length), block, checksum)) {
    return Damaged(offset, "not a block");
  }
  if (BlockChecksum(block.kind, block.codec, block.raw_size, block.payload) != checksum) {
    return Damaged(offset, "checksum does not match");
  }
  if (absl::Status s = CheckSizes(block); !s.ok()) return s;
  return block;
}

absl::StatusOr<std::string_view> UnpackPayload(const StoredBlock& block, std::string& buffer) {
  if (block.codec == v1::CODEC_NONE) return block.payload;
  buffer.resize(block.raw_size);
  const size_t size = ZSTD_decompress(buffer.data(), buffer.size(), block.payload.data(),
                                      block.payload.size());
  if (ZSTD_getErrorCode(size) == ZSTD_error_memory_allocation) {
    return absl::ResourceExhaustedError("no memory for zstd");
  }
  if (ZSTD_isError(size) || size != block.raw_size) {
    return Damaged(block.offset, "compressed data is faulty");
  }
  return std::string_view(buffer);
}

absl::Status ParsePayload(const StoredBlock& block, std::string& buffer,
                          google::protobuf::MessageLite& message) {
  const absl::StatusOr<std::string_view> raw = UnpackPayload(block, buffer);
  if (!raw.ok()) return raw.status();
  message.Clear();
  if (!message.ParseFromArray(raw->data(), static_cast<int>(raw->size()))) {
    return Damaged(block.offset, "a block that is not valid protobuf");
  }
  return absl::OkStatus();
}

size_t TrailerBytes() {
  static const size_t size = [] {
    size_t bytes = 0;
    const auto count = [&](std::string_view piece) {
      bytes = piece.size() + bytes;
      return absl::OkStatus();
    };
    BlockWriter writer(count);
    v1::TrailerBlock trailer;
    trailer.set_magic(1);
    trailer.set_index_offset(1);
    trailer.set_blocks(1);
    writer.Write(v1::BLOCK_KIND_TRAILER, 0, 0, trailer, false).IgnoreError();
    return bytes;
  }();
  return size;
}

absl::StatusOr<std::vector<BlockPlace>> PlacesOf(const v1::IndexBlock& index) {
  const int n = index.kind_size();
  if (index.offset_size() != n || index.first_row_size() != n || index.rows_size() != n) {
    return absl::DataLossError("index: columns of different lengths");
  }
  std::vector<BlockPlace> places(static_cast<size_t>(n));
  for (int i = 0; i < n; ++i) {
    places[static_cast<size_t>(i)] = {index.kind(i), index.offset(i), index.first_row(i),
                                      index.rows(i)};
  }
  return places;
}

absl::StatusOr<std::vector<BlockPlace>> ReadIndex(std::string_view file) {
  if (file.size() < TrailerBytes()) return Damaged(file.size(), "the file ends before its trailer");
  const uint64_t trailer_at = file.size() - TrailerBytes();
  const absl::StatusOr<StoredBlock> last = ReadBlock(file.substr(trailer_at), trailer_at, true);
  if (!last.ok() || last->kind != v1::BLOCK_KIND_TRAILER) {
    return Damaged(file.size(), "the file does not end in a trailer: it is truncated");
  }
  std::string buffer;
  v1::TrailerBlock trailer;
  if (absl::Status s = ParsePayload(*last, buffer, trailer); !s.ok()) return s;
  if (trailer.magic() != kFileMagic || trailer.index_offset() >= trailer_at) {
    return Damaged(trailer_at, "the trailer is faulty");
  }
  const uint64_t at = trailer.index_offset();
  const absl::StatusOr<StoredBlock> block =
      ReadBlock(file.substr(at, trailer_at - at), at, true);
  if (!block.ok()) return block.status();
  if (block->kind != v1::BLOCK_KIND_INDEX || block->end != trailer_at) {
    return Damaged(at, "the index is faulty");
  }
  v1::IndexBlock index;
  if (absl::Status s = ParsePayload(*block, buffer, index); !s.ok()) return s;
  absl::StatusOr<std::vector<BlockPlace>> places = PlacesOf(index);
  if (places.ok() && trailer.blocks() != places->size() + 2) {
    return Damaged(trailer_at, "the trailer counts other blocks than the index");
  }
  return places;
}

}  // namespace pullgraph
