// SPDX-License-Identifier: Apache-2.0
// Lines, however long; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_CUT_LINES_H_
#define PULLGRAPH_IO_IMPORT_CUT_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "io/byte_source.h"

namespace pullgraph {

// Lines of any length, of which the first 64 KiB are told.
class CutLines {
 public:
  explicit CutLines(ByteSource source) : source_(std::move(source)) {}

  // Without its end; nothing after the last. Valid until the next call.
  absl::StatusOr<std::optional<std::string_view>> Next();
  uint64_t line() const { return line_; }
  const std::string& name() const { return source_.name(); }
  double fraction() const { return source_.fraction(); }

 private:
  static constexpr size_t kMaxLine = size_t{64} << 10;

  ByteSource source_;
  std::string_view piece_;
  std::string carry_;  // The beginning of a line that goes on in the next piece.
  uint64_t line_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CUT_LINES_H_
