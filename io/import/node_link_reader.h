// SPDX-License-Identifier: Apache-2.0
// The nodes and links of a graph in JSON, one by one; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_NODE_LINK_READER_H_
#define PULLGRAPH_IO_IMPORT_NODE_LINK_READER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/place.h"

namespace pullgraph {

// A value that is no list and no object, as text; null is not handed out.
struct JsonScalar {
  std::string text;
  bool is_whole = false;  // A number >= 0 without a fraction.
};

struct JsonItem {
  enum class Kind { kNode, kLink, kName, kDirected };
  Kind kind = Kind::kNode;
  std::vector<std::pair<std::string, JsonScalar>> fields;  // kName, kDirected: one.
  uint64_t nested = 0;  // Fields left out, being lists or objects.
  Place place;
};

// Hands over each object in the lists `nodes`, `links` and `edges` of the outermost object,
// and its `directed` and the `name` in `graph`, in the file's order. Stops at the first
// error of `take`.
//
// COST: O(bytes); memory is bounded by the largest object, of 16 MiB at most.
// ERRORS: DataLoss with file:line:column for what is not JSON, is no object of that kind, or
// is nested more than 64 deep; those of `source` and `take`; Cancelled.
absl::Status ReadNodeLink(ByteSource source,
                          absl::FunctionRef<absl::Status(const JsonItem&)> take,
                          const RunControl* run);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_NODE_LINK_READER_H_
