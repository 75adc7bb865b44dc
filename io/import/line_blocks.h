// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_LINE_BLOCKS_H_
#define PULLGRAPH_IO_IMPORT_LINE_BLOCKS_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "io/byte_source.h"

namespace pullgraph {

// Cuts a source into blocks of whole lines. Text that lies in memory is not copied.
class LineBlocks {
 public:
  static constexpr size_t kMaxLine = size_t{16} << 20;

  explicit LineBlocks(ByteSource source) : source_(std::move(source)) {}

  // Some lines, each with its line_end() but perhaps the last of the input; empty at the
  // end. Valid until the next call.
  //
  // ERRORS: those of ByteSource; DataLoss for a line over kMaxLine bytes.
  absl::StatusOr<std::string_view> Next();

  // What lines end with: '\n', or '\r' in a text that has none of those, as old Macintoshes
  // wrote it. Known after the first Next().
  char line_end() const { return line_end_; }

  const std::string& name() const { return source_.name(); }
  double fraction() const;

 private:
  absl::StatusOr<std::string_view> NextInMemory(std::string_view whole);
  void FindLineEnd(std::string_view head);
  absl::Status TooLong() const;

  ByteSource source_;
  char line_end_ = '\n';
  bool started_ = false;
  size_t offset_ = 0;     // Of `whole` consumed.
  std::string block_;     // Handed out.
  std::string carry_;     // The beginning of a line whose end has not come yet.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_LINE_BLOCKS_H_
