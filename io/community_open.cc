// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "io/byte_source.h"
#include "io/community_file.h"
#include "io/mapped_file.h"

namespace pullgraph {
namespace {

// Every message names the file it is about.
absl::Status WithPath(const absl::Status& status, const std::string& name) {
  if (status.ok() || status.message().find(name) != absl::string_view::npos) return status;
  return absl::Status(status.code(), absl::StrCat(name, ": ", status.message()));
}

// A community file begins with a short length and the tag of Block.kind; gzip and
// zstd begin otherwise.
bool LooksCompressed(std::string_view bytes) {
  const auto begins = [&](std::string_view magic) { return bytes.substr(0, magic.size()) == magic; };
  return begins("\x1f\x8b") || begins("\x28\xb5\x2f\xfd") || begins("\x04\x22\x4d\x18") ||
         begins("BZh") || begins({"\xFD" "7zXZ\0", 6});
}

}  // namespace

absl::StatusOr<CommunityGraph> ReadCommunityFile(const std::string& path, const RunControl* run,
                                                 FileFingerprint* fingerprint) {
  if (path != "-") {
    absl::StatusOr<std::optional<MappedFile>> file = MappedFile::Open(path);
    if (!file.ok()) return file.status();
    if (file->has_value() && !LooksCompressed((*file)->bytes())) {
      absl::StatusOr<CommunityGraph> community =
          ParseCommunity((*file)->bytes(), run, fingerprint);
      if (!community.ok()) return WithPath(community.status(), path);
      return community;
    }
  }
  absl::StatusOr<ByteSource> source = ByteSource::Open(path, run);
  if (!source.ok()) return source.status();
  return ReadCommunitySource(*source, "", run, fingerprint);
}

absl::StatusOr<CommunityGraph> ReadCommunitySource(ByteSource& source, std::string_view taken,
                                                   const RunControl* run,
                                                   FileFingerprint* fingerprint) {
  const auto read = [&](char* buffer, size_t size) -> absl::StatusOr<size_t> {
    if (taken.empty()) {
      absl::StatusOr<std::string_view> next = source.Next();
      if (!next.ok()) return next.status();
      taken = *next;
    }
    const size_t count = std::min(size, taken.size());
    std::memcpy(buffer, taken.data(), count);
    taken.remove_prefix(count);
    return count;
  };
  absl::StatusOr<CommunityGraph> community = ReadCommunityStream(read, run, fingerprint);
  if (!community.ok()) return WithPath(community.status(), source.name());
  return community;
}

}  // namespace pullgraph
