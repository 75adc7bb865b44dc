// SPDX-License-Identifier: Apache-2.0
// Nodes that are numbers from 1 to n, with n announced up front; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_NUMBERED_NODES_H_
#define PULLGRAPH_IO_IMPORT_NUMBERED_NODES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "io/import/graph_rows.h"
#include "io/import/text_lines.h"

namespace pullgraph {

class NumberedNodes {
 public:
  // `what` the file calls them: "vertices". `rows` must outlive this.
  NumberedNodes(GraphRows& rows, const char* what) : rows_(rows), what_(what) {
    rows.set_nodes_optional();
  }

  absl::Status Announce(uint64_t count, const Place& at);
  uint64_t count() const { return count_; }

  // The number in `word`, from 1. ERRORS: DataLoss if it is none, or above the count.
  absl::StatusOr<uint64_t> Number(const LineWord& word, const TextLines& lines) const;
  // Its member.
  absl::StatusOr<Node> At(const LineWord& word, const TextLines& lines);
  absl::StatusOr<Node> At(uint64_t number, const Place& at);

  // Makes members of those numbers that nothing mentioned, of a file of `bytes`.
  // ERRORS: ResourceExhausted for more numbers than 1,000,000 and the bytes.
  absl::Status AddAll(uint64_t bytes, const std::string& file);

 private:
  GraphRows& rows_;
  const char* what_;
  uint64_t count_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_NUMBERED_NODES_H_
