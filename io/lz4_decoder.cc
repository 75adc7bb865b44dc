// SPDX-License-Identifier: Apache-2.0
// lz4 frames, in which apt keeps its indexes.
#include <lz4frame.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "io/byte_decoder.h"

namespace pullgraph {
namespace {

constexpr size_t kOutput = 1 << 18;
constexpr size_t kFlags = 4;  // Where a frame's flags stand, behind the magic number.

class Lz4Decoder : public Decoder {
 public:
  Lz4Decoder() : output_(kOutput) {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION)) != 0) {
      context_ = nullptr;
    }
  }
  ~Lz4Decoder() override { LZ4F_freeDecompressionContext(context_); }

  absl::StatusOr<std::string_view> Next(RawBytes& raw) override {
    if (context_ == nullptr) return absl::ResourceExhaustedError("no memory for lz4");
    while (true) {
      // Of a new frame the flags have to be there.
      const auto input = raw.PeekAtLeast(in_frame_ ? 1 : kFlags + 1);
      if (!input.ok()) return input.status();
      if (input->empty() && !in_frame_) return std::string_view();
      if (!in_frame_ && NeedsDictionary(*input)) {
        return DamagedStream(raw, "lz4", "needs a dictionary");
      }
      size_t taken = input->size();
      size_t got = output_.size();
      const size_t left =
          LZ4F_decompress(context_, output_.data(), &got, input->data(), &taken, nullptr);
      if (LZ4F_isError(left) != 0 && absl::StrContains(LZ4F_getErrorName(left), "allocation_failed")) {
        return absl::ResourceExhaustedError("no memory for lz4");
      }
      if (LZ4F_isError(left) != 0) return DamagedStream(raw, "lz4", Reason(left));
      raw.Take(taken);
      in_frame_ = left != 0;
      if (got > 0) return std::string_view(output_.data(), got);
      // The context may have had output that did not fit; it has none left now.
      if (input->empty() && in_frame_) return DamagedStream(raw, "lz4", "ends too early");
    }
  }

 private:
  // Without it, what the frame refers to is not there.
  static bool NeedsDictionary(std::string_view head) {
    return head.size() > kFlags && head.substr(0, kFlags) == "\x04\x22\x4d\x18" &&
           (head[kFlags] & 1) != 0;
  }

  static const char* Reason(size_t error) {
    const std::string_view name = LZ4F_getErrorName(error);
    return name.find("hecksum") != std::string_view::npos ? "has a wrong checksum" : "is damaged";
  }

  LZ4F_dctx* context_ = nullptr;  // Holds a block, 4 MiB at most, and 64 KiB before it.
  std::vector<char> output_;
  bool in_frame_ = false;
};

}  // namespace

std::unique_ptr<Decoder> MakeLz4Decoder() { return std::make_unique<Lz4Decoder>(); }

}  // namespace pullgraph
