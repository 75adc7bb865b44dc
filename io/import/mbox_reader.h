// SPDX-License-Identifier: Apache-2.0
// The heads of the mails in an mbox; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_MBOX_READER_H_
#define PULLGRAPH_IO_IMPORT_MBOX_READER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/cut_lines.h"

namespace pullgraph {

// The fields of a head that are read; others are passed over.
enum class MailField {
  kFrom,
  kReplyTo,
  kTo,
  kCc,
  kDate,
  kSubject,
  kMessageId,
  kInReplyTo,
  kReferences,
  kListId,
  kListPost,
  kBeenThere,
  kCount
};

struct MailHead {
  std::array<std::string, static_cast<size_t>(MailField::kCount)> fields;  // Unfolded.
  uint64_t line = 0;        // Of its "From " line.
  uint64_t cut_fields = 0;  // Fields of which only the first 256 KiB are here.

  const std::string& operator[](MailField field) const {
    return fields[static_cast<size_t>(field)];
  }
};

// True for "From ann@x.org Wed Sep 22 05:05:28 2004": what stands between mails. Text that
// merely begins with "From " has no date.
bool IsFromLine(std::string_view line);

// True for "Name: value".
bool IsMailFieldLine(std::string_view line);

// COST: O(bytes) time; memory is that of one head, of at most 256 KiB a field.
class MboxReader {
 public:
  explicit MboxReader(ByteSource source, const RunControl* run)
      : lines_(std::move(source)), run_(run) {}

  // The head of the next mail; nothing after the last.
  // ERRORS: DataLoss if the file does not begin as an mbox; those of ByteSource; Cancelled.
  absl::StatusOr<std::optional<MailHead>> Next();

  double fraction() const { return lines_.fraction(); }
  const std::string& name() const { return lines_.name(); }

 private:
  absl::StatusOr<std::optional<std::string_view>> NextLine();
  absl::StatusOr<bool> FindHead();
  void TakeLine(std::string_view line, MailHead& head);

  CutLines lines_;
  const RunControl* run_;
  bool is_begun_ = false;
  bool is_after_from_ = false;  // The line before this one was a "From " line.
  uint64_t from_line_ = 0;
  std::string first_field_;  // The line by which a head was recognised.
  int field_ = -1;           // The one that a folded line continues; -1: none that is read.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MBOX_READER_H_
