// SPDX-License-Identifier: Apache-2.0
// lz4 frames, in which apt keeps its indexes. Debian's lz4 needs a package that is
// rarely there to build with; the format is small.
//
// SOURCE: LZ4 Frame Format 1.6.1 and LZ4 Block Format of the LZ4 project. Checksums
// are not verified; lengths and offsets are.
#include <algorithm>
#include <cstring>
#include <string>

#include "io/byte_decoder.h"

namespace pullgraph {
namespace {

constexpr size_t kWindow = 1 << 16;
constexpr uint32_t kMagic = 0x184D2204;

uint32_t Little32(std::string_view bytes) {
  uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

// A length that goes on in further bytes while they are 255.
bool TakeLength(std::string_view& in, size_t limit, size_t& length) {
  if (length != 15) return true;
  unsigned char more = 255;
  while (more == 255) {
    if (in.empty()) return false;
    more = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    length += more;
    if (length > limit) return false;
  }
  return true;
}

// Appends the block `in` to `out`, at most `limit` bytes of it. False if it is damaged.
bool DecodeBlock(std::string_view in, size_t limit, std::string& out) {
  const size_t end = out.size() + limit;
  while (!in.empty()) {
    const auto token = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    size_t literals = token >> 4;
    if (!TakeLength(in, limit, literals)) return false;
    if (literals > in.size() || out.size() + literals > end) return false;
    out.append(in.substr(0, literals));
    in.remove_prefix(literals);
    if (in.empty()) return true;  // The last sequence has no match.
    if (in.size() < 2) return false;
    const size_t offset = static_cast<unsigned char>(in[0]) |
                          static_cast<size_t>(static_cast<unsigned char>(in[1])) << 8;
    in.remove_prefix(2);
    size_t match = token & 15;
    if (!TakeLength(in, limit, match)) return false;
    match += 4;
    if (offset == 0 || offset > out.size() || out.size() + match > end) return false;
    const size_t old = out.size();
    out.resize(old + match);
    char* to = out.data() + old;
    const char* from = to - offset;
    if (offset >= match) {
      std::memcpy(to, from, match);
    } else {
      for (size_t i = 0; i < match; ++i) to[i] = from[i];  // Overlap repeats.
    }
  }
  return true;
}

class Lz4Decoder : public Decoder {
 public:
  absl::StatusOr<std::string_view> Next(RawBytes& raw) override {
    while (true) {
      if (!in_frame_) {
        const auto head = raw.Peek();
        if (!head.ok()) return head.status();
        if (head->empty()) return std::string_view();
        if (absl::Status s = TakeHeader(raw); !s.ok()) return s;
      }
      auto piece = TakeBlock(raw);
      if (!piece.ok() || !piece->empty()) return piece;
    }
  }

 private:
  absl::StatusOr<std::string_view> Need(RawBytes& raw, size_t bytes) {
    auto piece = raw.PeekAtLeast(bytes);
    if (!piece.ok()) return piece.status();
    if (piece->size() < bytes) return DamagedStream(raw, "lz4", "ends too early");
    return piece->substr(0, bytes);
  }

  absl::Status TakeHeader(RawBytes& raw) {
    auto head = Need(raw, 7);
    if (!head.ok()) return head.status();
    const auto flags = static_cast<unsigned char>((*head)[4]);
    const auto size = (static_cast<unsigned char>((*head)[5]) >> 4) & 7;
    if (Little32(*head) != kMagic || flags >> 6 != 1 || size < 4) {
      return DamagedStream(raw, "lz4", "has a header that is not understood");
    }
    if ((flags & 1) != 0) return DamagedStream(raw, "lz4", "needs a dictionary");
    independent_ = (flags & 0x20) != 0;
    block_checksum_ = (flags & 0x10) != 0;
    content_checksum_ = (flags & 0x04) != 0;
    max_block_ = size_t{1} << (8 + 2 * size);
    const size_t header = 7 + ((flags & 0x08) != 0 ? 8 : 0);
    head = Need(raw, header);
    if (!head.ok()) return head.status();
    raw.Take(header);
    in_frame_ = true;
    window_.clear();
    return absl::OkStatus();
  }

  // Empty at the end of a frame (or for an empty block).
  absl::StatusOr<std::string_view> TakeBlock(RawBytes& raw) {
    auto head = Need(raw, 4);
    if (!head.ok()) return head.status();
    const uint32_t word = Little32(*head);
    raw.Take(4);
    if (word == 0) {
      in_frame_ = false;
      if (content_checksum_) {
        head = Need(raw, 4);
        if (!head.ok()) return head.status();
        raw.Take(4);
      }
      return std::string_view();
    }
    const size_t size = word & 0x7FFFFFFF;
    if (size > max_block_) return DamagedStream(raw, "lz4", "has a block that is too long");
    const auto body = Need(raw, size + (block_checksum_ ? 4 : 0));
    if (!body.ok()) return body.status();
    if (independent_) window_.clear();
    if (window_.size() > kWindow) window_.erase(0, window_.size() - kWindow);
    const size_t old = window_.size();
    if ((word >> 31) != 0) {
      window_.append(body->substr(0, size));
    } else if (!DecodeBlock(body->substr(0, size), max_block_, window_)) {
      return DamagedStream(raw, "lz4", "is damaged");
    }
    raw.Take(body->size());
    return std::string_view(window_).substr(old);
  }

  bool in_frame_ = false;
  bool independent_ = false;
  bool block_checksum_ = false;
  bool content_checksum_ = false;
  size_t max_block_ = 0;
  std::string window_;  // The last 64 KiB and the newest block.
};

}  // namespace

std::unique_ptr<Decoder> MakeLz4Decoder() { return std::make_unique<Lz4Decoder>(); }

}  // namespace pullgraph
