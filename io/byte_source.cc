// SPDX-License-Identifier: Apache-2.0
#include "io/byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/byte_decoder.h"

namespace pullgraph {
namespace {

constexpr size_t kPiece = 1 << 20;

bool StartsWith(std::string_view bytes, std::string_view magic) {
  return bytes.substr(0, magic.size()) == magic;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RawBytes>> RawBytes::Open(const std::string& path,
                                                         const RunControl* run) {
  auto raw = std::make_unique<RawBytes>();
  raw->run_ = run;
  if (path == "-") {
    raw->name_ = "standard input";
    raw->fd_ = STDIN_FILENO;
    return raw;
  }
  raw->name_ = path;
  auto map = MappedFile::Open(path);
  if (!map.ok()) return map.status();
  raw->map_ = *std::move(map);
  if (raw->map_) {
    raw->memory_ = raw->map_->bytes();
    return raw;
  }
  raw->fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (raw->fd_ < 0) return FileError(errno, path, "cannot open");
  return raw;
}

std::unique_ptr<RawBytes> RawBytes::OfMemory(std::string_view bytes, std::string name) {
  auto raw = std::make_unique<RawBytes>();
  raw->name_ = std::move(name);
  raw->memory_ = bytes;
  return raw;
}

RawBytes::~RawBytes() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

absl::Status RawBytes::Fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const size_t old = buffer_.size();
  buffer_.resize(old + kPiece);
  ssize_t got = 0;
  do {
    got = ::read(fd_, buffer_.data() + old, kPiece);
  } while (got < 0 && errno == EINTR && !IsCancelled(run_));
  const int error = errno;
  buffer_.resize(old + static_cast<size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0 && error == EINTR) return CheckCancelled(run_);
  if (got < 0) return FileError(error, name_, "cannot read");
  at_end_ = got == 0;
  return absl::OkStatus();
}

absl::StatusOr<std::string_view> RawBytes::PeekAtLeast(size_t bytes) {
  if (fd_ < 0) return memory_.substr(offset_, std::max(bytes, kPiece));
  while (!at_end_ && buffer_.size() - begin_ < bytes) {
    if (absl::Status s = Fill(); !s.ok()) return s;
  }
  return std::string_view(buffer_).substr(begin_);
}

absl::StatusOr<std::string_view> RawBytes::Peek() { return PeekAtLeast(1); }

void RawBytes::Take(size_t bytes) {
  offset_ += bytes;
  if (fd_ >= 0) begin_ += bytes;
}

absl::Status DamagedStream(const RawBytes& raw, const char* format, const char* why) {
  return absl::DataLossError(absl::StrCat(raw.name(), ": byte ", raw.offset(), ": the ",
                                          format, " stream ", why,
                                          "\nfetch or write the file again"));
}

ByteSource::ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

absl::Status ByteSource::ChooseDecoder() {
  const auto head = raw_->PeekAtLeast(6);
  if (!head.ok()) return head.status();
  if (StartsWith(*head, "\x1f\x8b")) decoder_ = MakeGzipDecoder();
  if (StartsWith(*head, "\x28\xb5\x2f\xfd")) decoder_ = MakeZstdDecoder();
  if (StartsWith(*head, "\x04\x22\x4d\x18")) decoder_ = MakeLz4Decoder();
  const bool xz = StartsWith(*head, std::string_view("\xfd"
                                                     "7zXZ\0",
                                                     6));
  if (xz || StartsWith(*head, "BZh")) {
    return absl::DataLossError(
        absl::StrCat(raw_->name(), ": compressed by ", xz ? "xz" : "bzip2",
                     ", expected plain text, gzip, zstd or lz4\ndecompress it first: ",
                     xz ? "xz" : "bzip2", " -dc FILE | pullgraph import FORMAT -"));
  }
  return absl::OkStatus();
}

absl::StatusOr<ByteSource> ByteSource::Open(const std::string& path, const RunControl* run) {
  auto raw = RawBytes::Open(path, run);
  if (!raw.ok()) return raw.status();
  ByteSource source;
  source.raw_ = *std::move(raw);
  if (absl::Status s = source.ChooseDecoder(); !s.ok()) return s;
  return source;
}

absl::StatusOr<ByteSource> ByteSource::FromMemory(std::string_view bytes, std::string name) {
  ByteSource source;
  source.raw_ = RawBytes::OfMemory(bytes, std::move(name));
  if (absl::Status s = source.ChooseDecoder(); !s.ok()) return s;
  return source;
}

absl::StatusOr<std::string_view> ByteSource::Next() {
  if (decoder_ != nullptr) return decoder_->Next(*raw_);
  auto piece = raw_->Peek();
  if (piece.ok()) raw_->Take(piece->size());
  return piece;
}

std::optional<std::string_view> ByteSource::whole() const {
  return decoder_ == nullptr ? raw_->memory() : std::nullopt;
}

const std::string& ByteSource::name() const { return raw_->name(); }
double ByteSource::fraction() const { return raw_->fraction(); }

}  // namespace pullgraph
