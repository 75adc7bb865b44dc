// SPDX-License-Identifier: Apache-2.0
#include "io/result_stream.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

constexpr uint64_t kMaxMessage = uint64_t{1} << 30;

// Takes a varint from the front of `bytes`; false if there is none.
bool TakeVarint(std::string_view& bytes, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[0]);
    bytes.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

absl::Status Damaged(const std::string& name, size_t offset, const char* why) {
  return absl::DataLossError(
      absl::StrCat(name, ": byte ", offset, ": ", why,
                   "\nit should be what a verb wrote with --format=pb, whole"));
}

absl::StatusOr<ResultStream> Parse(std::string_view bytes, const std::string& name) {
  ResultStream stream;
  const size_t size = bytes.size();
  for (bool first = true; !bytes.empty(); first = false) {
    const size_t offset = size - bytes.size();
    uint64_t length = 0;
    if (!TakeVarint(bytes, length) || length > kMaxMessage || length > bytes.size()) {
      return Damaged(name, offset, "a message is cut short");
    }
    v1::Result result;
    if (!result.ParseFromArray(bytes.data(), static_cast<int>(length)) ||
        result.has_manifest() != first) {
      return Damaged(name, offset, first ? "no results of pullgraph" : "no result");
    }
    bytes.remove_prefix(length);
    if (first) {
      stream.manifest = result.manifest();
    } else {
      stream.rows.push_back(std::move(result));
    }
  }
  if (size == 0) return Damaged(name, 0, "no results of pullgraph: it is empty");
  if (stream.manifest.results() != stream.rows.size()) {
    return absl::DataLossError(absl::StrCat(
        name, ": ", stream.rows.size(), " results, expected ", stream.manifest.results(),
        "\nthe file is not whole; fetch or make it again"));
  }
  return stream;
}

}  // namespace

absl::StatusOr<ResultStream> ReadResultsFrom(ByteSource source) {
  std::string bytes;
  for (;;) {
    const absl::StatusOr<std::string_view> piece = source.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) break;
    bytes.append(*piece);
  }
  return Parse(bytes, source.name());
}

absl::StatusOr<ResultStream> ReadResults(const std::string& path, const RunControl* run) {
  absl::StatusOr<ByteSource> source = ByteSource::Open(path, run);
  if (!source.ok()) return source.status();
  return ReadResultsFrom(*std::move(source));
}

}  // namespace pullgraph
