// SPDX-License-Identifier: Apache-2.0
// xz, in which Debian keeps its indexes.
#include <lzma.h>

#include <string_view>
#include <vector>

#include "io/byte_decoder.h"

namespace pullgraph {
namespace {

constexpr size_t kOutput = 1 << 18;
// xz -9 asks for 65 MiB; more is a file made to hurt.
constexpr uint64_t kMaxMemory = uint64_t{96} << 20;

class XzDecoder : public Decoder {
 public:
  XzDecoder()
      : output_(kOutput),
        ready_(lzma_stream_decoder(&stream_, kMaxMemory, LZMA_CONCATENATED) == LZMA_OK) {}
  ~XzDecoder() override { lzma_end(&stream_); }

  absl::StatusOr<std::string_view> Next(RawBytes& raw) override {
    if (!ready_) return absl::ResourceExhaustedError("no memory for xz");
    while (!ended_) {
      const auto input = raw.Peek();
      if (!input.ok()) return input.status();
      stream_.next_in = reinterpret_cast<const uint8_t*>(input->data());
      stream_.avail_in = input->size();
      stream_.next_out = output_.data();
      stream_.avail_out = output_.size();
      const lzma_ret result = lzma_code(&stream_, input->empty() ? LZMA_FINISH : LZMA_RUN);
      raw.Take(input->size() - stream_.avail_in);
      if (result == LZMA_MEMLIMIT_ERROR) return DamagedStream(raw, "xz", "asks for over 96 MiB");
      if (result == LZMA_BUF_ERROR) return DamagedStream(raw, "xz", "ends too early");
      if (result == LZMA_MEM_ERROR) return absl::ResourceExhaustedError("no memory for xz");
      if (result != LZMA_OK && result != LZMA_STREAM_END) {
        return DamagedStream(raw, "xz", "is damaged");
      }
      ended_ = result == LZMA_STREAM_END;
      const size_t got = output_.size() - stream_.avail_out;
      if (got > 0) return std::string_view(reinterpret_cast<const char*>(output_.data()), got);
    }
    return std::string_view();
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
  std::vector<uint8_t> output_;
  bool ready_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Decoder> MakeXzDecoder() { return std::make_unique<XzDecoder>(); }

}  // namespace pullgraph
