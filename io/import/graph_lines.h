// SPDX-License-Identifier: Apache-2.0
// The lines of a file and the words of a line; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GRAPH_LINES_H_
#define PULLGRAPH_IO_IMPORT_GRAPH_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/line_blocks.h"
#include "io/import/place.h"

namespace pullgraph {

class GraphLines {
 public:
  GraphLines(ByteSource source, const RunControl* run)
      : file_(source.name()), blocks_(std::move(source)), run_(run) {}

  // Goes on to the next line; false at the end. ERRORS: those of LineBlocks; Cancelled.
  absl::StatusOr<bool> Next();

  // Without its end; valid until Next().
  std::string_view line() const { return line_; }
  const std::string& file() const { return file_; }
  Place Here(size_t column = 1) const { return {file_, number_, column}; }
  // The place of a piece of line().
  Place PlaceOf(std::string_view piece) const {
    return Here(static_cast<size_t>(piece.data() - line_.data()) + 1);
  }

 private:
  std::string file_;
  LineBlocks blocks_;
  const RunControl* run_;
  std::string_view rest_, line_;
  uint64_t number_ = 0;
};

// The next word of `rest`, which is moved behind it; a word in double quotes is what stands
// between them. Nothing at the end.
std::optional<std::string_view> TakeWord(std::string_view& rest);

// A whole number in [low, high].
std::optional<uint64_t> WholeNumber(std::string_view word, uint64_t low, uint64_t high);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GRAPH_LINES_H_
