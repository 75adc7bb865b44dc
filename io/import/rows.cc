// SPDX-License-Identifier: Apache-2.0
#include "io/import/rows.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "io/import/row_adder.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxRowBytes = size_t{64} << 20;

// What protobuf says of bad JSON goes on with a picture of the place.
std::string FirstLineOf(std::string text) {
  if (const size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
  return text;
}

// The number at the beginning of `bytes`, which it is taken off; nothing if it is cut off.
std::optional<uint64_t> TakeVarint(std::string_view& bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < std::min<size_t>(bytes.size(), 5); ++i) {
    value |= static_cast<uint64_t>(bytes[i] & 0x7F) << (7 * i);
    if ((bytes[i] & 0x80) != 0) continue;
    bytes.remove_prefix(i + 1);
    return value;
  }
  return std::nullopt;
}

class RowReader {
 public:
  RowReader(ByteSource source, const RowsOptions& options)
      : source_(std::move(source)), options_(options) {}

  absl::StatusOr<ImportResult> Run() {
    absl::Status s = Fill();
    const bool json = s.ok() && !IsDelimitedRows(rest()) &&
                      std::string_view("{[ \t\r\n\xEF").find(rest().empty() ? '\0' : rest()[0]) !=
                          std::string_view::npos;
    for (uint64_t steps = 1; s.ok() && !rest().empty(); ++steps) {
      s = json ? TakeLine() : TakeMessage();
      if (s.ok() && (steps % 4096) == 0) {
        s = CheckCancelled(options_.run);
        ReportProgress(options_.run, source_.fraction());
      }
    }
    if (!s.ok()) return s;
    if (rows_ == 0) return Fault("there is no row in it");
    adder_.builder().SetName(options_.name.empty() ? adder_.name() : options_.name,
                             adder_.producer());
    absl::StatusOr<CommunityGraph> community = std::move(adder_.builder()).Build(options_.run);
    if (!community.ok()) return community.status();
    ImportResult result;
    result.community = *std::move(community);
    result.report.Count("rows", rows_);
    const CommunityGraph& c = result.community;
    NoteMade("members", c.num_members() - adder_.members(), result.report);
    NoteMade("resources", c.num_resources() - adder_.resources(), result.report);
    NoteMade("topics", c.num_topics() - adder_.topics(), result.report);
    return result;
  }

 private:
  static void NoteMade(const char* what, uint64_t count, ImportReport& report) {
    if (count > 0) report.Note(absl::StrCat(what, " that are named and have no row of their own, made"), "", count);
  }

  std::string_view rest() const { return std::string_view(buffer_).substr(used_); }

  // Appends the next piece, if there is one.
  absl::Status Fill() {
    buffer_.erase(0, used_);
    used_ = 0;
    absl::StatusOr<std::string_view> piece = source_.Next();
    if (!piece.ok()) return piece.status();
    at_end_ = piece->empty();
    buffer_.append(*piece);
    return absl::OkStatus();
  }

  absl::Status Fault(absl::string_view why,
                     absl::string_view mend = "rows are pullgraph.v1.Row messages; pullgraph cat prints examples") const {
    const std::string place = line_ > 0 ? absl::StrCat(line_) : absl::StrCat("byte ", offset_);
    return absl::DataLossError(
        absl::StrCat(source_.name(), ":", place, ": ", why, "\n", mend));
  }

  absl::Status Take(const v1::Row& row) {
    ++rows_;
    const absl::Status s = adder_.Add(row);
    if (absl::IsAlreadyExists(s)) {
      return Fault(s.message(), "the output of two files is brought together by pullgraph merge A B -o C");
    }
    return s.ok() ? s : Fault(s.message());
  }

  absl::Status TakeLine() {
    size_t end = rest().find('\n');
    while (end == std::string_view::npos && !at_end_) {
      if (rest().size() > kMaxRowBytes) return Fault("a line of more than 64 MiB");
      if (absl::Status s = Fill(); !s.ok()) return s;
      end = rest().find('\n');
    }
    ++line_;
    std::string_view line = rest().substr(0, end);
    if (line_ == 1 && line.substr(0, 3) == "\xEF\xBB\xBF") line.remove_prefix(3);
    absl::Status s;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
      v1::Row row;
      const auto parsed = google::protobuf::util::JsonStringToMessage(
          google::protobuf::StringPiece(line.data(), line.size()), &row);
      s = parsed.ok() ? Take(row) : Fault(FirstLineOf(parsed.ToString()));
    }
    used_ += end == std::string_view::npos ? rest().size() : end + 1;
    if (s.ok() && rest().empty() && !at_end_) s = Fill();
    return s;
  }

  absl::Status TakeMessage() {
    uint32_t size = 0;
    size_t head = 0;
    for (;;) {
      google::protobuf::io::CodedInputStream in(
          reinterpret_cast<const uint8_t*>(rest().data()),
          static_cast<int>(std::min<size_t>(rest().size(), 10)));
      const bool known = in.ReadVarint32(&size);
      head = static_cast<size_t>(in.CurrentPosition());
      if (known && size > kMaxRowBytes) return Fault("a row of more than 64 MiB");
      if (known && rest().size() - head >= size) break;
      if (at_end_) return Fault("truncated inside a row");
      if (absl::Status s = Fill(); !s.ok()) return s;
    }
    v1::Row row;
    if (!row.ParseFromArray(rest().data() + head, static_cast<int>(size))) {
      return Fault("not a row message");
    }
    absl::Status s = Take(row);
    used_ += head + size;
    offset_ += head + size;
    if (s.ok() && rest().empty() && !at_end_) s = Fill();
    return s;
  }

  ByteSource source_;
  const RowsOptions& options_;
  RowAdder adder_;
  std::string buffer_;
  size_t used_ = 0;
  bool at_end_ = false;
  uint64_t rows_ = 0;
  uint64_t line_ = 0;    // Of JSON lines.
  uint64_t offset_ = 0;  // Of delimited messages.
};

}  // namespace

bool IsDelimitedRows(std::string_view head) {
  // A row has one field, of the numbers 1 to 9, which is all of it.
  constexpr int kRowsLookedAt = 3, kKinds = 9, kLengthDelimited = 2;
  for (int row = 0; row < kRowsLookedAt; ++row) {
    const std::optional<uint64_t> length = TakeVarint(head);
    if (!length || *length == 0 || head.empty()) return row > 0 && head.empty();
    std::string_view field = head;
    const std::optional<uint64_t> tag = TakeVarint(field);
    if (!tag || (*tag & 7) != kLengthDelimited || *tag >> 3 < 1 || *tag >> 3 > kKinds) return false;
    const std::optional<uint64_t> inner = TakeVarint(field);
    if (!inner) return row > 0;
    if (*inner + (head.size() - field.size()) != *length) return false;
    if (head.size() <= *length) return head.size() == *length || row > 0 || *length > 16;
    head.remove_prefix(*length);
  }
  return true;
}

absl::StatusOr<ImportResult> ImportRowsFrom(ByteSource source, const RowsOptions& options) {
  return RowReader(std::move(source), options).Run();
}

absl::StatusOr<ImportResult> ImportRows(const std::string& path, const RowsOptions& options) {
  absl::StatusOr<ByteSource> source = ByteSource::Open(path, options.run);
  if (!source.ok()) return source.status();
  return ImportRowsFrom(*std::move(source), options);
}

}  // namespace pullgraph
