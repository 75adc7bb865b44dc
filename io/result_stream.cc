// SPDX-License-Identifier: Apache-2.0
#include "io/result_stream.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

constexpr uint64_t kMaxMessage = uint64_t{1} << 30;
constexpr uint64_t kMaxManifest = uint64_t{16} << 20;

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

absl::Status Damaged(const std::string& name, uint64_t offset, const char* why) {
  return absl::DataLossError(
      absl::StrCat(name, ": byte ", offset, ": ", why,
                   "\nit should be what a verb wrote with --format=pb, whole"));
}

// Takes messages as their bytes come, so that what is none of ours is known after the first.
class ResultParser {
 public:
  explicit ResultParser(std::string name) : name_(std::move(name)) {}

  absl::Status Take(std::string_view piece) {
    bytes_.append(piece);
    std::string_view rest = bytes_;
    while (!rest.empty()) {
      std::string_view body = rest;
      uint64_t length = 0;
      constexpr size_t kLongestVarint = 10;
      if (!TakeVarint(body, length)) {
        if (rest.size() >= kLongestVarint) return Damaged(name_, offset_, "no results of pullgraph");
        break;
      }
      if (length > (is_first_ ? kMaxManifest : kMaxMessage)) {
        return Damaged(name_, offset_, is_first_ ? "no results of pullgraph" : "a message is cut short");
      }
      if (length > body.size()) break;
      v1::Result result;
      if (!result.ParseFromArray(body.data(), static_cast<int>(length)) || result.has_manifest() != is_first_) {
        return Damaged(name_, offset_, is_first_ ? "no results of pullgraph" : "no result");
      }
      if (is_first_) {
        stream_.manifest = result.manifest();
      } else {
        stream_.rows.push_back(std::move(result));
      }
      is_first_ = false;
      body.remove_prefix(length);
      offset_ += rest.size() - body.size();
      rest = body;
    }
    bytes_.erase(0, bytes_.size() - rest.size());
    return absl::OkStatus();
  }

  absl::StatusOr<ResultStream> Finish() && {
    if (!bytes_.empty()) return Damaged(name_, offset_, "a message is cut short");
    if (is_first_) return Damaged(name_, 0, "no results of pullgraph: it is empty");
    if (stream_.manifest.results() != stream_.rows.size()) {
      return absl::DataLossError(absl::StrCat(
          name_, ": ", stream_.rows.size(), " results, expected ", stream_.manifest.results(),
          "\nthe file is not whole; fetch or make it again"));
    }
    return std::move(stream_);
  }

 private:
  std::string name_;
  std::string bytes_;     // Of a message that is not yet whole.
  uint64_t offset_ = 0;   // Of them.
  bool is_first_ = true;  // The manifest is to come.
  ResultStream stream_;
};

}  // namespace

absl::StatusOr<ResultStream> ReadResultsFrom(ByteSource source) {
  ResultParser parser(source.name());
  for (;;) {
    const absl::StatusOr<std::string_view> piece = source.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return std::move(parser).Finish();
    if (absl::Status s = parser.Take(*piece); !s.ok()) return s;
  }
}

absl::StatusOr<ResultStream> ReadResults(const std::string& path, const RunControl* run) {
  absl::StatusOr<ByteSource> source = ByteSource::Open(path, run);
  if (!source.ok()) return source.status();
  return ReadResultsFrom(*std::move(source));
}

}  // namespace pullgraph
