// SPDX-License-Identifier: Apache-2.0
#include "io/byte_decoder.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <vector>

namespace pullgraph {
namespace {

constexpr size_t kOutput = 1 << 18;

class GzipDecoder : public Decoder {
 public:
  GzipDecoder() : output_(kOutput), ready_(inflateInit2(&stream_, 15 + 16) == Z_OK) {}
  ~GzipDecoder() override {
    if (ready_) inflateEnd(&stream_);
  }

  absl::StatusOr<std::string_view> Next(RawBytes& raw) override {
    if (!ready_) return absl::ResourceExhaustedError("no memory for zlib");
    while (true) {
      const auto input = raw.Peek();
      if (!input.ok()) return input.status();
      if (input->empty()) {
        if (in_member_) return DamagedStream(raw, "gzip", "ends too early");
        return std::string_view();
      }
      if (!in_member_) {
        // Members may follow one another; what else follows is no gzip.
        if (inflateReset(&stream_) != Z_OK) return DamagedStream(raw, "gzip", "is damaged");
        in_member_ = true;
      }
      const size_t size = std::min<size_t>(input->size(), 1 << 30);
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input->data()));
      stream_.avail_in = static_cast<uInt>(size);
      stream_.next_out = reinterpret_cast<Bytef*>(output_.data());
      stream_.avail_out = static_cast<uInt>(output_.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      raw.Take(size - stream_.avail_in);
      if (result == Z_STREAM_END) in_member_ = false;
      if (result == Z_MEM_ERROR) return absl::ResourceExhaustedError("no memory for zlib");
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return DamagedStream(raw, "gzip", "is damaged");
      }
      const size_t got = output_.size() - stream_.avail_out;
      if (got > 0) return std::string_view(output_.data(), got);
    }
  }

 private:
  z_stream stream_ = {};
  std::vector<char> output_;
  bool ready_;
  bool in_member_ = false;
};

class ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : context_(ZSTD_createDCtx()), output_(kOutput) {}
  ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

  absl::StatusOr<std::string_view> Next(RawBytes& raw) override {
    if (context_ == nullptr) return absl::ResourceExhaustedError("no memory for zstd");
    while (true) {
      const auto input = raw.Peek();
      if (!input.ok()) return input.status();
      if (input->empty() && !pending_) {
        if (in_frame_) return DamagedStream(raw, "zstd", "ends too early");
        return std::string_view();
      }
      ZSTD_inBuffer in = {input->data(), input->size(), 0};
      ZSTD_outBuffer out = {output_.data(), output_.size(), 0};
      const size_t left = ZSTD_decompressStream(context_, &out, &in);
      raw.Take(in.pos);
      if (ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation) {
        return absl::ResourceExhaustedError("no memory for zstd");
      }
      if (ZSTD_isError(left) != 0) return DamagedStream(raw, "zstd", "is damaged");
      in_frame_ = left != 0;
      pending_ = out.pos == out.size && left != 0;
      if (out.pos > 0) return std::string_view(output_.data(), out.pos);
    }
  }

 private:
  ZSTD_DCtx* context_;
  std::vector<char> output_;
  bool in_frame_ = false;
  bool pending_ = false;  // There may be output that did not fit.
};

}  // namespace

std::unique_ptr<Decoder> MakeGzipDecoder() { return std::make_unique<GzipDecoder>(); }
std::unique_ptr<Decoder> MakeZstdDecoder() { return std::make_unique<ZstdDecoder>(); }

}  // namespace pullgraph
