// SPDX-License-Identifier: Apache-2.0
// bzip2, in which Wikimedia and older archives keep their dumps.
#include <bzlib.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "io/byte_decoder.h"

namespace pullgraph {
namespace {

constexpr size_t kOutput = 1 << 18;

class Bzip2Decoder : public Decoder {
 public:
  Bzip2Decoder() : output_(kOutput) {}
  ~Bzip2Decoder() override { EndStream(); }

  absl::StatusOr<std::string_view> Next(RawBytes& raw) override {
    while (true) {
      const auto input = raw.Peek();
      if (!input.ok()) return input.status();
      if (input->empty() && !pending_) {
        if (in_stream_) return DamagedStream(raw, "bzip2", "ends too early");
        return std::string_view();
      }
      if (!in_stream_ && !BeginStream()) return absl::ResourceExhaustedError("no memory for bzip2");
      const size_t size = std::min<size_t>(input->size(), 1 << 30);
      stream_.next_in = const_cast<char*>(input->data());
      stream_.avail_in = static_cast<unsigned>(size);
      stream_.next_out = output_.data();
      stream_.avail_out = static_cast<unsigned>(output_.size());
      const int result = BZ2_bzDecompress(&stream_);
      const size_t got = output_.size() - stream_.avail_out;
      raw.Take(size - stream_.avail_in);
      if (result == BZ_MEM_ERROR) return absl::ResourceExhaustedError("no memory for bzip2");
      if (result != BZ_OK && result != BZ_STREAM_END) {
        return DamagedStream(raw, "bzip2", "is damaged");
      }
      // Streams may follow one another; what else follows is no bzip2.
      if (result == BZ_STREAM_END) EndStream();
      pending_ = in_stream_ && got == output_.size();
      if (got > 0) return std::string_view(output_.data(), got);
    }
  }

 private:
  bool BeginStream() {
    stream_ = {};
    in_stream_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    return in_stream_;
  }
  void EndStream() {
    if (in_stream_) BZ2_bzDecompressEnd(&stream_);
    in_stream_ = false;
  }

  bz_stream stream_ = {};  // Holds 4 MB at most.
  std::vector<char> output_;
  bool in_stream_ = false;
  bool pending_ = false;  // There may be output that did not fit.
};

}  // namespace

std::unique_ptr<Decoder> MakeBzip2Decoder() { return std::make_unique<Bzip2Decoder>(); }

}  // namespace pullgraph
