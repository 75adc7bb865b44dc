// SPDX-License-Identifier: Apache-2.0
// The lines of an edge list as pairs of numbers; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_EDGES_READER_H_
#define PULLGRAPH_IO_IMPORT_EDGES_READER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "graph/community_builder.h"
#include "graph/time.h"
#include "io/import/edges.h"
#include "io/import/place.h"

namespace pullgraph {

// What a line says besides its ends.
struct EdgeExtra {
  Time at;
  uint32_t count = 1;
  float strength = 0;
};

class EdgeListReader {
 public:
  EdgeListReader(std::string file, const EdgeListOptions& options, CommunityBuilder& builder,
                 ImportReport& report)
      : file_(std::move(file)), options_(options), builder_(builder), report_(report) {}

  // Room for the lines of `bytes` more bytes that look like `sample`.
  void Reserve(size_t bytes, std::string_view sample);
  // Whole lines; the next block goes on where this one ends.
  absl::Status Block(std::string_view lines);
  // After the last block.
  absl::Status Finish();

  // One pair a line. If is_integer() these are the ids themselves, else provisional
  // ids of members of the builder.
  std::vector<std::pair<Node, Node>>& pairs() { return pairs_; }
  bool is_integer() const { return is_integer_; }
  // One a line, or none at all if no option asks for more columns.
  const std::vector<EdgeExtra>& extras() const { return extras_; }

 private:
  struct Field {
    std::string_view text;
    size_t column;
  };

  bool WantsExtras() const {
    return options_.time_column + options_.count_column + options_.strength_column > 0;
  }
  const char* PlainLines(const char* p, const char* end);
  absl::Status Line(std::string_view line);
  absl::Status Split(std::string_view line);
  absl::Status DataLine(uint64_t line_number);
  absl::StatusOr<Node> End(const Field& field, uint64_t line_number);
  absl::Status UseWords();
  absl::StatusOr<EdgeExtra> Extra(uint64_t line_number) const;
  bool IsHeader(bool& undecided) const;
  absl::Status SettleHeader(bool next_is_integer);
  Place At(const Field& field, uint64_t line) const { return {file_, line, field.column}; }

  std::string file_;
  const EdgeListOptions& options_;
  CommunityBuilder& builder_;
  ImportReport& report_;
  uint64_t line_ = 0;  // Lines that lie behind.
  bool seen_data_ = false;
  bool is_integer_ = true;
  std::vector<Field> fields_;
  std::vector<std::pair<Node, Node>> pairs_;
  std::vector<EdgeExtra> extras_;
  std::string held_;  // A first line that may be a header, and its number.
  uint64_t held_line_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_EDGES_READER_H_
