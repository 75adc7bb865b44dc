// SPDX-License-Identifier: Apache-2.0
#include "io/import/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kTarBlock = 512;
constexpr size_t kPiece = 1 << 18;
constexpr size_t kMaxName = 4096;
constexpr uint64_t kMaxEntries = 1'000'000;
constexpr uint64_t kFreeBytes = uint64_t{64} << 20;
constexpr uint64_t kMaxRatio = 1000;

// libarchive translates names to the locale of the thread, and "C" has ASCII only.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{})) {
    if (locale_ != locale_t{}) before_ = ::uselocale(locale_);
  }
  ~Utf8Locale() {
    if (locale_ == locale_t{}) return;
    ::uselocale(before_);
    ::freelocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t locale_;
  locale_t before_ = locale_t{};
};

bool IsZip(std::string_view head) {
  return head.substr(0, 4) == "PK\x03\x04" || head.substr(0, 4) == "PK\x05\x06";
}
bool Is7z(std::string_view head) { return head.substr(0, 6) == "7z\xBC\xAF\x27\x1C"; }

// Whether the index of a .7z, as its first header places it, lies in the file: libarchive takes
// the memory for it unseen.
bool HasIndex7z(std::string_view bytes) {
  constexpr size_t kStart = 32, kOffsetAt = 12, kSizeAt = 20;
  if (bytes.size() < kStart) return false;
  uint64_t offset = 0, size = 0;
  std::memcpy(&offset, bytes.data() + kOffsetAt, sizeof offset);  // Little-endian.
  std::memcpy(&size, bytes.data() + kSizeAt, sizeof size);
  const uint64_t rest = bytes.size() - kStart;
  return offset <= rest && size <= rest - offset;
}

bool IsTar(std::string_view head) {
  if (head.size() < kTarBlock || head[0] == '\0') return false;
  constexpr size_t kChecksum = 148;
  uint64_t sum = 8 * ' ';  // The checksum itself counts as blanks.
  for (size_t i = 0; i < kTarBlock; ++i) {
    if (i < kChecksum || i >= kChecksum + 8) sum += static_cast<unsigned char>(head[i]);
  }
  uint64_t stated = 0;
  size_t digits = 0;
  for (const char c : head.substr(kChecksum, 8)) {
    if (c == ' ' && digits == 0) continue;
    if (c < '0' || c > '7') break;
    stated = stated * 8 + static_cast<uint64_t>(c - '0');
    ++digits;
  }
  return digits > 0 && stated == sum;
}

// The name as InputFolder has it, or "" if it is none that a folder could hold.
std::string SafeName(const char* text) {
  if (text == nullptr) return "";
  std::string_view name(text);
  while (name.substr(0, 2) == "./") name.remove_prefix(2);
  if (name.empty() || name.size() > kMaxName || !IsValidUtf8(name)) return "";
  const bool drive = name.size() > 1 && name[1] == ':';
  if (name[0] == '/' || name[0] == '\\' || drive) return "";
  for (const absl::string_view part : absl::StrSplit(AbslView(name), absl::ByAnyChar("/\\"))) {
    if (part.empty() || part == "." || part == "..") return "";
  }
  return std::string(name);
}

bool IsFile(archive_entry* entry) {
  return archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr &&
         archive_entry_symlink(entry) == nullptr;
}

}  // namespace

bool LooksLikeArchive(std::string_view head) {
  return IsZip(head) || Is7z(head) || IsTar(head);
}

ArchiveReader::~ArchiveReader() { archive_read_free(archive_); }

absl::Status ArchiveReader::Damaged(const std::string& where) const {
  const char* why = archive_error_string(archive_);
  return BadInput({where}, absl::StrCat("the archive is damaged or cut off (",
                                        why == nullptr ? "unknown" : Printable(why), ")"),
                  "fetch or write the file again");
}

absl::Status ArchiveReader::CheckExpansion(uint64_t bytes) const {
  if (bytes <= kFreeBytes || bytes / kMaxRatio <= size_) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(name_, entry_name_.empty() ? "" : ": ", Printable(entry_name_),
                   ": expands to more than ", kMaxRatio, " times the archive's ", size_,
                   " bytes\nif you trust it, unpack it and name the folder"));
}

absl::StatusOr<std::string_view> ArchiveReader::TakeTarPiece() {
  PG_ASSIGN(piece, tar_->Next());
  tar_bytes_ += piece.size();
  PG_RETURN_IF_ERROR(CheckExpansion(tar_bytes_));
  tar_tail_.append(piece.substr(piece.size() - std::min(piece.size(), kTarBlock)));
  tar_tail_.erase(0, tar_tail_.size() - std::min(tar_tail_.size(), kTarBlock));
  return piece;
}

ptrdiff_t ArchiveReader::ReadCallback(archive* a, void* self, const void** piece) {
  auto& reader = *static_cast<ArchiveReader*>(self);
  const auto next = reader.TakeTarPiece();
  if (!next.ok()) {
    reader.tar_status_ = next.status();
    archive_set_error(a, EIO, "unreadable");
    return -1;
  }
  *piece = next->data();
  return static_cast<ptrdiff_t>(next->size());
}

absl::Status ArchiveReader::Start(std::string_view bytes) {
  archive_ = archive_read_new();
  if (archive_ == nullptr) return absl::ResourceExhaustedError("no memory for libarchive");
  const Utf8Locale utf8;
  // Formats are chosen here and filters undone by ByteSource, one layer of them: what
  // libarchive would unwrap by itself has no bound.
  int result = ARCHIVE_OK;
  if (Is7z(bytes) && !HasIndex7z(bytes)) {
    return BadInput({name_}, "the archive is damaged or cut off (its index lies outside)", "fetch or write the file again");
  }
  if (IsZip(bytes) || Is7z(bytes)) {
    result = IsZip(bytes) ? archive_read_support_format_zip_seekable(archive_)
                          : archive_read_support_format_7zip(archive_);
    if (result >= ARCHIVE_WARN) {
      result = archive_read_open_memory(archive_, bytes.data(), bytes.size());
    }
  } else {
    PG_ASSIGN(source, ByteSource::FromMemory(bytes, name_));
    tar_ = std::move(source);
    result = archive_read_support_format_tar(archive_);
    if (result >= ARCHIVE_WARN) {
      result = archive_read_open(archive_, this, nullptr, &ReadCallback, nullptr);
    }
  }
  if (!tar_status_.ok()) return tar_status_;
  return result >= ARCHIVE_WARN ? absl::OkStatus() : Damaged(name_);
}

absl::StatusOr<std::unique_ptr<ArchiveReader>> ArchiveReader::Open(std::string_view bytes,
                                                                   std::string name) {
  std::unique_ptr<ArchiveReader> reader(new ArchiveReader(bytes, std::move(name)));
  PG_RETURN_IF_ERROR(reader->Start(bytes));
  return reader;
}

// A tar that was cut between two entries looks whole to libarchive; but a whole one ends
// with blocks of zeros.
absl::Status ArchiveReader::CheckTarEnd() {
  if (!tar_) return absl::OkStatus();
  while (true) {
    PG_ASSIGN(piece, TakeTarPiece());
    if (piece.empty()) break;
  }
  if (tar_tail_ == std::string(kTarBlock, '\0')) return absl::OkStatus();
  return BadInput({name_}, "the tar archive is cut off: its last block is missing",
                  "fetch or write the file again");
}

absl::StatusOr<std::optional<ArchiveEntry>> ArchiveReader::Next() {
  const Utf8Locale utf8;
  while (true) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(archive_, &entry);
    if (!tar_status_.ok()) return tar_status_;
    if (result == ARCHIVE_EOF) {
      PG_RETURN_IF_ERROR(CheckTarEnd());
      return std::optional<ArchiveEntry>();
    }
    if (result < ARCHIVE_WARN) {
      if (archive_read_has_encrypted_entries(archive_) > 0) {
        return std::optional<ArchiveEntry>(ArchiveEntry{"", entries_, true});
      }
      return Damaged(name_);
    }
    if (++entries_ > kMaxEntries) {
      return absl::ResourceExhaustedError(
          absl::StrCat(name_, ": more than ", kMaxEntries,
                       " entries\nif you trust it, unpack the part that is needed"));
    }
    const char* name = archive_entry_pathname_utf8(entry);
    entry_name_ = SafeName(name == nullptr ? archive_entry_pathname(entry) : name);
    const la_int64_t size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
    claimed_ += std::min<uint64_t>(static_cast<uint64_t>(std::max<la_int64_t>(size, 0)),
                                   uint64_t{1} << 40);
    PG_RETURN_IF_ERROR(CheckExpansion(claimed_));
    if (!IsFile(entry) || entry_name_.empty()) {
      left_out_ += archive_entry_filetype(entry) == AE_IFDIR ? 0 : 1;
      continue;
    }
    return std::optional<ArchiveEntry>(
        ArchiveEntry{entry_name_, entries_ - 1, archive_entry_is_encrypted(entry) != 0});
  }
}

absl::StatusOr<std::string_view> ArchiveReader::Read() {
  buffer_.resize(kPiece);
  const la_ssize_t got = archive_read_data(archive_, buffer_.data(), buffer_.size());
  if (!tar_status_.ok()) return tar_status_;
  if (got < 0) return Damaged(absl::StrCat(name_, "/", entry_name_));
  produced_ += static_cast<uint64_t>(got);
  PG_RETURN_IF_ERROR(CheckExpansion(produced_));
  return std::string_view(buffer_.data(), static_cast<size_t>(got));
}

}  // namespace pullgraph
