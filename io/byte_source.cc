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

// "BZh" alone may begin a text: behind it stand the size of blocks and the mark of a block
// or of the end, as far as there is so much.
bool IsBzip2(std::string_view head) {
  if (!StartsWith(head, "BZh") || head.size() < 4 || head[3] < '1' || head[3] > '9') return false;
  const std::string_view mark = head.substr(4, 6);
  return StartsWith("1AY&SY", mark) || StartsWith("\x17\x72\x45\x38\x50\x90", mark);
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
    raw->in_memory_ = true;
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
  raw->in_memory_ = true;
  return raw;
}

std::unique_ptr<RawBytes> RawBytes::OfPieces(
    std::function<absl::StatusOr<std::string_view>()> next, std::string name) {
  auto raw = std::make_unique<RawBytes>();
  raw->name_ = std::move(name);
  raw->next_ = std::move(next);
  return raw;
}

RawBytes::~RawBytes() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

absl::Status RawBytes::Fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  if (next_ == nullptr) return FillFromFile();
  const auto piece = next_();
  if (!piece.ok()) return piece.status();
  buffer_.append(*piece);
  at_end_ = piece->empty();
  return absl::OkStatus();
}

absl::Status RawBytes::FillFromFile() {
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
  if (in_memory_) return memory_.substr(offset_, std::max(bytes, kPiece));
  while (!at_end_ && buffer_.size() - begin_ < bytes) {
    if (absl::Status s = Fill(); !s.ok()) return s;
  }
  return std::string_view(buffer_).substr(begin_);
}

absl::StatusOr<std::string_view> RawBytes::Peek() { return PeekAtLeast(1); }

void RawBytes::Take(size_t bytes) {
  offset_ += bytes;
  if (!in_memory_) begin_ += bytes;
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
  const auto head = raw_->PeekAtLeast(10);
  if (!head.ok()) return head.status();
  if (StartsWith(*head, "\x1f\x8b")) decoder_ = MakeGzipDecoder();
  if (StartsWith(*head, "\x28\xb5\x2f\xfd")) decoder_ = MakeZstdDecoder();
  if (StartsWith(*head, "\x04\x22\x4d\x18")) decoder_ = MakeLz4Decoder();
  if (IsBzip2(*head)) decoder_ = MakeBzip2Decoder();
  constexpr std::string_view kXz("\xfd" "7zXZ\0", 6);
  if (StartsWith(*head, kXz)) decoder_ = MakeXzDecoder();
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

absl::StatusOr<ByteSource> ByteSource::FromPieces(
    std::function<absl::StatusOr<std::string_view>()> next, std::string name) {
  ByteSource source;
  source.raw_ = RawBytes::OfPieces(std::move(next), std::move(name));
  if (absl::Status s = source.ChooseDecoder(); !s.ok()) return s;
  return source;
}

absl::StatusOr<std::string_view> ByteSource::Peek() {
  if (decoder_ == nullptr) return raw_->Peek();
  if (!ahead_.has_value()) {
    const auto piece = decoder_->Next(*raw_);
    if (!piece.ok()) return piece.status();
    ahead_.emplace(*piece);
  }
  return *ahead_;
}

absl::StatusOr<std::string_view> ByteSource::Next() {
  if (ahead_.has_value()) {
    given_ = *std::move(ahead_);
    ahead_.reset();
    return given_;
  }
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
