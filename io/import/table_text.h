// SPDX-License-Identifier: Apache-2.0
// The text of a table, whatever it is encoded in, and how it is cut; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_TABLE_TEXT_H_
#define PULLGRAPH_IO_IMPORT_TABLE_TEXT_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "io/byte_source.h"

namespace pullgraph {

// A source as it is, or made UTF-8 if it begins with a byte order mark of UTF-16; with its
// first 64 KiB at hand.
class TableText {
 public:
  static absl::StatusOr<TableText> Open(ByteSource source);

  std::string_view head() const;
  bool is_whole() const;  // head() is all there is.
  double fraction() const;
  // All of it, once.
  absl::StatusOr<ByteSource> Take();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// `head` made UTF-8 if it begins with a byte order mark of UTF-16.
std::string DecodedHead(std::string_view head);

using TableRow = std::vector<std::string>;

// The first 40 records of `head`, without blanks around their cells. The last one counts only
// if `is_whole`.
std::vector<TableRow> HeadRows(std::string_view head, bool is_whole, char delimiter);

struct TableLayout {
  char delimiter = ',';
  size_t preamble = 0;  // Records before the header.
  TableRow header;
};

// Where the header is, and what cuts cells (`delimiter`, or if that is 0 the one of , ; and
// tab): the record that holds most of `names` (case folded), or if it holds none of them,
// the first that has as many cells as most records.
TableLayout FindLayout(std::string_view head, bool is_whole, char delimiter,
                       const std::vector<std::string>& names);

// The one of , ; and tab that the first line holds most of, outside quotes; `,` if none.
char DelimiterOfFirstLine(std::string_view head);

// The name as it is compared: lower case, without blanks around it.
std::string FoldedName(std::string_view name);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TABLE_TEXT_H_
