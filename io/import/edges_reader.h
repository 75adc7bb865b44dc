// SPDX-License-Identifier: Apache-2.0
// The lines of an edge list as pairs of numbers; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_EDGES_READER_H_
#define PULLGRAPH_IO_IMPORT_EDGES_READER_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "graph/community_builder.h"
#include "graph/time.h"
#include "io/import/edge_columns.h"
#include "io/import/edges.h"
#include "io/import/place.h"
#include "io/import/tie_weights.h"

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
      : file_(std::move(file)), options_(options), builder_(builder), report_(report),
        directed_(options.directed), weights_(options.weight) {}

  // Room for the lines of `bytes` more bytes that look like `sample`.
  void Reserve(size_t bytes, std::string_view sample);
  // Whole lines, ended by `line_end`; the next block goes on where this one ends.
  absl::Status Block(std::string_view lines, char line_end);
  // After the last block.
  absl::Status Finish();

  // One pair a line, but where most are equal one for several. If is_integer() these are the
  // ids themselves, else provisional ids of members of the builder.
  std::vector<std::pair<Node, Node>>& pairs() { return pairs_; }
  bool is_integer() const { return is_integer_; }
  // One a pair, or none at all if nothing asks for more than the ends.
  const std::vector<EdgeExtra>& extras() const { return extras_; }
  // Lines that tell of a tie.
  uint64_t lines() const { return folded_ + pairs_.size(); }
  // What the file or the options say.
  bool directed() const { return directed_; }

 private:
  bool WantsExtras() const {
    return std::min({columns_.time, columns_.count, columns_.strength, columns_.weight}) !=
           EdgeColumns::kNone;
  }
  const char* PlainLines(const char* p, const char* end);
  absl::Status Line(std::string_view line);
  absl::Status Comment(std::string_view line);
  // Learns from the first line that is no comment; true if it is a header.
  absl::StatusOr<bool> FirstLine(std::string_view line);
  absl::Status Cut(std::string_view line, uint64_t number) {
    return fields_.Cut(line, separator_, {file_, number});
  }
  absl::Status DataLine(uint64_t line_number);
  void FoldEqual();
  absl::StatusOr<Node> End(const EdgeField& field, uint64_t line_number);
  absl::Status UseWords();
  absl::StatusOr<EdgeExtra> Extra(uint64_t line_number) const;
  absl::Status Weight(uint64_t line_number);
  void NoteUnused(uint64_t line_number);
  absl::Status SettleHeader(bool next_is_integer);
  Place At(const EdgeField& field, uint64_t line) const { return {file_, line, field.column}; }

  std::string file_;
  const EdgeListOptions& options_;
  CommunityBuilder& builder_;
  ImportReport& report_;
  // Lines that other pairs stand for; how many each of the first pairs stands for; and how
  // many pairs there are when it is next asked whether most are equal.
  uint64_t folded_ = 0;
  std::vector<uint32_t> count_;
  size_t look_at_ = size_t{1} << 22;
  uint64_t line_ = 0;  // Lines that lie behind.
  bool seen_data_ = false;
  bool is_integer_ = true;
  bool directed_;
  bool may_have_weight_ = false;  // KONECT: if there is a third column.
  char separator_ = ' ';
  EdgeColumns columns_;
  EdgeLine fields_;
  std::vector<std::pair<Node, Node>> pairs_;
  std::vector<EdgeExtra> extras_;
  std::vector<double> weight_;  // One a line if there is a column of them.
  TieWeights weights_;
  std::string held_;  // A first line that may be a header, and its number.
  uint64_t held_line_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_EDGES_READER_H_
