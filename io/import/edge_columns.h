// SPDX-License-Identifier: Apache-2.0
// How the lines of an edge list are cut, and which column holds what; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_EDGE_COLUMNS_H_
#define PULLGRAPH_IO_IMPORT_EDGE_COLUMNS_H_

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "io/import/place.h"

namespace pullgraph {

struct EdgeField {
  std::string_view text;
  size_t column = 0;  // Where it begins in its line, from 1.
};

// A line of an edge list, cut into fields.
class EdgeLine {
 public:
  // Cuts at `separator`; ' ' stands for any run of blanks and tabs. "..." is one field, in
  // which "" is a quote. `line` outlives this.
  // ERRORS: DataLoss for a quote that is not closed, or not at the end of its field.
  absl::Status Cut(std::string_view line, char separator, const Place& at);

  const std::vector<EdgeField>& fields() const { return fields_; }
  const EdgeField& operator[](size_t i) const { return fields_[i]; }
  size_t size() const { return fields_.size(); }

 private:
  absl::Status Quoted(std::string_view line, size_t& at, const Place& place);

  std::vector<EdgeField> fields_;
  std::deque<std::string> unquoted_;  // What stands otherwise in the line.
};

// What separates the fields of a file of which `line` is the first: a tab, ';' or ',' that
// stands outside of quotes, in this order, else blanks; blanks too if it begins with two
// whole numbers.
char FindSeparator(std::string_view line);

// Columns from 0.
struct EdgeColumns {
  static constexpr size_t kNone = static_cast<size_t>(-1);
  size_t from = 0;
  size_t to = 1;
  size_t time = kNone;
  size_t count = kNone;
  size_t strength = kNone;
  size_t weight = kNone;
};

// The columns that a header of well-known words names (source and target, from and to, ...,
// and weight), or nothing if these words are none.
std::optional<EdgeColumns> ColumnsByName(const std::vector<EdgeField>& fields);

// The first line of a network of KONECT: "% sym unweighted".
struct KonectHeader {
  bool directed = false;
  bool two_modes = false;
  bool weighted = false;
};
std::optional<KonectHeader> ParseKonectHeader(std::string_view line);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_EDGE_COLUMNS_H_
